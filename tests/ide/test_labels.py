"""Labels in an editor: definition, references, rename."""

import pytest

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels.definition import definition, document_highlights, references
from scn_compiler.ide.labels.rename import Refused, Renameable, linked_editing_ranges, prepare_rename, rename
from scn_dsl.diagnostic import Edit
from scn_dsl.source import Span
from support.cases import every
from support.cursors import cursor, marked, script

ORDER = """
    FIRST_MESSAGE
      wait

    @order WHEN The agent asks for the order number
      say: Four four seven one
    AFTER @order
      say: Are you still there?

    WHEN contains "@order"
      say: Write to me @order
    AFTER @order
      end call
"""


def with_cursor(words: str, text: str = ORDER) -> str:
    """The text with the cursor of `words` at their first occurrence."""
    return script(text).replace(words.replace("‸", ""), words, 1)


def led_to(text: str) -> str:
    """The script with a mark around the label that the cursor leads to."""
    plain, offset = cursor(text)
    found = definition(OpenScript(plain), offset)
    return marked(plain, [found.name] if found else [])


def used(text: str, *, definition: bool = True) -> str:
    """The script with marks around all places of the label at the cursor."""
    plain, offset = cursor(text)
    return marked(plain, references(OpenScript(plain), offset, definition=definition))


def renamed(text: str, name: str) -> str | Refused | None:
    plain, offset = cursor(text)
    made = rename(OpenScript(plain), offset, name)
    return edited(plain, made) if isinstance(made, tuple) else made


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


# Definition


@every("words", ["AFTER ‸@order", "AFTER @or‸der", "AFTER @order‸", "AF‸TER @order", "‸AFTER @order"])
def test_a_follow_up_leads_to_the_block_that_it_names(words: str) -> None:
    assert led_to(with_cursor(words)) == script(ORDER).replace("@order WHEN", "⟦@order⟧ WHEN")


@pytest.mark.parametrize("words", ["‸@order WHEN", "@order‸ WHEN"])
def test_a_label_that_is_given_leads_to_itself(words: str) -> None:
    assert led_to(with_cursor(words)) == script(ORDER).replace("@order WHEN", "⟦@order⟧ WHEN")


@every("words", ["‸WHEN contains", "wa‸it", 'contains "@or‸der"', "me @or‸der", "‸\n", "st‸ill"])
def test_all_other_words_lead_nowhere(words: str) -> None:
    assert led_to(with_cursor(words)) == script(ORDER)


def test_the_whole_block_is_known_and_what_was_asked() -> None:
    text, offset = cursor(with_cursor("AFTER @or‸der"))

    found = definition(OpenScript(text), offset)

    assert found
    assert text[slice(*found.origin)] == "@order"
    assert text[slice(*found.block)].splitlines()[-1] == "  say: Four four seven one"


@pytest.mark.parametrize("words", ["‸THEN", "TH‸EN", "THEN‸"])
def test_then_leads_to_the_block_above_it(words: str) -> None:
    text = """
        FIRST_MESSAGE
          wait
        WHEN The agent asks
          say: Yes
        THEN
          say: No
    """
    assert led_to(with_cursor(words, text)) == script(text).replace(
        "WHEN The agent asks", "⟦WHEN The agent asks⟧"
    )


def test_a_then_without_a_block_above_leads_nowhere() -> None:
    assert led_to("TH‸EN\n  say: Hello\n") == "THEN\n  say: Hello\n"


def test_a_number_leads_to_the_block_that_has_it_as_a_label() -> None:
    assert led_to("@7 WHEN It rings\n  say: Hi\nAFTER @‸7\n  say: Yes\n") == (
        "⟦@7⟧ WHEN It rings\n  say: Hi\nAFTER @7\n  say: Yes\n"
    )


def test_a_number_leads_to_the_block_that_has_it_as_an_id_without_a_label() -> None:
    assert led_to("FIRST_MESSAGE\n  wait\nWHEN It rings\n  say: Hi\nAFTER @‸1\n  say: Yes\n") == (
        "FIRST_MESSAGE\n  wait\n⟦WHEN It rings⟧\n  say: Hi\nAFTER @1\n  say: Yes\n"
    )


def test_an_undefined_label_leads_nowhere() -> None:
    assert (
        led_to("FIRST_MESSAGE\n  wait\nAFTER @gh‸ost\n  wait\n")
        == "FIRST_MESSAGE\n  wait\nAFTER @ghost\n  wait\n"
    )


