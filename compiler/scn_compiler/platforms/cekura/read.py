"""Cekura's payloads to scripts: every form that is written, and what reads return."""

from collections.abc import Iterator, Mapping

from scn_compiler.jsontext import BadJson, Json, load
from scn_compiler.places import Path
from scn_compiler.platforms.cekura.read_actions import read_condition, read_rows, read_when
from scn_compiler.platforms.cekura.vocabulary import (
    BODY_KEYS,
    READ_ONLY_KEYS,
    SUITE_DEFAULT_KEYS,
    SUITE_KEYS,
    TOOL_IDS,
)
from scn_compiler.reading import Reading, Remarks
from scn_compiler.settings import read_variable, write
from scn_dsl.nodes import Block, Field, PlatformValue, Scenario, Script, Setting, Text, Variable
from scn_dsl.vocabulary import FIELDS, Kind
from scn_grammar.printer import escape, is_plain

_ACTION_KEYS = ("role", "conditions", "functions", "first_message")
_BODY_MARKS = (
    "scenario_type",
    "instructions",
    "conditional_actions",
    "name",
    "agent",
    "expected_outcome_prompt",
)


def read(payload: Json) -> Reading | None:
    """The script that makes `payload`, with what of it is amiss; `None` if it is no payload of Cekura's."""
    remarks = Remarks()
    made = _read(payload, remarks)
    if made is None:
        return None
    script, target, kept = made
    return Reading(script, target, kept, tuple(remarks.found))


def _read(payload: Json, remarks: Remarks) -> tuple[Script, str, Json] | None:
    match payload:
        case {"scenarios": list()}:
            return _suite(payload, remarks)
        case {"results": [dict(), *_]}:
            return _bodies(payload["results"], remarks, ("results",))
        case {"when": _}:
            blocks = tuple(read_condition(payload, (), remarks))
            return Script(scenarios=(Scenario(blocks=blocks),)), "cekura-when-row", payload
        case {"action": _}:
            return _script(read_rows([payload], (), remarks, fragment=True)), "cekura-row", payload
        case dict() if any(key in payload for key in _BODY_MARKS):
            scenario, target, kept = _body(payload, (), remarks, alone=True)
            return Script(scenarios=(scenario,)), target, kept
        case {"conditions": _} | {"first_message": _}:
            scenario, target = _content(payload, (), remarks)
            return Script(scenarios=(scenario,)), target, payload
        case [{"action": _}, *_] | [{"condition": _}, *_]:
            return _script(read_rows(payload, (), remarks, fragment=True)), "cekura-rows", payload
        case [{"when": _}, *_]:
            blocks = tuple(
                block
                for index, condition in enumerate(payload)
                if isinstance(condition, dict)
                for block in read_condition(condition, (index,), remarks)
            )
            return _script(blocks), "cekura-when-rows", payload
        case [dict(), *_] if all(isinstance(entry, dict) and _is_body(entry) for entry in payload):
            return _bodies(payload, remarks, ())
        case _:
            return None


def _script(blocks: tuple[Block, ...]) -> Script:
    return Script(scenarios=(Scenario(blocks=blocks),))


def _is_body(payload: dict[str, Json]) -> bool:
    return any(key in payload for key in _BODY_MARKS)


def _bodies(payloads: list[Json], remarks: Remarks, path: Path) -> tuple[Script, str, Json] | None:
    """Several bodies, e.g. a page of a list, as one script of several scenarios."""
    made = [
        _body(entry, (*path, index), remarks, alone=False)
        for index, entry in enumerate(payloads)
        if isinstance(entry, dict) and _is_body(entry)
    ]
    targets = {target for _, target, _ in made}
    target = targets.pop() if len(targets) == 1 else "cekura"
    return Script(scenarios=tuple(scenario for scenario, _, _ in made)), target, [kept for _, _, kept in made]


def _is_when(actions: dict[str, Json]) -> bool:
    conditions = actions.get("conditions")
    if isinstance(conditions, list) and conditions and isinstance(conditions[0], dict):
        return bool({"when", "say", "then"} & conditions[0].keys())
    return "first_message" in actions


def _content(actions: dict[str, Json], path: Path, remarks: Remarks) -> tuple[Scenario, str]:
    """The conditional actions alone: role, blocks and functions."""
    settings: list[Setting] = []
    if "role" in actions:
        settings.append(field_of("role", actions["role"]))
    else:
        remarks.note("missing-role", path, "there is no `role`", "write one: who the caller is")
    if "functions" in actions:
        settings.append(passed_on("functions", actions["functions"]))
    if _is_when(actions):
        return Scenario(
            settings=tuple(settings), blocks=read_when(actions, path, remarks)
        ), "cekura-when-conditions"
    conditions = actions.get("conditions", [])
    if not isinstance(conditions, list):
        remarks.fill("wrong-type", (*path, "conditions"), "`conditions` is not a list")
        conditions = []
    fragment = "role" not in actions and not _starts(conditions)
    blocks = read_rows(conditions, (*path, "conditions"), remarks, fragment=fragment)
    if fragment:
        remarks.found = [remark for remark in remarks.found if remark.name != "missing-role"]
    return Scenario(
        settings=tuple(settings), blocks=blocks
    ), "cekura-part" if fragment else "cekura-conditions"


