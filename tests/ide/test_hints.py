"""Hints beside the text: ids, parents, numbers of follow-ups, links."""

import re
from pathlib import Path

import pytest

from scn_compiler import compile_text
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.code_lens import follow_up_lenses, scenario_lenses
from scn_compiler.ide.structure.document_links import document_links
from scn_compiler.ide.structure.inlay_hints import inlay_hints
from scn_dsl.source import Span
from support.cursors import marked, script
from support.paths import SAMPLES

CALL = """
    role: A caller
    FIRST_MESSAGE
      wait
    @order WHEN The agent asks
      say: Four
    THEN
      say: Five
    AFTER @order
      end call
    @20 WHEN The agent asks again
      say: Six
    THEN
      say: Seven
"""


def hinted(text: str, target: str | None = None, within: Span | None = None) -> str:
    """The script as an editor shows it, with the hints in brackets."""
    for hint in reversed(inlay_hints(OpenScript(text, target=target), within or Span(0, len(text)))):
        shown = f"[{hint.label}] " if hint.leads else f" [{hint.label}]"
        text = text[: hint.at] + shown + text[hint.at :]
    return text


# Hints


@pytest.mark.parametrize("target", ["cekura-when", "eqho", "bimpe", "sophiie", "sensay"])
def test_where_a_document_has_no_ids_there_are_no_hints(target: str) -> None:
    assert hinted(script(CALL), target) == script(CALL)


def test_each_block_shows_its_id_and_each_follow_up_that_of_its_parent() -> None:
    assert hinted(script(CALL)) == script("""
        role: A caller
        [0] FIRST_MESSAGE
          wait
        [1] @order WHEN The agent asks
          say: Four
        [2] THEN [↳ 1]
          say: Five
        [3] AFTER @order [↳ 1]
          end call
        @20 WHEN The agent asks again
          say: Six
        [21] THEN
          say: Seven
    """)


def test_a_hint_says_in_a_sentence_what_it_means_and_where_the_parent_is() -> None:
    text = script(CALL)
    id, parent = [
        hint for hint in inlay_hints(OpenScript(text), Span(0, len(text))) if hint.label in ("2", "↳ 1")
    ][:2]

    assert id.tooltip == "id in the payload: 2"
    assert parent.tooltip == "follows up on `@order WHEN The agent asks` (id 1)"
    assert parent.parent
    assert text[slice(*parent.parent)] == "@order"


@pytest.mark.parametrize("target", ["cekura-when", "cekura-when-rows"])
def test_where_no_ids_are_emitted_none_are_shown(target: str) -> None:
    assert hinted(script(CALL), target) == script(CALL)
    assert hinted(f"target: {target}\n{script(CALL)}") == f"target: {target}\n{script(CALL)}"


@pytest.mark.parametrize(
    "text",
    [
        "instructions: Be kind.\nFIRST_MESSAGE\n  wait\n",  # an unscripted scenario
        "FIRST_MESSAGE\n  wait\nscenario: One\n",  # in no scenario
        "",
        "{}",
    ],
)
def test_a_target_without_ids_shows_none(text: str) -> None:
    assert hinted(text) == text


def test_only_the_requested_lines_are_visited() -> None:
    text = script(CALL)
    line = text.index("THEN")

    assert hinted(text, within=Span(line, line + 4)) == text.replace("THEN", "[2] THEN [↳ 1]", 1)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_ids_are_those_of_the_payload(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    payloads = compile_text(text, path=str(path), target="cekura-conditions").payloads
    rows = [row for payload in payloads for row in payload.value.get("conditions", [])]  # type: ignore[union-attr]
    shown = inlay_hints(OpenScript(text, str(path), "cekura-conditions"), Span(0, len(text)))
    written = re.findall(r"^@(\d+)", text, re.MULTILINE)

    assert sorted([hint.label for hint in shown if hint.leads] + written) == sorted(
        str(row["id"]) for row in rows
    )  # type: ignore[index, call-overload]


# Lenses


def test_a_block_that_is_followed_up_says_how_often_and_where() -> None:
    text = script(CALL)
    one, other = follow_up_lenses(OpenScript(text))

    assert (text[slice(*one.span)], one.title) == ("@order", "2 follow-ups")
    assert [text[slice(*span)] for span in one.follow_ups] == ["THEN", "AFTER @order"]
    assert (text[slice(*other.span)], other.title) == ("@20", "1 follow-up")


def test_each_scenario_has_a_payload_and_the_defaults_have_none() -> None:
    text = "language: en\n\nscenario: One\nFIRST_MESSAGE\n  wait\n\nscenario: Two\n"

    assert marked(text, scenario_lenses(OpenScript(text))) == (
        "language: en\n\n⟦scenario: One⟧\nFIRST_MESSAGE\n  wait\n\n⟦scenario: Two⟧\n"
    )


def test_a_script_without_a_scenario_line_has_a_payload_and_an_empty_one_has_none() -> None:
    text = "# Hello\nrole: A caller\nFIRST_MESSAGE\n  wait\n"

    assert marked(text, scenario_lenses(OpenScript(text))) == text.replace(
        "role: A caller", "⟦role: A caller⟧"
    )
    assert (
        scenario_lenses(OpenScript(""))
        == scenario_lenses(OpenScript("# Hello\n"))
        == scenario_lenses(OpenScript("{}"))
        == ()
    )


# Links


def test_the_rules_in_suppressions_are_links() -> None:
    text = script("""
        # scn: allow unknown-tag, SCN402, unknown-tga we have them
        role: A caller
        scenario: One
        # scn: allow unused-label for later; not missing-action
        # unknown-tag
        @a WHEN unknown-tag
          say: scn: allow unknown-tag
    """)

    found = document_links(OpenScript(text))

    assert [text[slice(*link.span)] for link in found] == ["unknown-tag", "SCN402", "unused-label"]
    assert [link.rule for link in found][::2] == ["unknown-tag", "unused-label"]
