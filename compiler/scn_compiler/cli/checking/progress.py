"""How far a long run has come: one line on a terminal, which goes away by itself."""

import os
import sys
from collections.abc import Callable
from time import monotonic
from typing import TextIO

PATIENCE = 1.0
"""Seconds before the line appears."""


class Progress:
    """A count of files on standard error, if that is a terminal, from the second second on."""

    def __init__(
        self, total: int, stream: TextIO | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._total = total
        self._done = 0
        self._shown = False
        self._next = clock() + PATIENCE
        self._wanted = total > 1 and self._stream.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def step(self) -> None:
        """Count one more file; the line is drawn anew ten times a second at most."""
        self._done += 1
        if self._wanted and self._clock() >= self._next:
            self._next = self._clock() + 0.1
            self._write(f"\r\x1b[Kchecking file {self._done} of {self._total}")
            self._shown = True

    def hide(self) -> None:
        """Clear the line, for whatever else is to be printed."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
