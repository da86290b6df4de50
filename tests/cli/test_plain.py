"""Common command lines run without click, with the same results."""

import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from scn_compiler.cli import plain
from support.cases import every
from support.cli import BROKEN, GOOD, Run, scn

LINES = [
    ["check", "good.scn"],
    ["check", "good.scn", "good.scn", "bad.scn"],
    ["check", "."],
    ["check"],
    ["check", "missing.scn"],
    ["check", "folder"],
    ["check", "-"],
    ["fmt", "--check", "good.scn", "ugly.scn"],
    ["fmt", "--diff", "ugly.scn"],
    ["fmt", "--diff", "--check", "bad.scn"],
    ["fmt", "missing.scn"],
    ["compile", "good.scn"],
    ["compile", "--compact", "good.scn"],
    ["compile", "good.scn", "good2.scn", "--jsonl"],
    ["compile", "good.scn", "good2.scn"],
    ["compile", "bad.scn"],
    ["compile", "missing.scn"],
    ["--version"],
    ["--help"],
    ["-h"],
]
OTHERS = [
    [],
    ["chekc", "x.scn"],
    ["check", "--strict", "x.scn"],
    ["fmt", "--wrap", "80", "x.scn"],
    ["explain"],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.scn").write_text(GOOD.format("A"), encoding="utf-8")
    (tmp_path / "good2.scn").write_text(GOOD.format("B"), encoding="utf-8")
    (tmp_path / "ugly.scn").write_text(GOOD.format("C").replace("  say:", "say:"), encoding="utf-8")
    (tmp_path / "bad.scn").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    return tmp_path


def answers(folder: Path, words: list[str]) -> Run:
    return scn(*words, cwd=folder, stdin=GOOD.format("D"), env={"COLUMNS": ""})


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_a_plain_command_line_gives_the_same_with_and_without_click(words: list[str], folder: Path) -> None:
    without = answers(folder, words)
    with patch.object(plain, "run_plain", return_value=None):
        parsed_by_click = answers(folder, words)

    assert (without.returncode, without.stdout, without.stderr) == (
        parsed_by_click.returncode,
        parsed_by_click.stdout,
        parsed_by_click.stderr,
    )


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_a_plain_command_line_is_not_parsed_by_click(words: list[str], folder: Path) -> None:
    with patch("scn_compiler.cli.group.run_with_click", side_effect=AssertionError):
        assert "bug" not in answers(folder, words).stderr


@every("words", OTHERS, ids=" ".join)
def test_any_other_command_line_is_left_to_click(words: list[str]) -> None:
    assert plain.run_plain(words) is None


@pytest.mark.parametrize("columns", ["40", "200"])
def test_help_for_a_terminal_of_a_given_width_comes_from_click(columns: str, tmp_path: Path) -> None:
    done = scn("--help", cwd=tmp_path, env={"COLUMNS": columns})

    assert max(map(len, done.stdout.splitlines())) <= max(int(columns), 50)
    assert "Calls without a platform:" in done.stdout


def test_the_version_is_found_where_the_package_was_not_built(tmp_path: Path) -> None:
    built = scn("--version", cwd=tmp_path).stdout
    with patch.object(plain, "__file__", str(tmp_path / "plain.py")):
        assert plain.run_plain(["--version"]) is None

    assert built.startswith("scn, version ")


@every("word", ["*.scn", "call?.scn", "[ab].scn", "~/a.scn", "$CALLS/a.scn", "%CALLS%/a.scn"])
def test_on_windows_click_expands_patterns(word: str) -> None:
    with patch.object(plain.os, "name", "nt"):
        assert plain.run_plain(["check", word]) is None


def test_the_help_names_the_program_as_it_was_started(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scn_compiler", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"COLUMNS": ""},
    )

    assert done.stdout.startswith("Usage: python -m scn_compiler [OPTIONS]")
