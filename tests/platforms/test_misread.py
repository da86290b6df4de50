"""JSON that looks like a payload but isn't: the report says what it is. Also envelopes around payloads."""

import json
from typing import Any

from scn_compiler import check, compile_text, decompile
from support.cases import every

TASK = {"id": "1", "user_scenario": {"instructions": {"task_instructions": "Ask", "reason_for_call": "Help"}}}
SUITE = {"version": "1", "scenarios": [{"name": "a", "instructions": "x"}]}
TELNYX = {
    "name": "n",
    "destination": "+15550100",
    "instructions": "Ask.",
    "rubric": [{"name": "a", "criteria": "b"}],
}
RESULT = {
    "id": 1, "name": "n", "agent": 3, "status": "completed", "success_rate": 100, "scenarios": [{"id": 7, "name": "a"}],
    "runs": {"5": {"id": 5, "scenario": 7, "status": "completed", "transcript_object": []}},
}  # fmt: skip


@every(
    ("payload", "words"),
    [
        ({"scenarios": [7, 8]}, "run scenarios"),
        (
            {"scenarios": [{"scenario": 7, "test_profile_ids": [1]}], "agent_id": 3, "frequency": 2},
            "run scenarios",
        ),
        ([{"scenario": 7}, {"scenario": 8}], "run scenarios"),
        ({"scenarios": ["7"], "agent_id": 3}, "run scenarios"),
        ({"scenario_ids": ["7"], "agent_id": "a"}, "run scenarios"),
        ({"agent_id": 3, "channel": "voice", "spec": SUITE}, "in `spec`"),
        (RESULT, "call results"),
        ([RESULT], "call results"),
        (
            {"count": 1, "next": None, "results": [{"id": 1, "agent": 3, "status": "completed", "runs": []}]},
            "call results",
        ),
        ({"event_type": "result.completed", "data": RESULT}, "call results"),
        (
            [{"id": 1, "scenario": 3, "status": "failed", "transcript": "[00:01] Testing Agent: Hi"}],
            "call results",
        ),
        ([{"role": "Main Agent", "content": "Hello", "start_time": 0.5}], "a transcript"),
        ({"messages": [{"role": "user", "content": "Hello"}]}, "a transcript"),
        ({"name": "n", "type": "voice", "script": "Ask", "scorers": [{"type": "ai"}]}, "Vapi"),
        ({"results": [{"name": "n", "type": "voice", "script": "Ask", "scorers": []}]}, "Vapi"),
        ({"name": "n", "user_prompt": "Ask", "metrics": ["Polite"]}, "Retell"),
        ({"name": "n", "chat_history": [], "success_condition": "Polite"}, "ElevenLabs"),
        ({"openapi": "3.1.0", "info": {"title": "T"}, "paths": {}}, "OpenAPI"),
        ({"$schema": "x", "type": "object", "properties": {"conditions": {}}}, "JSON schema"),
        ({"detail": "Not found."}, "failed request"),
        (TELNYX, "Telnyx"),
        ([TELNYX], "Telnyx"),
        ({"data": [TELNYX]}, "Telnyx"),
        ({"data": TELNYX}, "Telnyx"),
        ({"base_seed": 300, "configs": {"1": {"voice": "a"}}}, "voices for tau2-bench tasks"),
        ({"train": ["1"], "test": ["2"]}, "splits of tau2-bench tasks"),
    ],
)
def test_other_json_is_called_by_its_name(payload: Any, words: str) -> None:
    made = decompile(json.dumps(payload))

    assert made.text is None
    assert [found.name for found in made.diagnostics] == ["unknown-payload"]
    assert words in made.diagnostics[0].message


def test_tasks_are_read_out_of_what_is_around_them() -> None:
    made = decompile(
        json.dumps({"timestamp": "now", "tasks": [TASK, {**TASK, "id": "2"}], "simulations": []})
    )

    assert made.source == "tau2"
    assert [found.name for found in made.diagnostics] == ["not-imported"]
    assert [each.name for each in compile_text(str(made.text)).payloads] == ["1", "2"]
    assert decompile(json.dumps({"tasks": [TASK]})).text == decompile(json.dumps([TASK])).text


def test_the_message_about_an_unknown_payload_mentions_tau2() -> None:
    assert "`user_scenario`" in str(decompile('{"a": 1}').diagnostics[0].hint)


def test_a_remark_on_a_task_points_into_what_is_around_it() -> None:
    text = json.dumps({"tasks": [TASK, {**TASK, "ticket": "Fix it"}]})

    [found] = decompile(text).diagnostics

    assert text[found.span.start : found.span.end] == '"Fix it"'


STEP = {"type": "text_response", "content": "Which one?"}


