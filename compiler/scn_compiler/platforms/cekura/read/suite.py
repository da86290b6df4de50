"""Cekura's test suites as scripts with several scenarios (suite schema v1, 2026-07-31)."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.cekura.read.content import read_content
from scn_compiler.platforms.cekura.read.fields import cekura_line, note_types, settings_of, title_field
from scn_compiler.platforms.cekura.vocabulary import SUITE_DEFAULT_KEYS, SUITE_KEYS
from scn_compiler.platforms.kit.reading import Remarks
from scn_compiler.platforms.kit.script_lines import LINE_KEY, field_of, variable_of
from scn_dsl.nodes import Block, Scenario, Script, Setting


def read_suite(suite: dict[str, Json], remarks: Remarks) -> tuple[Script, str, Json]:
    """Return the script of a suite, its target, and the suite without unreadable entries.

    Shapes:
        `suite`, `defaults`      -> fields above the first scenario
        entries of `scenarios`   -> scenarios
        `test_profile`           -> profile, given, caller

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        Suite schema v1, 2026-07-31.
    """
    defaults = list(_info(suite))
    shared = suite.get("defaults")
    if isinstance(shared, dict):
        table = {name: key for name, key in SUITE_KEYS.items() if key in SUITE_DEFAULT_KEYS}
        if any(isinstance(entry, dict) and "tags" in entry for entry in suite["scenarios"]):
            del table["tags"]  # a scenario's tags replace the suite's; in a script they add to the file's
        defaults.extend(settings_of(shared, table, ("test_profile",)))
        defaults.extend(_profile(shared.get("test_profile")))
    scenarios: list[Scenario] = []
    shapes: dict[str, int] = {}
    kept: list[Json] = []
    if not suite["scenarios"]:
        remarks.fill("wrong-type", ("scenarios",), "a suite needs at least one scenario")
    for index, entry in enumerate(suite["scenarios"]):
        if not isinstance(entry, dict):
            remarks.fill(
                "wrong-type",
                ("scenarios", index),
                f"`scenarios[{index}]` must be an object, so scn skips it",
            )
            continue
        scenario, shape = _scenario(entry, ("scenarios", index), remarks)
        scenarios.append(scenario)
        shapes.setdefault(shape, index)
        kept.append(entry)
    if {"ids", "when"} <= shapes.keys():
        one, other = f"scenarios[{shapes['ids']}]", f"scenarios[{shapes['when']}]"
        message = (
            f"`{one}` has rows with ids, but `{other}` has when/say/then; a script compiles to only one form"
        )
        hint = "write all scenarios in one form, or split the suite"
        remarks.note("mixed-forms", ("scenarios", max(shapes["ids"], shapes["when"])), message, hint)
    target = "cekura-when-suite" if "when" in shapes else "cekura-suite"
    return Script(defaults=tuple(defaults), scenarios=tuple(scenarios)), target, {**suite, "scenarios": kept}


def _info(suite: dict[str, Json]) -> Iterator[Setting]:
    info = suite.get("suite")
    sayable = isinstance(info, dict) and bool(info) and info.keys() <= {"name", "description"}
    if isinstance(info, dict) and sayable:
        if "name" in info:
            yield field_of("suite", info["name"])
        if "description" in info:
            yield field_of("purpose", info["description"])
    for key, value in suite.items():
        if (key == "suite" and sayable) or not LINE_KEY.fullmatch(key):
            continue
        if key not in ("version", "scenarios") and (key != "defaults" or not isinstance(value, dict)):
            yield cekura_line(key, value)


def _scenario(entry: dict[str, Json], path: JsonPath, remarks: Remarks) -> tuple[Scenario, str]:
    actions = entry.get("conditional_actions")
    settings: list[Setting] = []
    blocks: tuple[Block, ...] = ()
    shape = "none"
    done = ["instructions", "conditional_actions", "test_profile", "name"]
    if isinstance(actions, dict):
        done.append("type")
        if entry.get("type") != "conditional_actions":
            message = "`type` isn't `conditional_actions`, so Cekura ignores the conditions"
            if "type" not in entry:
                message = "`type` is missing; a suite requires it with `conditional_actions`"
            remarks.fill(
                "missing-scenario-type",
                path,
                message,
                'write `"type": "conditional_actions"`, as `scn compile` does',
            )
        content, form = read_content(actions, (*path, "conditional_actions"), remarks)
        settings, blocks = list(content.settings), content.blocks
        if "instructions" in entry:  # the platform ignores it
            settings.append(cekura_line("instructions", entry["instructions"]))
        shape = "when" if form.startswith("cekura-when") else "ids"
    elif "instructions" in entry:
        settings.append(field_of("instructions", entry["instructions"]))
    note_types(entry, {name: SUITE_KEYS[name] for name in SUITE_KEYS if name != "personality"}, path, remarks)
    settings.extend(settings_of(entry, SUITE_KEYS, tuple(done)))
    settings.extend(_profile(entry.get("test_profile")))
    return Scenario(title=title_field(entry, alone=False), settings=tuple(settings), blocks=blocks), shape


def _profile(profile: Json) -> Iterator[Setting]:
    if profile is None:
        return
    if not isinstance(profile, dict):
        yield field_of("profile", profile)
        return
    if not _sayable(profile):
        yield cekura_line("test_profile", profile)
        return
    if "name" in profile:
        yield field_of("profile", profile["name"])
    for key, value in profile.get("agent_variables", {}).items():
        yield variable_of("given", key, value)
    for key, value in profile.get("caller_variables", {}).items():
        yield variable_of("caller", key, value)


def _sayable(profile: dict[str, Json]) -> bool:
    tables = [profile.get(key, {"": ""}) for key in ("agent_variables", "caller_variables")]
    named = all(isinstance(table, dict) and table for table in tables)
    return named and profile.keys() <= {"name", "agent_variables", "caller_variables"}
