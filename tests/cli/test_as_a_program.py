"""`scn` in the test's process gives the same output as `scn` as a program."""

import os
import subprocess
from pathlib import Path

import pytest

from support.cli import BROKEN, scn, scn_process
from support.laws import sweep
from support.paths import PROGRAMS

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


@pytest.mark.parametrize(
    "words", sweep(["--version", "--help", "check bad.scn", "compile one.scn", "fmt --help"])
)
def test_a_reader_that_closes_the_pipe_ends_a_run_in_silence(words: str, folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    environment["COLUMNS"] = ""
    done = subprocess.run(
        [PROGRAMS / "scn", *words.split()],
        cwd=folder,
        env=environment,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_changes_no_exit_code(stream: str, folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    done = subprocess.run(
        ["sh", "-c", f'"$0" check bad.scn {stream}>&-', PROGRAMS / "scn"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "bug" in done.stderr) == (1, False)


def test_a_full_disk_is_reported(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [PROGRAMS / "scn", "check", "bad.scn"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (2, b"scn: no space left on device\n")
