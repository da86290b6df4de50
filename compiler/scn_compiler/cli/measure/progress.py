"""The progress of a measurement: how far, how fast, and how long it will take."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

from scn_compiler.cli.check.progress import DELAY
from scn_compiler.measure.transcripts.intake import Intake

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
        self._stream = stream or sys.stderr
        self._clock = clock
        self._start = clock()
        self._next_draw = self._start + DELAY
        self._enabled = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._visible = False

    def watch(self, batches: Iterable[_Batch]) -> Iterator[_Batch]:
        """Yield batches, and show how far the reading of the transcripts is."""
        try:
            for batch in batches:
                now = self._clock()
                if self._enabled and now >= self._next_draw:
                    self._next_draw = now + 0.1
                    self._write(f"\r\x1b[K{self.line(now)}")
                    self._visible = True
                yield batch
        finally:
            if self._visible:
                self._write("\r\x1b[K")

    def line(self, now: float) -> str:
        """Return the line: the share of the bytes, utterances per second, and the time left."""
        seconds = max(now - self._start, 1e-9)
        share = min(self._intake.bytes_read / self._size, 1.0) if self._size else 1.0
        rate = f"measuring: {share:.0%}, {self._intake.utterances / seconds:,.0f} utterances a second"
        if not share:
            return rate
        minutes, rest = divmod(round(seconds / share - seconds), 60)
        return f"{rate}, {minutes}:{rest:02} left"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
