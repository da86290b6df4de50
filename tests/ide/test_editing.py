"""Edits in an editor: formatting with few edits, fixes, and suppression comments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, format_text
from scn_compiler.ide.edits.code_actions import QuickFix, quick_fixes
from scn_compiler.ide.edits.diff import minimal_edits
from scn_compiler.ide.edits.formatting import format_edits, on_type_format_edits, range_format_edits
from scn_compiler.pipeline.check import find
from scn_dsl.catalog import is_optional
from scn_dsl.diagnostic import Diagnostic, Edit
from scn_dsl.source import Span
from support.cases import every, some
from support.laws import law
from support.paths import BAD_SCRIPTS, SAMPLES

SCRIPTS = {path.stem: path.read_bytes().decode("utf-8", "replace") for path in (*SAMPLES, *BAD_SCRIPTS)}
LOOSE = (
    'scenario: A\nrole:  B\nlanguage: en\nFIRST_MESSAGE\nsay:   Hello\n\n\n\nWHEN   contains  "a"\n  say: C\n'
)
HEAD = "scenario: A\nrole: B\nlanguage: en\n\n"


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """`text` after `edits`, which must be in order, disjoint, within the text, and not split a CRLF."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        start, end = edit.span
        assert at <= start <= end <= len(text)
        assert text[start - 1 : start + 1] != "\r\n"
        assert text[end - 1 : end + 1] != "\r\n"
        parts += (text[at:start], edit.text)
        at = end
    return "".join((*parts, text[at:]))


# Few edits


@law(100)
@given(st.text("ab \t\r\n", max_size=40), st.text("ab \t\r\n", max_size=40))
def test_the_edits_between_two_texts_make_the_second_one(before: str, after: str) -> None:
    after = after.replace("\r", "") if "\r\n" not in before else after
    parts: list[str] = []
    at = 0
    for edit in minimal_edits(before, after):
        parts += (before[at : edit.span.start], edit.text)
        at = edit.span.end
    assert "".join((*parts, before[at:])) == after


@some("name", SCRIPTS)
def test_formatting_equals_scn_fmt_with_any_line_ends(name: str) -> None:
    for text in (SCRIPTS[name], SCRIPTS[name].replace("\n", "\r\n\r\n  ")):
        assert edited(text, format_edits(text)) == format_text(text).text


def test_formatted_text_is_not_touched() -> None:
    assert format_edits(format_text(LOOSE).text) == ()


def test_only_changes_are_replaced() -> None:
    edits = format_edits(LOOSE)

    assert [LOOSE[slice(*edit.span)] for edit in edits] == [
        "role:  B", "\n", "", "say:   Hello", "\n\n\n\n", 'WHEN   contains  "a"',
    ]  # fmt: skip
    assert edited(LOOSE, edits) == format_text(LOOSE).text


