"""Bimpe's payloads to scripts: request bodies, responses, and lists of them."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.bimpe.normalize import normalize
from scn_compiler.platforms.bimpe.read_blocks import read_flow, read_rules
from scn_compiler.platforms.bimpe.vocabulary import FIELD_KEYS, KEY_ORDER, READ_ONLY_KEYS
from scn_compiler.platforms.kit.reading import PayloadReading, Remark, Remarks, shown_json
from scn_compiler.platforms.kit.script_lines import (
    LINE_KEY,
    field_of,
    fits,
    passthrough_line,
    record_of,
    statements_of,
)
from scn_compiler.semantics.field_values import misfit
from scn_dsl.nodes import Block, Field, Scenario, Script, Setting, Text

_SURE = "system_prompt"
_MARKS = {
    "rules",
    "flows",
    "integrations",
    "channels",
    "guide",
    "faq",
    "setup_steps",
    "setup_time",
    "video_url",
}
_WEAK = {"actions", "category"}
_KNOWN = {*KEY_ORDER, *READ_ONLY_KEYS}
_FOREIGN = {"conditions", "conditional_actions", "instructions", "scenario_type", "scenarios"}
_CLONE = "source_workflow_id"
_PLAIN = {
    FIELD_KEYS[name]: name for name in FIELD_KEYS if name not in ("guide", "guide_video", "faq", "setup")
}
_ORDER = (
    "system_prompt", "description", "category", "tags", "channels", "integrations", "actions", "setup_time", "video_url",
)  # fmt: skip


def read(payload: Json, target: str | None = None) -> PayloadReading | None:
    """Decompile a payload; return `None` if it isn't one of Bimpe's.

    Args:
        target: Name of the target, if the user gave one; even a very short body is then accepted.

    Shapes:
        rules  -> WHEN sentence, with `say:`, `only_if:`, `run:`
        flows  -> WHEN contains, with a THEN for each further step
        faq, tags, guide, …  -> the fields and records of `FIELD_KEYS`
        other keys  -> `bimpe.KEY: JSON`

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        As in payload.py.
    """
    remarks = Remarks()
    if isinstance(payload, dict) and payload.keys() == {_CLONE}:
        message = "this is a request to clone a workflow, and a script can't express that"
        remark = Remark("unknown-payload", (), message, "decompile the workflow itself")
        return PayloadReading(Script(), "bimpe", payload, (remark,))
    from_server, found = _workflows(payload, remarks)
    if not found and target and isinstance(payload, dict) and payload.keys() <= _KNOWN:
        found = [((), payload)]
    if not found:
        return None
    scenarios = [_scenario(workflow, path, remarks, from_server=from_server) for path, workflow in found]
    script = Script(scenarios=tuple(scenario for scenario, _ in scenarios))
    several = isinstance(payload, list) or isinstance(payload.get("data"), list)
    payloads = [each for _, each in scenarios]
    return PayloadReading(
        script, target or "bimpe", payloads if several else payloads[0], tuple(remarks.found), several
    )


def _workflows(payload: Json, remarks: Remarks) -> tuple[bool, list[tuple[JsonPath, dict[str, Json]]]]:
    """Return whether a payload is a server's response, and its workflows with their paths."""
    match payload:
        case {"data": dict(data)} if _is_workflow(data):
            return True, [(("data",), data)]
        case {"data": [*entries]}:
            found: list[tuple[JsonPath, dict[str, Json]]] = []
            for index, entry in enumerate(entries):
                if isinstance(entry, dict) and _is_workflow(entry):
                    found.append((("data", index), entry))
                else:
                    message = f"`data[{index}]` must be a workflow, not {shown_json(entry)}, so scn skips it"
                    remarks.fill("wrong-type", ("data", index), message)
            return True, found
        case dict() if _is_workflow(payload):
            return False, [((), payload)]
        case [dict(), *_] if all(isinstance(entry, dict) and _is_workflow(entry) for entry in payload):
            return False, [((index,), entry) for index, entry in enumerate(payload)]
        case _:
            return False, []


def _is_workflow(payload: dict[str, Json]) -> bool:
    """Return whether an object is a workflow: it has a key that no other platform has, or only known keys."""
    names = payload.keys()
    if isinstance(payload.get(_SURE), str):
        return True
    if names & _FOREIGN:
        return False
    if _SURE in names:
        return True
    known = names & _KNOWN
    return bool(names & _MARKS and len(known) * 2 >= len(names)) or bool(names & _WEAK and known == names)


