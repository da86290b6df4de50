"""Cekura's rules a second time, written only from its documents: the rules that a payload breaks, by number.

It shares no code with the compiler, so that a mistake in one shows in the other. It applies only documented rules:
unknown keys and tags, and values that can be saved, are accepted.
"""

import json
import re
from typing import Any

from support.cekura_words import (
    Refusals,
    declared_in,
    function_refusals,
    has_half_characters,
    is_personality,
    text_refusals,
)

TYPES = {"instruction", "conditional_actions", "real_world_smart", "real_world_fixed"}
LANGUAGES = set(
    "af ar bn bg zh cs da nl en et fi fr de el gu hi he hu id it ja kk kn ko ms ml mr multi no pl pa pt ro ru sk es sv "
    "th tl tr ta te uk uz vi".split()
)
TOOL_IDS = {"TOOL_DTMF", "TOOL_END_CALL", "TOOL_END_CALL_ONLY_ON_TRANSFER", "TOOL_END_CALL_ON_TRANSFER", "RECEIVE_DTMF",
            "SEND_SMS_TOOL_CALL", "CALL_HOLD"}  # fmt: skip
SUITE_TOOLS = {"call_hold", "dtmf", "end_call", "end_call_only_on_transfer", "receive_dtmf", "send_sms"}
READ_ONLY = set(
    "id personality_name agent_name metric_names outbound_phone_number_data simulation_description information_fields "
    "suite_type is_predefined test_profile_data runs condition_audio created_at updated_at".split()
)


def refusals(form: str, payload: Any) -> set[str]:
    """The rules that a payload of a form breaks, by number (`14`) or by the wrong key (`key:name`)."""
    bodies = payload.get("results") if form == "page" and isinstance(payload, dict) else payload
    kept = [sent(each) for each in bodies] if isinstance(bodies, list) else sent(bodies)
    return {*_FORMS[form](payload), *(["half"] if has_half_characters(kept) else [])}


def sent(body: Any) -> Any:
    """A body of a response as a request; anything else unchanged."""
    if not isinstance(body, dict) or not body.keys() & READ_ONLY:
        return body
    scripted = body.get("conditional_actions") is not None or _inner(body.get("instructions")) is not None
    gone = {*READ_ONLY, "dynamic_variable_values"} | ({"first_message"} if scripted else set())
    if isinstance(body.get("phone_number"), str):
        gone.add("phone_number")
    return {key: value for key, value in body.items() if key not in gone and value not in (None, [], {}, "")}


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _inner(instructions: Any) -> Any:
    """The object in a string of instructions, if it is conditional actions."""
    try:
        value = json.loads(instructions) if isinstance(instructions, str) else None
    except ValueError:
        return None
    return value if isinstance(value, dict) and value.keys() & {"conditions", "first_message"} else None


_BODY = {
    "name": lambda value: _is_filled(value) and len(value) <= 80,
    "agent": lambda value: value is None or _is_int(value),
    "project": lambda value: value is None or _is_int(value),
    "assistant_id": lambda value: isinstance(value, str),
    "personality": _is_int,
    "scenario_type": lambda value: value in TYPES if isinstance(value, str) else False,
    "scenario_language": lambda value: isinstance(value, str) and value in LANGUAGES,
    "expected_outcome_prompt": lambda value: isinstance(value, str),
    "metrics": lambda value: isinstance(value, list) and all(map(_is_int, value)),
    "tags": lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    "tool_ids": lambda value: _are_texts(value, 99) and set(value) <= TOOL_IDS,
    "test_profile": _is_int,
    "phone_number": _is_int,
    "inbound_phone_number": _is_int,
    "folder_path": lambda value: value is None or (isinstance(value, str) and bool(value) and all(value.split("."))),
    "max_duration": lambda value: value is None or (_is_int(value) and 10 <= value <= 3600),
    "first_message": lambda value: isinstance(value, str),
    "dynamic_variable_values": lambda value: value is None,
    "generated_mock_tool_entries": lambda value: value is None or (isinstance(value, list) and all(map(_is_mock, value))),
}  # fmt: skip


def _is_mock(entry: Any) -> bool:
    inner = entry.get("new_entry", {}) if isinstance(entry, dict) else None
    return (
        isinstance(inner, dict)
        and _is_filled(entry.get("tool_name"))
        and all(isinstance(inner.get(key, {}), dict) for key in ("input", "output"))
    )


def _body(body: Any) -> Refusals:
    if not isinstance(body, dict):
        yield "shape"
        return
    for key, takes in _BODY.items():
        if key in body and not takes(body[key]):
            yield f"key:{key}"
    instructions, actions = body.get("instructions"), body.get("conditional_actions")
    if instructions is not None and actions is not None:
        yield "12"
    if "instructions" in body and not isinstance(instructions, str):
        yield "32"
    if "conditional_actions" in body and not isinstance(actions, dict):
        yield "key:conditional_actions"
    typed = body.get("scenario_type")
    inner = actions if isinstance(actions, dict) else _inner(instructions)
    if typed == "conditional_actions" and isinstance(instructions, str) and inner is None:
        yield "12"
    if isinstance(inner, dict):
        if typed != "conditional_actions":
            yield "12"
        yield from _actions(inner)


