"""The progress of a run: one line that is rewritten on a terminal, plain lines anywhere else."""

from collections import Counter
from collections.abc import Callable
from time import monotonic
from typing import TextIO

from scn_compiler.cli.output.progress import StatusLine
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo
from scn_compiler.sync.runs.result import FINAL_STATUSES, CallVerdict, RunResult

_EVERY = 60.0
"""Seconds after which a plain line is printed even if nothing has changed, so that no build believes that nothing happens."""


class RunProgress(StatusLine):
    """Tells how far a run is, on standard error."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(stream)
        self._clock = clock
        self._start = clock()
        self._last = ""
        self._next = 0.0

    def tell(self, result: RunResult) -> None:
        """Show a result that was read."""
        state = progress_line(result)
        now = self._clock()
        if self.is_terminal:
            minutes, seconds = divmod(round(now - self._start), 60)
            self.show(f"{state} ({minutes}:{seconds:02})")
        elif state != self._last or now >= self._next:
            self.add(state)
            self._next = now + _EVERY
        self._last = state

    def say(self, sentence: str) -> None:
        """Print a sentence about what the run is waiting for."""
        self.hide()
        echo(f"scn: {sentence}", err=True)


def progress_line(result: RunResult) -> str:
    """Say how many calls of a run have ended, and how."""
    ended = sum(call.status in FINAL_STATUSES for call in result.calls)
    found = Counter(call.verdict for call in result.calls)
    known = [
        f"{found[verdict]} {verdict.value}"
        for verdict in CallVerdict
        if found[verdict] and verdict is not CallVerdict.UNJUDGED
    ]
    line = f"{result.status}: {ended} of {len(result.calls)} calls ended"
    return one_line(f"{line}: {', '.join(known)}" if known else line)
