"""Tasks of tau2-bench to Eqho's scenarios, which are modeled on them: JSON to JSON, with remarks on losses.

Source: sierra-research/tau2-bench, `data_model/tasks.py` and `data_model/message.py`, and the tasks of its domains
(read 2026-08-20). There, null means the same as a missing key; only `compare_args` of a call stays null, because
scripts have a word for that.
"""

import re
from collections import Counter
from collections.abc import Iterable

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.eqho.body import Values, nest
from scn_compiler.platforms.eqho.vocabulary import (
    CALLS_PATH,
    EXPECTATIONS_PATH,
    FIELD_KEYS,
    HISTORY_PATH,
    NO_REASON,
    READ_ONLY_OF_MESSAGES,
    REASON_PATH,
    TASK_PATH,
)
from scn_compiler.platforms.kit.reading import Remarks

SOURCE_NAME = "tau2"

_TEXTS: dict[JsonPath, str] = {
    ("id",): "scenario",
    ("description", "purpose"): "purpose",
    ("description", "notes"): "notes",
    ("user_scenario", "persona"): "role",
    ("user_scenario", "instructions", "domain"): "folder",
    ("user_scenario", "instructions", "task_instructions"): "instructions",
    ("user_scenario", "instructions", "reason_for_call"): "reason",
    ("user_scenario", "instructions", "known_info"): "knows",
    ("user_scenario", "instructions", "unknown_info"): "unknown",
}
"""Fields, by path in a task. Domains become folders."""

_INSTRUCTIONS: JsonPath = ("user_scenario", "instructions")
_ASSERTIONS: JsonPath = ("evaluation_criteria", "nl_assertions")
_ACTIONS: JsonPath = ("evaluation_criteria", "actions")
_MESSAGES: JsonPath = ("initial_state", "message_history")
_ACTION_KEYS = {
    "action_id": "tool_call_id",
    "name": "name",
    "arguments": "arguments",
    "requestor": "requestor",
    "info": "info",
    "compare_args": "compare_args",
}


def is_task(entry: Json) -> bool:
    """Return whether `entry` is a tau2 task."""
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("user_scenario"), dict)
        and isinstance(entry["user_scenario"].get("instructions"), str | dict)
        and "lead_scenario" not in entry
    )


def is_about_tasks(payload: Json) -> str | None:
    """Describe a file of tau2-bench that has no tasks; return `None` for any other payload."""
    if not isinstance(payload, dict) or not payload:
        return None
    if {"base_seed", "configs"} <= payload.keys():
        return "this file has the voices for tau2-bench tasks (`tasks_voice.json`), not the tasks"
    if len(payload) > 1 and payload.keys() <= _SPLITS and all(_are(value, str) for value in payload.values()):
        return "this file lists the splits of tau2-bench tasks, not the tasks"
    return None


_SPLITS = frozenset({"train", "test", "base", "dev", "validation", "full", "human", "small"})
"""Names of splits in the `split_tasks.json` of tau2-bench's domains."""


def unwrapped(payload: Json, remarks: Remarks) -> tuple[Json, JsonPath]:
    """Return the list in the key `tasks` of an object, with its path; any other payload unchanged."""
    tasks = payload.get("tasks") if isinstance(payload, dict) else None
    if not isinstance(tasks, list) or not tasks or not all(map(is_task, tasks)):
        return payload, ()
    others = [key for key in payload if key != "tasks"]
    if others:
        names = ", ".join(f"`{key}`" for key in others)
        remarks.note("not-imported", (), f"scn reads only `tasks` and skips the other keys: {names}")
    return tasks, ("tasks",)


