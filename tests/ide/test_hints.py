"""Hints beside the text: ids, parents, numbers of follow-ups, links."""

import re
from pathlib import Path

import pytest

from scn_compiler import Config, compile_text
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.code_lens import follow_up_lenses, scenario_lenses
from scn_compiler.ide.structure.document_links import document_links
from scn_compiler.ide.structure.effective_target import TargetOrigin, effective_target
from scn_compiler.ide.structure.inlay_hints import inlay_hints, target_hints
from scn_dsl.source import Span
from support.cases import every
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
        text = f"{text[: hint.at]} [{hint.label}]{text[hint.at :]}"
    return text


# Hints


@every("target", ["cekura-when", "eqho", "bimpe", "sophiie", "sensay"])
def test_where_a_document_has_no_ids_there_are_no_hints(target: str) -> None:
    assert hinted(script(CALL), target) == script(CALL)


def test_each_block_shows_its_id_and_each_follow_up_that_of_its_parent() -> None:
    assert hinted(script(CALL)) == script("""
        role: A caller
        FIRST_MESSAGE [id 0]
          wait
        @order WHEN The agent asks [id 1]
          say: Four
        THEN [id 2] [↳ 1]
          say: Five
        AFTER @order [id 3] [↳ 1]
          end call
        @20 WHEN The agent asks again
          say: Six
        THEN [id 21]
          say: Seven
    """)


def test_a_hint_says_in_a_sentence_what_it_means_and_where_the_parent_is() -> None:
    text = script(CALL)
    id, parent = [
        hint for hint in inlay_hints(OpenScript(text), Span(0, len(text))) if hint.label in ("id 2", "↳ 1")
    ][:2]

    assert id.tooltip == "id in the payload: 2"
    assert parent.tooltip == "follows up on `@order WHEN The agent asks` (id 1)"
    assert parent.parent
    assert text[slice(*parent.parent)] == "@order"


@pytest.mark.parametrize("target", ["cekura-when", "cekura-when-rows"])
def test_where_no_ids_are_emitted_none_are_shown(target: str) -> None:
    assert hinted(script(CALL), target) == script(CALL)
    assert hinted(f"target: {target}\n{script(CALL)}") == f"target: {target}\n{script(CALL)}"


@every(
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

    assert hinted(text, within=Span(line, line + 4)) == text.replace("THEN", "THEN [id 2] [↳ 1]", 1)


@every("path", SAMPLES, ids=lambda path: path.name)
def test_the_ids_are_those_of_the_payload(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    payloads = compile_text(text, path=str(path), target="cekura-conditions").payloads
    rows = [row for payload in payloads for row in payload.value.get("conditions", [])]  # type: ignore[union-attr]
    shown = inlay_hints(OpenScript(text, str(path), "cekura-conditions"), Span(0, len(text)))
    written = re.findall(r"^@(\d+)", text, re.MULTILINE)

    ids = [hint.label.removeprefix("id ") for hint in shown if hint.label.startswith("id ")]
    assert sorted([*ids, *written]) == sorted(str(row["id"]) for row in rows)  # type: ignore[index, call-overload]


def test_a_target_line_says_which_target_overrides_it() -> None:
    text = "target: cekura\nscenario: One\n"

    def shown(picked: str | None, text: str = text) -> list[tuple[int, str]]:
        hints = target_hints(OpenScript(text, target=picked), Span(0, len(text)))
        return [(hint.at, hint.label) for hint in hints]

    assert shown("eqho") == [(len("target: cekura"), "overridden: eqho")]
    assert shown("eqho", text.replace("cekura", "cekuar")) == [(len("target: cekuar"), "overridden: eqho")]
    assert shown(None) == shown("cekura") == shown("eqho", "scenario: One\n") == []


@every(
    ("line", "picked", "configured", "target", "origin", "own"),
    [
        ("", None, None, "cekura", TargetOrigin.DEFAULT, "cekura"),
        ("", None, "eqho", "eqho", TargetOrigin.CONFIGURATION, "eqho"),
        ("target: sensay", None, "eqho", "sensay", TargetOrigin.SCRIPT, "sensay"),
        ("target: sensya", None, "eqho", "eqho", TargetOrigin.CONFIGURATION, "eqho"),
        ("scenario: One\ntarget: sensay", "bimpe", "eqho", "bimpe", TargetOrigin.PICKED, "sensay"),
        ("", "bimpe", "eqho", "bimpe", TargetOrigin.PICKED, "eqho"),
    ],
)
def test_a_target_is_known_with_what_decides_it(
    line: str, picked: str | None, configured: str | None, target: str, origin: TargetOrigin, own: str
) -> None:
    text = f"{line}\nFIRST_MESSAGE\n  wait\n"
    found = effective_target(OpenScript(text, None, picked, Config(target=configured)))

    assert (found.name, found.origin, found.own) == (target, origin, own)
    assert found.is_overridden == (target != own)
    assert (found.line and text[slice(*found.line)]) == (line.rpartition(": ")[2] or None)


# Lenses


def test_a_block_that_is_followed_up_says_how_often_and_where() -> None:
    text = script(CALL)
    (lens,) = follow_up_lenses(OpenScript(text))

    assert (text[slice(*lens.span)], lens.title) == ("@order", "2 follow-ups")
    assert [text[slice(*span)] for span in lens.follow_ups] == ["THEN", "AFTER @order"]


def test_a_single_follow_up_is_counted_only_if_it_is_not_right_below() -> None:
    block = "@a WHEN The agent asks\n  say: A\n"
    there, below = "WHEN The agent waits\n  say: B\nAFTER @a\n  say: C\n", "AFTER @a\n  say: C\n"

    assert [each.title for each in follow_up_lenses(OpenScript(block + there))] == ["1 follow-up"]
    assert follow_up_lenses(OpenScript(block + below)) == ()


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