def _starts(conditions: list[Json]) -> bool:
    first = conditions[0] if conditions else None
    return (
        not isinstance(first, dict) or first.get("condition") in ("FIRST_MESSAGE", "") or first.get("id") == 0
    )


def _body(
    body: dict[str, Json], path: Path, remarks: Remarks, *, alone: bool
) -> tuple[Scenario, str, dict[str, Json]]:
    kept = _without_response(body, path, remarks)
    actions, target = _actions_of(kept, path, remarks)
    settings = list(_settings(kept, BODY_KEYS, ("scenario_type", "instructions", "conditional_actions")))
    if "functions" in kept and actions is not None:
        remarks.note("wrong-type", (*path, "functions"), "`functions` belongs into the conditional actions")
    blocks: tuple[Block, ...] = ()
    if actions is not None:
        content, form = _content(actions, (*path, "conditional_actions"), remarks)
        settings = [*content.settings, *settings]
        blocks = content.blocks
        if form.startswith("cekura-when"):
            target = {"cekura": "cekura-when"}.get(target, "cekura-when-instructions")
    elif isinstance(kept.get("instructions"), str):
        settings.insert(0, field_of("instructions", kept["instructions"]))
    title = title_of(kept, alone=alone)
    return Scenario(title=title, settings=tuple(settings), blocks=blocks), target, kept


def title_of(body: dict[str, Json], *, alone: bool) -> Field:
    """The `scenario:` line; empty for a payload without a name."""
    name = body.get("name")
    if name is None and (alone or "name" not in body):
        return Field(name="scenario", value=Text(value=""))
    return field_of("scenario", name)


def _without_response(body: dict[str, Json], path: Path, remarks: Remarks) -> dict[str, Json]:
    """The body without what only responses have, which is named in one remark."""
    extra = [key for key in body if key in READ_ONLY_KEYS]
    if not extra:
        return dict(body)
    if isinstance(body.get("phone_number"), str):
        extra.append("phone_number")
    if "first_message" in body:
        extra.append("first_message")
    extra.extend(key for key in body if key not in extra and body[key] in (None, [], {}, ""))
    names = ", ".join(f"`{key}`" for key in extra)
    remarks.note("read-only-key", path, f"left out, as only responses have them or they are empty: {names}")
    return {key: value for key, value in body.items() if key not in extra}


def _actions_of(body: dict[str, Json], path: Path, remarks: Remarks) -> tuple[dict[str, Json] | None, str]:
    """The conditional actions of a body, wherever they stand; in `body` they become the object that they are."""
    told, kind = body.get("instructions"), body.get("scenario_type")
    if isinstance(body.get("conditional_actions"), dict):
        if told is not None:
            message = "`instructions` and `conditional_actions` exclude each other"
            remarks.fill("wrong-type", (*path, "instructions"), message, "the conditional actions are read")
            del body["instructions"]
        _need_type(body, path, remarks)
        actions: dict[str, Json] = body["conditional_actions"]
        return actions, "cekura"
    if isinstance(told, dict):
        message = "`instructions` is an object, and Cekura takes a string here"
        remarks.fill(
            "instructions-not-string", (*path, "instructions"), message, "read as conditional_actions"
        )
        _need_type(body, path, remarks)
        body["instructions"] = told
        return told, "cekura-instructions"
    parsed = _parsed(told, kind, path, remarks)
    if parsed is None:
        return None, "cekura"
    _need_type(body, path, remarks)
    body["instructions"] = parsed
    return parsed, "cekura-instructions"


def _parsed(told: Json, kind: Json, path: Path, remarks: Remarks) -> dict[str, Json] | None:
    if not isinstance(told, str) or (kind != "conditional_actions" and not told.lstrip().startswith("{")):
        return None
    try:
        value = load(told)
    except BadJson as error:
        if kind == "conditional_actions":
            message = f"`instructions` is no JSON, and its type says that it is: {error}"
            remarks.fill("wrong-type", (*path, "instructions"), message, "read as plain instructions")
        return None
    if isinstance(value, dict) and any(key in value for key in ("conditions", "first_message")):
        return value
    return None


def _need_type(body: dict[str, Json], path: Path, remarks: Remarks) -> None:
    if body.get("scenario_type") != "conditional_actions":
        message = "`scenario_type` is not `conditional_actions`: Cekura would ignore the conditions"
        remarks.fill("missing-scenario-type", path, message, "the script sets it")


def _settings(body: dict[str, Json], table: Mapping[str, str], done: tuple[str, ...]) -> Iterator[Setting]:
    """The fields and passed-on values of a document, in the order of the language's fields."""
    for name, key in table.items():
        if key in body and name != "scenario":
            yield from _fields(name, key, body[key], table)
    for key, value in body.items():
        if key not in table.values() and key not in done:
            yield passed_on(key, value)


