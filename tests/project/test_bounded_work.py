"""Hostile configurations and ignore rules can't take minutes or all memory."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from scn_compiler.project.config_parser import read_config
from scn_compiler.project.gitignore import GitIgnore
from scn_compiler.project.globs import matches
from scn_compiler.project.walk import walk
from support.cases import every
from support.cli import GOOD, scn


@every(
    ("pattern", "fits"),
    [
        ("**/a/" * 12 + "zzz", False),
        ("**/" * 5000 + "zzz", False),
        ("**/a/" * 12 + "b", True),
        ("a/**", True),
        ("a/**/b", True),
        ("/b", False),
        ("a", True),
    ],
)
def test_a_glob_is_matched_in_one_pass(pattern: str, fits: bool) -> None:
    assert matches("a/" * 60 + "b", pattern) == fits


@pytest.mark.parametrize(
    ("text", "word"),
    [("a." * 60_000 + "b = 1", "too many parts"), ("a = " + "[" * 90_000, "too deep")],
)
def test_a_configuration_that_takes_all_memory_is_refused(text: str, word: str) -> None:
    made = read_config(text)

    assert made is not None
    assert word in made.problems[0].message


def test_a_table_is_searched_for_in_one_pass(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(f'x = "{"tool " * 80_000}"\n', encoding="utf-8")

    assert scn("check", "one.scn", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("*a" * 20 + "b", "a" * 240 + ".scn"),
        ("*?a*[xy]" * 12 + "b", "ax" * 120 + ".scn"),
        ("**/a/" * 12 + "zzz", "a/" * 40 + "x.scn"),
        ("x/\n" * 2_000_000, "x/x.scn"),
    ],
)
def test_hostile_ignore_rules_take_no_time(rule: str, name: str, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(rule, encoding="utf-8")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(GOOD.format("One"), encoding="utf-8")

    assert walk(str(tmp_path), ".scn").files == (str(tmp_path / name),)


@settings(deadline=None)  # a folder takes its time on a busy machine
@given(
    st.lists(st.sampled_from(["*", "?", "a", "b", "[ab]", "[!a]", ".", "\\*"]), min_size=1, max_size=8),
    st.text("ab.*x", min_size=1, max_size=9).filter(lambda name: name.strip(".")),
)
def test_a_rule_with_stars_matches_as_pathspec_matches_it(parts: list[str], name: str) -> None:
    rule = re.sub(r"(?<!\\)\*+", "*", "".join(parts))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".gitignore").write_text(rule, encoding="utf-8")
        rules = GitIgnore(folder).inside(folder)

    expected = GitIgnoreSpec.from_lines([rule]).match_file(name)
    assert rules.ignores(str(Path(folder) / name), is_folder=False) == expected
