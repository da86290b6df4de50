"""Cekura's payloads to scripts: every form that scn emits, and every form of responses."""

from dataclasses import replace
from typing import assert_never

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.cekura.read.actions import read_conditions, read_rows
from scn_compiler.platforms.cekura.read.content import read_content
from scn_compiler.platforms.cekura.read.fields import note_types, settings_of, title_field
from scn_compiler.platforms.cekura.read.kinds import Kind, holds_actions, is_body, is_run, kind_of
from scn_compiler.platforms.cekura.read.suite import read_suite
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, READ_ONLY_KEYS
from scn_compiler.platforms.kit.reading import PayloadReading, Remark, Remarks, shown_json
from scn_compiler.platforms.kit.script_lines import field_of
from scn_dsl.nodes import Block, Scenario, Script

_DOCUMENTS = ("cekura", "cekura-instructions", "cekura-when", "cekura-when-instructions")


def read(payload: Json) -> PayloadReading | None:
    """Decompile a payload; return `None` if it isn't one of Cekura's.

    Shapes:
        a body, a list or a page of bodies  -> a scenario each
        a suite                     -> all its scenarios, with fields above them for `defaults`
        conditional actions, rows   -> blocks; ids become labels only if necessary
        keys of `BODY_KEYS`         -> fields
        other keys                  -> `cekura.KEY: JSON`

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        As in payload.py.
    """
    readings = _read(payload, Remarks())
    return replace(readings[0], others=tuple(readings[1:])) if readings else None


def _read(payload: Json, remarks: Remarks) -> list[PayloadReading]:
    """Read the payload as one script, or as one for each form of its scenarios."""
    if isinstance(payload, list):
        return _list(payload, remarks)
    kind = kind_of(payload) if isinstance(payload, dict) else None
    match kind:
        case None:
            return []
        case Kind.RUN | Kind.RAN | Kind.TELNYX | Kind.WRAPPED:
            return [_foreign(kind)]
        case Kind.SUITE:
            script, target, kept = read_suite(payload, remarks)
        case Kind.PAGE:
            return _bodies(payload["results"], ("results",))
        case Kind.BODY:
            scenario, form, kept = _body(payload, (), remarks, alone=True)
            script, target = Script(scenarios=(scenario,)), form or _DOCUMENTS[0]
        case Kind.CONTENT:
            scenario, target = read_content(payload, (), remarks)
            script, kept = Script(scenarios=(scenario,)), payload
        case Kind.ROW:
            script, target, kept = _rows([payload], [()], remarks), "cekura-row", payload
        case Kind.WHEN_ROW:
            script, target, kept = _when_rows([payload], [()], remarks), "cekura-when-row", payload
        case _:
            assert_never(kind)
    return [PayloadReading(script, target, kept, tuple(remarks.found))]


def _list(payload: list[Json], remarks: Remarks) -> list[PayloadReading]:
    """Read a list of scenarios, of rows, or of ids of scenarios to run."""
    kinds = {kind_of(entry) for entry in payload if isinstance(entry, dict)}
    if Kind.TELNYX in kinds:
        return [_foreign(Kind.TELNYX)]
    if Kind.RAN in kinds and Kind.BODY not in kinds:
        return [_foreign(Kind.RAN)]
    if is_run(payload) and any(isinstance(entry, dict) for entry in payload):
        return [_foreign(Kind.RUN)]
    if Kind.BODY in kinds:
        return _bodies(payload, ())
    if Kind.ROW in kinds or Kind.WHEN_ROW in kinds:
        paths: list[JsonPath] = [(index,) for index in range(len(payload))]
        rows = [kind_of(entry) for entry in payload if isinstance(entry, dict)]
        if rows.count(Kind.WHEN_ROW) > rows.count(Kind.ROW):
            script, target = _when_rows(payload, paths, remarks), "cekura-when-rows"
        else:
            script, target = _rows(payload, paths, remarks), "cekura-rows"
        return [PayloadReading(script, target, payload, tuple(remarks.found))]
    return []