def body_of_task(task: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Convert a tau2 task to a scenario body; one remark names everything that the body can't express.

    Shapes:
        instructions, persona   -> `lead_scenario`
        evaluation criteria     -> `evaluation_criteria`
        message history         -> `message_history`

    Raises:
        Nothing: everything that has no equivalent is a remark.

    Source:
        See the module.
    """
    leaves = dict(_leaves(task, ()))
    values: Values = {REASON_PATH: NO_REASON}
    for place, field in _TEXTS.items():
        value = leaves.get(place)
        if isinstance(value, str) or (place == ("id",) and isinstance(value, int)):
            values[FIELD_KEYS[field]] = str(leaves.pop(place))
    if isinstance(leaves.get(_INSTRUCTIONS), str):
        values[TASK_PATH] = leaves.pop(_INSTRUCTIONS)
    if _are(leaves.get(_ASSERTIONS), str):
        values[EXPECTATIONS_PATH] = leaves.pop(_ASSERTIONS)
    lost: list[JsonPath] = []
    if _are(leaves.get(_ACTIONS), dict):
        values[CALLS_PATH] = [
            _call(action, (*_ACTIONS, index), lost) for index, action in enumerate(leaves.pop(_ACTIONS))
        ]
    if _are(leaves.get(_MESSAGES), dict):
        read = (_message(one, (*_MESSAGES, index), lost) for index, one in enumerate(leaves.pop(_MESSAGES)))
        values[HISTORY_PATH] = [message for message in read if message]
    lost += [place for place, value in leaves.items() if value not in (None, [], {}, "")]
    _note(sorted(lost, key=lambda place: _rank(task, place)), path, remarks)
    return nest(values)


def _leaves(value: Json, path: JsonPath) -> Iterable[tuple[JsonPath, Json]]:
    """Yield the values of a task by path, descending into the objects that the tables above know."""
    known = [*_TEXTS, _INSTRUCTIONS, _ASSERTIONS, _ACTIONS, _MESSAGES]
    inside = any(place[: len(path)] == path and len(place) > len(path) for place in known)
    if inside and isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, value


def _are(values: Json, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _call(action: dict[str, Json], path: JsonPath, lost: list[JsonPath]) -> Json:
    lost += [(*path, key) for key, value in action.items() if key not in _ACTION_KEYS and value is not None]
    called = {
        _ACTION_KEYS[key]: value
        for key, value in action.items()
        if key == "compare_args" or (key in _ACTION_KEYS and value is not None)
    }
    return {"tool_call_id": f"call_{int(path[-1]) + 1}", "name": "", "arguments": {}} | called


def _message(message: dict[str, Json], path: JsonPath, lost: list[JsonPath]) -> Json:
    """Return a message without its tool calls; `None` if it has no text."""
    kept = {key: message.get(key) for key in ("role", "content")}
    has_words = isinstance(kept["role"], str) and isinstance(kept["content"], str)
    ignored = (*READ_ONLY_OF_MESSAGES, *(kept if has_words else ()))
    lost += [
        (*path, key)
        for key, value in message.items()
        if key not in ignored and value is not None and key != "role"
    ]
    return kept if has_words else None


def _rank(value: Json, path: JsonPath) -> list[int]:
    """Return the position of a path within a task, for sorting."""
    rank: list[int] = []
    for part in path:
        rank.append(part if isinstance(part, int) else list(value).index(part))
        value = value[part]
    return rank


def _note(lost: list[JsonPath], path: JsonPath, remarks: Remarks) -> None:
    if not lost:
        return
    shown = [show_path(place) for place in lost]
    kinds = Counter(re.sub(r"\[\d+\]", "[…]", path) for path in shown)
    single = {re.sub(r"\[\d+\]", "[…]", path): path for path in shown}
    names = ", ".join(
        f"`{kind}` ({count} times)" if count > 1 else f"`{single[kind]}`" for kind, count in kinds.items()
    )
    hint = "add the important parts to the script, as `expect:`, `mock` or a comment"
    remarks.note(
        "not-imported",
        (*path, *lost[0]),
        f"scn skips what an Eqho scenario can't express: {names}",
        hint,
    )
