"""The tables of fields and targets agree with the code; `--accept` rewrites them."""

import re
from collections.abc import Iterable, Iterator

import pytest

from scn_compiler.platforms import DEFAULT_TARGET, TARGETS, docs_of
from scn_dsl.vocabulary import BLOCK, FIELDS, FieldKind
from support.cases import every
from support.golden import Golden
from support.pages import LANGUAGE
from support.tables import PLATFORMS, names_in, table_in, with_tables

NAMES = list(FIELDS)
GENERAL = NAMES[: NAMES.index("target") + 1]
"""Fields that don't belong to a single platform."""

OTHERS = {
    platform: {name for target in TARGETS.values() if target.platform == platform for name in docs_of(target).keys}
    for platform in PLATFORMS
    if platform != "cekura"
}  # fmt: skip
"""The additional fields of each platform that has some."""


def _kind(name: str) -> str:
    return re.split("[,:]", FIELDS[name].kind.value)[0]


def _rows(platform: str, names: Iterable[str], prefix: str = "") -> Iterator[str]:
    docs = docs_of(next(target for target in TARGETS.values() if target.platform == platform))
    for name in names:
        places = [f"`{key.removeprefix(prefix)}`" for key in docs.keys[name].split(", ")]
        meaning = docs.meanings.get(name, FIELDS[name].summary)
        yield f"| `{name}` | {_kind(name)} | {meaning} | {', '.join(places)} |"


def _fields(platform: str, record: str = "") -> list[str]:
    """The fields of a platform, or the details of one of its records, or of its blocks and records (`BLOCK`)."""
    names = [name for name in FIELDS if name in OTHERS[platform] and name != "empty"]
    if not record:
        return [name for name in names if not FIELDS[name].under]
    return [
        name for name in names if FIELDS[name].under and (record == BLOCK or record in FIELDS[name].under)
    ]


def _targets(platform: str) -> list[str]:
    return [
        f"| `{target.name}` | {target.summary}{' (default)' if target is TARGETS[DEFAULT_TARGET] else ''} |"
        for target in TARGETS.values()
        if target.platform == platform
    ]


TABLES = {
    "eqho": {
        "field": _rows("eqho", _fields("eqho")),
        "detail of a call": _rows("eqho", _fields("eqho", "expect_call"), "evaluation_criteria.actions[]."),
        "detail of a tool": _rows("eqho", _fields("eqho", "caller_tool"), "lead_scenario.actions.SLUG."),
    },
    "sensay": {"field": _rows("sensay", _fields("sensay"))},
    **{
        platform: {
            "field": _rows(platform, _fields(platform)),
            "detail": _rows(platform, _fields(platform, BLOCK)),
        }
        for platform in ("sophiie", "bimpe")
    },
    "cekura": {},
}


def test_every_platform_has_a_page() -> None:
    assert set(PLATFORMS) == {target.platform for target in TARGETS.values()} == set(TABLES)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_tables_of_a_platform_are_those_of_the_code(platform: str, golden: Golden) -> None:
    page = PLATFORMS[platform]

    golden(page.path, with_tables(page.text, {"target": _targets(platform), **TABLES[platform]}))


def test_the_table_of_fields_is_that_of_the_code(golden: Golden) -> None:
    rows = [f"| `{name}` | {_kind(name)} | {FIELDS[name].summary} |" for name in GENERAL]

    golden(LANGUAGE.path, with_tables(LANGUAGE.text, {"field": rows}))


@every("platform", OTHERS)
def test_the_other_fields_and_the_details_of_a_platform_are_named(platform: str) -> None:
    other = table_in(LANGUAGE.section("Other fields"), "platform")
    details = table_in(LANGUAGE.section("Details"), "platform")
    row = next(name for name in other if name.startswith(f"[{platform.capitalize()}]"))

    assert names_in(other[row][0]) == [name for name in _fields(platform) if name not in GENERAL]
    wanted = [name for name in _fields(platform, BLOCK) if BLOCK in FIELDS[name].under]
    named = names_in(details[row.replace("#fields", _anchor(platform))][0]) if platform in BLOCKS else wanted
    assert named == [name for name in wanted if name in named or platform not in RECORDS]


BLOCKS = ("sophiie", "bimpe")
RECORDS = ("eqho", "bimpe")
"""Platforms with details of records, some with the same name as a detail of a block."""


def _anchor(platform: str) -> str:
    return "#questions" if platform == "sophiie" else "#rules-and-flows"


def test_every_record_is_named_with_its_details() -> None:
    rows = table_in(LANGUAGE.section("Records"), "record")
    records = [name for name, spec in FIELDS.items() if spec.kind is FieldKind.RECORD]

    named = {names_in(f"`{first}")[0]: names_in(cells[0]) for first, cells in rows.items()}

    assert named == {
        record: [name for name, spec in FIELDS.items() if record in spec.under] for record in records
    }


def test_every_field_is_on_some_page() -> None:
    pages = LANGUAGE.text + "".join(page.text for page in PLATFORMS.values())

    assert [name for name in FIELDS if f"| `{name}` |" not in pages and name != "empty"] == []
