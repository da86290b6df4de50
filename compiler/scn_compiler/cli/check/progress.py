"""The progress line of a long run on a terminal."""

from __future__ import annotations

import os
import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

DELAY = 1.0
"""Seconds before the line appears."""


class Progress:
    """A count of checked files on standard error, if that is a terminal and the run takes longer than `DELAY`."""

    def __init__(
        self, total: int, stream: TextIO | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._total = total
        self._done = 0
        self._visible = False
        self._next_draw = clock() + DELAY
        self._enabled = total > 1 and self._stream.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def step(self) -> None:
        """Count one more file; the line is redrawn at most ten times a second."""
        self._done += 1
        if self._enabled and self._clock() >= self._next_draw:
            self._next_draw = self._clock() + 0.1
            self._write(f"\r\x1b[Kchecking file {self._done} of {self._total}")
            self._visible = True

    def hide(self) -> None:
        """Clear the line before something else is printed."""
        if self._visible:
            self._write("\r\x1b[K")
            self._visible = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
