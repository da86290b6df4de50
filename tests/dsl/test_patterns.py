"""Patterns are compiled when they are first used, so a test compiles all of them."""

import copy
import pickle
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from scn_dsl.patterns import lazy_pattern
from support.cases import every
from support.paths import ROOT


def modules() -> list[str]:
    folders = (ROOT / "dsl", ROOT / "grammar", ROOT / "compiler")
    users = [
        (path, folder)
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if "lazy_pattern(" in path.read_text(encoding="utf-8")
    ]
    return [name_of(path.relative_to(folder)) for path, folder in users]


def name_of(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@every("module", modules())
def test_every_pattern_of_a_module_can_be_compiled(module: str) -> None:
    lazy = type(lazy_pattern(""))
    values = vars(import_module(module)).values()

    assert all(re.compile(each.pattern, each.flags) for each in values if type(each) is lazy)


def test_a_pattern_behaves_like_a_compiled_one() -> None:
    pattern = lazy_pattern(r"(?P<word>[a-z]+)", re.IGNORECASE)

    assert pattern.fullmatch("Word")["word"] == "Word"  # type: ignore[index]
    assert pattern.sub("x", "a B") == "x x"
    assert (pattern.pattern, pattern.groups) == (r"(?P<word>[a-z]+)", 1)


def test_a_wrong_pattern_raises_an_error_when_it_is_used() -> None:
    pattern = lazy_pattern("(")

    with pytest.raises(re.error):
        pattern.search("")


@pytest.mark.parametrize(
    "copy_of", [copy.copy, copy.deepcopy, lambda pattern: pickle.loads(pickle.dumps(pattern))]
)
def test_it_can_be_copied_and_sent_to_another_process(copy_of: Callable[[Any], Any]) -> None:
    assert copy_of(lazy_pattern("A+", re.IGNORECASE)).fullmatch("aA")
