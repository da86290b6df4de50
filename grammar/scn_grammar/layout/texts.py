"""The formatter's layout of one text: line breaks as `||`, and lines wrapped on request."""

from collections.abc import Callable, Iterable, Iterator

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS
from scn_grammar.continuation import LETTER, behind_letter, exact_words
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import Line
from scn_grammar.plain_text import closed, line_behind


class Frame(Record):
    """The surroundings of a text.

    Attributes:
        head: The line's head with its indent, e.g. `  say:`.
        below: The indent of the lines that continue the text.
        comments: The indent of the comments between them.
        width: Columns to wrap the text to; 0 keeps its lines.
    """

    head: str
    below: str
    comments: str
    width: int


class _Part(Record):
    """A part of a text in the source.

    Attributes:
        mark: The mark it starts with: none directly after the head, `|` or `||`; `#` for a comment.
        words: Its words in the text.
        exact: Whether its line of the text starts with `||`.
    """

    mark: str
    words: str
    exact: bool = False


class _Reader:
    """Reads the lines of a text as `continuation.py` does, and turns each `|` alone into `||`.

    Attributes:
        was_exact: Whether the line of the text started with `||` in the source, so that a closing mark counts.
        idle: Whether the last line is empty, like `| ||`; a comment above it stays inside the text.
    """

    __slots__ = ("begun", "breaks", "idle", "parts", "was_exact")

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.begun = False
        self.breaks = 0
        self.was_exact = False
        self.idle = False

    def line(self, text: str) -> None:
        if text.startswith(LETTER):
            self._break(self.breaks)
            self._add(LETTER, exact_words(behind_letter(text)))
            self.was_exact = True
        elif words := text[1:].strip(BLANKS):
            self._go_on(exact_words(words) if self.was_exact else words)
        elif self.begun:
            self.breaks += 1
            self.was_exact = False

    def _go_on(self, words: str) -> None:
        if not words:
            self.idle = True
            return
        mark = LETTER if self.breaks else "|"
        self._break(self.breaks - 1)
        self._add(mark, words)

    def _break(self, count: int) -> None:
        self.breaks = 0
        for _ in range(count):
            self._add(LETTER, "")

    def _add(self, mark: str, words: str) -> None:
        last = next((part for part in reversed(self.parts) if part.mark != "#"), None)
        exact = mark == LETTER or (mark == "|" and last is not None and last.exact)
        self.parts.append(_Part(mark, words, exact))
        self.begun, self.idle = True, False


def lay_out_text(frame: Frame, words: str, below: Iterable[Line]) -> Iterator[str]:
    """Lay out a text as lines.

    Args:
        words: The words after the head.
        below: The continuation lines and the comments between them.
    """
    reader = _Reader()
    if words:
        reader.parts.append(_Part("", words))
        reader.begun = True
    for line in below:
        if line.kind is LineKind.COMMENT:
            reader.parts.append(_Part("#", line.text))
        elif line.kind is LineKind.CONTINUATION:
            reader.line(line.text)
    parts = _joined(reader.parts) if frame.width else reader.parts
    if not parts or parts[0].mark:
        yield frame.head
    for part in parts:
        yield from _lines(frame, part)
    yield from (f"{frame.below}|" for _ in range(reader.breaks or reader.idle))


def lay_out_verbatim(
    frame: Frame, words: str, below: Iterable[Line], lay_out: Callable[[str], str]
) -> Iterator[str]:
    """Lay out text that isn't prose, e.g. JSON or an expression; `lay_out` formats each continuation line."""
    yield f"{frame.head} {words}" if words else frame.head
    for line in below:
        if line.kind is LineKind.COMMENT:
            yield f"{frame.comments}{line.text}"
        elif line.text.startswith(LETTER):
            yield f"{frame.below}{LETTER} {behind_letter(line.text)}".rstrip(BLANKS)
        elif line.kind is LineKind.CONTINUATION:
            yield f"{frame.below}| {lay_out(line.text[1:])}".rstrip(BLANKS)


def _joined(parts: list[_Part]) -> list[_Part]:
    """Join the parts that can be joined, so that they can be wrapped again."""
    runs: list[list[_Part]] = []
    for part in parts:
        last = runs[-1][0].mark if runs else "#"
        if part.mark == "|" and last != "#":
            runs[-1].append(part)
        elif part.mark == "|" and not runs and part.words[0] != "|":
            runs.append([_Part("", part.words)])
        else:
            runs.append([part])
    return [
        _Part(run[0].mark, " ".join(each.words for each in run if each.words), run[0].exact) for run in runs
    ]


def _lines(frame: Frame, part: _Part) -> Iterator[str]:
    if part.mark == "#":
        yield f"{frame.comments}{part.words}"
        return
    start = f"{frame.below}{part.mark}" if part.mark else frame.head
    words = closed(part.words) if part.exact else part.words
    yield from line_behind(start, words, frame.below, frame.width)