def _response(body: Any) -> Refusals:
    return _body(sent(body))


def _is_when(actions: dict[str, Any]) -> bool:
    rows = actions.get("conditions")
    first = rows[0] if isinstance(rows, list) and rows else None
    return "first_message" in actions or (
        isinstance(first, dict) and bool(first.keys() & {"when", "say", "then"})
    )


def _actions(actions: Any, whole: bool = True) -> Refusals:
    if not isinstance(actions, dict):
        yield "shape"
        return
    if whole and not _is_filled(actions.get("role")):
        yield "9"
    functions = actions.get("functions", [])
    yield from function_refusals(functions)
    declared = declared_in(functions) if whole or functions else None
    rows = actions.get("conditions", [])
    if not isinstance(rows, list):
        yield "9"
    elif _is_when(actions):
        yield from _when(actions, declared)
    elif whole and not rows:
        yield "9"
    else:
        yield from _rows(rows, declared, whole=whole)


def _part(actions: Any) -> Refusals:
    if isinstance(actions, dict) and not actions.keys() & {"conditions", "first_message"}:
        yield "shape"
    yield from _actions(actions, whole=False)


def _rows(rows: Any, declared: dict[str, set[str]] | None = None, whole: bool = False) -> Refusals:
    if not isinstance(rows, list):
        yield "shape"
        return
    earlier: set[int] = set()
    everywhere = {row["id"] for row in rows if isinstance(row, dict) and _is_int(row.get("id"))}
    for index, row in enumerate(rows):
        if not isinstance(row, dict):
            yield "shape"
            continue
        yield from _row(row, index, earlier, everywhere, whole)
        yield from _words(row, declared)
        if _is_int(row.get("id")):
            if row["id"] in earlier or row["id"] < 0:
                yield "5"
            earlier.add(row["id"])


def _row(row: dict[str, Any], index: int, earlier: set[int], everywhere: set[int], whole: bool) -> Refusals:
    kind, condition = row.get("type"), row.get("condition")
    opens = condition == "FIRST_MESSAGE"
    if not _is_int(row.get("id")):
        yield "5"
    if kind not in ("standard", "action_followup"):
        yield "3"
    if not isinstance(row.get("fixed_message"), bool):
        yield "4"
    if not isinstance(row.get("action"), str) or not (opens or row["action"].strip()):
        yield "2"
    if opens is not (index == 0) and (whole or opens):
        yield "1"
    if opens and (row.get("id") != 0 or row.get("fixed_message") is not True or kind != "standard"):
        yield "1"
    if kind == "action_followup":
        outside = not whole and _is_int(condition) and condition not in everywhere
        known = _is_int(condition) and condition >= 0 and (condition in earlier or outside)
        if not known or condition == row.get("id"):
            yield "7"
    elif not _is_filled(condition):
        yield "8"


def _words(row: dict[str, Any], declared: dict[str, set[str]] | None) -> Refusals:
    words = row.get("action")
    if isinstance(words, str):
        opens = row.get("condition") == "FIRST_MESSAGE"
        follows = row.get("type") == "action_followup"
        yield from text_refusals(words, row.get("fixed_message") is not False, opens, follows, declared)


def _one_row(row: Any) -> Refusals:
    return _rows([row])


def _when(actions: dict[str, Any], declared: dict[str, set[str]] | None) -> Refusals:
    first = actions.get("first_message", "")
    steps: Any = []
    if isinstance(first, dict):
        if first.keys() - {"say", "then"}:
            yield "38"
        steps, first = first.get("then", []), first.get("say", "")
    if isinstance(first, str):
        yield from text_refusals(first, True, True, False, declared)
        if "<ai_generated>" in first:
            yield "39"
    else:
        yield "key:first_message"
    yield from _steps(steps, declared)
    yield from _when_rows(actions.get("conditions", []), declared)


def _when_rows(rows: Any, declared: dict[str, set[str]] | None = None) -> Refusals:
    for row in rows if isinstance(rows, list) else [rows]:
        if not isinstance(row, dict):
            yield "shape"
            continue
        if row.keys() - {"when", "say", "then"}:
            yield "38"
        if not _is_filled(row.get("when")):
            yield "8"
        yield from _steps([row.get("say")], declared, follows=False)
        yield from _steps(row.get("then", []), declared)


def _one_when_row(row: Any) -> Refusals:
    return _when_rows([row])


def _steps(steps: Any, declared: dict[str, set[str]] | None, follows: bool = True) -> Refusals:
    if not isinstance(steps, list):
        yield "38"
        return
    for step in steps:
        if not _is_filled(step):
            yield "2"
            continue
        wrapped = re.fullmatch(r"<ai_generated>([\s\S]*)</ai_generated>", step)
        inside = wrapped[1] if wrapped else step
        if "ai_generated>" in inside or (wrapped and not inside.strip()):
            yield "39"
        else:
            yield from text_refusals(inside, wrapped is None, False, follows, declared)


