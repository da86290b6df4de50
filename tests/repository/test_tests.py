"""The tests themselves: rooms, sizes, imports, and suites that would pass without their data."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from support.cases import every
from support.paths import ROOT, TESTS

MODULES = sorted(TESTS.rglob("*.py"))
IN_JAVASCRIPT = sorted((*TESTS.rglob("*.js"), *TESTS.rglob("*.mjs")))
ROOMS = {path.name for path in TESTS.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
LONGEST = 400


def name_of(path: Path) -> str:
    return path.relative_to(TESTS).as_posix()


_IMPORT = re.compile(r"^ *(?:from|import) ([\w., ]+)", re.MULTILINE)


def imported(path: Path) -> Iterator[str]:
    """All words after `from` or `import`, also in texts: to parse the modules takes longer."""
    for found in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        yield from re.split(r"[ ,]+", found[1].partition(" import")[0].strip(" ,"))


@every("path", [*MODULES, *IN_JAVASCRIPT], ids=name_of)
def test_a_module_is_not_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST


@every("path", MODULES, ids=name_of)
def test_a_module_neither_imports_nor_finds_a_test_by_itself(path: Path) -> None:
    for module in imported(path):
        assert not module.split(".")[-1].startswith("test_"), module
        assert module.split(".")[0] not in ROOMS - {"support"}, module
    if path.name.startswith("test_") and path.name != "test_tests.py":
        assert "sys.path.insert" not in path.read_text(encoding="utf-8")


def test_test_modules_are_in_rooms() -> None:
    assert [path.name for path in TESTS.glob("test_*.py")] == []
    assert [name_of(path) for path in (TESTS / "support").rglob("test_*.py")] == []


def test_every_room_and_every_part_of_support_is_on_the_page() -> None:
    page = (TESTS / "README.md").read_text(encoding="utf-8")
    support = {path.name for path in (TESTS / "support").glob("*.py")} - {"__init__.py"}

    assert {room for room in ROOMS if f"`{room}/`" not in page} == set()
    assert {name for name in support if f"`{name}`" not in page} == set()


def test_benchmarks_find_the_support_in_one_place() -> None:
    users = [
        path.name
        for path in sorted((ROOT / "benchmarks").glob("*.py"))
        if "sys.path" in path.read_text(encoding="utf-8")
    ]

    assert users == ["with_tests.py"]


def test_a_suite_without_its_data_fails() -> None:
    """Otherwise a suite would pass if its folder is empty or has moved."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]

    assert options["ini_options"]["empty_parameter_set_mark"] == "fail_at_collect"
