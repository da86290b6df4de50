"""A text as the protocol measures it: lines end at LF, CRLF and CR, and columns count the client's units."""

import re
from bisect import bisect_right

from lsprotocol import types

from scn_dsl.records import Record
from scn_dsl.source import Span

_LINE_END = re.compile(r"\r\n|\n|\r")


class LineIndex(Record):
    """A text with the offsets at which its lines start.

    Attributes:
        encoding: What the client's columns count: units of UTF-16, bytes of UTF-8, or with `utf-32` code points.
    """

    text: str
    starts: tuple[int, ...]
    encoding: str

    def offset(self, position: types.Position) -> int:
        """The offset of a position; behind the end of its line it means that end, below the text its end.

        Within a character it means its beginning.
        """
        if position.line >= len(self.starts):
            return len(self.text)
        start, end = self._line(position.line)
        return start + self._points(self.text[start:end], position.character)

    def position(self, offset: int) -> types.Position:
        """The position of an offset; within a line's end it is where that begins."""
        number = bisect_right(self.starts, offset) - 1
        start, end = self._line(number)
        return types.Position(line=number, character=self.units(self.text[start : min(offset, end)]))

    def range(self, span: Span) -> types.Range:
        return types.Range(start=self.position(span.start), end=self.position(span.end))

    def span(self, range: types.Range) -> Span:
        """The span of a range; one that ends before it starts is taken the other way round."""
        start, end = self.offset(range.start), self.offset(range.end)
        return Span(min(start, end), max(start, end))

    def edited(self, span: Span, new: str) -> "LineIndex":
        """The same with `new` in place of what is at `span`; only the lines around it are looked at again."""
        text = self.text[: span.start] + new + self.text[span.end :]
        first = max(bisect_right(self.starts, span.start) - 2, 0)  # its CR may be followed by a new LF
        after = bisect_right(self.starts, span.end)
        by = len(text) - len(self.text)
        start = self.starts[first]
        below = tuple(map(by.__add__, self.starts[after:]))
        end = below[0] if below else len(text)
        found = (each.end() for each in _LINE_END.finditer(text, start, end))
        fresh = (each for each in found if each < end or not below)
        return LineIndex(text, (*self.starts[: first + 1], *fresh, *below), self.encoding)

    def units(self, text: str) -> int:
        """How many of the client's units `text` takes."""
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _line(self, number: int) -> tuple[int, int]:
        """Where a line starts, and where its end begins."""
        start = self.starts[number]
        if number + 1 == len(self.starts):
            return start, len(self.text)
        end = self.starts[number + 1] - 1
        return start, end - (self.text[end] == "\n" and end > start and self.text[end - 1] == "\r")

    def _points(self, line: str, units: int) -> int:
        """How many whole code points of `line` are in its first `units`."""
        if line.isascii() or self.encoding == "utf-32":
            return min(units, len(line))
        at = 0
        for index, char in enumerate(line):
            at += self.units(char)
            if at > units:
                return index
        return len(line)


def line_index(text: str, encoding: str) -> LineIndex:
    """A text measured."""
    return LineIndex(text, (0, *(end.end() for end in _LINE_END.finditer(text))), encoding)
