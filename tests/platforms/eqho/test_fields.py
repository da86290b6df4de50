"""Eqho: fields, tools and expected calls, compiled and read back."""

import json
from typing import Any

import pytest

from scn_compiler import check, compile_text, decompile
from scn_compiler.platforms.eqho import vocabulary
from scn_compiler.platforms.eqho.payload import Action, ScenarioBody
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import FIELDS
from support.cases import every
from support.eqho import HEAD, TOLD, body, said
from support.paths import CORPUS, ROOT

SEED = CORPUS / "eqho" / "seed-update-scenario-request.json"


# --- samples


@pytest.mark.skipif(not SEED.is_file(), reason="the corpus is missing")
def test_the_published_example_is_a_sample_key_by_key() -> None:
    example = SEED.read_text(encoding="utf-8")
    made = body((ROOT / "samples" / "seed-eqho.scn").read_text(encoding="utf-8"))
    script = decompile(example).text or ""

    assert json.dumps(made) == json.dumps(json.loads(example))
    assert " raw:" not in script
    assert [line for line in script.splitlines() if line.startswith("eqho.")] == [
        'eqho.scenario_set_id: "<string>"'
    ]


def test_one_script_is_for_two_platforms() -> None:
    text = (ROOT / "samples" / "both-platforms.scn").read_text(encoding="utf-8")
    compiled = compile_text(text, target="eqho")

    assert check(text) == ()
    assert compiled.diagnostics == ()
    made = compiled.payloads[0].value
    ScenarioBody.model_validate(made)
    assert made["lead_scenario"]["persona"] == "A customer who wants to come by today"
    assert len(made["evaluation_criteria"]["nl_assertions"]) == 2
    assert made["lead_scenario"]["instructions"]["task_instructions"].count("Each time the agent") == 2


# --- fields


def test_fields_are_where_the_example_has_them() -> None:
    made = body(
        f"{TOLD}role: Ann\nlanguage: sv\nknows: A\nunknown: B\nfolder: F\npurpose: P\nnotes: N\n"
        "direction: outbound\nmedium: chatbot\n"
    )

    assert made == {
        "name": "A call",
        "lead_scenario": {
            "instructions": {
                "task_instructions": "Ask for help",
                "language": "sv",
                "reason_for_call": "You need help",
                "known_info": "A",
                "unknown_info": "B",
            },
            "persona": "Ann",
        },
        "folder": "F",
        "description": {"purpose": "P", "notes": "N"},
        "environment_setup": {"conversation_direction": "outbound", "conversation_medium": "chatbot"},
    }
    assert list(made) == [key for key in vocabulary.TOP_KEYS if key in made]


def test_a_tool_has_the_given_parts_and_no_more() -> None:
    made = body(
        f"{TOLD}caller_tool: a\n  kind: email\ncaller_tool: b\n  kind: text\n  title: B\n  slug: bb\n  async: yes\n"
        "  delayed_after: 2s\n  temperature: 0.5\n  on_failed: Oh\n"
    )["lead_scenario"]["actions"]

    assert made == {
        "a": {"name": "a", "slug": "a", "type": "email"},
        "b": {
            "name": "B",
            "slug": "bb",
            "type": "text",
            "messages": {"failed": "Oh"},
            "delayed_timing_milliseconds": 2000,
            "is_async": True,
            "non_live_llm_settings": {"temperature": 0.5},
        },
    }


def test_every_detail_of_a_tool_has_a_place_and_every_place_of_the_contract_a_detail() -> None:
    assert set(vocabulary.TOOL_PATHS) == {
        name for name, spec in FIELDS.items() if "caller_tool" in spec.under
    }
    assert {path[0] for path in vocabulary.TOOL_PATHS.values()} == set(Action.model_fields)


def test_mocks_variables_and_messages() -> None:
    made = body(
        f"{TOLD}mock_error pay = It is down\nmock get = [1, null]\ngiven lead.age = 7\ngiven lead.name = Ann B\n"
        "history: caller: Hello: you\nhistory: agent:\nhistory: tool: []\nhistory: system: S\n"
    )["environment_setup"]

    assert made == {
        "dynamic_variables": {"lead.age": 7, "lead.name": "Ann B"},
        "action_mocks": {
            "pay": {"default_is_error": True, "default_return_value": "It is down"},
            "get": {"default_is_error": False, "default_return_value": [1, None]},
        },
        "message_history": [
            {"role": "user", "content": "Hello: you"},
            {"role": "assistant", "content": ""},
            {"role": "tool", "content": "[]"},
            {"role": "system", "content": "S"},
        ],
    }


