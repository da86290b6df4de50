"""Sensay's payloads to scripts: request bodies and responses."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.kit.reading import PayloadReading, Remarks, shown_json
from scn_compiler.platforms.kit.script_lines import LINE_KEY, field_of, passthrough_line, statements_of
from scn_compiler.platforms.sensay.vocabulary import (
    EMPTY_PARTS,
    FIELD_KEYS,
    OWN_KEYS,
    PAGE_KEYS,
    READ_ONLY_KEYS,
    RESPONSE_KEYS,
)
from scn_dsl.nodes import Field, Scenario, Script, Setting, Text
from scn_dsl.records import replace

_FIELDS = {key: name for name, key in FIELD_KEYS.items()}


def read(payload: Json, *, sure: bool = False) -> PayloadReading | None:
    """Decompile a payload; return `None` if it isn't one of Sensay's.

    Args:
        sure: Whether the user named the target; even a very short body is then accepted.

    Shapes:
        `summary`                         -> summary
        `commonQuestions`, `commonTopics` -> question, topic
        null, `[]`                        -> empty
        other keys                        -> `sensay.KEY: JSON`

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        As in payload.py.
    """
    match payload:
        case {"items": list() as bodies} if payload.keys() - {"items"} <= PAGE_KEYS:
            path: JsonPath = ("items",)
        case list() as bodies:
            path = ()
        case _:
            bodies, path = [payload], ()
    if not bodies or not all(_is_body(body, sure=sure) for body in bodies):
        return None
    remarks = Remarks()
    several = isinstance(payload, list) or path != ()
    scenarios = [_scenario(body, (*path, at) if several else path, remarks) for at, body in enumerate(bodies)]
    kept: Json = [kept for _, kept in scenarios] if several else scenarios[0][1]
    title = Field(name="scenario", value=Text(value="")) if several else None
    script = Script(scenarios=tuple(replace(scenario, title=title) for scenario, _ in scenarios))
    return PayloadReading(script, "sensay", kept, tuple(remarks.found), several)


def _is_body(body: Json, *, sure: bool) -> bool:
    if not isinstance(body, dict):
        return False
    if body.keys() & set(OWN_KEYS) or body.keys() >= RESPONSE_KEYS:
        return True
    known = body.keys() <= {*_FIELDS, *READ_ONLY_KEYS}
    return known and (sure or "summary" in body)


def _scenario(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> tuple[Scenario, dict[str, Json]]:
    kept = _without_response(body, path, remarks)
    settings: list[Setting] = []
    for key in (key for key in _FIELDS if key in kept):
        settings.extend(_lines(key, kept[key], (*path, key), remarks))
    empty = [name for name, (key, nothing) in EMPTY_PARTS.items() if key in kept and kept[key] == nothing]
    if empty:
        settings.append(field_of("empty", empty))
    foreign = (key for key in kept if key not in _FIELDS and LINE_KEY.fullmatch(key))
    settings.extend(passthrough_line("sensay", key, kept[key]) for key in foreign)
    return Scenario(settings=tuple(settings)), kept


def _without_response(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Return the body without keys that only responses have, and without null for unset lists."""
    extra = [key for key in body if key in READ_ONLY_KEYS]
    sent = bool(extra) or isinstance(next(iter(path), None), str)
    unset = [key for key in OWN_KEYS if sent and body.get(key, "") is None]
    for keys, why in ((extra, "that only responses have"), (unset, "that are null (unset)")):
        if keys:
            names = ", ".join(f"`{key}`" for key in keys)
            remarks.note("read-only-key", path, f"scn skips keys {why}: {names}")
    return {key: value for key, value in body.items() if key not in (*extra, *unset)}


def _lines(key: str, value: Json, path: JsonPath, remarks: Remarks) -> list[Setting]:
    """Return the lines of one key; an empty list if the key is empty."""
    name = _FIELDS[key]
    if value in (None, []) and (value is None) == (name == "summary"):
        return []
    if name == "summary" and isinstance(value, str):
        return [field_of(name, value)]
    if name != "summary" and isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return list(statements_of(name, value))
    wanted = "a string or null" if name == "summary" else "a list of strings"
    remarks.note("wrong-type", path, f"`{key}` must be {wanted}, not {shown_json(value)}")
    return [passthrough_line("sensay", key, value)] if LINE_KEY.fullmatch(key) else []
