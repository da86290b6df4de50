"""Sophiie's payloads to scripts: request bodies and responses."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.kit.reading import PayloadReading, Remarks, shown_json
from scn_compiler.platforms.kit.script_lines import LINE_KEY, field_of, passthrough_line
from scn_compiler.platforms.sophiie.blocks import PROMPT_START
from scn_compiler.platforms.sophiie.read_parts import empty_below, outcome_text, question_details
from scn_compiler.platforms.sophiie.vocabulary import (
    EMPTY_PARTS,
    KEY_ORDER,
    PAGE_KEYS,
    READ_ONLY_KEYS,
    TYPICAL_KEYS,
)
from scn_dsl.nodes import (
    Block,
    Detail,
    Field,
    FirstMessage,
    Opening,
    Say,
    Scenario,
    Script,
    Sentence,
    Setting,
    Text,
    When,
)

_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "name": (str, "a string"),
    "prompt": (str, "a string"),
    "response": (str, "a string"),
    "isActive": (bool, "`true` or `false`"),
    "questions": (list, "a list"),
    "outcome": ((dict, type(None)), "an object or null"),
    "tradeServiceId": ((int, type(None)), "a whole number or null"),
}
_ENVELOPE = frozenset({"scenario", "success", "message"})
_SURE = 3
"""With this many typical keys, a payload may also have unknown keys."""


def read(payload: Json, target: str | None = None) -> PayloadReading | None:
    """Decompile a payload; return `None` if it isn't one of Sophiie's.

    Args:
        target: Name of the target, if the user gave one; even a very short body is then accepted.

    Shapes:
        `name`                     -> scenario
        `prompt`                   -> WHEN if it starts with `When`, otherwise instructions
        `response`                 -> say
        `questions`                -> ask, answer, follow_up
        `isActive`, `outcome`, `tradeServiceId`  -> active, outcome, trade_service
        other keys                 -> `sophiie.KEY: JSON`

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        As in payload.py.
    """
    remarks = Remarks()
    bodies, path = _bodies(payload)
    if not bodies or not all(_is_body(body, sure=target is not None) for body in bodies):
        return None
    several = path is None or path == ("scenarios",)
    start = path or ()
    scenarios = [
        _scenario(body, (*start, index) if several else start, remarks) for index, body in enumerate(bodies)
    ]
    kept: Json = [kept for _, kept in scenarios] if several else scenarios[0][1]
    script = Script(scenarios=tuple(scenario for scenario, _ in scenarios))
    return PayloadReading(script, target or "sophiie", kept, tuple(remarks.found), several)


def _bodies(payload: Json) -> tuple[list[Json], JsonPath | None]:
    """Return the bodies in a payload and their path; without a path, they are the entries of a list."""
    match payload:
        case {"scenario": dict() as body} if payload.keys() <= _ENVELOPE:
            return [body], ("scenario",)
        case {"scenarios": list() as bodies} if payload.keys() - {"scenarios"} <= PAGE_KEYS:
            return bodies, ("scenarios",)
        case list():
            return payload, None
        case _:
            return [payload], ()


def _is_body(body: Json, *, sure: bool) -> bool:
    if not isinstance(body, dict):
        return False
    typical = body.keys() & TYPICAL_KEYS
    if body.keys() <= {*KEY_ORDER, *READ_ONLY_KEYS}:
        return sure or bool(typical)
    return len(typical) >= _SURE or (sure and bool(body.keys() & set(KEY_ORDER)))


def _scenario(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> tuple[Scenario, dict[str, Json]]:
    kept = _without_response(body, path, remarks)
    settings: list[Setting] = []
    passed: list[Setting] = []
    empty = [
        name for name, (key, nothing) in EMPTY_PARTS.items() if key in kept and _same(kept[key], nothing)
    ]
    empty += empty_below(kept.get("questions"))
    ordered = {key: kept[key] for key in (*KEY_ORDER, *kept) if key in kept}
    sayable = {key: value for key, value in ordered.items() if not _says_nothing(key, empty)}
    blocks, instructions = _blocks(sayable)
    settings.extend(instructions)
    for key, value in sayable.items():
        if key in _TYPES and not _has_type(key, value):
            message = f"`{key}` must be {_TYPES[key][1]}, not {shown_json(value)}"
            remarks.note("wrong-type", (*path, key), message)
        if field := _field(key, value):
            settings.append(field)
        elif _is_left(key, value, blocks) and LINE_KEY.fullmatch(key):
            passed.append(passthrough_line("sophiie", key, value))
    if empty:
        settings.append(field_of("empty", empty))
    named = isinstance(kept.get("name"), str)
    title = field_of("scenario", kept["name"]) if named else Field(name="scenario", value=Text(value=""))
    return Scenario(title=title, settings=(*settings, *passed), blocks=blocks), kept


def _without_response(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Return the body without keys that only responses have, and without null for unset values."""
    extra = [key for key in body if key in READ_ONLY_KEYS]
    sent = bool(extra) or isinstance(next(iter(path), None), str)
    unset = [key for key in KEY_ORDER if sent and body.get(key, "") is None and not _has_type(key, None)]
    for keys, why in ((extra, "that only responses have"), (unset, "that are null (unset)")):
        if keys:
            names = ", ".join(f"`{key}`" for key in keys)
            remarks.note("read-only-key", path, f"scn skips keys {why}: {names}")
    return {key: value for key, value in body.items() if key not in (*extra, *unset)}


