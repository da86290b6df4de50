"""`scn test --watch`: a process that plays tests again when a file changes that they need."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.calls import MOVE, MOVE_FAILING, MOVE_TESTS
from support.cli import scn
from support.paths import PROGRAMS

SECONDS = 30
SENTENCE = """scenario: Choose a day
role: A patient
language: en

FIRST_MESSAGE
  say: Hello.

WHEN The agent asks for a day
  say: On Friday.
  end call
"""
FITS = '{"sentence": "The agent asks for a day", "line": "When can you come?", "fits": true}\n'
WAITS = "watching for changes: Ctrl-C quits"


class Watching:
    """`scn test --watch` in a folder; its lines are read as they come."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [PROGRAMS / "scn", "test", "--watch", *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=os.environ | {"NO_COLOR": "1"},
        )
        self.lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def round(self) -> str:
        """Return what is printed up to the next wait."""
        found: list[str] = []
        while (line := self.lines.get(timeout=SECONDS)) != WAITS:
            assert line is not None, found
            found.append(line)
        return "\n".join(found)

    def rest(self) -> list[str]:
        """Wait for the end, and return what is printed until then."""
        found = []
        while (line := self.lines.get(timeout=SECONDS)) is not None:
            found.append(line)
        return found

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "scn.toml", "")
    write(tmp_path / "move.scn", MOVE)
    write(tmp_path / "move.test.scn", MOVE_TESTS)
    return tmp_path


@pytest.fixture
def started(folder: Path) -> Iterator[Watching]:
    watching = Watching(folder)
    yield watching
    watching.process.kill()
    watching.process.wait()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def save_by_rename(path: Path, text: str) -> None:
    """Write a file as many editors do."""
    write(path.with_suffix(".tmp"), text)
    path.with_suffix(".tmp").replace(path)


def test_a_changed_test_and_a_changed_script_are_played_again(folder: Path, started: Watching) -> None:
    assert started.round() == "2 tests: all passed"

    save_by_rename(folder / "move.test.scn", MOVE_FAILING)
    assert started.round().endswith("2 tests: 1 failed")
    save_by_rename(folder / "move.scn", MOVE.replace("At five, if that works. [laughter]", "At five."))
    failed = started.round()
    assert failed.startswith("move.scn changed: playing 1 of 1 file\nFAILED Cut off while changing her mind")
    assert "+ say: At five." in failed
    write(folder / "move.scn", MOVE)
    write(folder / "move.test.scn", MOVE_TESTS)
    assert started.round().endswith("2 tests: all passed")


def test_files_come_and_go(folder: Path, started: Watching) -> None:
    started.round()

    write(folder / "more" / "other.test.scn", "script: ../move.scn\n\ntest: Silent\n  silent\n  quiet\n")
    assert (
        started.round()
        == f"{Path('more', 'other.test.scn')} changed: playing 1 of 2 files\n3 tests: all passed"
    )
    (folder / "move.test.scn").unlink()
    assert started.round() == "move.test.scn changed: playing 0 of 1 file\n1 test: all passed"
    (folder / "move.scn").rename(folder / "moved.scn")
    missing = started.round()
    assert "can't find" in missing
    assert missing.endswith("0 tests: 1 file with errors")
    (folder / "moved.scn").rename(folder / "move.scn")
    assert started.round() == "move.scn changed: playing 1 of 1 file\n1 test: all passed"
    (folder / "more" / "other.test.scn").unlink()
    assert started.round().endswith(
        "no tests found: a test starts with `test:`, in a file that ends in .test.scn"
    )


def test_what_a_script_imports_and_the_configuration_count(folder: Path, started: Watching) -> None:
    started.round()

    write(folder / "polite.scn", 'fragment: bye\nWHEN contains "bye"\n  say: Bye!\n')
    write(folder / "rows.csv", "day\nTuesday\n")
    table = MOVE.replace(
        "scenario: Move an appointment", "import: polite.scn\nscenario: Move to $day\nrows: rows.csv"
    )
    write(folder / "move.scn", f"{table}insert: bye\n")
    write(folder / "move.test.scn", "test: Bye\n  hear: bye\n  say: Bye!\n")
    assert started.round().endswith("1 test: all passed")
    write(folder / "polite.scn", 'fragment: bye\nWHEN contains "bye"\n  say: See you!\n')
    assert "+ say: See you!" in started.round()
    write(folder / "rows.csv", "day\nTuesday\nFriday\n")
    assert "the script has 2 scenarios" in started.round()
    write(folder / "scn.toml", "policy = 3\n")
    broken = started.round()
    assert "scn.toml" in broken
    assert "tests" not in broken
    write(folder / "scn.toml", "")
    assert "the script has 2 scenarios" in started.round()


def test_only_tests_that_a_change_touches_are_played(folder: Path, started: Watching) -> None:
    started.round()
    write(folder / "other.test.scn", "script: move.scn\n\ntest: Silent\n  silent\n  quiet\n")
    write(folder / "alone.scn", MOVE)
    write(folder / "alone.test.scn", MOVE_TESTS)
    started.round()

    write(folder / "alone.scn", MOVE.replace("At five", "At six"))
    alone = started.round()
    write(folder / "move.scn", MOVE.replace("At five", "At six"))
    shared = started.round()

    assert "playing 1 of 3 files" in alone
    assert alone.endswith("5 tests: 1 failed")
    assert "playing 2 of 3 files" in shared
    assert shared.endswith("5 tests: 2 failed")


def test_a_changed_cassette_is_read_again(tmp_path: Path) -> None:
    write(tmp_path / "scn.toml", "")
    write(tmp_path / "day.scn", SENTENCE)
    write(
        tmp_path / "day.test.scn", "test: A day\n  hear: When can you come?\n  say: On Friday.\n  end call\n"
    )
    write(tmp_path / "cassette.jsonl", "")
    watching = Watching(tmp_path, "--cassette", "cassette.jsonl")
    try:
        assert watching.round().endswith("1 test: 1 failed, 1 message undecided")
        write(tmp_path / "cassette.jsonl", FITS)
        decided = watching.round()
        assert decided.startswith("cassette.jsonl changed: playing 1 of 1 file")
        assert decided.endswith("1 test: all passed")
        write(tmp_path / "cassette.jsonl", "not a verdict\n")
        assert "cassette.jsonl: line 1 isn't a verdict" in watching.round()
        write(tmp_path / "cassette.jsonl", FITS)
        assert watching.round().endswith("1 test: all passed")
    finally:
        watching.process.kill()
        watching.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_ctrl_c_ends_it_as_any_other_command(started: Watching) -> None:
    started.round()

    started.process.send_signal(signal.SIGINT)

    assert started.rest()[-1] == "scn: interrupted"
    assert started.process.wait(SECONDS) == 1


def test_the_screen_is_cleared_only_on_a_terminal(folder: Path, started: Watching) -> None:
    started.round()
    write(folder / "move.test.scn", MOVE_FAILING)

    assert "\x1b" not in started.round()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--accept",), "--watch can't be used with --accept"),
        (("--format", "json"), "--watch can't be used with --format json"),
        (("-",), "--watch needs files"),
        (("missing",), "missing does not exist"),
    ],
)
def test_what_makes_no_sense_with_it_is_refused(folder: Path, words: tuple[str, ...], message: str) -> None:
    done = scn("test", "--watch", *words, cwd=folder)

    assert done.returncode == 2
    assert message in done.stderr