def _scenario(
    workflow: dict[str, Json], path: JsonPath, remarks: Remarks, *, from_server: bool
) -> tuple[Scenario, dict[str, Json]]:
    kept = normalize(
        workflow, path, remarks, from_server=from_server or bool(workflow.keys() & READ_ONLY_KEYS)
    )
    _note_types(kept, path, remarks)
    blocks: list[Block] = []
    if _is_list(kept, "rules"):
        blocks.extend(read_rules(kept["rules"]))
    if _is_list(kept, "flows"):
        for index, flow in enumerate(kept["flows"]):
            blocks.extend(read_flow(flow, (*path, "flows", index), remarks))
    return Scenario(title=_title(kept), settings=tuple(_settings(kept)), blocks=tuple(blocks)), kept


def _title(kept: dict[str, Json]) -> Field:
    name = kept.get("name")
    return (
        field_of("scenario", name) if isinstance(name, str) else Field(name="scenario", value=Text(value=""))
    )


def _note_types(kept: dict[str, Json], path: JsonPath, remarks: Remarks) -> None:
    """Report values of the wrong type; they stay in the script as JSON."""
    for key in KEY_ORDER:
        if key not in kept or _is_taken(kept, key):
            continue
        wanted = misfit(_PLAIN[key], kept[key]) if key in _PLAIN else _WANTED[key]
        message = f"`{key}` must be a {wanted}, not {shown_json(kept[key])}"
        remarks.note("wrong-type", (*path, key), message)


_WANTED = {
    "rules": "list of rules",
    "flows": "list of flows",
    "faq": "list of questions with their answers",
    "guide": "guide with a list of `steps`",
    "setup_steps": "list",
}


def _is_taken(kept: dict[str, Json], key: str) -> bool:
    """Return whether a value has the right type for its key."""
    if key in _PLAIN:
        return fits(_PLAIN[key], kept[key])
    return _is_guide(kept[key]) if key == "guide" else _is_list(kept, key)


def _is_list(kept: dict[str, Json], key: str) -> bool:
    return isinstance(kept.get(key), list)


def _is_guide(guide: Json) -> bool:
    if not isinstance(guide, dict):
        return False
    steps = guide.get("steps")
    texts = isinstance(steps, list) and all(isinstance(step, str) for step in steps)
    return texts and isinstance(guide.get("youtubeUrl", ""), str)


def _settings(kept: dict[str, Json]) -> Iterator[Setting]:
    """Yield the lines about the workflow itself, in the order in which people write them."""
    empty = [name for key, name in _EMPTIES.items() if kept.get(key) == []]
    done = {"name", "rules", "flows"} if isinstance(kept.get("name"), str) else {"rules", "flows"}
    done = {key for key in done if key not in kept or _is_taken(kept, key)}
    for key in _ORDER:
        if key in kept and _is_taken(kept, key):
            done.add(key)
            if kept[key] != []:
                yield field_of(_PLAIN[key], kept[key])
    if "setup_steps" in kept and _are_texts(kept["setup_steps"]):
        done.add("setup_steps")
        yield from statements_of("setup", kept["setup_steps"])
    if "guide" in kept and _is_guide(kept["guide"]):
        done.add("guide")
        yield from _guide(kept["guide"])
        empty += ["guide"] if not kept["guide"]["steps"] and "youtubeUrl" not in kept["guide"] else []
    if empty:
        yield field_of("empty", empty)
    done |= {"faq"} if _is_list(kept, "faq") else set()
    yield from (
        passthrough_line("bimpe", key, value)
        for key, value in kept.items()
        if key not in done and LINE_KEY.fullmatch(key)
    )
    for entry in kept["faq"] if _is_list(kept, "faq") else ():
        details = {"answer": entry["answer"]} if "answer" in entry else {}
        yield from record_of("faq", entry.get("question", ""), details)


_EMPTIES = {
    "rules": "rules", "flows": "flows", "tags": "tags", "integrations": "integrations", "channels": "channels",
    "actions": "actions", "faq": "faq", "setup_steps": "setup",
}  # fmt: skip


def _are_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(step, str) for step in value)


def _guide(guide: dict[str, Json]) -> Iterator[Setting]:
    yield from statements_of("guide", guide["steps"])
    if "youtubeUrl" in guide:
        yield field_of("guide_video", guide["youtubeUrl"])
