"""Sensay: notes to bodies and back; reports of what a note can't express, and proposals."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, check, compile_text, decompile
from scn_compiler.cli.group import cli
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms.sensay import payload as contract
from scn_compiler.platforms.sensay.docs import DOCS
from scn_compiler.platforms.sensay.read import read
from scn_compiler.platforms.sensay.vocabulary import EMPTY_PARTS
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS, FieldKind
from scn_grammar.printer import print_script
from support.cases import every
from support.laws import many
from support.paths import CORPUS, ROOT
from support.scripts import hostile_texts, json_values, scripts

SAMPLES = sorted((ROOT / "samples").glob("*sensay*.scn"))
SEED = CORPUS / "sensay" / "seed-update-request.json"

each_sample = every("sample", SAMPLES, ids=lambda path: path.stem)

TOP = "# scn: allow deprecated-endpoint we asked\ntarget: sensay\n\nscenario: A\n"
NOTE = TOP + "topic: billing\n"


def told(text: str, target: str | None = None) -> list[tuple[str, Severity]]:
    return [(found.name, found.severity) for found in check(text, target=target)]


def made(text: str, target: str | None = None, *, propose: bool = False) -> Any:
    return compile_text(text, target=target, propose=propose).payloads[0].value


def again(payload: Any, source: str | None = None) -> str:
    back = decompile(json.dumps(payload), source=source)
    assert back.text is not None
    return back.text


@each_sample
def test_a_sample_comes_back_equal_and_needs_no_help(sample: Path) -> None:
    values = [one.value for one in compile_text(sample.read_text(encoding="utf-8")).payloads]
    text = again(values if len(values) > 1 else values[0])
    assert " raw:" not in text
    assert "\nsensay." not in text
    assert [one.value for one in compile_text(text).payloads] == values


@pytest.mark.skipif(not SEED.is_file(), reason="the platforms' payloads are missing")
def test_the_seed_is_a_sample_key_by_key_and_reads_as_it() -> None:
    body = json.loads(SEED.read_text(encoding="utf-8"))
    sample = (ROOT / "samples" / "seed-sensay.scn").read_text(encoding="utf-8")
    assert json.dumps(made(sample)) == json.dumps(body)
    assert again(body) == sample[sample.index("target:") :]


def test_a_script_can_state_empty_parts() -> None:
    text = "target: sensay\nempty: " + ", ".join(EMPTY_PARTS) + "\n"
    assert made(text) == dict(EMPTY_PARTS.values())
    assert again(made(text)) == text


def test_fields_above_the_first_scenario_apply_to_each_note() -> None:
    text = "target: sensay\ntopic: a\n\nscenario: A\ntopic: b\n\nscenario: B\nsummary: c\n"
    assert [one.value for one in compile_text(text).payloads] == [
        {"commonTopics": ["a", "b"]},
        {"summary": "c", "commonTopics": ["a"]},
    ]


@every(
    ("summary", "severities"),
    [
        ("x" * 700, []),
        ("😀" * 350, []),
        ("😀" * 351, [Severity.WARNING]),
        ("😀" * 700, [Severity.WARNING]),
        ("x" * 701, [Severity.ERROR]),
        ("😀" * 701, [Severity.ERROR]),
    ],
)
def test_a_summary_has_at_most_700_characters_however_they_are_counted(
    summary: str, severities: list[Severity]
) -> None:
    found = check(f"{TOP}summary: {summary}\n")
    assert [each.severity for each in found] == severities
    assert all(each.name == "bad-field-value" for each in found)


def test_both_counts_are_reported() -> None:
    found = check(f"{TOP}summary: {'😀' * 400}\n")
    assert "400 characters" in found[0].message
    assert "800 UTF-16 units" in found[0].message


def test_a_note_that_says_nothing_is_a_warning() -> None:
    assert told(TOP) == [("nothing-to-update", Severity.WARNING)]
    assert told(TOP + "empty: topic\n") == []


def test_the_endpoint_is_called_deprecated_once_a_file() -> None:
    several = "scenario: A\ntopic: a\n\nscenario: B\ntopic: b\n"
    once = [("deprecated-endpoint", Severity.INFO)]
    assert told("target: sensay\n\n" + several) == once
    assert told(several, "sensay") == once


def test_the_warning_about_the_endpoint_can_be_ignored() -> None:
    config = Config(ignore=("deprecated-endpoint",))
    assert check("target: sensay\n\nscenario: A\ntopic: a\n", config=config) == ()


def test_a_test_callers_script_is_fine_here() -> None:
    text = "scenario: A\ntopic: a\n\nFIRST_MESSAGE\n  say: Hi\n"
    assert Severity.ERROR not in {severity for _, severity in told(text, "sensay")}


VALUES = {
    FieldKind.CHOICE: "yes",
    FieldKind.INTEGER: "12",
    FieldKind.DURATION: "2m",
    FieldKind.NUMBER: "0.5",
    FieldKind.JSON: "{}",
}


@every(
    "name",
    [
        name
        for name, spec in FIELDS.items()
        if not (spec.of_file or spec.of_scn or spec.under or name == "scenario")
    ],
)
def test_no_field_is_dropped_silently(name: str) -> None:
    value = "question" if name == "empty" else VALUES.get(FIELDS[name].kind, "word")
    text = f"{NOTE}{name}: {value}\n"
    assert check(text) or made(text) != made(NOTE)


@every("holder", HOLDERS)
def test_no_variable_is_dropped_silently(holder: str) -> None:
    assert told(f"{NOTE}{holder} a = 1\n") == [("unsupported-by-target", Severity.WARNING)]


@every("opening", ["FIRST_MESSAGE", "WHEN a customer asks", 'WHEN contains "a"'])
@every(
    "line", ["say: a", "do: b", "end call", *(f"{name}: 1" for name in sorted(set(DETAILS) - {"enabled"}))]
)
def test_a_block_is_one_warning_whatever_it_holds(opening: str, line: str) -> None:
    say = "" if line.startswith(("say", "do", "end")) else "  say: a\n"
    found = check(f"{NOTE}\n{opening}\n{say}  {line}\n")
    assert [(each.name, each.severity) for each in found] == [("unsupported-by-target", Severity.WARNING)]


def test_follow_ups_are_warnings_of_their_own() -> None:
    text = f"{NOTE}\n@a FIRST_MESSAGE\n  say: a\nTHEN\n  say: b\n\nAFTER @a\n  say: c\n"
    assert told(text) == [("unsupported-by-target", Severity.WARNING)] * 3


def test_the_editor_explains_each_key() -> None:
    keys = {each for key in DOCS.keys.values() for each in key.split(", ")}
    assert keys == set(contract.UpdateConversation.model_fields)


# Proposals

CALL = """scenario: A
role: A customer whose parcel is late
language: en