def test_a_label_further_down_is_found_all_the_same() -> None:
    assert led_to("AFTER @la‸ter\n  say: Hi\n@later WHEN It rings\n  say: Yes\n") == (
        "AFTER @later\n  say: Hi\n⟦@later⟧ WHEN It rings\n  say: Yes\n"
    )


def test_of_two_labels_of_one_name_the_first_is_meant() -> None:
    assert led_to("@a WHEN It rings\n  say: 1\n@a WHEN It stops\n  say: 2\nAFTER @‸a\n  say: 3\n").startswith(
        "⟦@a⟧ WHEN It rings"
    )


def test_a_label_counts_in_its_scenario_alone() -> None:
    text = """
        scenario: One
        @a WHEN It rings
          say: 1

        scenario: Two
        @a WHEN It stops
          say: 2
        AFTER @‸a
          say: 3
    """
    assert "⟦@a⟧ WHEN It stops" in led_to(text)
    assert used(text).count("⟦@a⟧") == 2
    assert "⟦" not in used(text).split("scenario: Two")[0]


@every(
    ("given", "used"),
    [
        ("@offer WHEN not contains 'x", "AFTER @off‸er"),  # a trigger that can't be parsed
        ("@offer WHEN", "AFTER @off‸er"),  # none yet
        ("@offer", "AFTER @off‸er"),  # the block has no opening
        ("@Offer WHEN It rings", "AFTER @off‸er"),
        ("@offer: WEHN It rings", "after @off‸er"),
        ("@offer WHEN It rings", "AFTER off‸er"),
    ],
)
def test_a_label_in_a_broken_block_is_still_a_label(given: str, used: str) -> None:
    found = led_to(f"FIRST_MESSAGE\n  wait\n{given}\n  say: Hi\n{used}\n  say: Yes\n")

    assert found.split("⟧")[0].split("⟦")[1].casefold() == "@offer"


@every("end", ["\n", "\r\n"])
@every("begin", ["", "\ufeff"])
@every("indent", ["", "\t", "  \u00a0"])
def test_layout_changes_nothing(begin: str, end: str, indent: str) -> None:
    lines = ["@a WHEN It rings", "say: Hi", "AFTER  @‸a\t", "say: Yes"]
    text = begin + "".join(indent + line + end for line in lines)

    assert led_to(text) == text.replace("‸", "").replace("@a W", "⟦@a⟧ W")


# References


@pytest.mark.parametrize("words", ["@or‸der WHEN", "AFTER @order‸"])
def test_all_uses_of_a_label_are_found_and_no_prose(words: str) -> None:
    expected = script(ORDER).replace("@order WHEN", "⟦@order⟧ WHEN").replace("AFTER @order", "AFTER ⟦@order⟧")

    assert used(with_cursor(words)) == expected
    assert used(with_cursor(words), definition=False) == expected.replace("⟦@order⟧ WHEN", "@order WHEN")


def test_the_place_where_a_label_is_given_is_highlighted_as_such() -> None:
    text, offset = cursor(with_cursor("AFTER @or‸der"))

    assert [each.defines for each in document_highlights(OpenScript(text), offset)] == [True, False, False]


def test_a_label_that_is_given_again_is_another_one() -> None:
    text = "@a WHEN It rings\n  say: 1\n@a‸ WHEN It stops\n  say: 2\nAFTER @a\n  say: 3\n"

    assert used(text) == text.replace("@a‸", "⟦@a⟧")


def test_an_undefined_label_still_has_references() -> None:
    assert used("FIRST_MESSAGE\n  wait\nAFTER @‸x\n  wait\nAFTER @x\n  wait\n").count("⟦@x⟧") == 2


@every("text", ["‸", "\0‸\0", '{"a"‸: 1}', "\r‸\r", "FIRST_MESSAGE\n  wait‸"])
def test_where_there_is_no_label_nothing_is_found(text: str) -> None:
    plain, offset = cursor(text)
    draft = OpenScript(plain)

    assert definition(draft, offset) is None
    assert references(draft, offset, definition=True) == ()
    assert document_highlights(draft, offset) == ()
    assert prepare_rename(draft, offset) is None
    assert rename(draft, offset, "x") is None
    assert linked_editing_ranges(draft, offset) == ()


