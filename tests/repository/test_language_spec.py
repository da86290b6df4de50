"""The tables and lists of the specification of the language are those of the code."""

import re

import pytest
from click.testing import CliRunner

from scn_compiler import check, compile_text
from scn_compiler.cli.group import cli
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.cekura.tags import BACKGROUND_SOUNDS, CEKURA_MARKUP, NOISES
from scn_compiler.platforms.cekura.vocabulary import (
    LANGUAGES,
    SUITE_DEFAULT_KEYS,
    SUITE_KEYS,
    SUITE_TOOLS,
    TOOL_IDS,
)
from scn_compiler.platforms.kit.target import Payload
from scn_dsl.catalog import CATALOG
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import ACTIONS, BLOCK, FIELDS, OPENINGS, PLATFORM_NAMES, RESERVED
from support.language_page import TEXT, section_of, table_in
from support.pages import EXAMPLE_FILE as FILE
from support.pages import LANGUAGE, Example

_NAME = re.compile(r"`([^`]+)`")


def test_the_table_of_diagnostics_is_the_catalog() -> None:
    rows = [
        f"| {kind.code} | `{kind.name}` | {kind.severity.word} | {kind.summary} |"
        for kind in CATALOG.values()
    ]
    written = [line for line in TEXT.splitlines() if line.startswith("| SCN")]
    assert written == rows


# Fields

SAMPLES: dict[str, tuple[str, object]] = {
    "scenario": ("Sample 01", "Sample 01"),
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
"""Fields that the page puts above the first scenario."""


def _field_table() -> dict[str, list[str]]:
    return table_in(section_of("Fields"), "field")


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
    """The paths in `value` at which exactly `wanted` stands."""
    if type(value) is type(wanted) and value == wanted:
        return {path}
    inner: list[tuple[object, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {found for key, each in inner for found in _places(each, wanted, f"{path}.{key}".lstrip("."))}


def test_every_field_has_a_row_and_every_row_is_a_field() -> None:
    assert list(_field_table()) == list(SAMPLES)
    assert list(SAMPLES) == list(FIELDS)[: len(SAMPLES)]


def test_the_fields_for_other_platforms_are_in_their_table() -> None:
    rows = table_in(section_of("Fields for other platforms"), "field of others")

    assert list(rows) == [name for name in FIELDS if name not in SAMPLES]
    for name, (summary, kind, below) in rows.items():
        places = [BLOCK if place == "a block" else place.strip("`:") for place in below.split(", ")]
        assert (summary, kind) == (FIELDS[name].summary, re.split("[,:]", FIELDS[name].kind.value)[0])
        assert places == (list(FIELDS[name].under) or ["–"])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_row_of_a_field_says_its_kind(name: str) -> None:
    assert _field_table()[name][1] == re.split("[,:]", FIELDS[name].kind.value)[0]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(("column", "target"), [(2, "cekura"), (3, "cekura-suite")])
def test_the_row_of_a_field_says_which_key_it_becomes(name: str, column: int, target: str) -> None:
    written, wire = SAMPLES[name]
    if name == "tools" and target == "cekura":
        wire = [TOOL_IDS["dtmf"]]
    compiled = compile_text(_script_with(name, written), target=target)
    assert compiled.ok
    places = {place.removeprefix("scenarios.0.") for place in _places(compiled.payloads[0].value, wire)}
    cell = _field_table()[name][column]
    assert places == (set() if cell == "–" else {cell.strip("`")})
    warned = any(found.name == "unsupported-by-target" for found in compiled.diagnostics)
    assert warned == (cell == "–" and not FIELDS[name].of_file)


def test_the_fields_that_a_suite_keeps_as_defaults_are_named() -> None:
    sentence = next(part for part in section_of("Fields").split("\n\n") if "`defaults`" in part)
    shared = {name for name, key in SUITE_KEYS.items() if key in SUITE_DEFAULT_KEYS} | {"profile"}
    named = re.search(r"In a suite the fields(.*?)above the first scenario", sentence, re.DOTALL)
    assert named
    assert set(_NAME.findall(named[1])) == shared


def test_lists_of_words_are_complete() -> None:
    fields, tags = section_of("Fields"), section_of("Tags, markers, templates, functions")
    codes = fields[fields.index("**Languages.**") :].split(" stands for several")[0]
    assert set(_NAME.findall(codes)) == set(LANGUAGES)
    for words, section in (
        (TOOL_IDS, fields),
        (TOOL_IDS.values(), fields),
        (SUITE_TOOLS, fields),
        (BACKGROUND_SOUNDS, tags),
        (NOISES, tags),
        ([f"[{marker}]" for marker in CEKURA_MARKUP.markers], tags),
        (PLATFORM_NAMES, section_of("Platform values and patches")),
        (RESERVED, section_of("Reserved words")),
        (OPENINGS, section_of("Lines")),
    ):
        assert [word for word in words if f"`{word}`" not in section] == []
    assert all(f"`{action}" in section_of("Lines") for action in ACTIONS)


@pytest.mark.parametrize("word", RESERVED)
def test_a_reserved_word_begins_no_line(word: str) -> None:
    example = Example(0, ("part",), f"{word} something\n")
    assert [found.name for found in check(example.script, path=FILE)] == ["reserved-word"]


# Targets


def test_the_list_of_targets_is_what_the_tool_prints() -> None:
    printed = CliRunner().invoke(cli, ["targets"]).output
    assert f"```text\n{printed}```" in section_of("What it compiles to")


def test_every_kind_of_target_is_shown_or_listed() -> None:
    assert [name for name in TARGETS if name not in section_of("What it compiles to")] == []


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.is_fragment])
def test_a_fragment_needs_no_beginning(name: str) -> None:
    compiled = compile_text("WHEN The agent asks for a date\n  say: Friday\n", target=name)
    assert compiled.ok
    assert all(isinstance(payload, Payload) for payload in compiled.payloads)


# Layout


def test_layout_changes_nothing_in_the_payload() -> None:
    plain = LANGUAGE.examples()[0].script
    made = compile_text(plain, path=FILE).payloads
    for changed in (
        "\ufeff" + plain,
        plain.replace("\n", "\r\n"),
        plain.rstrip("\n"),
        plain.replace("  ", "\t\u00a0"),
        plain.replace("\n", " \t\n\n"),
    ):
        assert [each.value for each in compile_text(changed, path=FILE).payloads] == [
            each.value for each in made
        ]


def test_a_numeric_label_has_as_many_digits_as_the_page_says() -> None:
    most = int(re.findall(r"A label of digits, (\d+) at most", section_of("Labels and ids"))[0])

    for digits, errors in ((most, []), (most + 1, ["bad-label"])):
        script = (
            f"role: r\nlanguage: en\nFIRST_MESSAGE\n  wait\n@{'1' * digits} WHEN The agent asks\n  end call\n"
        )
        assert [each.name for each in check(script) if each.severity is Severity.ERROR] == errors
