"""Cekura's payloads to scripts: every form that scn emits, and every form that responses have."""

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.cekura.read.actions import read_condition, read_rows
from scn_compiler.platforms.cekura.read.content import read_content
from scn_compiler.platforms.cekura.read.fields import note_types, settings_of, title_field
from scn_compiler.platforms.cekura.read.suite import read_suite
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, READ_ONLY_KEYS
from scn_compiler.platforms.kit.reading import PayloadReading, Remarks
from scn_compiler.platforms.kit.script_lines import field_of
from scn_dsl.nodes import Block, Scenario, Script

_COUNTS = frozenset({"totalPages", "currentPage", "totalCount"})
"""Keys beside `scenarios` that make a page of another platform's list of them."""

_DOCUMENTS = ("cekura", "cekura-instructions", "cekura-when", "cekura-when-instructions")


def read(payload: Json) -> PayloadReading | None:
    """Decompile a payload; returns `None` if it is not one of Cekura's.

    Shapes:
        a body, a list or a page of bodies  -> a scenario each
        a suite                     -> all its scenarios, with fields above them for `defaults`
        conditional actions, rows   -> blocks; ids become labels only where they must
        keys of `BODY_KEYS`         -> fields
        other keys                  -> `cekura.KEY: JSON`

    Raises:
        Nothing: what does not fit is a remark.

    Source:
        As in payload.py.
    """
    remarks = Remarks()
    result = _read(payload, remarks)
    if result is None:
        return None
    script, target, kept = result
    several = isinstance(kept, list) and isinstance(payload, dict | list) and target in _DOCUMENTS
    return PayloadReading(script, target, kept, tuple(remarks.found), several)


def _read(payload: Json, remarks: Remarks) -> tuple[Script, str, Json] | None:
    match payload:
        case {"scenarios": list()} if not payload.keys() & _COUNTS:
            return read_suite(payload, remarks)
        case {"results": [dict(), *_]}:
            return _bodies(payload["results"], remarks, ("results",))
        case {"when": _}:
            blocks = tuple(read_condition(payload, (), remarks))
            return Script(scenarios=(Scenario(blocks=blocks),)), "cekura-when-row", payload
        case {"action": _}:
            return _script(read_rows([payload], (), remarks, fragment=True)), "cekura-row", payload
        case dict() if _is_body(payload):
            scenario, target, kept = _body(payload, (), remarks, alone=True)
            return Script(scenarios=(scenario,)), target, kept
        case {"conditions": _} | {"first_message": _}:
            scenario, target = read_content(payload, (), remarks)
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
    if payload.keys() & {"instructions", "conditional_actions", "scenario_type"}:
        return True
    known = {*BODY_KEYS.values(), *READ_ONLY_KEYS, "inbound_phone_number", "generated_mock_tool_entries"}
    return "conditions" not in payload and bool(payload) and payload.keys() <= known


def _bodies(payloads: list[Json], remarks: Remarks, path: JsonPath) -> tuple[Script, str, Json] | None:
    """Several bodies, e.g. a page of a list, as one script of several scenarios."""
    bodies = [
        _body(entry, (*path, index), remarks, alone=False)
        for index, entry in enumerate(payloads)
        if isinstance(entry, dict) and _is_body(entry)
    ]
    if not bodies:
        return None
    targets = {target for _, target, _ in bodies}
    target = targets.pop() if len(targets) == 1 else "cekura"
    return (
        Script(scenarios=tuple(scenario for scenario, _, _ in bodies)),
        target,
        [kept for _, _, kept in bodies],
    )


def _body(
    body: dict[str, Json], path: JsonPath, remarks: Remarks, *, alone: bool
) -> tuple[Scenario, str, dict[str, Json]]:
    kept = _without_response(body, path, remarks)
    actions, target, place = _actions_of(kept, path, remarks)
    note_types(kept, BODY_KEYS, path, remarks)
    settings = list(settings_of(kept, BODY_KEYS, ("scenario_type", "instructions", "conditional_actions")))
    if "functions" in kept and actions is not None:
        remarks.note("wrong-type", (*path, "functions"), "`functions` belongs into the conditional actions")
    blocks: tuple[Block, ...] = ()
    if actions is not None:
        content, form = read_content(actions, place, remarks)
        settings = [*content.settings, *settings]
        blocks = content.blocks
        if form.startswith("cekura-when"):
            target = {"cekura": "cekura-when"}.get(target, "cekura-when-instructions")
    elif isinstance(kept.get("instructions"), str):
        settings.insert(0, field_of("instructions", kept["instructions"]))
    title = title_field(kept, alone=alone)
    return Scenario(title=title, settings=tuple(settings), blocks=blocks), target, kept