FIRST_MESSAGE
  say: Hi! Where is my parcel? <silence time="1s" /> It's no. 4.50, is that right? [sigh]

WHEN contains "refund" OR (contains "Refund" AND contains "late fee")
  say: Is it {{test_profile.sum}}? No? Then who pays?

WHEN The agent offers a discount
  do: Ask why?
THEN
  say: Where is my parcel?
"""


def test_proposals_come_only_from_the_script() -> None:
    assert made(CALL, "sensay", propose=True) == {
        "summary": "A customer whose parcel is late",
        "commonQuestions": ["Where is my parcel?", "It's no. 4.50, is that right?", "No?", "Then who pays?"],
        "commonTopics": ["refund", "late fee"],
    }


def test_nothing_is_proposed_unless_it_is_asked_for() -> None:
    assert made(CALL, "sensay") == {}
    assert compile_text(CALL, target="sensay").proposed == ()


def test_the_reported_lines_are_complete_proposals() -> None:
    lines = "".join(f"{one.line}\n" for one in compile_text(CALL, target="sensay", propose=True).proposed)
    assert made(f"target: sensay\n\nscenario: A\n{lines}") == made(CALL, "sensay", propose=True)


@pytest.mark.parametrize(
    "lines", ["summary: s\nquestion: q\ntopic: t\n", "empty: summary, question, topic\n",
              'sensay.summary: null\nsensay.commonQuestions: []\nsensay.commonTopics: ["a"]\n']
)  # fmt: skip
def test_existing_lines_are_not_proposed(lines: str) -> None:
    text = CALL.replace("language: en\n", lines)
    assert made(text, "sensay", propose=True) == made(text, "sensay")
    above = "target: sensay\n" + lines + "\n" + CALL
    assert compile_text(above, propose=True).proposed == ()


def test_a_purpose_sums_up_better_than_a_role_and_nothing_too_long_is_proposed() -> None:
    better = CALL.replace("language: en", "purpose: Parcels that are late")
    assert made(better, "sensay", propose=True)["summary"] == "Parcels that are late"
    long = CALL.replace("language: en", "purpose: " + "😀" * 351)
    assert "summary" not in made(long, "sensay", propose=True)


@many
@given(scripts)
def test_any_script_may_be_proposed_for(script: Any) -> None:
    text = print_script(script)
    compiled = compile_text(text, target="sensay", propose=True)
    plain = compile_text(text, target="sensay")
    assert compiled.ok == plain.ok
    assert bool(compiled.proposed) == (
        [one.value for one in compiled.payloads] != [one.value for one in plain.payloads]
    )


def scn(*arguments: str, text: str) -> Any:
    return CliRunner().invoke(cli, arguments, input=text)


def test_the_command_tells_each_proposal_on_standard_error() -> None:
    done = scn("compile", "-", "-t", "sensay", "--propose", text=CALL)
    assert json.loads(done.stdout) == made(CALL, "sensay", propose=True)
    assert "<stdin>: proposed for `A`: topic: late fee\n" in done.stderr
    assert done.exit_code == 0


def test_a_target_that_proposes_nothing_is_a_mistake_of_usage() -> None:
    done = scn("compile", "-", "--propose", text=CALL)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "`cekura`, the target of <stdin>, can't propose lines: use --propose with -t sensay" in done.stderr


# Reading


def test_a_body_that_says_nothing_is_read_where_the_target_is_named() -> None:
    assert again({}, "sensay") == "target: sensay\n"


def test_a_page_of_the_list_becomes_a_script_of_several_notes() -> None:
    items = [{"uuid": "a", "messageCount": 1, "summary": "A"}, {"uuid": "b", "messageCount": 2}]
    assert again({"success": True, "items": items, "total": 2}) == (
        "target: sensay\n\nscenario:\nsummary: A\n\nscenario:\n"
    )


@every(
    "payload",
    [
        {}, [], None, 5, "summary", {"summary": "a", "title": "b"}, {"uuid": "a"}, {"success": True},
        {"items": []}, {"items": [{"id": 1}], "total": 1}, [{"summary": "a"}, {}], {"name": "a"},
        {"items": [{"summary": "a"}], "next": None},
    ],
)  # fmt: skip
def test_a_payload_that_may_be_another_platforms_is_left_to_it(payload: Any) -> None:
    assert read(payload) is None


bodies: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "summary": st.none() | hostile_texts,
        "commonQuestions": st.lists(hostile_texts, max_size=3),
        "commonTopics": st.lists(hostile_texts, max_size=3),
    },
)


@many
@given(bodies)
def test_a_script_that_was_read_compiles_to_the_same(body: dict[str, Any]) -> None:
    text = again(body, "sensay")
    assert [same_json(one.value, body) for one in compile_text(text).payloads] == [True]
    assert "sensay.patch" not in text
    assert again(made(text), "sensay") == text


@many
@given(st.lists(bodies, min_size=1, max_size=3))
def test_a_list_compiles_to_the_same(page: list[dict[str, Any]]) -> None:
    values = [one.value for one in compile_text(again(page, "sensay")).payloads]
    assert [same_json(value, body) for value, body in zip(values, page, strict=True)] == [True] * len(page)


@many
@given(
    st.dictionaries(
        st.sampled_from(["summary", "commonQuestions", "commonTopics", "uuid", "messageCount", "new"]),
        json_values,
    ),
    st.sampled_from([None, "sensay"]),
)
def test_any_json_is_read_or_refused(payload: Any, source: str | None) -> None:
    for each in (payload, [payload], {"items": [payload]}):
        decompile(json.dumps(each), source=source)