_FOREIGN = {
    Kind.RUN: (
        "this is a request to run scenarios stored at Cekura, and a script can't express that",
        "decompile the scenarios themselves",
    ),
    Kind.RAN: (
        "these are call results, and a script can't express them",
        "decompile the scenarios themselves",
    ),
    Kind.TELNYX: (
        "this is a test of a Telnyx assistant, and a script can't express that",
        "decompile a Cekura scenario: an object with `instructions` or `conditional_actions`",
    ),
    Kind.WRAPPED: (
        "this is a request to run the test suite in `spec`",
        "decompile the value of `spec`",
    ),
}


def _foreign(kind: Kind) -> PayloadReading:
    message, hint = _FOREIGN[kind]
    return PayloadReading(Script(), _DOCUMENTS[0], None, (Remark("unknown-payload", (), message, hint),))


def _rows(rows: list[Json], paths: list[JsonPath], remarks: Remarks) -> Script:
    return _script(read_rows(rows, paths, remarks, fragment=True))


def _when_rows(rows: list[Json], paths: list[JsonPath], remarks: Remarks) -> Script:
    return _script(tuple(read_conditions(rows, paths, remarks)))


def _script(blocks: tuple[Block, ...]) -> Script:
    return Script(scenarios=(Scenario(blocks=blocks),))


def _bodies(payloads: list[Json], path: JsonPath) -> list[PayloadReading]:
    """Read several bodies, e.g. a page of a list, as one script for each form."""
    bodies: list[tuple[str | None, Scenario, Json, Remarks]] = []
    lost = Remarks()
    for index, entry in enumerate(payloads):
        place = (*path, index)
        if is_body(entry):
            remarks = Remarks()
            scenario, form, kept = _body(entry, place, remarks, alone=False)
            bodies.append((form, scenario, kept, remarks))
        else:
            message = f"`{show_path(place)}` isn't a scenario, so scn skips it"
            lost.fill("wrong-type", place, message, f"remove `{show_path(place)}` from the list of scenarios")
    first = next((form for form, *_ in bodies if form), _DOCUMENTS[0])
    readings: list[PayloadReading] = []
    for target in dict.fromkeys(form or first for form, *_ in bodies):
        group = [
            (scenario, kept, remarks) for form, scenario, kept, remarks in bodies if (form or first) == target
        ]
        script = Script(scenarios=tuple(scenario for scenario, _, _ in group))
        found = [remark for *_, remarks in group for remark in remarks.found]
        found = found if readings else [*lost.found, *found]
        kept_all = [kept for _, kept, _ in group]
        readings.append(PayloadReading(script, target, kept_all, tuple(found), several=True))
    return readings


def _body(
    body: dict[str, Json], path: JsonPath, remarks: Remarks, *, alone: bool
) -> tuple[Scenario, str | None, dict[str, Json]]:
    """Return a body as a scenario, its target (`None` for any target of bodies), and the body as a request has it."""
    kept = _without_response(body, path, remarks)
    actions, target, place = _actions_of(kept, path, remarks)
    note_types(kept, BODY_KEYS, path, remarks)
    done = ["instructions", "conditional_actions"]
    if actions is not None or kept.get("scenario_type") in ("instruction", "conditional_actions"):
        done.append("scenario_type")
    settings = list(settings_of(kept, BODY_KEYS, tuple(done)))
    if "functions" in kept:
        remarks.note("wrong-type", (*path, "functions"), "`functions` belongs inside `conditional_actions`")
    blocks: tuple[Block, ...] = ()
    if actions is not None:
        content, form = read_content(actions, place, remarks)
        settings = [*content.settings, *settings]
        blocks = content.blocks
        if form.startswith("cekura-when"):
            target = {"cekura": "cekura-when"}.get(target or "", "cekura-when-instructions")
    elif isinstance(kept.get("instructions"), str):
        settings.insert(0, field_of("instructions", kept["instructions"]))
    elif "instructions" in kept:
        message = f"`instructions` must be text, not {shown_json(kept['instructions'])}"
        remarks.fill("wrong-type", (*path, "instructions"), message)
    title = title_field(kept, alone=alone)
    return Scenario(title=title, settings=tuple(settings), blocks=blocks), target, kept


