"""Scripts from a pipe or standard input, with or without a name."""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from support.cli import BROKEN, GOOD, scn, scn_process
from support.laws import sweep
from support.paths import PROGRAMS

UGLY = GOOD.format("Ugly").replace("  say:", "say:")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough scripts for two processes."""
    for number in range(30):
        (tmp_path / f"n{number}.scn").write_text(GOOD.format(number), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "case",
    sweep(
        product(
            ((), ("-j", "2"), ("--no-cache",), ("--strict",)), ("pipe", "/dev/stdin", "-"), ("good", "broken")
        )
    ),
    ids=str,
)
def test_a_pipe_among_many_files_is_read_once(case: tuple[tuple[str, ...], str, str], many: Path) -> None:
    options, name, kind = case
    text, code = (GOOD.format("Piped"), 0) if kind == "good" else (BROKEN, 1)
    (many / "text").write_text(text, encoding="utf-8")
    os.mkfifo(many / "pipe")
    writer = subprocess.Popen(["sh", "-c", "cat text > pipe"], cwd=many)
    try:
        for turn in range(2):
            if name == "pipe" and turn:
                writer = subprocess.Popen(["sh", "-c", "cat text > pipe"], cwd=many)
            done = scn_process("check", *options, ".", name, cwd=many, stdin=text)

            assert done.returncode == code, done.stderr
            assert "in 31 files" in done.stderr
            assert done.stdout.count("misspelt-keyword") == code
    finally:
        writer.kill()
        writer.wait()


@pytest.mark.parametrize(
    ("words", "text"), [(("fmt",), UGLY), (("check", "--fix"), BROKEN)], ids=["fmt", "fix"]
)
def test_text_from_a_pipe_goes_to_standard_output(words: tuple[str, ...], text: str, tmp_path: Path) -> None:
    done = scn_process(*words, "/dev/stdin", cwd=tmp_path, stdin=text)

    assert (done.returncode, done.stdout) == (0, text.replace("sya:", "say:").replace("\nsay:", "\n  say:"))


def test_standard_input_has_the_name_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "scn.toml").write_text(
        'ignore = ["SCN5", "SCN6"]\nstrict = true\n', encoding="utf-8"
    )
    nameless = GOOD.format("x").split("\n", 1)[1]
    named = ("--stdin-filename", "drafts/late-parcel.scn")

    checked = scn("check", "-", *named, "--format", "concise", cwd=tmp_path, stdin=BROKEN)
    assert checked.stdout.startswith("drafts/late-parcel.scn:6:3: ")
    assert scn("check", *named, cwd=tmp_path, stdin=nameless).returncode == 0, "`-` is optional"
    assert "--- drafts/late-parcel.scn" in scn("fmt", "--diff", *named, cwd=tmp_path, stdin=UGLY).stdout
    assert scn("fmt", "--check", *named, cwd=tmp_path, stdin=UGLY).stdout == "drafts/late-parcel.scn\n"


def test_a_name_for_standard_input_needs_standard_input(folder: Path) -> None:
    done = scn("check", "one.scn", "--stdin-filename", "x.scn", cwd=folder)

    assert (done.returncode, "--stdin-filename requires the path `-`" in done.stderr) == (2, True)


def test_the_baseline_knows_standard_input_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "late.scn").write_text(BROKEN, encoding="utf-8")
    scn("check", ".", "--write-baseline", "known.json", cwd=tmp_path)
    known = ("--baseline", "known.json")

    assert (
        scn("check", "-", *known, "--stdin-filename", "late.scn", cwd=tmp_path, stdin=BROKEN).returncode == 0
    )
    assert scn("check", "-", *known, cwd=tmp_path, stdin=BROKEN).returncode == 1


@pytest.mark.parametrize(
    ("words", "out"), [(("fmt",), BROKEN), (("check", "--fix"), BROKEN), (("check",), "")], ids=" ".join
)
def test_an_excluded_name_goes_through_unchanged(words: tuple[str, ...], out: str, tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_text('exclude = ["drafts"]\n', encoding="utf-8")
    name = ("--stdin-filename", "drafts/x.scn")

    done = scn(*words, "-", "--force-exclude", *name, cwd=tmp_path, stdin=BROKEN)

    assert (done.returncode, done.stdout) == (0, out)


def test_a_configuration_may_come_through_a_pipe(tmp_path: Path) -> None:
    for name in ("a", "b/c"):
        path = tmp_path / name / "x.scn"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BROKEN, encoding="utf-8")

    words = ("check", ".", "--config", "/dev/stdin")
    done = scn_process(*words, cwd=tmp_path, stdin='exclude = ["nothing"]\nstrict = 1\n')

    assert (done.returncode, "`strict` must be true or false" in done.stderr) == (2, True)


def test_scn_is_a_module_too(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "scn_compiler", "check", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    program = subprocess.run(
        [PROGRAMS / "scn", "check", "."], cwd=folder, capture_output=True, text=True, check=False
    )

    assert (run.returncode, run.stdout, run.stderr) == (program.returncode, program.stdout, program.stderr)


TABLES = (
    '["tool"]\nscn.strict = 1\n',
    "['tool']\nscn.strict = 1\n",
    "[ tool ]  # ours\n'scn'.strict = 1\n",
    '[tool."scn"]\nstrict = 1\n',
    '"tool"."scn".strict = 1\n',
    '["t\\u006fol".scn]\nstrict = 1\n',
    "tool = {scn = {strict = 1}}\n",
)


@pytest.mark.parametrize("text", TABLES)
def test_the_table_of_a_pyproject_is_found_however_it_is_written(text: str, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")

    done = scn("check", ".", cwd=folder)

    assert (done.returncode, "must be true or false" in done.stderr) == (2, True)
