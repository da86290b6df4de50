"""Positions in a text: offsets inside the program, lines and columns for people."""

from __future__ import annotations

from bisect import bisect_right
from collections import namedtuple
from functools import lru_cache
from itertools import accumulate

from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple, Self

    class _Offsets(NamedTuple):
        start: int
        end: int

    class _LineAndColumn(NamedTuple):
        line: int
        column: int

else:  # `typing` takes longer to load than a script to check
    _Offsets = namedtuple("_Offsets", ("start", "end"))
    _LineAndColumn = namedtuple("_LineAndColumn", ("line", "column"))


class Span(_Offsets):
    """A range of offsets in code points; `end` is exclusive."""

    __slots__ = ()

    @property
    def origin(self) -> Origin | None:
        """The text that the offsets refer to; `None` for the script itself."""
        return None

    def shift(self, by: int) -> Span:
        """Move the span into a script that starts `by` code points earlier."""
        return Span(self.start + by, self.end + by)

    def within(self, origin: Origin | None) -> Span:
        """Make a span with the same offsets that refers to the text of `origin`."""
        return Span(self.start, self.end) if origin is None else ForeignSpan(self.start, self.end, origin)

    def part(self, start: int, end: int) -> Span:
        """Make a span from `start` to `end`, which count from the start of this span."""
        return Span(self.start + start, self.start + end).within(self.origin)

    @property
    def after(self) -> Span:
        """The empty span directly after this one."""
        return Span(self.end, self.end).within(self.origin)


class Step(Record):
    """A place that includes another text in a script, and how, e.g. `imported here`."""

    message: str
    span: Span


class Origin(Record):
    """A text other than the script, parts of which apply to the script.

    Attributes:
        kind: Its relation to the script, e.g. `config`.
        path: Its file; `None` if only the caller knows it.
        chain: How it got into the script: the first step is in the script, each other step in the text that the
            step before it included.
    """

    kind: str
    path: str | None = None
    chain: tuple[Step, ...] = ()


FRAGMENT = "fragment"
"""Kind of the origin of a line that a script inserts."""

ROW = "row"
"""Kind of the origin of a scenario that a row of a table makes."""

ROWS = "rows"
"""Kind of the origin of a span in a file of rows."""

CONFIG = Origin("config")
"""The project's configuration file."""


class ForeignSpan(Span):
    """A span in another text than the script; edits of the script don't move it.

    It only equals a span with the same offsets and origin; `<` compares the offsets alone.
    """

    _origin: Origin

    def __new__(cls, start: int, end: int, origin: Origin) -> Self:
        self = tuple.__new__(cls, (start, end))
        self._origin = origin
        return self

    @property
    def origin(self) -> Origin:
        return self._origin

    def shift(self, by: int) -> Span:  # noqa: ARG002
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ForeignSpan) and (*self, self._origin) == (*other, other._origin)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((*self, self._origin))

    def __repr__(self) -> str:
        return f"ForeignSpan(start={self.start}, end={self.end}, origin={self._origin!r})"

    def _replace(self, **fields: int) -> ForeignSpan:
        return ForeignSpan(*Span(self.start, self.end)._replace(**fields), self._origin)

    def __reduce__(self) -> tuple[Any, ...]:
        return ForeignSpan, (self.start, self.end, self._origin)


@lru_cache(maxsize=1 << 13)
def span_between(start: int, end: int) -> Span:
    """Return the span from `start` to `end`: one value for all nodes at the same place in their items.

    Spans count from the start of an item, so few of them differ. Sharing halves the memory of nodes, and the time to
    build them.
    """
    return tuple.__new__(Span, (start, end))


NOWHERE = Span(0, 0)


class Position(_LineAndColumn):
    """A line and a column, both from 1; columns count code points."""

    __slots__ = ()


class Source(Record):
    """A text and the path of its file.

    Attributes:
        text: The whole text with its original line ends. Lines end at `\\n` only.
        path: The path to show in messages; `None` for a text without a file.
    """

    text: str
    path: str | None = None

    @property
    def line_starts(self) -> tuple[int, ...]:
        return _line_starts(self.text)

    def position(self, offset: int) -> Position:
        """Convert an offset to a line and column; an offset past the end counts as the end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)

    def line(self, number: int) -> str:
        """Return the text of line `number` (from 1) without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@lru_cache(maxsize=8)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *accumulate(map((1).__add__, map(len, text.split("\n")[:-1]))))
