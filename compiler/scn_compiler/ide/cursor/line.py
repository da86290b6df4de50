"""What an author sees at an offset: the line, the text that it is part of, the block around it; and no more is read."""

import re
from collections.abc import Iterator

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS
from scn_grammar.continuation import text_of
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, body_start, classify, head_of
from scn_grammar.recovery.understand import understand

_SAME = (*SILENT, LineKind.CONTINUATION)
_ACTION = re.compile(r"say/do|say|do|end|wait")
_UNSURE = "say"
"""What a misspelt action is taken for."""


class CursorLine(Record):
    """A place in a line. Every offset counts in `text`.

    Attributes:
        start, end: The line without layout at its ends.
        owner: Where the line starts that this one belongs to; the same if it continues none.
    """

    text: str
    offset: int
    start: int
    end: int
    owner: int

    @property
    def before(self) -> str:
        """The line up to the offset."""
        return self.text[self.start : self.offset]

    @property
    def rest(self) -> str:
        """The line behind the offset."""
        return self.text[self.offset : self.end]

    @property
    def line(self) -> str:
        return self.text[self.start : self.end]

    @property
    def continues(self) -> bool:
        return self.owner != self.start

    @property
    def head(self) -> str:
        """The words that say what the line is, or what the one is that it continues."""
        end = self.text.find("\n", self.owner)
        return head_of(self.text[self.owner : end if end != -1 else len(self.text)].rstrip(BLANKS))

    @property
    def kind(self) -> LineKind:
        head = self.head
        return classify(head if head else self.line)

    @property
    def value(self) -> int:
        """Where the text begins that the head introduces."""
        at = self.owner + len(self.head)
        while at < self.end and self.text[at] in BLANKS:
            at += 1
        return at

    @property
    def last(self) -> int:
        """Where that text ends, in the last line that continues it."""
        end = self.end
        for line in lines_below(self.text, self.end):
            if line.kind is LineKind.CONTINUATION:
                end = line.end
            elif line.kind not in SILENT:
                break
        return end

    @property
    def typed(self) -> str:
        """That text up to the offset, its lines joined."""
        if not self.continues:
            return self.text[self.value : self.offset]
        stop = "."  # so that the blanks before the offset are not at the end
        own = self.before[1:].lstrip(BLANKS)
        return text_of(f"{self.text[self.value : self.start]}|{own}{stop}", 0).value.removesuffix(stop)

    @property
    def following(self) -> str:
        """That text behind the offset, its lines joined."""
        return text_of(self.text[self.offset : max(self.last, self.offset)], 0).value.strip(BLANKS)


def sight(text: str, offset: int) -> CursorLine:
    """What is seen at `offset`."""
    first = max(text.rfind("\n", 0, offset) + 1, body_start(text))
    offset = max(offset, first)
    last = text.find("\n", offset)
    line = text[first : last if last != -1 else len(text)]
    left = line.lstrip(BLANKS)
    start = min(first + len(line) - len(left), offset)
    end = max(first + len(line.rstrip(BLANKS)), offset)
    owner = start
    if classify(text[start:end]) is LineKind.CONTINUATION:
        above = (each for each in lines_above(text, first) if each.kind not in _SAME)
        owner = next((each.start for each in above), start)
    return CursorLine(text, offset, start, end, owner)


def lines_above(text: str, at: int) -> Iterator[Line]:
    """The lines above the one that `at` is in, upwards."""
    end = text.rfind("\n", 0, at)
    while end != -1:
        first = max(text.rfind("\n", 0, end) + 1, body_start(text))
        yield _line(text, first, end)
        end = first - 1 if first > body_start(text) else -1


def lines_below(text: str, at: int) -> Iterator[Line]:
    """The lines below the one that `at` is in, downwards."""
    first = text.find("\n", at) + 1
    while first:
        end = text.find("\n", first)
        yield _line(text, first, end if end != -1 else len(text))
        first = end + 1


def _line(text: str, first: int, end: int) -> Line:
    line = text[first:end]
    left = line.lstrip(BLANKS)
    bare = left.rstrip(BLANKS)
    return Line(first + len(line) - len(left), bare, classify(bare))


class EnclosingBlock(Record):
    """The block that a line stands in.

    Attributes:
        opening: The line that opens it; `None` where none is open.
        above, below: The first words of what is done in it above the line, and below.
    """

    opening: Line | None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """`FIRST_MESSAGE`, `WHEN`, `THEN` or `AFTER`; empty where no block is open."""
        words = head_of(self.opening.text).split() if self.opening else []
        return words[-1] if words else ""

    @property
    def done(self) -> tuple[str, ...]:
        return self.above + self.below


def around(seen: CursorLine) -> EnclosingBlock:
    """The block around the line."""
    above: list[str] = []
    for line in lines_above(seen.text, seen.owner):
        kind = _kind(line)
        if kind is LineKind.ACTION:
            above.append(_action(line))
        elif kind is LineKind.OPENING:
            return EnclosingBlock(line, tuple(reversed(above)), tuple(_below(seen)))
        elif kind not in (*_SAME, LineKind.DETAIL, LineKind.UNKNOWN):
            break
    return EnclosingBlock(None)


def _below(seen: CursorLine) -> Iterator[str]:
    for line in lines_below(seen.text, seen.end):
        kind = _kind(line)
        if kind is LineKind.ACTION:
            yield _action(line)
        elif kind not in (*_SAME, LineKind.DETAIL, LineKind.UNKNOWN):
            return


def _kind(line: Line) -> LineKind:
    return understand(line.text).kind if line.kind is LineKind.UNKNOWN else line.kind


def _action(line: Line) -> str:
    found = _ACTION.match(line.text)
    return found[0] if found and line.kind is LineKind.ACTION else _UNSURE
