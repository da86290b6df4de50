"""A script while someone writes it: unchanged parts aren't parsed again, and results are never those of another text."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import compile_text
from scn_compiler.ide import document as drafts
from scn_compiler.ide.document import (
    OpenScript,
    cached_per_part,
    part_at,
    parts,
    parts_of_file,
    target_of_script,
)
from scn_compiler.ide.labels.definition import definition, document_highlights
from scn_compiler.ide.labels.mentions import mentions
from scn_compiler.ide.labels.rename import linked_editing_ranges, prepare_rename, rename
from scn_compiler.ide.structure.code_lens import follow_up_lenses
from scn_compiler.ide.structure.document_links import document_links
from scn_compiler.ide.structure.document_symbols import document_symbols
from scn_compiler.ide.structure.folding_range import folding_ranges
from scn_compiler.ide.structure.inlay_hints import inlay_hints
from scn_compiler.ide.structure.selection_range import selection_ranges
from scn_dsl.source import Span
from scn_grammar.printer import print_script
from support.laws import law, with_edits
from support.paths import ROOT
from support.scripts import hostile_texts, scripts

TWO = "language: en\n\nscenario: One\nFIRST_MESSAGE\n  wait\n\nscenario: Two\nFIRST_MESSAGE\n  say: Hi\n"


def test_the_parts_of_a_draft_have_no_gaps() -> None:
    found = parts(OpenScript(TWO))

    assert "".join(part.text for part in found) == TWO
    assert [(part.start, part.end) for part in found] == [(0, 14), (14, 50), (50, len(TWO))]


def test_a_scenario_that_did_not_change_is_not_read_again() -> None:
    asked: list[str] = []

    @cached_per_part
    def feature(part: drafts.ScriptPart) -> int:
        asked.append(part.text)
        return len(part.text)

    def ask(text: str) -> list[str]:
        asked.clear()
        for part in parts(OpenScript(text, "remembered.scn")):
            assert feature(part) == len(part.text)
        return asked

    assert len(ask(TWO)) == 3
    assert ask(TWO) == []
    assert ask(TWO.replace("wait", "say: Yes")) == ["scenario: One\nFIRST_MESSAGE\n  say: Yes\n\n"]


def test_fields_above_the_first_scenario_apply_to_each_scenario() -> None:
    for language in ("en", "de"):
        found = parts(OpenScript(TWO.replace("en", language), "above.scn"))

        assert [part.scenario.settings.get("language") for part in found[1:]] == [language] * 2


def test_a_draft_is_read_for_its_own_name_and_target() -> None:
    text = "FIRST_MESSAGE\n  wait\nAFTER @9\n  say: Hi\n"

    assert [parts(OpenScript(text, name))[0].scenario.name for name in ("a/b.scn", "c.scn")] == ["b", "c"]
    assert parts(OpenScript(text, target="cekura"))[0].scenario.rows[1].parent_id is None
    assert parts(OpenScript(text, target="cekura-rows"))[0].scenario.rows[1].parent_id == 9


def test_few_drafts_are_kept_and_of_each_one_version() -> None:
    for number in range(100):
        parts(OpenScript(TWO + "#" * number, f"{number % 50}.scn"))

    assert len(drafts._CACHE) <= drafts.MAX_CACHED


def test_files_that_are_searched_are_not_kept_in_the_place_of_drafts() -> None:
    draft = OpenScript(TWO, "open.scn")
    before = parts(draft)

    for number in range(drafts.MAX_CACHED + 1):
        found = parts_of_file(OpenScript(TWO, f"closed{number}.scn"))

    assert found == before
    assert parts(draft) is before


def test_a_misspelt_scenario_line_starts_a_part_and_ends_the_head() -> None:
    found = parts(OpenScript("role: A\nScenario: One\nrole: B\nscnario: Two\n"))

    assert [part.text.split("\n")[0] for part in found] == ["role: A", "Scenario: One", "scnario: Two"]
    assert [part.scenario.settings.get("role") for part in found] == ["A", "B", "A"]


def test_behind_a_byte_order_mark_a_scenario_is_one() -> None:
    one, two = parts(OpenScript("\ufeffscenario: One\nrole: B\nscenario: Two\n"))

    assert (one.has_title, one.scenario.name, two.scenario.settings.get("role")) == (True, "One", None)


def test_a_target_that_does_not_exist_is_not_chosen() -> None:
    assert target_of_script(OpenScript(TWO, target="nowhere")).name == "cekura"
    assert target_of_script(OpenScript("target: cekura-suite\n" + TWO)).name == "cekura-suite"


@pytest.mark.parametrize("text", ["{}", "<html>"])
def test_a_file_that_is_not_a_script_has_no_parts(text: str) -> None:
    assert parts(OpenScript(text)) == ()
    assert part_at(OpenScript(text), 0) is None


# Laws


few = law(60)


@few
@given(st.one_of(scripts.map(print_script), hostile_texts, st.text()), st.randoms(use_true_random=False))
def test_any_text_at_any_offset_is_answered(text: str, random: Random) -> None:
    draft = OpenScript(text)
    whole = Span(0, len(text))
    assert "".join(part.text for part in parts(draft)) in (text, "")
    spans = [symbol.span for top in document_symbols(draft) for symbol, _ in top.walk()]
    spans += [fold.span for fold in folding_ranges(draft)] + [link.span for link in document_links(draft)]
    spans += [span for found in follow_up_lenses(draft) for span in (found.span, *found.follow_ups)]
    spans += [Span(hint.at, hint.at) for hint in inlay_hints(draft, whole)]
    for offset in (0, len(text), random.randint(0, len(text)), random.randint(0, len(text))):
        found = definition(draft, offset)
        spans += [found.origin, found.name, found.block] if found else []
        spans += [each.span for each in document_highlights(draft, offset)]
        spans += [*selection_ranges(draft, offset), *linked_editing_ranges(draft, offset)]
        prepare_rename(draft, offset)
        rename(draft, offset, "x")
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)


labelled = st.lists(
    st.sampled_from(
        [
            "FIRST_MESSAGE\n",
            "@a WHEN It rings\n",
            "@b THEN\n",
            "AFTER @a\n",
            "@c AFTER @b\n",
            "AFTER @d\n",
            "scenario: x\n",
        ]
    ).map(lambda opening: opening + ("" if opening.startswith("scenario") else "  say: @a\n")),
    max_size=12,
).map("".join)
"""Scripts with few labels, so that some are used, some defined twice, and some missing."""


@few
@given(st.one_of(scripts.map(print_script), labelled))
def test_renaming_changes_all_references_and_no_payload_and_back_again_nothing(text: str) -> None:
    draft = OpenScript(text)
    for part, mention in ((each, mention) for each in parts(draft) for mention in mentions(each)):
        alike = [each for each in mentions(part) if each.name == mention.name]
        if mention.label.number is not None or sum(each.defines for each in alike) > 1:
            continue
        offset = part.absolute(mention.span).start
        made = rename(draft, offset, "quite-another")
        assert isinstance(made, tuple)
        assert len(made) == len(document_highlights(draft, offset)) == len(alike)
        other = with_edits(text, made)
        assert [each.value for each in compile_text(other).payloads] == [
            each.value for each in compile_text(text).payloads
        ]
        back = rename(OpenScript(other), min(edit.span for edit in made).start, mention.name)
        assert isinstance(back, tuple)
        assert with_edits(other, back) == text


@pytest.mark.parametrize("name", ["change-of-mind.scn", "booking-suite.scn"])
def test_an_edit_somewhere_is_seen_as_if_the_whole_were_read(name: str) -> None:
    text = (ROOT / "samples" / name).read_text(encoding="utf-8")
    for at in range(0, len(text), 97):
        for edited in (text[:at] + text[at + 7 :], text[:at] + "\nscenario: x\n" + text[at:]):
            near, far = OpenScript(edited, "edited.scn"), OpenScript(edited, f"{at}/edited.scn")
            assert parts(near) == parts(far)
            assert document_symbols(near) == document_symbols(far)