def _says_nothing(key: str, empty: list[str]) -> bool:
    return any(EMPTY_PARTS[name][0] == key for name in empty if name in EMPTY_PARTS)


def _same(value: Json, nothing: Json) -> bool:
    return type(value) is type(nothing) and bool(value == nothing)


def _has_type(key: str, value: Json) -> bool:
    kinds = _TYPES[key][0]
    return isinstance(value, kinds) and not (isinstance(value, bool) and kinds is not bool)


def _field(key: str, value: Json) -> Field | None:
    """Return the field of a key, or `None`."""
    if key == "isActive" and isinstance(value, bool):
        return field_of("active", value)
    if key == "tradeServiceId" and isinstance(value, int) and not isinstance(value, bool):
        return field_of("trade_service", value)
    if key == "outcome" and (words := outcome_text(value)):
        return field_of("outcome", words)
    return None


def _is_left(key: str, value: Json, blocks: tuple[Block, ...]) -> bool:
    """Return whether a key has no place in the title, a block or `instructions:`."""
    match key:
        case "name" | "prompt":
            return not isinstance(value, str)
        case "response":
            return not any(block.actions for block in blocks)
        case "questions":
            return not any(block.details for block in blocks)
        case _:
            return True


def _blocks(body: dict[str, Json]) -> tuple[tuple[Block, ...], list[Setting]]:
    """Return the block of prompt, response and questions, and `instructions:` for a prompt that isn't a trigger."""
    prompt, response = body.get("prompt"), body.get("response")
    says = isinstance(response, str) and bool(response.strip())
    actions = (Say(text=Text(value=str(response))),) if says else ()
    details: tuple[Detail, ...] = question_details(body.get("questions")) or ()
    if not isinstance(prompt, str):
        return _block(FirstMessage(), actions, details), []
    rest = prompt.removeprefix(PROMPT_START)
    if rest != prompt and rest.strip() and (actions or details):
        return _block(When(trigger=Sentence(text=Text(value=rest))), actions, details), []
    return _block(FirstMessage(), actions, details), [field_of("instructions", prompt)]


def _block(opening: Opening, actions: tuple[Say, ...], details: tuple[Detail, ...]) -> tuple[Block, ...]:
    return (Block(opening=opening, actions=actions, details=details),) if actions or details else ()