def _fields(name: str, key: str, value: Json, table: Mapping[str, str]) -> Iterator[Setting]:
    if name == "expect" and isinstance(value, str):
        lines = value.split("\n")
        if all(is_plain(line) for line in lines):
            yield from (Field(name=name, value=Text(value=line)) for line in lines)
            return
    if name == "tools" and table is BODY_KEYS and isinstance(value, list):
        names = {id_: tool for tool, id_ in TOOL_IDS.items()}
        if not all(isinstance(tool, str) and tool in names for tool in value):
            yield passed_on(key, value)
            return
        value = [names[tool] for tool in value]
    yield field_of(name, value)


def field_of(name: str, value: Json) -> Field:
    """A field, written plainly where that says the same, and as JSON where not."""
    kind = FIELDS[name].kind
    plain = write(kind, value) if kind is not Kind.STATEMENT else None
    if plain is not None and is_plain(plain):
        return Field(name=name, value=Text(value=plain))
    return Field(name=name, value=Text(value=escape(value)), raw=True)


def passed_on(key: str, value: Json) -> PlatformValue:
    """`cekura.KEY: JSON`."""
    return PlatformValue(platform="cekura", key=key, json=Text(value=escape(value)))


def _suite(suite: dict[str, Json], remarks: Remarks) -> tuple[Script, str, Json]:
    defaults = list(_suite_info(suite))
    shared = suite.get("defaults")
    if isinstance(shared, dict):
        table = {name: key for name, key in SUITE_KEYS.items() if key in SUITE_DEFAULT_KEYS}
        defaults.extend(_settings(shared, table, ("test_profile",)))
        defaults.extend(_profile(shared.get("test_profile")))
    scenarios: list[Scenario] = []
    targets: set[str] = set()
    kept: list[Json] = []
    for index, entry in enumerate(suite["scenarios"]):
        if not isinstance(entry, dict):
            remarks.fill(
                "wrong-type", ("scenarios", index), f"`scenarios[{index}]` is no object, and was left out"
            )
            continue
        scenario, shape = _suite_scenario(entry, ("scenarios", index), remarks)
        scenarios.append(scenario)
        targets.add(shape)
        kept.append(entry)
    target = "cekura-when-suite" if targets == {"when"} else "cekura-suite"
    return Script(defaults=tuple(defaults), scenarios=tuple(scenarios)), target, {**suite, "scenarios": kept}


def _suite_info(suite: dict[str, Json]) -> Iterator[Setting]:
    for key, value in suite.items():
        if key == "suite" and isinstance(value, dict) and value.keys() <= {"name", "description"}:
            if "name" in value:
                yield field_of("suite", value["name"])
            if "description" in value:
                yield field_of("purpose", value["description"])
        elif key not in ("version", "scenarios") and (key != "defaults" or not isinstance(value, dict)):
            yield passed_on(key, value)


def _suite_scenario(entry: dict[str, Json], path: Path, remarks: Remarks) -> tuple[Scenario, str]:
    actions = entry.get("conditional_actions")
    settings: list[Setting] = []
    blocks: tuple[Block, ...] = ()
    shape = "none"
    done = ["instructions", "conditional_actions", "test_profile", "name"]
    if isinstance(actions, dict):
        done.append("type")
        if entry.get("type") != "conditional_actions":
            message = "`type` is not `conditional_actions`: the conditions would be ignored"
            remarks.fill("missing-scenario-type", path, message, "the script sets it")
        content, form = _content(actions, (*path, "conditional_actions"), remarks)
        settings, blocks = list(content.settings), content.blocks
        shape = "when" if form.startswith("cekura-when") else "ids"
    elif "instructions" in entry:
        settings.append(field_of("instructions", entry["instructions"]))
    settings.extend(_settings(entry, SUITE_KEYS, tuple(done)))
    settings.extend(_profile(entry.get("test_profile")))
    return Scenario(title=title_of(entry, alone=False), settings=tuple(settings), blocks=blocks), shape


def _profile(profile: Json) -> Iterator[Setting]:
    if profile is None:
        return
    if not isinstance(profile, dict):
        yield field_of("profile", profile)
        return
    if not _sayable(profile):
        yield passed_on("test_profile", profile)
        return
    if "name" in profile:
        yield field_of("profile", profile["name"])
    for key, value in profile.get("agent_variables", {}).items():
        yield Variable(holder="given", name=key, value=_variable(value))
    for key, value in profile.get("caller_variables", {}).items():
        yield Variable(holder="caller", name=key, value=_variable(value))


def _sayable(profile: dict[str, Json]) -> bool:
    tables = [profile.get(key, {"": ""}) for key in ("agent_variables", "caller_variables")]
    named = all(isinstance(table, dict) and table for table in tables)
    return named and profile.keys() <= {"name", "agent_variables", "caller_variables"}


def _variable(value: Json) -> Text:
    """A variable's value: bare words where they are read back as the same text."""
    bare = isinstance(value, str) and is_plain(value) and read_variable(value) == value
    return Text(value=value if bare else escape(value))
