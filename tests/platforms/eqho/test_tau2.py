"""Tasks of tau2-bench: read as scripts for Eqho, with reports of everything that has no place there."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click import Context
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import compile_text, decompile
from scn_compiler.cli.commands.decompile import decompile_command
from scn_compiler.cli.group import cli
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.laws import many
from support.paths import CORPUS, SHARED
from support.scripts import hostile_texts, json_values

TASKS = sorted((CORPUS / "tau2").glob("*_tasks.json"))
SCHEMA = SHARED / "platforms" / "eqho.schema.json"

TASK: dict[str, Any] = {
    "id": "7",
    "description": {"purpose": "See how it goes", "relevant_policies": None, "notes": None},
    "user_scenario": {
        "persona": None,
        "instructions": {
            "task_instructions": "Ask for a seat. \nBy the window.",
            "domain": "trains",
            "reason_for_call": " You travel on Monday.",
            "known_info": "You are Ann.",
            "unknown_info": None,
        },
    },
    "initial_state": {"message_history": [{"role": "assistant", "content": "Hello", "turn_idx": 0}]},
    "evaluation_criteria": {
        "actions": [
            {"action_id": "7_0", "name": "find", "arguments": {"day": 1}, "info": None},
            {
                "action_id": "7_1",
                "name": "book",
                "arguments": {"a": 1},
                "requestor": "user",
                "compare_args": [],
            },
        ],
        "communicate_info": [],
        "nl_assertions": ["A seat is booked. "],
    },
    "annotations": None,
}


def task(**changes: Any) -> dict[str, Any]:
    return {**TASK, **changes}


def bodies(text: str | None) -> list[Any]:
    compiled = compile_text(text or "")
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    return [payload.value for payload in compiled.payloads]


def left_out(tasks: Any) -> list[str]:
    return [
        found.message for found in decompile(json.dumps(tasks)).diagnostics if found.name == "not-imported"
    ]


def test_a_task_is_a_scenario_of_eqho() -> None:
    made = decompile(json.dumps(TASK))

    assert made.diagnostics == ()
    assert (made.target, made.source) == ("eqho", "tau2")
    assert bodies(made.text) == [
        {
            "name": "7",
            "lead_scenario": {
                "instructions": {
                    "task_instructions": "Ask for a seat. \nBy the window.",
                    "reason_for_call": " You travel on Monday.",
                    "known_info": "You are Ann.",
                }
            },
            "folder": "trains",
            "description": {"purpose": "See how it goes"},
            "environment_setup": {"message_history": [{"role": "assistant", "content": "Hello"}]},
            "evaluation_criteria": {
                "actions": [
                    {"tool_call_id": "7_0", "name": "find", "arguments": {"day": 1}},
                    {
                        "tool_call_id": "7_1",
                        "name": "book",
                        "arguments": {"a": 1},
                        "requestor": "user",
                        "compare_args": [],
                    },
                ],
                "nl_assertions": ["A seat is booked. "],
            },
        }
    ]


@pytest.mark.parametrize("compared", [None, [], ["a"]])
def test_what_is_compared_of_a_call_is_kept_as_it_is(compared: Any) -> None:
    action = {"action_id": "1", "name": "find", "arguments": {"a": 1}, "compare_args": compared}
    (made,) = bodies(decompile(json.dumps(task(evaluation_criteria={"actions": [action]}))).text)

    assert made["evaluation_criteria"]["actions"][0]["compare_args"] == compared


def test_no_calls_and_none_expected_are_two_things() -> None:
    none = decompile(json.dumps(task(evaluation_criteria={"actions": []}))).text
    unsaid = decompile(json.dumps(task(evaluation_criteria=None))).text

    assert bodies(none)[0]["evaluation_criteria"] == {"actions": []}
    assert "evaluation_criteria" not in bodies(unsaid)[0]


def test_instructions_that_are_one_text_are_the_task_and_the_reason_is_asked_for() -> None:
    made = decompile(json.dumps(task(user_scenario={"instructions": "Book a seat."})))

    assert made.text is not None
    assert "instructions: Book a seat.\n" in made.text
    assert "reason" not in made.text
    assert [found.name for found in compile_text(made.text).diagnostics] == ["missing-reason"]


@every(
    ("changes", "path"),
    [
        ({"ticket": "A seat"}, "ticket"),
        ({"description": {"relevant_policies": "No dogs"}}, "description.relevant_policies"),
        ({"evaluation_criteria": {"reward_basis": ["DB"]}}, "evaluation_criteria.reward_basis"),
        ({"evaluation_criteria": {"communicate_info": ["8"]}}, "evaluation_criteria.communicate_info"),
        ({"evaluation_criteria": {"env_assertions": [{}]}}, "evaluation_criteria.env_assertions"),
        ({"initial_state": {"initialization_data": {"a": 1}}}, "initial_state.initialization_data"),
        ({"initial_state": {"initialization_actions": [1]}}, "initial_state.initialization_actions"),
        (
            {"initial_state": {"message_history": [{"role": "assistant", "tool_calls": [{"name": "f"}]}]}},
            "initial_state.message_history[0].tool_calls",
        ),
        (
            {"evaluation_criteria": {"actions": [{"name": "f", "env": 1}]}},
            "evaluation_criteria.actions[0].env",
        ),
    ],
)
def test_what_has_no_place_is_named_with_its_path(changes: dict[str, Any], path: str) -> None:
    assert left_out(task(**changes)) == [f"scn skips what an Eqho scenario can't express: `{path}`"]


def test_each_task_has_one_remark_at_the_first_thing_that_is_left_out() -> None:
    tasks = [task(ticket="x", evaluation_criteria={"reward_basis": ["DB"]}), TASK, task(ticket="y")]
    text = json.dumps(tasks)
    made = decompile(text)

    assert left_out(tasks) == [
        "scn skips what an Eqho scenario can't express: `evaluation_criteria.reward_basis`, `ticket`",
        "scn skips what an Eqho scenario can't express: `ticket`",
    ]
    assert [text[found.span.start : found.span.end] for found in made.diagnostics] == ['["DB"]', '"y"']
    assert len(bodies(made.text)) == 3


def test_losses_are_not_a_failure_and_the_form_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task(ticket="x")]), encoding="utf-8")

    for options in ([], ["--from", "tau2"]):
        done = CliRunner().invoke(cli, ["decompile", str(path), *options])
        assert done.exit_code == 0
        assert "tasks.json (read as tau2)" in done.stderr

    wrong = CliRunner().invoke(cli, ["decompile", str(path), "--from", "eqho"])
    assert wrong.exit_code == 1
    assert "this payload is `tau2`, not `eqho`" in wrong.stderr
    assert "did you mean `tau2`" in CliRunner().invoke(cli, ["decompile", str(path), "--from", "tau"]).stderr


def test_the_tab_key_offers_the_form() -> None:
    option = next(each for each in decompile_command.params if each.name == "source")
    offered = option.type.shell_complete(Context(decompile_command), option, "t")

    assert [each.value for each in offered] == ["tau2"]


@pytest.mark.skipif(not TASKS or not SCHEMA.is_file(), reason="the corpus is missing")
@pytest.mark.parametrize("path", TASKS or [CORPUS], ids=lambda path: path.stem)
def test_real_tasks_become_valid_scenarios_that_come_back(path: Path) -> None:
    tasks = json.loads(path.read_text(encoding="utf-8"))
    made = decompile(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    payloads = bodies(made.text)

    assert {found.severity for found in made.diagnostics} == {Severity.WARNING}
    assert "eqho." not in (made.text or "")
    assert [payload["name"] for payload in payloads] == [each["id"] for each in tasks]
    assert [error.message for payload in payloads for error in validator.iter_errors(payload)] == []
    assert bodies(decompile(json.dumps(payloads)).text) == payloads
    for each, payload in zip(tasks, payloads, strict=True):
        _is_kept(each, payload)


def _is_kept(task: dict[str, Any], payload: dict[str, Any]) -> None:
    """Check that everything both formats can express is there."""
    criteria, graded = task["evaluation_criteria"], payload.get("evaluation_criteria", {})
    assert ("actions" in criteria) == ("actions" in graded)
    for action, call in zip(criteria.get("actions", []), graded.get("actions", []), strict=True):
        assert (action["name"], action["arguments"]) == (call["name"], call["arguments"])
        assert action["action_id"] == call["tool_call_id"]
        assert action.get("compare_args") == call.get("compare_args")
    assert (criteria.get("nl_assertions") or []) == graded.get("nl_assertions", [])
    told, wanted = payload["lead_scenario"]["instructions"], task["user_scenario"]["instructions"]
    wanted = wanted if isinstance(wanted, dict) else {"task_instructions": wanted}
    for key in ("task_instructions", "reason_for_call", "known_info", "unknown_info"):
        if wanted.get(key) is not None:
            assert told[key] == wanted[key]


anything = st.one_of(
    json_values, hostile_texts, st.lists(st.fixed_dictionaries({"name": hostile_texts}), max_size=2)
)
_INSTRUCTIONS = {
    "task_instructions": anything,
    "reason_for_call": anything,
    "known_info": anything,
    "domain": anything,
}
_CRITERIA = {"actions": anything, "nl_assertions": anything, "reward_basis": anything}
tasks = st.fixed_dictionaries(
    {
        "user_scenario": st.fixed_dictionaries(
            {"instructions": hostile_texts | st.fixed_dictionaries({}, optional=_INSTRUCTIONS)},
            optional={"persona": anything},
        )
    },
    optional={
        "id": anything,
        "description": anything,
        "initial_state": json_values | st.fixed_dictionaries({"message_history": anything}),
        "evaluation_criteria": json_values | st.fixed_dictionaries({}, optional=_CRITERIA),
    },
)


@many
@given(st.one_of(tasks, st.lists(tasks, min_size=1, max_size=2)))
def test_any_task_is_read_without_a_crash(payload: Any) -> None:
    made = decompile(json.dumps(payload))

    assert made.source == "tau2"
    compiled = compile_text(made.text or "")
    assert len(compiled.payloads) == (len(payload) if isinstance(payload, list) else 1)