# Rename


@every("words", ["‸@order WHEN", "AFTER @order‸"])
@every("name", ["parcel", "@parcel"])
def test_a_label_gets_another_name_everywhere(words: str, name: str) -> None:
    expected = script(ORDER).replace("@order WHEN", "@parcel WHEN").replace("AFTER @order", "AFTER @parcel")

    assert renamed(with_cursor(words), name) == expected


def test_what_is_renamed_is_the_name_without_its_sign() -> None:
    text, offset = cursor(with_cursor("AFTER @or‸der"))

    found = prepare_rename(OpenScript(text), offset)

    assert isinstance(found, Renameable)
    assert (found.name, text[slice(*found.span)], text[found.span.start - 1]) == ("order", "order", "@")


def test_a_misspelt_label_is_renamed_with_the_others() -> None:
    assert renamed("@Offer WHEN It rings\n  say: Hi\nAFTER @off‸er\n  say: Yes\n", "deal") == (
        "@deal WHEN It rings\n  say: Hi\nAFTER @deal\n  say: Yes\n"
    )


def test_the_second_of_two_labels_of_one_name_is_renamed_alone() -> None:
    text = "@a WHEN It rings\n  say: 1\n@a‸ WHEN It stops\n  say: 2\nAFTER @a\n  say: 3\n"

    assert renamed(text, "b") == text.replace("@a‸", "@b")


@every("name", ["", "@", "Order", "2nd", "a b", "über", "-x", "_x", "@@x", "x@", "a\n", "WHEN"])
def test_anything_but_a_label_is_refused(name: str) -> None:
    refused = renamed(with_cursor("@or‸der WHEN"), name)

    assert isinstance(refused, Refused)
    assert refused.message.startswith("invalid label `")
    assert refused.message.endswith("use lowercase letters, digits, `-` and `_`, and start with a letter")


def test_a_number_is_refused_because_it_means_an_id() -> None:
    assert renamed(with_cursor("@or‸der WHEN"), "12") == Refused(
        "`@12` would set the block's id: start the label with a letter"
    )


@pytest.mark.parametrize("words", ["‸@7 WHEN", "AFTER @7‸"])
def test_a_numeric_label_is_not_renamed_and_why(words: str) -> None:
    text = with_cursor(words, "@7 WHEN It rings\n  say: Hi\nAFTER @7\n  say: Yes\n")

    assert renamed(text, "seven") == Refused(
        "`@7` sets the block's id, so renaming the label would change the id"
    )


@pytest.mark.parametrize("other", ["@b WHEN It stops", "AFTER @b"])
def test_a_name_that_is_taken_is_refused(other: str) -> None:
    assert renamed(f"@‸a WHEN It rings\n  say: Hi\n{other}\n  say: Yes\n", "b") == Refused(
        "the label `@b` already exists in this scenario"
    )


def test_a_name_that_another_scenario_has_is_free() -> None:
    text = "scenario: One\n@‸a WHEN It rings\n  say: 1\nscenario: Two\n@b WHEN It rings\n  say: 1\n"

    assert renamed(text, "b") == text.replace("@‸a", "@b")


def test_the_same_name_again_changes_nothing() -> None:
    text = with_cursor("@or‸der WHEN")

    assert renamed(text, "order") == script(ORDER)


def test_all_places_of_a_label_can_be_typed_in_at_once() -> None:
    text, offset = cursor(with_cursor("@or‸der WHEN"))

    assert [text[slice(*span)] for span in linked_editing_ranges(OpenScript(text), offset)] == ["order"] * 3


@pytest.mark.parametrize(
    "text", ["@7‸ WHEN It rings\n  say: Hi\n", "@Offer WHEN It rings\n  say: Hi\nAFTER @‸offer\n  say: Yes\n"]
)
def test_places_that_do_not_read_alike_are_not_typed_in_at_once(text: str) -> None:
    plain, offset = cursor(text)

    assert linked_editing_ranges(OpenScript(plain), offset) == ()


def test_spans_count_code_points() -> None:
    text, offset = cursor("FIRST_MESSAGE\n  say: 😀😀\n@a WHEN 😀 rings\n  say: Hi\nAFTER @‸a\n  say: Yes\n")

    assert references(OpenScript(text), offset, definition=True)[0] == Span(
        text.index("@a"), text.index("@a") + 2
    )
