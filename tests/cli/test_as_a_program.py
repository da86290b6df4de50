"""What tests see of `scn` in their own process is what a program of its own says."""

from pathlib import Path

import pytest

from support.cli import BROKEN, scn, scn_process
from support.laws import sweep

RUNS = [
    "check",
    "check --strict --format json .",
    "compile one.scn",
    "compile . -o out/",
    "decompile - --from cekura",
    "fmt --diff .",
    "graph one.scn",
    "explain misspelt-keyword",
    "explain nothing",
    "targets",
    "new again",
    "completion bash",
    "compile --help",
    "check --nothing",
    "frobnicate",
    "",
]


@pytest.mark.parametrize("words", sweep(RUNS))
def test_a_program_says_the_same(words: str, folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")
    here = scn(*words.split(), cwd=folder, stdin="{")
    made = {path for path in folder.rglob("*") if path.name in ("again.scn", "out")}
    for path in made:
        path.rename(path.with_suffix(".before"))

    there = scn_process(*words.split(), cwd=folder, stdin="{")

    assert here.returncode == there.returncode
    assert here.stdout == there.stdout
    assert here.stderr == there.stderr
