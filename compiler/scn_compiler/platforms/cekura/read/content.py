"""Bare conditional actions as a scenario: role, functions and blocks."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.cekura.read.actions import read_rows, read_when
from scn_compiler.platforms.cekura.read.fields import cekura_line, note_types
from scn_compiler.platforms.kit.reading import Remarks
from scn_compiler.platforms.kit.script_lines import field_of
from scn_dsl.nodes import Scenario, Setting


def _is_when(actions: dict[str, Json]) -> bool:
    conditions = actions.get("conditions")
    if isinstance(conditions, list) and conditions and isinstance(conditions[0], dict):
        return bool({"when", "say", "then"} & conditions[0].keys())
    return "first_message" in actions


def read_content(actions: dict[str, Json], path: JsonPath, remarks: Remarks) -> tuple[Scenario, str]:
    """Return the scenario of bare conditional actions, and the target of their form."""
    settings: list[Setting] = []
    if "role" in actions:
        settings.append(field_of("role", actions["role"]))
        note_types(actions, {"role": "role"}, path, remarks)
    else:
        remarks.note(
            "missing-role", path, "`role` is missing", "describe the caller in the script: `role: …`"
        )
    if "functions" in actions:
        settings.append(cekura_line("functions", actions["functions"]))
    if not actions.keys() & {"conditions", "first_message"}:
        remarks.fill(
            "missing-condition", path, "`conditions` is missing", "write the caller's words in the script"
        )
    if _is_when(actions):
        part = not actions.keys() & {"role", "first_message"}
        if part:
            remarks.found = [remark for remark in remarks.found if remark.name != "missing-role"]
        target = "cekura-when-part" if part else "cekura-when-conditions"
        return Scenario(settings=tuple(settings), blocks=read_when(actions, path, remarks)), target
    conditions = actions.get("conditions", [])
    if not isinstance(conditions, list):
        remarks.fill("wrong-type", (*path, "conditions"), "`conditions` must be a list")
        conditions = []
    fragment = "role" not in actions and not _starts(conditions)
    paths: list[JsonPath] = [(*path, "conditions", index) for index in range(len(conditions))]
    blocks = read_rows(conditions, paths, remarks, fragment=fragment)
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
