"""Payloads with random but reproducible changes: seeds of every form, and the changes."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from support.paths import CORPUS

Path = tuple[str | int, ...]

_ROWS: list[Any] = [
    {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi, I need a table", "type": "standard", "fixed_message": True},
    {"id": 1, "condition": "The agent asks how many guests come", "action": "Four <silence time=\"1s\" /> please",
     "type": "standard", "fixed_message": True},
    {"id": 2, "condition": 1, "action": "Say that one of them is a child", "type": "action_followup", "fixed_message": False},
    {"id": 3, "condition": "contains \"name\" OR contains \"surname\"", "action": "Dana <spell>Doe</spell>",
     "type": "standard", "fixed_message": True},
    {"id": 4, "condition": 3, "action": "<interruption time=\"2s\" /> No, for five", "type": "action_followup",
     "fixed_message": True},
    {"id": 7, "condition": "The agent says goodbye", "action": "Bye <endcall />", "type": "standard", "fixed_message": True},
]  # fmt: skip
_FUNCTIONS = [
    {"name": "lookup", "type": "rest_api", "auto_run": False,
     "config": {"url": "https://example.com/a", "method": "POST", "body": {"a": 1}, "timeout_seconds": 5,
                "headers": {"X-A": "1"}, "response_mapping": {"day": {"path": "$.day", "default": "Monday"}}}}
]  # fmt: skip
_IDS = {"role": "A guest who books a table", "conditions": _ROWS}
_WITH_FUNCTIONS = {
    "role": "A guest",
    "functions": _FUNCTIONS,
    "conditions": [*_ROWS[:2], {"id": 2, "condition": "The agent asks for the day",
                                "action": "On {{function.lookup.day}} <function name=\"lookup\" /> <endcall />",
                                "type": "standard", "fixed_message": True}],
}  # fmt: skip
_WHEN = {
    "role": "A guest who books a table",
    "first_message": {"say": "Hi", "then": ["I need a table"]},
    "conditions": [
        {"when": "The agent asks how many guests come", "say": "Four <dtmf digits=\"4\" />",
         "then": ["<ai_generated>Say that one is a child</ai_generated>", "Thanks <endcall />"]},
        {"when": "The agent says goodbye", "say": "Bye <endcall />"},
    ],
}  # fmt: skip
_FIELDS = {
    "name": "Book a table", "agent": 7, "personality": 3, "scenario_language": "en", "folder_path": "Sales.Inbound",
    "tags": ["smoke"], "expected_outcome_prompt": "The main agent confirms the day\nThe main agent repeats the name",
    "metrics": [1, 2], "tool_ids": ["TOOL_DTMF", "TOOL_END_CALL"], "test_profile": 4, "max_duration": 600,
}  # fmt: skip
_TYPED = {**_FIELDS, "scenario_type": "conditional_actions"}
_OBJECT = {**_TYPED, "conditional_actions": _IDS}
_STRING = {**_TYPED, "instructions": json.dumps(_IDS)}
_WHEN_OBJECT = {**_TYPED, "conditional_actions": _WHEN}
_WHEN_STRING = {**_TYPED, "instructions": json.dumps(_WHEN)}
_TOLD = {**_FIELDS, "scenario_type": "instruction", "instructions": "Ask for a table.\nStay polite."}
_RESPONSE = {
    **_STRING, "id": 12, "personality_name": "Calm", "agent_name": "Reception", "phone_number": "+15550100",
    "first_message": "Hi", "simulation_description": "", "runs": [], "test_profile_data": {"id": 4},
}  # fmt: skip
_TOLD_RESPONSE = {
    **_TOLD,
    "id": 13,
    "agent_name": "Reception",
    "first_message": "Hello?",
    "max_duration": None,
}
_ENTRY = {
    "name": "Book a table", "key": "book", "type": "conditional_actions", "language": "en", "conditional_actions": _IDS,
    "expected_outcome": "The main agent confirms the day", "tags": ["smoke"], "tools": ["dtmf"], "personality": 3,
}  # fmt: skip
_TOLD_ENTRY = {
    "name": "Ask", "key": "ask", "type": "instruction", "instructions": "Ask for a table.", "first_message": "Hello",
    "expected_outcome": "The main agent answers", "test_profile": {"name": "Dana", "agent_variables": {"day": "Monday"}},
}  # fmt: skip
_SUITE = {
    "version": "1", "suite": {"name": "Tables", "description": "Bookings"},
    "defaults": {"max_duration": 300, "metrics": ["greeting"], "frequency": 2}, "scenarios": [_ENTRY, _TOLD_ENTRY],
}  # fmt: skip
_VOICE = {"base": 3, "name": "Calm", "voice_model": "sonic-3.5", "speed": 1.1, "end_call_enabled": True}
_WHEN_SUITE = {
    "version": "1",
    "scenarios": [{**_ENTRY, "conditional_actions": _WHEN, "personality": _VOICE, "test_profile": 4}, _TOLD_ENTRY],
}  # fmt: skip

OWN: tuple[tuple[str, Any], ...] = (
    ("body", _OBJECT),
    ("body", _STRING),
    ("body", _WHEN_OBJECT),
    ("body", _WHEN_STRING),
    ("body", _TOLD),
    ("body", {**_TYPED, "conditional_actions": _WITH_FUNCTIONS}),
    ("response", _RESPONSE),
    ("response", _TOLD_RESPONSE),
    ("actions", _IDS),
    ("actions", _WITH_FUNCTIONS),
    ("actions", _WHEN),
    ("actions", {**_WHEN, "first_message": "Hi"}),
    ("part", {"conditions": _ROWS[1:]}),
    ("part", {"conditions": _WHEN["conditions"]}),
    ("rows", _ROWS),
    ("rows", _ROWS[1:4]),
    ("row", _ROWS[0]),
    ("row", _ROWS[1]),
    ("row", _ROWS[2]),
    ("when-rows", _WHEN["conditions"]),
    ("when-row", _WHEN["conditions"][0]),  # type: ignore[index]
    ("suite", _SUITE),
    ("suite", _WHEN_SUITE),
    ("bodies", [_OBJECT, {**_OBJECT, "name": "Again"}]),
    ("bodies", [_OBJECT, {**_STRING, "name": "Again"}, {**_TOLD, "name": "Ask"}]),
    ("bodies", [{**_TOLD, "name": "Ask"}, _WHEN_STRING, {**_OBJECT, "name": "Again"}]),
    ("page", {"count": 2, "next": None, "previous": None, "results": [_RESPONSE, {**_TOLD_RESPONSE, "name": "Ask"}]}),
)  # fmt: skip
"""Payloads of every form, each with its form; none breaks a rule."""

_FORMS = {
    "v1": "actions", "v2": "actions", "condition": "row", "condition-list": "rows", "v1-fragment": "part",
    "scenario": "body", "scenario-stringified": "body", "suite-v1": "suite",
}  # fmt: skip


def of_the_corpus() -> Iterator[tuple[str, Any]]:
    """The valid payloads of the corpus with their forms; empty if the corpus is missing."""
    if not CORPUS.is_dir():
        return
    for line in (CORPUS / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, shape, _, validity = line.split("\t")[:4]
        if name.startswith("cekura") and validity == "valid" and shape in _FORMS:
            yield _FORMS[shape], json.loads((CORPUS / name).read_text(encoding="utf-8"))


STRAY_KEYS = (
    "action", "condition", "conditions", "scenarios", "when", "say", "then", "first_message", "instructions", "patch",
    "A key", "Note", "scenario_type", "results", "id", "type", "role", "functions", "summary", "lead_scenario", "fixed_message",
    "conditional_actions", "name", "key", "agent_id", "language", "scenario_language", "a/b", "tags",
)  # fmt: skip
VALUES = (
    None, "", " ", "x", "A longer text", "x" * 90, "x" * 20_000, 0, 1, -1, 5, 99, 1.5, True, False, [], {}, [1], ["a"],
    [None], [{}],
    {"a": 1}, {"say": "Hi"}, "FIRST_MESSAGE", "standard", "action_followup", "conditional_actions", "instruction",
    "real_world_smart", "en", "xx", 12345678901234567890, "1", "\ud800x", "a\nb", " a", "contains \"x\"", "<endcall />",
)  # fmt: skip
SNIPPETS = (
    '<silence time="1s" />', '<silence time="1" />', "<silence />", '<hold time="2.5s" />', '<ivr text="Press 1" />',
    '<ivr text="" />', '<voicemail text="Leave a message" />', '<speed ratio="3" />', '<speed ratio="1.1" />',
    '<volume ratio="5" />', '<dtmf digits="12#" />', '<dtmf digits="x" />', '<interruption time="1s" />',
    '<noise sound="beep" />', '<background_noise sound="nowhere">a</background_noise>', "<spell>AB</spell>", "<endcall />",
    '<background_noise sound="restaurant">a</background_noise>', '<network_simulation packet_loss="120" />',
    '<network_simulation jitter="5" />', '<voice provider="other" id="a1" />', '<send_sms text="" />', '<send_sms text="A" />',
    '<function name="lookup" />', '<function name="nothing" />', "{{function.lookup.day}}", "{{function.nothing.at}}",
    '<voice provider="cartesia" id="a1b2" text="Hi">there</voice>', '<speed ratio=".9" />', '<voicemail text="" />',
    '<background_noise sound="beep">a</background_noise>', '<noise sound="restaurant" />', "<break />", '<hold time="-1s" />',
    "{{test_profile.name}}", "<ai_generated>x</ai_generated>", '<client_message d="1" />', "[laughter]", "<unknown />",
)  # fmt: skip


def mutated(number: int, seeds: tuple[tuple[str, Any], ...]) -> tuple[str, Any]:
    """Payload number `number` with its form: a seed with one to three changes, mostly one."""
    chance = random.Random(number)
    form, seed = seeds[number % len(seeds)]
    payload = copy.deepcopy(seed)
    for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
        payload = _changed(payload, chance)
    return form, payload


def _changed(payload: Any, chance: random.Random) -> Any:
    places = [place for place in _places(payload, ()) if place]
    if not places:
        return payload
    place = chance.choice(places)
    inner = _at(payload, place)
    if isinstance(inner, str) and inner.startswith('{"') and chance.random() < 0.8:
        return _with(payload, place, json.dumps(_changed(json.loads(inner), chance)))
    change = chance.choice(_CHANGES)
    return change(payload, place, chance)


def _places(value: Any, path: Path) -> Iterator[Path]:
    """The path of each value; objects and lists occur several times, as they have more to change."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