@every(
    ("line", "compared"),
    [
        ("", {}),
        ("compare: all", {"compare_args": None}),
        ("compare: none", {"compare_args": []}),
        ("compare: a, b", {"compare_args": ["a", "b"]}),
        ('compare raw: ["all"]', {"compare_args": ["all"]}),
        ('compare raw: ["none"]', {"compare_args": ["none"]}),
    ],
)
def test_what_is_compared_of_a_call(line: str, compared: dict[str, Any]) -> None:
    text = f"{TOLD}expect_call: f(a=1, b=2)\n  {line}\n"
    made = body(text)
    again = decompile(json.dumps(made)).text or ""

    expected = {"tool_call_id": "call_1", "name": "f", "arguments": {"a": 1, "b": 2}, **compared}
    assert made["evaluation_criteria"]["actions"] == [expected]
    assert line in again
    assert "eqho.patch" not in again


def test_calls_without_an_id_are_numbered_beside_those_with_one() -> None:
    lines = "".join(
        f"expect_call: f()\n{below}" for below in ("", "  call_id: call_1\n", "", "  call_id: call_4\n", "")
    )
    made = body(f"{TOLD}{lines}")["evaluation_criteria"]["actions"]

    assert [call["tool_call_id"] for call in made] == ["call_2", "call_1", "call_3", "call_4", "call_5"]


@every("word", [*vocabulary.EMPTY_PARTS, *(f"null {word}" for word in vocabulary.EMPTY_PARTS)])
def test_a_part_that_holds_nothing_comes_back_with_one_word(word: str) -> None:
    made = body(f"{TOLD}empty: {word}\n")
    path, kind = vocabulary.EMPTY_PARTS[word.removeprefix("null ")]
    inner: Any = made
    for key in path:
        inner = inner[key]

    assert inner == (None if word.startswith("null") else kind())
    assert f"empty: {word}\n" in (decompile(json.dumps(made)).text or "")


PATCHED = f"{HEAD}language: en\ninstructions: Ask for help\n"


@pytest.mark.parametrize(
    ("part", "value", "lines"),
    [
        (
            "environment_setup",
            {"message_history": [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": None, "tool_calls": [{"name": "look_up"}]},
                {"role": "tool", "content": "{}", "tool_call_id": "1"},
            ]},
            ["history: caller: Hi", "history: agent:", "history: tool: {}"],
        ),
        (
            "evaluation_criteria",
            {"actions": [
                {"tool_call_id": "a", "name": "find", "arguments": {"day": 1}},
                {"name": "look_up", "arguments": {"x": 1}, "requestor": None},
                {"tool_call_id": "c", "name": "book", "arguments": None, "weight": 2},
            ]},
            ["expect_call: find(day=1)", "  call_id: a", "expect_call: look_up(x=1)", "expect_call: book()",
             "  call_id: c"],
        ),
    ],
)  # fmt: skip
def test_only_what_a_line_cannot_say_is_left_to_the_patch(part: str, value: Any, lines: list[str]) -> None:
    payload = body(PATCHED) | {part: value}
    script = decompile(json.dumps(payload)).text or ""
    (made,) = compile_text(script).payloads

    assert made.value == payload
    written = script.partition("Ask for help\n")[2].split("eqho.patch")[0]
    assert written.splitlines() == lines


def test_a_response_full_of_nulls_needs_no_json() -> None:
    tool = dict.fromkeys(
        ("instructions", "minimum_execution_time_milliseconds", "execution_order", "non_live_llm_settings")
    )
    tool["messages"] = {}
    payload = {
        "_id": "65f000000000000000000001",
        "name": "A call",
        "lead_scenario": {
            "instructions": {"task_instructions": "Ask", "reason_for_call": "Help", "known_info": None},
            "persona": None,
            "actions": {"end": {"name": "end", "slug": "end", "type": "terminate_call", **tool}},
        },
        "scenario_set_id": None,
        "folder": None,
        "evaluation_criteria": {
            "actions": [
                {"tool_call_id": "call_1", "name": "f", "arguments": {}, "info": None, "compare_args": None},
                {"tool_call_id": "x", "name": "g", "arguments": {}, "info": "why", "compare_args": []},
            ],
            "nl_assertions": [],
        },
    }
    made = decompile(json.dumps(payload))
    text = made.text or ""

    assert [found.name for found in made.diagnostics] == ["read-only-key"]
    assert [line for line in text.splitlines() if " raw:" in line or "eqho." in line] == []
    assert body(text) == {key: value for key, value in payload.items() if key != "_id"}


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("Customer", "did you mean `caller`?"),
        ("Agent", "did you mean `agent`?"),
        ("systm", "did you mean `system`?"),
    ],
)
def test_a_role_that_is_nearly_one_is_pointed_at(role: str, hint: str) -> None:
    text = f"{TOLD}history: caller: Hello\nhistory: {role}: Hi\n"
    (found,) = check(text)

    assert (text[found.span.start : found.span.end], found.hint) == (role, hint)
    assert said(f"{TOLD}history: supervisor: Hi\n") == []


@pytest.mark.parametrize("name", ["reason", "instructions"])
def test_a_text_without_its_value_is_reported_once(name: str) -> None:
    other = {"reason": "instructions: Ask", "instructions": "reason: You need help"}[name]

    assert said(f"target: eqho\nscenario: A call\n{name}:\n{other}\n") == [("empty-text", Severity.ERROR)]