def _are_texts(value: Any, most: int) -> bool:
    return isinstance(value, list) and len(value) <= most and all(isinstance(each, str) for each in value)


def _are_tags(value: Any) -> bool:
    return _are_texts(value, 32) and all(len(each) <= 64 for each in value)


def _are_tools(value: Any) -> bool:
    return _are_texts(value, 16) and set(value) <= SUITE_TOOLS


def _is_metric(value: Any) -> bool:
    return (_is_int(value) and value >= 1) or (
        isinstance(value, str) and bool(re.fullmatch("[a-z0-9_]+", value))
    )


def _is_profile(value: Any) -> bool:
    if not isinstance(value, dict):
        return _is_int(value) and value >= 1
    tables = [value.get(key, {}) for key in ("agent_variables", "caller_variables")]
    named = isinstance(value.get("name", ""), str) and len(value.get("name", "")) <= 255
    known = not value.keys() - {"name", "agent_variables", "caller_variables"}
    return bool(value) and known and named and all(isinstance(table, dict) for table in tables)


_ENTRY = {
    "name": lambda value: _is_filled(value) and len(value) <= 80,
    "key": lambda value: _is_filled(value) and len(value) <= 128,
    "type": lambda value: isinstance(value, str) and value in TYPES,
    "instructions": lambda value: isinstance(value, str),
    "conditional_actions": lambda value: isinstance(value, dict),
    "first_message": lambda value: isinstance(value, str),
    "expected_outcome": lambda value: isinstance(value, str),
}  # fmt: skip
_SHARED = {
    "language": lambda value: isinstance(value, str) and value in LANGUAGES,
    "max_duration": lambda value: _is_int(value) and value >= 1,
    "frequency": lambda value: _is_int(value) and value >= 1,
    "metrics": lambda value: isinstance(value, list) and len(value) <= 64 and all(map(_is_metric, value)),
}
_SHARED |= {"tags": _are_tags, "personality": is_personality, "test_profile": _is_profile}
_OF_ENTRY = {**_ENTRY, **_SHARED, "tools": _are_tools}
_OF_DEFAULTS = {**_SHARED, "concurrency_limit": lambda value: _is_int(value) and value >= 1}


def _suite(suite: Any) -> Refusals:
    if not isinstance(suite, dict) or not isinstance(suite.get("scenarios"), list):
        yield "shape"
        return
    if suite.get("version") != "1" or suite.keys() - {"$schema", "version", "suite", "defaults", "scenarios"}:
        yield "37"
    info = suite.get("suite", {})
    texts = isinstance(info, dict) and all(isinstance(value, str) for value in info.values())
    if not texts or info.keys() - {"name", "description"} or len(info.get("name", "")) > 255:
        yield "37"
    yield from _keys(suite.get("defaults", {}), _OF_DEFAULTS)
    entries = suite["scenarios"]
    if not 1 <= len(entries) <= 200:
        yield "37"
    for key in ("name", "key"):
        values = [
            entry[key] for entry in entries if isinstance(entry, dict) and isinstance(entry.get(key), str)
        ]
        if len(set(values)) < len(values):
            yield f"twice:{key}"
    defaults = suite.get("defaults")
    for entry in entries:
        yield from _entry(entry, defaults if isinstance(defaults, dict) else {})


def _keys(value: Any, table: dict[str, Any]) -> Refusals:
    if not isinstance(value, dict):
        yield "37"
        return
    if value.keys() - table.keys():
        yield "37"
    for key, takes in table.items():
        if key in value and not takes(value[key]):
            yield f"key:{key}"


def _entry(entry: Any, defaults: dict[str, Any]) -> Refusals:
    yield from _keys(entry, _OF_ENTRY)
    if not isinstance(entry, dict):
        return
    if "name" not in entry:
        yield "11"
    scripted = entry.get("type") == "conditional_actions" or "conditional_actions" in entry
    if scripted and (entry.get("type") != "conditional_actions" or "conditional_actions" not in entry):
        yield "12"
    if scripted and "language" not in entry and "language" not in defaults:
        yield "6"
    if not scripted and "instructions" not in entry:
        yield "37"
    if isinstance(entry.get("conditional_actions"), dict):
        yield from _actions(entry["conditional_actions"])


def _bodies(bodies: Any) -> Refusals:
    for body in bodies if isinstance(bodies, list) else [None]:
        yield from _body(sent(body))


def _page(page: Any) -> Refusals:
    yield from _bodies(page.get("results") if isinstance(page, dict) else None)


_FORMS = {
    "body": _body,
    "response": _response,
    "bodies": _bodies,
    "page": _page,
    "suite": _suite,
    "actions": _actions,
    "part": _part,
    "rows": _rows,
    "row": _one_row,
    "when-rows": _when_rows,
    "when-row": _one_when_row,
}