def _with(payload: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    _at(payload, path[:-1])[path[-1]] = value
    return payload


def _remove(payload: Any, path: Path, chance: random.Random) -> Any:
    del _at(payload, path[:-1])[path[-1]]
    return payload


def _replace(payload: Any, path: Path, chance: random.Random) -> Any:
    return _with(payload, path, copy.deepcopy(chance.choice(VALUES)))


def _rename(payload: Any, path: Path, chance: random.Random) -> Any:
    holder, key = _at(payload, path[:-1]), path[-1]
    if not isinstance(holder, dict):
        return _replace(payload, path, chance)
    new = chance.choice((f"{key}s", f"{key}_", str(key).title(), *STRAY_KEYS))
    items = [(new if each == key else each, value) for each, value in holder.items()]
    holder.clear()
    holder.update(items)
    return payload


def _stray_key(payload: Any, path: Path, chance: random.Random) -> Any:
    around = (_at(payload, path[:cut]) for cut in range(len(path), -1, -1))
    holder = next(value for value in around if isinstance(value, dict | list))
    value = copy.deepcopy(chance.choice(VALUES))
    if isinstance(holder, list):
        holder.insert(chance.randint(0, len(holder)), value)
    else:
        key = chance.choice(STRAY_KEYS)
        items = list(holder.items())
        items.insert(chance.randint(0, len(items)), (key, value))
        holder.clear()
        holder.update(items)
    return payload


def _repeat(payload: Any, path: Path, chance: random.Random) -> Any:
    for cut in range(len(path), 0, -1):
        holder = _at(payload, path[: cut - 1])
        if isinstance(holder, list):
            holder.insert(chance.randint(0, len(holder)), copy.deepcopy(holder[path[cut - 1]]))  # type: ignore[call-overload,index]
            return payload
    return _replace(payload, path, chance)


def _swap(payload: Any, path: Path, chance: random.Random) -> Any:
    for cut in range(len(path), 0, -1):
        holder = _at(payload, path[: cut - 1])
        if isinstance(holder, list) and len(holder) > 1:
            one, other = chance.sample(range(len(holder)), 2)
            holder[one], holder[other] = holder[other], holder[one]
            return payload
    return _replace(payload, path, chance)


def _word(payload: Any, path: Path, chance: random.Random) -> Any:
    """Insert a tag or a template into a spoken text."""
    spoken = [
        place for place in _places(payload, ()) if isinstance(_at(payload, place), str) and _is_spoken(place)
    ]
    if not spoken:
        return _replace(payload, path, chance)
    place = chance.choice(spoken)
    text = _at(payload, place)
    snippet = chance.choice(SNIPPETS)
    return _with(payload, place, chance.choice((f"{snippet} {text}", f"{text} {snippet}", snippet)))


def _is_spoken(place: Path) -> bool:
    return place[-1:] in (("action",), ("say",)) or place[-2:-1] == ("then",)


def _move(payload: Any, path: Path, chance: random.Random) -> Any:
    """Replace a value by another one of the payload."""
    return _with(payload, path, copy.deepcopy(_at(payload, chance.choice(list(_places(payload, ()))))))


_Change = Callable[[Any, Path, random.Random], Any]
_CHANGES: tuple[_Change, ...] = (
    _remove, _remove, _replace, _replace, _replace, _rename, _stray_key, _stray_key, _repeat, _swap, _word, _word, _move,
)  # fmt: skip