def _without_response(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """The body without keys that only responses have; one remark names them."""
    extra = [key for key in body if key in READ_ONLY_KEYS]
    if not extra:
        return dict(body)
    if isinstance(body.get("phone_number"), str):
        extra.append("phone_number")
    extra.extend(key for key in ("first_message", "dynamic_variable_values") if key in body)
    extra.extend(key for key in body if key not in extra and body[key] in (None, [], {}, ""))
    names = ", ".join(f"`{key}`" for key in extra)
    remarks.note("read-only-key", path, f"left out, as only responses have them or they are empty: {names}")
    return {key: value for key, value in body.items() if key not in extra}


def _actions_of(
    body: dict[str, Json], path: JsonPath, remarks: Remarks
) -> tuple[dict[str, Json] | None, str, JsonPath]:
    """The conditional actions of a body, their target and their path; in `body` they become an object."""
    instructions, kind = body.get("instructions"), body.get("scenario_type")
    actions_value = body.get("conditional_actions")
    if actions_value is not None:
        place = (*path, "conditional_actions")
        actions = actions_value if isinstance(actions_value, dict) else _object(actions_value, place, remarks)
        if instructions is not None:
            message = "`instructions` and `conditional_actions` exclude each other"
            remarks.fill("wrong-type", (*path, "instructions"), message, "the conditional actions are read")
            del body["instructions"]
        _need_type(body, path, remarks)
        body["conditional_actions"] = actions
        return actions, "cekura", place
    place = (*path, "instructions")
    if isinstance(instructions, dict | list):
        message = f"`instructions` is {'an object' if isinstance(instructions, dict) else 'a list'}, and Cekura takes a string"
        remarks.fill("instructions-not-string", place, message, "the script makes one of it")
        actions = instructions if isinstance(instructions, dict) else {"conditions": instructions}
    else:
        parsed = _parsed(instructions, kind, path, remarks)
        if parsed is None:
            return None, "cekura", place
        actions = parsed
    _need_type(body, path, remarks)
    body["instructions"] = actions
    return actions, "cekura-instructions", place


def _object(given: Json, place: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Conditional actions that are a list of rows, or a string of JSON, as an object."""
    what = "a list" if isinstance(given, list) else "text" if isinstance(given, str) else "no object"
    remarks.fill(
        "wrong-type", place, f"`{show_path(place)}` is {what}, and Cekura takes an object", "read as one"
    )
    if isinstance(given, str):
        try:
            given = load(given)
        except BadJson:
            given = {}
    if isinstance(given, list):
        return {"conditions": given}
    return given if isinstance(given, dict) else {}


def _parsed(instructions: Json, kind: Json, path: JsonPath, remarks: Remarks) -> dict[str, Json] | None:
    if not isinstance(instructions, str) or (
        kind != "conditional_actions" and not instructions.lstrip().startswith("{")
    ):
        return None
    try:
        value = load(instructions)
    except BadJson as error:
        if kind == "conditional_actions":
            message = f"`instructions` is no JSON, and its type says that it is: {error}"
            remarks.fill("wrong-type", (*path, "instructions"), message, "read as plain instructions")
        return None
    if not isinstance(value, dict):
        return None
    is_content = kind == "conditional_actions" or value.keys() & {"conditions", "first_message"}
    return value if is_content else None


def _need_type(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> None:
    if "scenario_type" not in body:
        message = "without `scenario_type` Cekura ignores the conditions, unless the stored scenario has it"
        hint = 'add `"scenario_type": "conditional_actions"` to the payload: what `scn compile` makes has it'
        remarks.note("missing-scenario-type", path, message, hint)
    elif body["scenario_type"] != "conditional_actions":
        message = "`scenario_type` is not `conditional_actions`: Cekura would ignore the conditions"
        remarks.fill("missing-scenario-type", (*path, "scenario_type"), message, "the script sets it")
