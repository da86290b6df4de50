"""The progress of a measurement: how far, how fast, and how long it will take."""

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from time import monotonic
from typing import TextIO, TypeVar

from scn_compiler.cli.output.progress import DELAY, INTERVAL, StatusLine
from scn_compiler.measure.transcripts.intake import Intake
from scn_dsl.wording import counted

_Batch = TypeVar("_Batch")


class MeasureProgress:
    """A line on standard error, if that is a terminal and the run takes longer than a second.

    Args:
        size: The bytes of all transcripts.
    """

    def __init__(
        self,
        intake: Intake,
        size: int,
        stream: TextIO | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._intake = intake
        self._size = size
        self._line = StatusLine(stream)
        self._clock = clock
        self._start = clock()
        self._next_draw = self._start + DELAY

    def watch(self, batches: Iterable[_Batch]) -> Iterator[_Batch]:
        """Yield batches, and show how far the reading of the transcripts is."""
        try:
            for batch in batches:
                now = self._clock()
                if self._line.is_terminal and now >= self._next_draw:
                    self._next_draw = now + INTERVAL
                    self._line.show(self.line(now))
                yield batch
        finally:
            self._line.hide()

    def line(self, now: float) -> str:
        """Return the line: the share of the bytes, utterances per second, and the time left."""
        seconds = max(now - self._start, 1e-9)
        share = min(self._intake.bytes_read / self._size, 1.0) if self._size else 1.0
        rate = f"measuring: {share:.0%}, {self._intake.utterances / seconds:,.0f} utterances a second"
        if not share:
            return rate
        minutes, rest = divmod(round(seconds / share - seconds), 60)
        return f"{rate}, {minutes}:{rest:02} left"


class ClusterProgress:
    """A line on standard error with the tasks that a cluster has done, if that is a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._line = StatusLine(stream)
        self._lock = Lock()
        self._has_ended = False

    def __enter__(self) -> "ClusterProgress":
        if self._line.is_terminal:
            self._line.show("measuring: waiting for the cluster")
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._has_ended = True
            self._line.hide()

    def show(self, done: int, tasks: int) -> None:
        """Show how many tasks are done; threads may call this."""
        with self._lock:
            if self._line.is_terminal and not self._has_ended:
                self._line.show(f"measuring: {done:,} of {counted(tasks, 'task')} done")
