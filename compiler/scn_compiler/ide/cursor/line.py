"""The line at an offset and the block around it; only the lines nearby are read."""

from collections.abc import Iterator

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS
from scn_grammar.continuation import text_of
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, body_start, classify, head_of, parts_of
from scn_grammar.recovery.understand import understand

_WITHIN_LINE = (*SILENT, LineKind.CONTINUATION)
_WITHIN_BLOCK = (*_WITHIN_LINE, LineKind.DETAIL, LineKind.UNKNOWN)
_ACTION = lazy_pattern(r"say/do|say|do|end|wait")
_MISSPELT_ACTION = "say"
"""A misspelled action counts as this one."""


class CursorLine(Record):
    """The line at an offset. All offsets count in `text`, the whole script.

    A logical line is a line with its continuation lines; its value is the text after its head.

    Attributes:
        start, end: The line without the spaces around it.
        logical_start: The start of the logical line; equal to `start` unless the line continues another.
    """

    text: str
    offset: int
    start: int
    end: int
    logical_start: int

    @property
    def before(self) -> str:
        """The line up to the offset."""
        return self.text[self.start : self.offset]

    @property
    def after(self) -> str:
        """The line after the offset."""
        return self.text[self.offset : self.end]

    @property
    def content(self) -> str:
        return self.text[self.start : self.end]

    @property
    def is_continuation(self) -> bool:
        return self.logical_start != self.start

    @property
    def first(self) -> str:
        """The first line of the logical line."""
        end = self.text.find("\n", self.logical_start)
        return self.text[self.logical_start : end if end != -1 else len(self.text)].rstrip(BLANKS)

    @property
    def head(self) -> str:
        """The keywords or the field name that the logical line starts with."""
        return head_of(self.first)

    @property
    def keyword(self) -> str:
        """The keyword, or the field, of the logical line; empty if it starts with neither."""
        parts = parts_of(self.first)
        return parts.keyword if parts else ""

    @property
    def label(self) -> str:
        """The label before the keyword, with its `@`; empty without a label."""
        parts = parts_of(self.first)
        return parts.label if parts else ""

    @property
    def is_raw(self) -> bool:
        """Whether `raw:` precedes the value."""
        parts = parts_of(self.first)
        return parts is not None and parts.raw

    @property
    def kind(self) -> LineKind:
        return classify(self.head or self.content)

    @property
    def value_start(self) -> int:
        """The start of the value."""
        at = self.logical_start + len(self.head)
        while at < self.end and self.text[at] in BLANKS:
            at += 1
        return at

    @property
    def value_end(self) -> int:
        """The end of the value, in its last continuation line."""
        end = self.end
        for line in lines_below(self.text, self.end):
            if line.kind is LineKind.CONTINUATION:
                end = line.end
            elif line.kind not in SILENT:
                break
        return end

    @property
    def value_before(self) -> str:
        """The value up to the offset, its lines joined."""
        if not self.is_continuation:
            return self.text[self.value_start : self.offset]
        stop = "."  # protects the spaces before the offset
        own = self.before or "|"
        return text_of(f"{self.text[self.value_start : self.start]}{own}{stop}", 0).value.removesuffix(stop)

    @property
    def value_after(self) -> str:
        """The value after the offset, its lines joined."""
        return text_of(self.text[self.offset : max(self.value_end, self.offset)], 0).value.strip(BLANKS)


def cursor_line_at(text: str, offset: int) -> CursorLine:
    """Find the line at `offset`."""
    first = max(text.rfind("\n", 0, offset) + 1, body_start(text))
    offset = max(offset, first)
    last = text.find("\n", offset)
    line = text[first : last if last != -1 else len(text)]
    start = min(first + len(line) - len(line.lstrip(BLANKS)), offset)
    end = max(first + len(line.rstrip(BLANKS)), offset)
    logical_start = start
    if classify(text[start:end]) is LineKind.CONTINUATION:
        above = (each for each in lines_above(text, first) if each.kind not in _WITHIN_LINE)
        logical_start = next((each.start for each in above), start)
    return CursorLine(text, offset, start, end, logical_start)


def lines_above(text: str, at: int) -> Iterator[Line]:
    """Yield the lines above the one at `at`, from the bottom up."""
    end = text.rfind("\n", 0, at)
    while end != -1:
        first = max(text.rfind("\n", 0, end) + 1, body_start(text))
        yield _line(text, first, end)
        end = first - 1 if first > body_start(text) else -1


def lines_below(text: str, at: int) -> Iterator[Line]:
    """Yield the lines below the one at `at`, from the top down."""
    first = text.find("\n", at) + 1
    while first:
        end = text.find("\n", first)
        yield _line(text, first, end if end != -1 else len(text))
        first = end + 1


def _line(text: str, first: int, end: int) -> Line:
    line = text[first:end]
    unindented = line.lstrip(BLANKS)
    content = unindented.rstrip(BLANKS)
    return Line(first + len(line) - len(unindented), content, classify(content))


class EnclosingBlock(Record):
    """The block around a line.

    Attributes:
        opening: The line that opens the block; `None` outside blocks.
        above, below: The first keyword of each action in the block, above the line and below it.
    """

    opening: Line | None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def keyword(self) -> str:
        """`FIRST_MESSAGE`, `WHEN`, `THEN` or `AFTER`; empty outside blocks."""
        parts = parts_of(self.opening.text) if self.opening else None
        return parts.keyword if parts else ""

    @property
    def actions(self) -> tuple[str, ...]:
        return self.above + self.below


def enclosing_block(cursor_line: CursorLine) -> EnclosingBlock:
    """Find the block around a line."""
    above: list[str] = []
    for line in lines_above(cursor_line.text, cursor_line.logical_start):
        kind = _kind(line)
        if kind is LineKind.ACTION:
            above.append(_action(line))
        elif kind is LineKind.OPENING:
            return EnclosingBlock(line, tuple(reversed(above)), tuple(_actions_below(cursor_line)))
        elif kind not in _WITHIN_BLOCK:
            break
    return EnclosingBlock(None)


def _actions_below(cursor_line: CursorLine) -> Iterator[str]:
    for line in lines_below(cursor_line.text, cursor_line.end):
        kind = _kind(line)
        if kind is LineKind.ACTION:
            yield _action(line)
        elif kind not in _WITHIN_BLOCK:
            return


def _kind(line: Line) -> LineKind:
    return understand(line.text).kind if line.kind is LineKind.UNKNOWN else line.kind


def _action(line: Line) -> str:
    action = _ACTION.match(line.text)
    return action[0] if action and line.kind is LineKind.ACTION else _MISSPELT_ACTION
