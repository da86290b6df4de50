"""Cekura's page agrees with the code: keys, lists of words, limits."""

import re

from scn_compiler import compile_text
from scn_compiler.platforms.cekura.tags import BACKGROUND_SOUNDS, CEKURA_MARKUP, NOISES
from scn_compiler.platforms.cekura.vocabulary import (
    LANGUAGES,
    NAME_LIMIT,
    SUITE_DEFAULT_KEYS,
    SUITE_KEYS,
    SUITE_SCENARIOS,
    SUITE_TOOLS,
    TOOL_IDS,
)
from scn_dsl.vocabulary import FIELDS
from support.cases import every
from support.tables import PLATFORMS, names_in, table_in

PAGE = PLATFORMS["cekura"]
KEYS = table_in(PAGE.section("Fields"), "field")
SAMPLES: dict[str, tuple[str, object]] = {
    "scenario": ("Sample 01", "Sample 01"),
    "key": ("sample-00", "sample-00"),
    "role": ("Sample 02", "Sample 02"),
    "language": ("sv", "sv"),
    "expect": ("Sample 04", "Sample 04"),
    "tags": ("sample-05", ["sample-05"]),
    "folder": ("Sample.06", "Sample.06"),
    "instructions": ("Sample 07", "Sample 07"),
    "purpose": ("Sample 08", "Sample 08"),
    "notes": ("Sample 09", "Sample 09"),
    "agent": ("7010", 7010),
    "project": ("7011", 7011),
    "assistant": ("sample-12", "sample-12"),
    "personality": ("7013", 7013),
    "profile": ("7014", 7014),
    "metrics": ("7015", [7015]),
    "tools": ("dtmf", ["dtmf"]),
    "phone": ("7017", 7017),
    "max_duration": ("18m", 18 * 60),
    "suite": ("Sample 19", "Sample 19"),
    "target": ("cekura", "cekura"),
}
ABOVE = ("suite", "purpose", "target")
"""Fields that go above the first scenario."""


def _script_with(name: str, value: str) -> str:
    line = f"{name}: {value}\n"
    fields = {"scenario": "Any", "role": "Any", "language": "en"}
    fields.pop(name, None)
    if name == "instructions":
        del fields["role"]
    title = line if name == "scenario" else f"scenario: {fields.pop('scenario')}\n"
    rest = "".join(f"{other}: {any_value}\n" for other, any_value in fields.items())
    own = "" if name in (*ABOVE, "scenario") else line
    blocks = "" if name == "instructions" else "FIRST_MESSAGE\n  wait\n"
    return (line if name in ABOVE else "") + title + rest + own + blocks


def _places(value: object, wanted: object, path: str = "") -> set[str]:
    """The paths in `value` at which the value is exactly `wanted`."""
    if type(value) is type(wanted) and value == wanted:
        return {path}
    inner: list[tuple[object, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {found for key, each in inner for found in _places(each, wanted, f"{path}.{key}".lstrip("."))}


def test_every_field_has_a_row_and_every_row_is_a_field() -> None:
    assert list(KEYS) == list(SAMPLES)
    assert list(SAMPLES) == list(FIELDS)[: len(SAMPLES)]


@every("name", SAMPLES)
@every(("column", "target"), [(0, "cekura"), (1, "cekura-suite")])
def test_the_row_of_a_field_says_which_key_it_becomes(name: str, column: int, target: str) -> None:
    written, wire = SAMPLES[name]
    if name == "tools" and target == "cekura":
        wire = [TOOL_IDS["dtmf"]]
    compiled = compile_text(_script_with(name, written), target=target)
    assert compiled.ok
    places = {place.removeprefix("scenarios.0.") for place in _places(compiled.payloads[0].value, wire)}
    cell = KEYS[name][column]
    assert places == (set() if cell == "–" else {cell.strip("`")})
    warned = any(found.name == "unsupported-by-target" for found in compiled.diagnostics)
    assert warned == (cell == "–" and not FIELDS[name].of_file and not FIELDS[name].of_scn)


def test_the_fields_that_a_suite_keeps_as_defaults_are_named() -> None:
    shared = {name for name, key in SUITE_KEYS.items() if key in SUITE_DEFAULT_KEYS} | {"profile"}
    named = re.search(r"In a suite, the fields (.*?) above the first", " ".join(PAGE.text.split()))
    assert named
    assert set(names_in(named[1])) == shared


def test_lists_of_words_are_complete() -> None:
    codes = re.split(r"\smeans\s", PAGE.section("Languages"))[0]
    assert set(names_in(codes)) - {"language:"} == set(LANGUAGES)
    for words, title in (
        (TOOL_IDS, "Tools"),
        (TOOL_IDS.values(), "Tools"),
        (SUITE_TOOLS, "Tools"),
        (BACKGROUND_SOUNDS, "Sounds"),
        (NOISES, "Sounds"),
        ([f"[{marker}]" for marker in CEKURA_MARKUP.markers], "Markers"),
    ):
        assert [word for word in words if f"`{word}`" not in PAGE.section(title)] == []


def test_the_limits_are_named() -> None:
    limits = PAGE.section("Limits")

    assert f"{CEKURA_MARKUP.action_limit:,} bytes" in limits
    assert f"{NAME_LIMIT} characters" in limits
    assert f"{SUITE_SCENARIOS}, and 1 MB" in limits