def test_a_range_is_formatted_by_whole_blocks_and_nothing_else() -> None:
    place = LOOSE.index("Hello")

    assert edited(LOOSE, range_format_edits(LOOSE, Span(place, place))) == LOOSE.replace(
        "FIRST_MESSAGE\nsay:   Hello", "FIRST_MESSAGE\n  say: Hello"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_new_line_formats_the_one_above(end: str) -> None:
    text = (HEAD + "FIRST_MESSAGE\nsay:   Hello\n\n").replace("\n", end)

    assert edited(text, on_type_format_edits(text, len(text) - len(end))) == text.replace(
        "say:   ", "  say: "
    )


def test_a_new_line_below_the_head_of_a_block_is_indented() -> None:
    text = HEAD + 'FIRST_MESSAGE\n  wait\n\nWHEN   contains "a"\n\n'

    assert (
        edited(text, on_type_format_edits(text, len(text) - 1))
        == text.replace("WHEN   ", "WHEN ")[:-1] + "  \n"
    )


def test_a_new_line_below_an_old_line_break_never_doubles_it() -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: a\n    |\n    |  b\n\n"

    assert edited(text, on_type_format_edits(text, len(text) - 1)) == text
    exact = text.replace("|\n    |  b", "||  b ||")
    assert edited(exact, on_type_format_edits(exact, len(exact) - 1)) == exact


@every(
    ("above", "fresh", "continued"),
    [
        ("  say: I want", "a taxi.", "    | a taxi."),
        ("  do: Ask for a day", "  and wait.", "    | and wait."),
        ("  say: I want", "\ta taxi.", "    | a taxi."),
        ("  say: I want\n    | a taxi", "    to go home.", "    | to go home."),
        ("  do: Ask:\n    || - which day", "it is", "    | it is"),
    ],
)
@every("end", ["\n", "\r\n"])
def test_enter_inside_a_text_continues_it(above: str, fresh: str, continued: str, end: str) -> None:
    head = (HEAD + f"FIRST_MESSAGE\n{above}\n").replace("\n", end)
    text = head + fresh + end

    assert edited(text, on_type_format_edits(text, len(head))) == head + continued + end
    again = head + continued + end
    assert edited(again, on_type_format_edits(again, len(head))) == again


@every(
    ("above", "fresh"),
    [
        ("  say:", "Hello"),
        ("  say: Hello", "  end call"),
        ("  say: Hello", "# a comment"),
        ("  say: Hello", ""),
        ("  say: Hello\n", "there"),
        ('  say raw: "Hello', 'there"'),
        ("  end call", "there"),
    ],
)
def test_enter_anywhere_else_continues_nothing(above: str, fresh: str) -> None:
    head = HEAD + f"FIRST_MESSAGE\n{above}\n"
    text = head + fresh + "\n"

    assert edited(text, on_type_format_edits(text, len(head))) == text


def test_formatting_wraps_to_the_width_of_the_configuration() -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: " + "word " * 30 + "\n"

    assert edited(text, format_edits(text, 60)) == format_text(text, wrap=60).text
    assert (
        edited(text, range_format_edits(text, Span(len(text) - 9, len(text)), 60)).count("\n    | word") == 2
    )


def test_a_new_line_in_the_first_line_changes_nothing() -> None:
    assert on_type_format_edits("scenario:   A", 5) == ()


@law(100)
@given(st.sampled_from(sorted(SCRIPTS)), st.integers(0, 2000), st.sampled_from(["\n", "\r\n"]))
def test_a_new_line_anywhere_breaks_nothing(name: str, offset: int, end: str) -> None:
    text = SCRIPTS[name][:4000].replace("\n", end)
    offset = min(offset, len(text))
    with_line = text[:offset] + end + text[offset:]
    above = with_line.rfind("\n", 0, offset) + 1
    fresh = offset + len(end)
    blanks = len(with_line[fresh:]) - len(with_line[fresh:].lstrip(" \t"))
    for edit in on_type_format_edits(with_line, fresh):
        assert above <= edit.span.start <= edit.span.end <= fresh + blanks


# Code actions


def offered(text: str, name: str) -> list[QuickFix]:
    return [each for each in quick_fixes(text, check(text)) if each.diagnostic.name == name]


def test_a_fix_is_offered_and_a_safe_one_is_preferred() -> None:
    text = HEAD + "FIRST_MESSAGE\n  sya: Hello\n"

    (action,) = offered(text, "misspelt-keyword")

    assert (action.title, action.preferred) == ("Replace with `say:`", True)
    assert edited(text, action.edits) == text.replace("sya", "say")


def test_first_message_is_written_where_there_is_none() -> None:
    text = HEAD + "# on the greeting\nWHEN The agent greets\n  say: Hello\n  end call\n"

    (action,) = offered(text, "no-first-message")

    fixed = edited(text, action.edits)
    assert fixed == text.replace("en\n\n#", "en\n\nFIRST_MESSAGE\n  wait\n\n#")
    assert check(fixed) == ()


def test_first_message_is_written_above_the_blocks_where_there_are_no_fields() -> None:
    text = "WHEN The agent greets\n  say: Hello\n"

    fix = offered(text, "no-first-message")[0]

    assert edited(text, fix.edits) == "FIRST_MESSAGE\n  wait\n\n" + text


def test_a_label_that_is_missing_is_given_to_the_block_that_its_words_fit() -> None:
    text = (
        HEAD + "FIRST_MESSAGE\n  say: Hi\n\nWHEN The agent asks for the date of birth\n  say: Hello\n\n"
        "THEN\n  say: And you?\nAFTER @dob\n  say: Bye\n  end call\n"
    )

    (action,) = offered(text, "undefined-label")

    fixed = edited(text, action.edits)
    assert fixed == text.replace("WHEN", "@dob WHEN")
    assert check(fixed) == ()


def test_a_label_that_fits_no_block_is_given_to_none() -> None:
    text = (
        HEAD + "FIRST_MESSAGE\n  say: Hi\n\nWHEN The agent greets\n  say: Hello\nAFTER @later\n  end call\n"
    )

    assert offered(text, "undefined-label") == []


def test_a_label_that_is_asked_for_twice_is_given_once() -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: Hello\n" + 2 * "AFTER @hello\n  say: Bye\n"

    assert len(offered(text, "undefined-label")) == 1


def test_a_suppression_goes_above_the_line_and_leaves_the_reason_to_the_author() -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: Hello <grin />\n"

    action = next(each for each in offered(text, "unknown-tag") if "Suppress" in each.title)

    assert action.title == "Suppress `unknown-tag` here and give a reason"
    assert edited(text, action.edits) == text.replace("  say", "  # scn: allow unknown-tag \n  say")
    assert action.reason_at == len("  # scn: allow unknown-tag ")


def test_a_suppression_for_a_continued_line_goes_above_its_first_part() -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: Hello\n    | and <grin />\n"

    action = next(each for each in offered(text, "unknown-tag") if "Suppress" in each.title)

    assert edited(text, action.edits) == text.replace("  say", "  # scn: allow unknown-tag \n  say")


def test_a_suppression_joins_the_existing_one_and_its_reason() -> None:
    text = (
        HEAD
        + "FIRST_MESSAGE\n  # scn: allow bad-template the agent sets it\n  say: {{grin}} <grin />\n  end call\n"
    )

    action = next(each for each in offered(text, "unknown-tag") if "Suppress" in each.title)

    allowed = edited(text, action.edits)
    assert allowed == text.replace("allow bad", "allow unknown-tag, bad")
    assert check(allowed) == ()


def test_no_suppression_is_offered_for_rules_that_cannot_be_suppressed() -> None:
    text = HEAD + "FIRST_MESSAGE\n  sya: Hello\n  end call\n"

    assert all("Suppress" not in each.title for each in quick_fixes(text, check(text)))


def _with_reason(action: QuickFix) -> tuple[Edit, ...]:
    if action.reason_at is None:
        return action.edits
    *others, last = action.edits
    return (
        *others,
        Edit(last.span, f"{last.text[: action.reason_at]}it is meant so{last.text[action.reason_at :]}"),
    )


def _allowed(text: str, found: Diagnostic) -> tuple[Diagnostic, ...]:
    action = next(each for each in quick_fixes(text, (found,)) if each.title.startswith("Suppress"))
    return find(edited(text, _with_reason(action))).suppressed


@some("name", SCRIPTS)
def test_each_offered_suppression_works(name: str) -> None:
    text = SCRIPTS[name]
    for found in check(text):
        if is_optional(found) and found.name not in ("bad-allow", "unused-allow"):
            assert (found.name, found.message) in {
                (each.name, each.message) for each in _allowed(text, found)
            }


@some("name", SCRIPTS)
def test_each_fix_is_within_the_script(name: str) -> None:
    text = SCRIPTS[name].replace("\n", "\r\n")
    for action in quick_fixes(text, check(text)):
        if action.edits:
            edited(text, action.edits)