def _without_response(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Return the body without keys that only responses have; one remark names them."""
    extra = [key for key in body if key in READ_ONLY_KEYS]
    if not extra:
        return dict(body)
    if isinstance(body.get("phone_number"), str):
        extra.append("phone_number")
    scripted = body.get("conditional_actions") is not None or holds_actions(body.get("instructions"))
    overwritten = ("first_message",) if scripted else ()  # other scenarios keep it
    extra.extend(key for key in (*overwritten, "dynamic_variable_values") if key in body)
    extra.extend(key for key in body if key not in extra and body[key] in (None, [], {}, ""))
    names = ", ".join(f"`{key}`" for key in extra)
    why = "scn skips keys that are empty or that only responses have"
    remarks.note("read-only-key", path, f"{why}: {names}")
    return {key: value for key, value in body.items() if key not in extra}


def _actions_of(
    body: dict[str, Json], path: JsonPath, remarks: Remarks
) -> tuple[dict[str, Json] | None, str | None, JsonPath]:
    """Return the conditional actions of a body, their target and their path; turn them into an object in `body`."""
    instructions, kind = body.get("instructions"), body.get("scenario_type")
    actions_value = body.get("conditional_actions")
    if actions_value is not None:
        place = (*path, "conditional_actions")
        actions = actions_value if isinstance(actions_value, dict) else _object(actions_value, place, remarks)
        if instructions is not None:
            message = "a scenario can't have both `instructions` and `conditional_actions`"
            remarks.fill(
                "wrong-type",
                (*path, "instructions"),
                message,
                "remove `instructions`: scn uses only the conditional actions",
            )
            del body["instructions"]
        _need_type(body, path, remarks)
        body["conditional_actions"] = actions
        return actions, "cekura", place
    place = (*path, "instructions")
    if isinstance(instructions, dict | list):
        message = f"`instructions` must be a string, not {'an object' if isinstance(instructions, dict) else 'a list'}"
        hint = "write the object as JSON in a string, as `scn compile` does"
        if isinstance(instructions, list):
            hint = 'write all instructions in one string: `"instructions": "…"`'
        remarks.fill("instructions-not-string", place, message, hint)
        actions = instructions if isinstance(instructions, dict) else {"conditions": instructions}
    else:
        parsed = _parsed(instructions, kind, path, remarks)
        if parsed is None:
            return None, None, place
        actions = parsed
    _need_type(body, path, remarks)
    body["instructions"] = actions
    return actions, "cekura-instructions", place


def _object(given: Json, place: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Turn conditional actions that are a list of rows or a string of JSON into an object."""
    what = "a list" if isinstance(given, list) else "text" if isinstance(given, str) else shown_json(given)
    hint = 'write an object: `{"conditions": […]}`'
    if isinstance(given, str):
        hint = "remove the quotes around the object; scn read the text as JSON and used the object in it"
    remarks.fill("wrong-type", place, f"`{show_path(place)}` must be an object, not {what}", hint)
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
            message = f"with the type `conditional_actions`, `instructions` must be JSON: {error}"
            hint = "correct the JSON; scn read the text as plain instructions"
            remarks.fill("wrong-type", (*path, "instructions"), message, hint)
        return None
    if not isinstance(value, dict):
        message = f"with the type `conditional_actions`, `instructions` must be a JSON object, not {shown_json(value)}"
        hint = "write an object with `conditions`; scn read the text as plain instructions"
        remarks.fill("wrong-type", (*path, "instructions"), message, hint)
        return None
    is_content = kind == "conditional_actions" or value.keys() & {"conditions", "first_message"}
    return value if is_content else None


def _need_type(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> None:
    if "scenario_type" not in body:
        message = (
            "without `scenario_type`, Cekura ignores the conditions unless the stored scenario has that type"
        )
        hint = 'add `"scenario_type": "conditional_actions"` to the payload; `scn compile` always writes it'
        remarks.note("missing-scenario-type", path, message, hint)
    elif body["scenario_type"] != "conditional_actions":
        message = "`scenario_type` isn't `conditional_actions`, so Cekura ignores the conditions"
        hint = 'write `"scenario_type": "conditional_actions"`, as `scn compile` does'
        remarks.fill("missing-scenario-type", (*path, "scenario_type"), message, hint)
