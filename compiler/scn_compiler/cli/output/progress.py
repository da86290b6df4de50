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
"""Seconds before the line of a run that is usually short appears."""

INTERVAL = 0.1
"""Seconds between two drawings."""


class StatusLine:
    """The last line on standard error, which is written again and again.

    Attributes:
        is_terminal: Whether it can be; if not, nothing may be shown.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._visible = False
        self.is_terminal = self._stream.isatty() and os.environ.get("TERM") != "dumb"

    def show(self, text: str) -> None:
        """Write a text in place of the one before."""
        self._write(f"\r\x1b[K{text}")
        self._visible = True

    def hide(self) -> None:
        """Clear the line before something else is printed."""
        if self._visible:
            self._write("\r\x1b[K")
            self._visible = False

    def add(self, text: str) -> None:
        """Write a text that stays, with a line of its own."""
        self.hide()
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


class FileProgress(StatusLine):
    """A count of checked files, if standard error is a terminal and the run takes longer than `DELAY`."""

    def __init__(
        self, total: int, stream: TextIO | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(stream)
        self._clock = clock
        self._total = total
        self._done = 0
        self._next_draw = clock() + DELAY
        self._enabled = total > 1 and self.is_terminal

    def __enter__(self) -> FileProgress:
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def step(self) -> None:
        """Count one more file; the line is redrawn at most ten times a second."""
        self._done += 1
        if self._enabled and self._clock() >= self._next_draw:
            self._next_draw = self._clock() + INTERVAL
            self.show(f"checking file {self._done} of {self._total}")
