"""Offsets to positions and back: lines end at LF, CRLF or CR, and columns count in the client's units."""

from bisect import bisect_right

from lsprotocol import types

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

_LINE_END = lazy_pattern(r"\r\n|\n|\r")


class LineIndex(Record):
    """A text with the offsets of its line starts.

    Attributes:
        encoding: The unit of the client's columns: `utf-16`, `utf-8` (bytes) or `utf-32` (code points).
    """

    text: str
    starts: tuple[int, ...]
    encoding: str

    def offset(self, position: types.Position) -> int:
        """Return the offset of a position, clamped to the end of its line or of the text.

        A position inside a character counts as its start.
        """
        if position.line >= len(self.starts):
            return len(self.text)
        start, end = self._line(position.line)
        return start + self._points(self.text[start:end], position.character)

    def position(self, offset: int) -> types.Position:
        """Return the position of an offset; inside CRLF, that of the CR."""
        number = bisect_right(self.starts, offset) - 1
        start, end = self._line(number)
        return types.Position(line=number, character=self.units(self.text[start : min(offset, end)]))

    def range(self, span: Span) -> types.Range:
        return types.Range(start=self.position(span.start), end=self.position(span.end))

    def span(self, range: types.Range) -> Span:
        """Return the span of a range, even of a reversed one."""
        start, end = self.offset(range.start), self.offset(range.end)
        return Span(min(start, end), max(start, end))

    def with_edit(self, span: Span, new: str) -> "LineIndex":
        """Return the index after an edit; scan only the lines around the edit."""
        text = self.text[: span.start] + new + self.text[span.end :]
        first = max(
            bisect_right(self.starts, span.start) - 2, 0
        )  # the line before may end in a CR that a new LF joins
        after = bisect_right(self.starts, span.end)
        by = len(text) - len(self.text)
        start = self.starts[first]
        below = tuple(map(by.__add__, self.starts[after:]))
        end = below[0] if below else len(text)
        found = (each.end() for each in _LINE_END.finditer(text, start, end))
        fresh = (each for each in found if each < end or not below)
        return LineIndex(text, (*self.starts[: first + 1], *fresh, *below), self.encoding)

    def units(self, text: str) -> int:
        """Measure `text` in the client's units."""
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _line(self, number: int) -> tuple[int, int]:
        """Return the start of a line, and the start of its line end."""
        start = self.starts[number]
        if number + 1 == len(self.starts):
            return start, len(self.text)
        end = self.starts[number + 1] - 1
        return start, end - (self.text[end] == "\n" and end > start and self.text[end - 1] == "\r")

    def _points(self, line: str, units: int) -> int:
        """Count the whole code points in the first `units` of a line."""
        if line.isascii() or self.encoding == "utf-32":
            return min(units, len(line))
        at = 0
        for index, char in enumerate(line):
            at += self.units(char)
            if at > units:
                return index
        return len(line)


def line_index(text: str, encoding: str) -> LineIndex:
    """Index the lines of a text."""
    return LineIndex(text, (0, *(end.end() for end in _LINE_END.finditer(text))), encoding)
