"""The platform's numbered rules, each broken in a payload: the reports of decompiling it, or of checking its script."""

import copy
import json
from collections.abc import Callable
from typing import Any

from scn_compiler import check, decompile
from support.cases import every
from support.payloads import ROW

BODY: dict[str, Any] = {
    "name": "n",
    "personality": 3,
    "scenario_language": "en",
    "tool_ids": ["TOOL_END_CALL"],
    "scenario_type": "conditional_actions",
    "conditional_actions": {
        "role": "r",
        "conditions": [
            ROW,
            {**ROW, "id": 1, "condition": "The agent asks for a day", "action": "Friday"},
            {**ROW, "id": 2, "condition": 1, "action": "At nine", "type": "action_followup"},
        ],
    },
}
WHEN: dict[str, Any] = {
    "role": "r",
    "first_message": "Hi",
    "conditions": [{"when": "The agent asks", "say": "Friday <endcall />"}],
}
FUNCTION = {
    "name": "f",
    "type": "rest_api",
    "config": {"url": "https://shop.example", "response_mapping": {"a": "$.a"}},
}


def _row(index: int, **changes: Any) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    body["conditional_actions"]["conditions"][index].update(changes)
    return body


def _said(action: str, index: int = 1, **changes: Any) -> dict[str, Any]:
    return _row(index, action=action, **changes)


def _without(index: int, key: str) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    del body["conditional_actions"]["conditions"][index][key]
    return body


def _actions(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    body = copy.deepcopy(BODY)
    change(body["conditional_actions"])
    return body


def _suite(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "scenarios": [
            {"name": "n", "instructions": "x", "key": "k", "expected_outcome": "The main agent answers"}
        ],
        **changes,
    }


BROKEN: list[tuple[int, Any, str]] = [
    (1, _actions(lambda actions: actions["conditions"].pop(0)), "no-first-message"),
    (1, _row(0, fixed_message=False), "improvised-first-message"),
    (2, _said(" "), "empty-text"),
    (3, _without(1, "type"), "missing-type"),
    (4, _without(1, "fixed_message"), "missing-fixed-message"),
    (5, _row(2, id=1), "duplicate-id"),
    (5, _row(2, id="2"), "missing-id"),
    (6, {key: BODY[key] for key in BODY if key not in ("scenario_language", "personality")}, "missing-language"),
    (7, _row(2, condition=9), "bad-reference"),
    (7, _row(2, condition="1"), "bad-reference"),
    (7, _row(2, condition=2), "bad-reference"),
    (8, _row(1, condition=" "), "empty-text"),
    (9, _actions(lambda actions: actions.pop("role")), "missing-role"),
    (9, _actions(lambda actions: actions.pop("conditions")), "missing-condition"),
    (11, {**BODY, "name": "x" * 81}, "name-too-long"),
    (12, {key: BODY[key] for key in BODY if key != "scenario_type"}, "missing-scenario-type"),
    (12, {**BODY, "instructions": "x"}, "wrong-type"),
    (13, _said('Go <silence time="1s" />', fixed_message=False), "tag-in-instruction"),
    (14, _said('<ivr text="Press 1" /> now'), "tag-must-stand-alone"),
    (14, _said('<IVR text="Press 1" />'), "unknown-tag"),
    (14, _said('<ivr text=" " />'), "bad-attribute-value"),
    (15, _said("<ivr text=\"Hold <hold time='2s' />\" />"), "bad-nesting"),
    (16, _said('<interruption time="2s" /> Wait'), "tag-only-in-followup"),
    (16, _said('Wait <interruption time="2s" /> now', 2), "tag-must-be-first"),
    (16, _said('<interruption time="2s" /><silence time="1s" />', 2), "tag-must-be-first"),
    (17, _said('<speed ratio="3" />Hi'), "bad-attribute-value"),
    (18, _said('<volume ratio="2.5" />Hi'), "bad-attribute-value"),
    (19, _said('Hm <hold time="2" />'), "bad-attribute-value"),
    (20, _said('<dtmf digits="1x" />'), "bad-attribute-value"),
    (21, _said('<background_noise sound="office" volume="0.1">Hi</background_noise>'), "unknown-sound"),
    (21, _said('<noise sound="beep" time="x" /> Hi'), "bad-attribute-value"),
    (22, _said('<network_simulation loss="5" /> Hi'), "unknown-attribute"),
    (23, _said('<voice provider="azure" id="a" /> Hi'), "bad-attribute-value"),
    (24, _said("<spell>ABC"), "unclosed-tag"),
    (24, _said('<spell>A <silence time="1s" /></spell>'), "bad-nesting"),
    (25, _said('<audio id="x" />'), "managed-tag"),
    (26, _actions(lambda actions: actions.update(functions=[{**FUNCTION, "name": "a b"}])), "bad-platform-value"),
    (26, _actions(lambda actions: actions.update(functions=[FUNCTION, FUNCTION])), "bad-function"),
    (27, _said("It is {{function.f.b}}"), "bad-function"),
    (28, _said("<send_sms /> Hi"), "missing-attribute"),
    (29, _said("<whisper>Hi</whisper>"), "unknown-tag"),
    (30, _said("x" * 16385), "action-too-long"),
    (31, _row(1, condition="others"), "catch-all-trigger"),
    (32, {"scenario_type": "conditional_actions", "instructions": BODY["conditional_actions"]}, "instructions-not-string"),
    (33, {**BODY, "max_duration": 5}, "bad-field-value"),
    (34, {**BODY, "tool_ids": ["TOOL_X"]}, "unknown-tool"),
    (35, {**BODY, "dynamic_variable_values": {"a": 1}}, "removed-key"),
    (36, {**BODY, "folder_path": "a..b"}, "bad-folder"),
    (37, _suite(agent_id=1), "removed-key"),
    (37, _suite(scenarios=[{"name": "n", "instructions": "x", "tags": ["t"] * 33}]), "bad-field-value"),
    (38, {**WHEN, "conditions": [{"when": "The agent asks", "say": "x", "id": 1}]}, "wrong-type"),
    (38, {**WHEN, "conditions": [{"when": "The agent asks", "say": "x", "then": "y"}]}, "wrong-type"),
    (39, {**WHEN, "first_message": "<ai_generated>Hi</ai_generated>"}, "unknown-tag"),
    (39, {**WHEN, "conditions": [{"when": "The agent asks", "say": "So <ai_generated>x</ai_generated>"}]}, "unknown-tag"),
]  # fmt: skip


def _named(payload: Any) -> set[str]:
    made = decompile(json.dumps(payload))
    return {found.name for found in (*made.diagnostics, *check(made.text or "", path="n.scn"))}


def test_the_payloads_are_right_until_a_rule_is_broken() -> None:
    assert _named(BODY) == set()
    assert _named(WHEN) == set()
    assert _named(_suite()) == set()


@every(("rule", "payload", "name"), BROKEN, ids=[f"{rule}-{name}" for rule, _, name in BROKEN])
def test_a_broken_rule_is_named(rule: int, payload: Any, name: str) -> None:
    assert name in _named(payload), f"no report names rule {rule}"


def test_only_rules_that_cannot_be_checked_offline_are_left_out() -> None:
    needs_the_platform = {10}  # create or update

    assert set(range(1, 40)) - {rule for rule, _, _ in BROKEN} == needs_the_platform