@every(
    "keywords", [None, [], [{"keyword": ""}], [{"keyword": " "}, {"keyword": "a"}], [{"keyword": "a\u200bb"}]]
)
@every("others", [0, 1, 2])
def test_a_flow_that_no_trigger_starts_gets_none(keywords: Any, others: int) -> None:
    flow: dict[str, Any] = {"name": "Orders", "conversation_steps": [STEP]}
    if keywords is not None:
        flow["trigger_keywords"] = keywords
    flows = [{"name": f"Shop {each}", "trigger_keywords": [{"keyword": f"shop{each}"}], "conversation_steps": [STEP]}
             for each in range(others)]  # fmt: skip
    payload = {"system_prompt": "You answer", "flows": [*flows[:1], flow, *flows[1:]]}

    made = decompile(json.dumps(payload))
    text = str(made.text)

    assert [found.name for found in made.diagnostics] == ["empty-entry"]
    assert text.count("WHEN") == others
    assert [each.value for each in compile_text(text).payloads] == [payload]
    if others:
        edited = compile_text(text.replace("say: Which one?", "say: Which two?"))
        assert "Which two?" in json.dumps(edited.payloads[0].value)


def test_a_patch_that_takes_the_place_of_blocks_is_reported_for_every_platform() -> None:
    text = str(decompile(json.dumps({"system_prompt": "You answer", "flows": [{"name": "Orders"}]})).text)

    found = check(text + '\nWHEN contains "shop"\n  say: Which one?\n')

    assert "covering-patch" in {each.name for each in found}


@every(
    "wrapped", [lambda body: {"data": body}, lambda body: {"data": [body]}, lambda body: {**body, "id": "1"}]
)
@every("steps", [[[], []], [[], "a"], [{}]])
def test_empty_entries_are_reported_as_left_out(steps: Any, wrapped: Any) -> None:
    made = decompile(json.dumps(wrapped({"system_prompt": "You answer", "setup_steps": steps})))

    assert any(
        "`setup_steps`" in each.message or "setup_steps` has" in each.message for each in made.diagnostics
    )


OTHERS: dict[str, Any] = {
    "eqho": {
        "name": "A",
        "lead_scenario": {"instructions": {"task_instructions": "Ask", "reason_for_call": "Help"}},
    },
    "bimpe": {
        "system_prompt": "You answer",
        "rules": [{"id": "a", "name": "A", "trigger": "asks", "response": "Hi", "enabled": True}],
    },
    "sophiie": {"name": "A", "prompt": "When asked", "response": "Hi", "isActive": True, "questions": []},
    "sensay": {"summary": "x", "commonQuestions": ["a"], "commonTopics": ["b"]},
}


@every(
    "stray",
    [{"conditions": [{"a": 1}]}, {"instructions": "x"}, {"scenario_type": "instruction"}, {"action": "x"}, {"scenarios": [1]},
     {"scenarios": [{"name": "x"}]}, {"results": []}, {"first_message": "x"}, {"tasks": []}, {"data": {}}],
    ids=lambda stray: next(iter(stray)),
)  # fmt: skip
@every("platform", OTHERS)
def test_a_stray_key_of_another_platform_does_not_change_whose_a_payload_is(
    platform: str, stray: Any
) -> None:
    payload = {**stray, **OTHERS[platform]}

    made = decompile(json.dumps(payload))

    assert made.target == platform
    assert ".patch" not in str(made.text)
    assert [each.value for each in compile_text(str(made.text)).payloads] == [payload]


@every(
    ("script", "path"),
    [
        (
            'target: bimpe\nscenario: W\nrole: You answer\nPATCH\n\nWHEN contains "price"\n  say: Five\n',
            "/flows",
        ),
        (
            'target: bimpe\nscenario: W\nrole: You answer\nPATCH\n\nWHEN contains "price"\n  say: Five\n',
            "/flows/0",
        ),
        ("target: bimpe\nscenario: W\nrole: You answer\nPATCH\n", "/system_prompt"),
        (
            "target: sophiie\nscenario: W\nPATCH\n\nWHEN The customer asks for a price\n  say: Five\n",
            "/response",
        ),
        (
            "target: eqho\nscenario: W\nrole: R\ninstructions: Ask\nreason: Help\nPATCH\n",
            "/lead_scenario/persona",
        ),
        ("target: sensay\nsummary: x\nPATCH\n", "/summary"),
    ],
)
@every("kind", ["remove", "move", "replace"])
def test_a_patch_hides_no_line_of_any_platform(script: str, path: str, kind: str) -> None:
    operation = {
        "remove": {"path": path},
        "move": {"from": path, "path": "/x"},
        "replace": {"path": path, "value": "y"},
    }
    patch = json.dumps([{"op": kind, **operation[kind]}])
    name = script.split(maxsplit=2)[1]

    found = check(script.replace("PATCH", f"{name}.patch: {patch}"))

    assert {each.name for each in found} & {"covering-patch", "bad-platform-value"}
