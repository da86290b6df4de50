"""`scn play` and `scn test --watch` in a real terminal: history, a narrow window, colors, and the keys that quit."""

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.paths import PROGRAMS

pty = pytest.importorskip("pty", reason="Windows has no such terminals")
termios = pytest.importorskip("termios", reason="Windows has no such terminals")
pytestmark = pytest.mark.slow

SCRIPT = """role: A patient
language: en
tools: end_call
FIRST_MESSAGE
  say: Hi, I want to move my appointment to another day, if that is possible at all.
WHEN contains "day"
  say: Tuesday at three <silence time="2s" /> would be lovely.
WHEN contains "confirmed"
  say: Great, bye!
  end call
"""
UP, CTRL_C, CTRL_D = "\x1b[A", "\x03", "\x04"
SECONDS = 20


class Terminal:
    """`scn play`, or another command, in a terminal of a width; `shown` is everything that it printed."""

    def __init__(
        self,
        folder: Path,
        columns: int,
        words: tuple[str, ...] = ("play", "move.scn"),
        script: str = SCRIPT,
        **variables: str,
    ) -> None:
        (folder / "move.scn").write_text(script, encoding="utf-8")
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
        }
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(PROGRAMS / "scn", ["scn", *words], kept | {"TERM": "xterm-256color"} | variables)
        termios.tcsetwinsize(self.terminal, (30, columns))
        self.shown = ""
        self.status: int | None = None

    def until(self, words: str) -> None:
        """Read until these words are shown that weren't before."""
        at, end = len(self.shown), time.monotonic() + SECONDS
        while words not in self.shown[at:]:
            assert time.monotonic() < end, self.shown
            assert self._read(), self.shown

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def code(self, keys: str = "") -> int:
        """Type the keys that end the program until they do, and return the exit code.

        Python waits on if Ctrl-C comes at the very moment when it begins to wait for a key.
        """
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            with suppress(OSError):  # the program has ended
                self.type(keys)
            while self._read(seconds=1):
                pass
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
            time.sleep(0.05)
        raise AssertionError(self.shown)

    def _read(self, seconds: int = SECONDS) -> bool:
        if not select.select([self.terminal], [], [], seconds)[0]:
            return False
        with suppress(OSError):  # the program has ended
            data = os.read(self.terminal, 4096)
            self.shown += data.decode()
            return bool(data)
        return False


@pytest.fixture
def terminal(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    made = Terminal(tmp_path, **getattr(request, "param", {"columns": 80}))
    yield made
    os.close(made.terminal)
    if made.status is None:
        os.kill(made.pid, signal.SIGKILL)
        os.waitpid(made.pid, 0)


def test_an_arrow_brings_the_last_line_back(terminal: Terminal) -> None:
    terminal.until("agent> ")
    terminal.type("Which day?\r")
    terminal.until("agent> ")
    terminal.type(UP)
    terminal.until("Which day?")
    terminal.type("\r")
    terminal.until("agent> ")

    assert terminal.code(CTRL_D) == 0
    assert terminal.shown.count("caller: Tuesday at three (pause 2s) would be lovely.") == 2


ASKING = SCRIPT.replace('WHEN contains "day"', "WHEN The agent asks for a day")


@pytest.mark.parametrize("terminal", [{"columns": 80, "script": ASKING}], indirect=True)
def test_answers_about_sentences_are_not_in_the_history(terminal: Terminal) -> None:
    terminal.until("agent> ")
    terminal.type("Which day?\r")
    terminal.until("which of these")
    terminal.type("1\r")
    terminal.until("agent> ")
    terminal.type(UP)
    terminal.until("Which day?")

    assert terminal.code("\r" + CTRL_D) == 0


@pytest.mark.parametrize("terminal", [{"columns": 30, "NO_COLOR": "1"}], indirect=True)
def test_a_narrow_window_breaks_between_words(terminal: Terminal) -> None:
    terminal.until("agent> ")
    terminal.type("The day?\r")
    terminal.until("agent> ")

    assert terminal.code("q\r") == 0
    assert "  caller: Hi, I want to move\r\n  my appointment to another\r\n" in terminal.shown
    assert max(map(len, terminal.shown.split("\r\n"))) <= 30
    assert "\x1b[2m" not in terminal.shown


@pytest.mark.parametrize("keys", [CTRL_C, CTRL_D, f"half a li{CTRL_C}", "q\r"])
def test_keys_that_quit(terminal: Terminal, keys: str) -> None:
    terminal.until("agent> ")

    assert terminal.code(keys) == 0
    assert "Traceback" not in terminal.shown


def test_a_call_that_has_ended_is_undone_and_redone(terminal: Terminal) -> None:
    terminal.until("agent> ")
    for line, prompt in (
        ("It is confirmed.", "the call has ended> "),
        ("u", "agent> "),
        ("r", "the call has ended> "),
        ("r", "there is nothing to redo"),
    ):
        terminal.type(f"{line}\r")
        terminal.until(prompt)

    assert terminal.code(CTRL_D) == 0
    assert terminal.shown.count("(hangs up)") == 2
    assert "\x1b[1m  (hangs up)\x1b[0m" in terminal.shown
    assert "\x1b[2m" in terminal.shown


@pytest.mark.parametrize("terminal", [{"columns": 80, "words": ("test", "--watch")}], indirect=True)
def test_watched_tests_clear_the_screen(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until("watching")

    (tmp_path / "move.test.scn").write_text("test: Day\n  hear: day\n  quiet\n", encoding="utf-8")
    terminal.until("\x1b[2J")
    terminal.until("watching")

    assert terminal.code(CTRL_C) == 1
    assert "1 failed" in terminal.shown
