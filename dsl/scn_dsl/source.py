"""Where something stands in a text: offsets inside, lines and columns at the edge."""

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from scn_dsl.records import Record


class Span(NamedTuple):
    """A stretch of text, in code points; `end` is the first offset after it."""

    start: int
    end: int

    def shift(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


span_of: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)
"""A span of its start and end, made in half the time; for where each line makes several."""

NOWHERE = Span(0, 0)


class Position(NamedTuple):
    """A place as people count it: line and column from 1, columns in code points."""

    line: int
    column: int


class Source(Record):
    """A text and the name by which its author knows it.

    Attributes:
        text: The whole text, with its own line ends. Lines end at `\\n` only.
        path: What messages call it; `None` for a text without a file.
    """

    text: str
    path: str | None = None

    @property
    def line_starts(self) -> tuple[int, ...]:
        return _line_starts(self.text)

    def position(self, offset: int) -> Position:
        """The line and column of `offset`; an offset past the end means the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *accumulate(map((1).__add__, map(len, text.split("\n")[:-1]))))
