"""The progress of a run, and the question before it, as people see them on a terminal and in a log."""

import io
import os
import pty
import subprocess

import pytest

from scn_compiler.cli.runs.progress import RunProgress, progress_line
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.runs.result import PlacedCall, RunResult
from scn_compiler.sync.runs.start import follow
from support.paths import PROGRAMS
from support.running import PaperClock, Running


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def result(status: str, *calls: PlacedCall) -> RunResult:
    return RunResult("7", "night", status, calls, len(calls), sum(call.success is True for call in calls))


def call(status: str, success: bool | None = None) -> PlacedCall:
    return PlacedCall("8", "One", status, success)


def test_the_line_counts_calls_and_verdicts() -> None:
    calls = (
        call("completed", True),
        call("completed", False),
        call("timeout"),
        call("running"),
        call("completed"),
    )

    assert progress_line(result("running", *calls)) == (
        "running: 4 of 5 calls ended: 1 passed, 1 failed, 1 timed out"
    )


def test_a_terminal_has_one_line_that_is_cleared() -> None:
    terminal, clock = Terminal(), PaperClock()
    progress = RunProgress(terminal, clock.monotonic)
    for status in ("pending", "running"):
        clock.sleep(40)
        progress.tell(result(status, call(status)))
    progress.hide()
    progress.hide()

    assert terminal.getvalue() == (
        "\r\x1b[Kpending: 0 of 1 calls ended (0:40)\r\x1b[Krunning: 0 of 1 calls ended (1:20)\r\x1b[K"
    )


def test_a_log_has_a_line_for_each_change_and_one_a_minute() -> None:
    log, clock = io.StringIO(), PaperClock()
    progress = RunProgress(log, clock.monotonic)
    for seconds in (5, 20, 20, 30, 5):
        clock.sleep(seconds)
        progress.tell(result("running", call("running")))
    progress.tell(result("completed", call("completed", True)))
    progress.hide()

    assert log.getvalue() == "running: 0 of 1 calls ended\n" * 2 + "completed: 1 of 1 calls ended: 1 passed\n"


def test_a_status_of_the_platform_steers_no_terminal() -> None:
    assert "\x1b" not in progress_line(result("\x1b[31mrunning"))


class Answers:
    """Runs that answer in turn; the last answer is repeated."""

    def __init__(self, *answers: RunResult | ApiError) -> None:
        self.answers = list(answers)
        self.asked = 0

    def read(self, _identity: str) -> RunResult:
        self.asked += 1
        answer = self.answers[min(self.asked, len(self.answers)) - 1]
        if isinstance(answer, ApiError):
            raise answer
        return answer


TROUBLE = ApiError("busy", 503)
RUNNING, LATE = result("running", call("running")), result("completed", call("completed"))
DONE = result("completed", call("completed", True))


def followed(*answers: RunResult | ApiError, seconds: float = 3600) -> tuple[RunResult | None, PaperClock]:
    clock = PaperClock()
    return follow(Answers(*answers), "7", seconds, lambda _: None, clock), clock  # type: ignore[arg-type]


def test_some_looks_may_fail_in_a_row_but_not_many() -> None:
    assert followed(RUNNING, *[TROUBLE] * 4, RUNNING, *[TROUBLE] * 4, DONE)[0] == DONE
    with pytest.raises(ApiError, match="busy"):
        followed(RUNNING, *[TROUBLE] * 5, DONE)
    with pytest.raises(ApiError, match="no"):
        followed(RUNNING, ApiError("no", 403), DONE)


def test_verdicts_are_waited_for_two_minutes_after_the_end_and_again_after_a_new_evaluation() -> None:
    last, clock = followed(RUNNING, LATE)
    again, _ = followed(*[LATE] * 10, RUNNING, *[LATE] * 6, DONE)

    assert last == LATE
    assert 120 <= clock.now <= 125
    assert again == DONE


def test_time_that_is_over_before_the_first_answer_leaves_nothing() -> None:
    assert followed(TROUBLE, seconds=1)[0] is None


@pytest.mark.parametrize(
    ("answer", "code", "starts"),
    [
        ("y\n", 0, 1),
        pytest.param("n\n", 1, 0, marks=pytest.mark.slow),
        pytest.param("\n", 1, 0, marks=pytest.mark.slow),
    ],
)
def test_a_person_is_asked_before_calls_are_placed(
    running: Running, answer: str, code: int, starts: int
) -> None:
    person, terminal = pty.openpty()
    program = subprocess.Popen(
        [PROGRAMS / "scn", "run", "calls/hours.scn"],
        cwd=running.folder,
        env=os.environ | running.environment | {"TERM": "dumb"},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    os.write(person, answer.encode())
    _, err = program.communicate(timeout=60)
    os.close(terminal)
    os.close(person)

    assert program.returncode == code, err
    assert "Place these calls? [y/N]" in err
    assert len(running.starts()) == starts
