"""Bimpe: workflows become scripts and come back equal."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, compile_text, decompile, format_text
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms.bimpe.payload import UpdateWorkflow
from scn_compiler.platforms.bimpe.vocabulary import WEIGHTS
from scn_dsl.diagnostic import Severity
from support.bimpe import made_of
from support.cases import every
from support.laws import many
from support.workflows import agent_scripts, extended, filled, near_workflows, tidy_workflows, workflows

# Reading.


@many
@given(st.one_of(workflows, extended))
def test_a_workflow_comes_back_equal(workflow: Any) -> None:
    made = decompile(json.dumps(workflow), source="bimpe")

    assert made.text is not None
    compiled = compile_text(made.text)
    assert len(compiled.payloads) == 1
    assert same_json(compiled.payloads[0].value, workflow)
    assert format_text(made.text).text == made.text


@many
@given(tidy_workflows)
def test_a_workflow_in_plain_words_needs_no_patch_and_nothing_raw(workflow: Any) -> None:
    made = decompile(json.dumps(workflow), source="bimpe")

    assert made.text is not None
    assert [found.message for found in made.diagnostics if found.severity is Severity.ERROR] == []
    assert "bimpe." not in made.text
    assert " raw:" not in made.text
    assert same_json(made_of(made.text), workflow)
    sent = {"message": "Success", "data": {"id": "w-1", "visibility": "private", **workflow}}
    assert decompile(json.dumps(sent)).text == made.text


@many
@given(agent_scripts)
def test_what_a_script_says_is_read_from_its_workflow_again(script: str) -> None:
    made = made_of(script)

    again = decompile(json.dumps(made)).text

    assert again is not None
    assert "bimpe." not in again
    assert " raw:" not in again
    assert same_json(made_of(again), made)
    assert decompile(json.dumps(made_of(again))).text == again


@many
@given(near_workflows())
def test_an_almost_valid_workflow_gives_a_script_or_a_reason(payload: Any) -> None:
    made = decompile(json.dumps(payload), source="bimpe")

    assert made.text is not None or made.diagnostics
    if made.text is not None:
        check(made.text)


@many
@given(filled)
def test_two_workflows_become_a_script_of_two_scenarios(words: str) -> None:
    payload = [{"name": name, "system_prompt": words} for name in ("A", "B")]

    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert [each.value for each in compile_text(made.text).payloads] == payload


@every(
    "payload",
    [
        {"role": "A", "conditions": []},
        {"name": "A", "scenario_type": "instruction", "instructions": "b"},
        {"lead_scenario": {"persona": "a", "instructions": "b", "actions": []}, "name": "A"},
        {"name": "A", "prompt": "b", "response": "c", "isActive": True},
        {"summary": "a", "commonQuestions": ["b"]},
        {"message": "string", "error": "string", "code": "string", "statusCode": 0},
        {"message": "Success", "data": {"id": "a"}},
        [],
        "system_prompt",
    ],
)
def test_other_json_is_not_read_as_a_workflow(payload: Any) -> None:
    made = decompile(json.dumps(payload), source="bimpe")

    assert made.text is None
    assert {found.name for found in made.diagnostics} <= {"unknown-payload"}


@every("payload", [{}, {"name": "A"}, {"name": "A", "description": "b"}])
@every("target", ["bimpe", "bimpe-create"])
def test_a_body_that_says_little_is_read_where_its_target_is_named(
    payload: dict[str, str], target: str
) -> None:
    made = decompile(json.dumps(payload), source=target)

    assert made.text is not None
    assert [each.value for each in compile_text(made.text, target=target).payloads] == [payload]


def test_weights_are_those_of_the_contract() -> None:
    weight = UpdateWorkflow.model_json_schema()["$defs"]["Keyword"]["properties"]["weight"]

    assert tuple(weight["enum"]) == WEIGHTS
