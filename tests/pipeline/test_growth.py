"""The work for each construct grows linearly with its size: counted, not timed.

Work inside one call of the interpreter, such as copying a list, isn't counted: `test_limits.py` tries huge inputs.
"""

import json
from collections import Counter
from collections.abc import Callable

import pytest

from scn_compiler import check, decompile, format_text
from scn_compiler.findings.baseline import BaselineEntry, new_findings, print_baseline, read_baseline
from scn_compiler.project.config_parser import read_config
from scn_compiler.project.globs import matches, never_matches
from scn_dsl.source import Source
from support.cases import every
from support.effort import every_call
from support.growth import CONFIGURATIONS, PAYLOADS, SCRIPTS
from support.laws import sweep

SIZE = 96
LARGE = dict.fromkeys(
    ("labels that nearly exist", "values that nearly exist", "unknown variables", "AND"), 250
)
"""Sizes for constructs that are compared with each other up to a limit."""

MOST = 2.4
"""The factor of work that an input of twice the size may take."""


def growth(work: Callable[[str], object], build: Callable[[int], str], size: int = SIZE) -> float:
    work(build(size + 1))  # loads modules
    small, large = build(size), build(2 * size)
    return every_call(lambda: work(large)) / every_call(lambda: work(small))


@pytest.mark.parametrize("name", sweep(SCRIPTS))
def test_the_check_of_a_script_grows_with_its_size(name: str) -> None:
    assert growth(check, SCRIPTS[name], LARGE.get(name, SIZE)) <= MOST


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.slow
def test_the_layout_of_a_script_grows_with_its_size(name: str) -> None:
    assert growth(format_text, SCRIPTS[name]) <= MOST


@pytest.mark.parametrize("name", sweep(PAYLOADS))
def test_the_reading_of_a_payload_grows_with_its_size(name: str) -> None:
    assert growth(decompile, PAYLOADS[name]) <= MOST


@pytest.mark.parametrize("name", sweep(CONFIGURATIONS))
def test_the_reading_of_a_configuration_grows_with_its_size(name: str) -> None:
    assert growth(read_config, CONFIGURATIONS[name]) <= MOST


GLOBS: dict[str, Callable[[int], str]] = {
    "any depth again and again": lambda size: "**/" * size + "zzz",
    "any depth and a folder": lambda size: "**/a/" * size + "zzz",
    "stars": lambda size: "*" * size + "z",
    "braces": lambda size: "{" + "a," * size,
    "brackets": lambda size: "[" * size,
}


@every("name", GLOBS)
def test_the_matching_of_a_glob_grows_with_its_size(name: str) -> None:
    path = "/".join("a" * 30)

    def match(pattern: str) -> None:
        matches(path, pattern)
        never_matches(pattern)

    assert growth(match, GLOBS[name]) <= MOST
    assert not matches("a/" * 200 + "b.scn", "**/a/" * 12 + "zzz")


def test_a_baseline_grows_with_its_rows() -> None:
    found = check("sya: x\n")

    def rows(size: int) -> str:
        return print_baseline(
            Counter({BaselineEntry(f"{n}.scn", "stray-line", f"line {n}"): 1 for n in range(size)})
        )

    def work(text: str) -> None:
        listed = read_baseline(text)
        for number in range(len(json.loads(text)["findings"])):
            new_findings(found, Source("sya: x\n"), f"{number}.scn", listed)

    assert growth(work, rows) <= MOST
