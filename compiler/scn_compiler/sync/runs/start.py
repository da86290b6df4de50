"""Starts a run once, and follows it until it has ended and been judged."""

import math
import time
from collections.abc import Callable
from typing import Protocol

from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms.cekura_runs import RunRequest
from scn_compiler.sync.runs.result import RunResult

_LOOKS = (0.0, 3.0, 10.0)
"""Seconds to wait before each look for a run that may have been started."""

_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 1.0, 1.5, 15.0
"""Seconds between looks at a result."""

_LATE_VERDICTS = 120.0
"""Seconds to wait for verdicts on calls after the run has ended."""

_TROUBLE = 5
"""How many looks in a row may fail; each of them has already been repeated."""


class Runs(Protocol):
    """The runs in an account; see `CekuraRuns`."""

    def start(self, request: RunRequest) -> str: ...

    def named(self, name: str, agent: int | None = None) -> tuple[str, ...]: ...

    def read(self, identity: str) -> RunResult: ...


class StartLost(Exception):  # noqa: N818  (an outcome, reported as a message)
    """A run that may have been started, and that can't be found."""


class Clock(Protocol):
    """The time, and waiting; replaced in tests."""

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


def start_once(runs: Runs, request: RunRequest, agent: int, clock: Clock | None = None) -> str:
    """Start a run and return the id of its result. Never sends a second start: it would place every call twice.

    Raises:
        ApiError: if the platform can't have started it.
        StartLost: if the answer was lost, and no run, or more than one, has the name of this one.
    """
    try:
        return runs.start(request)
    except ApiError as error:
        if not error.may_have_happened:
            raise
        reason = str(error)
    for pause in _LOOKS:
        (clock or time).sleep(pause)
        if found := find_started(runs, request, agent):
            return found
    raise StartLost(reason)


def find_started(runs: Runs, request: RunRequest, agent: int) -> str | None:
    """Look for a run by its name, which no other run has; `None` if it isn't there, or if nobody can tell."""
    try:
        found = runs.named(request.name, agent)
    except ApiError:
        return None
    return found[0] if len(found) == 1 else None


def follow(
    runs: Runs,
    identity: str,
    seconds: float,
    tell: Callable[[RunResult], None],
    clock: Clock | None = None,
) -> RunResult | None:
    """Look at a run again and again, until it has ended and each call has a verdict, or the time is over.

    Verdicts may come after the end of the run; after two minutes without them, it is left as it is.

    Args:
        seconds: The most time to spend.
        tell: Gets each result that was read.

    Returns:
        The result when it was last read; `None` if the time was over before.

    Raises:
        ApiError: if the result can't be read.
    """
    clock = clock or time
    deadline = clock.monotonic() + seconds
    pause, failures, last = _FIRST_PAUSE, 0, None
    late = math.inf
    while True:
        try:
            last, failures = runs.read(identity), 0
        except ApiError as error:
            failures += 1
            if not error.may_pass or failures >= _TROUBLE:
                raise
        else:
            tell(last)
            if last.is_settled:
                return last
            late = min(late, clock.monotonic() + _LATE_VERDICTS) if last.has_ended else math.inf
        remaining = min(deadline, late) - clock.monotonic()
        if remaining <= 0:
            return last
        clock.sleep(min(pause, remaining))
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)
