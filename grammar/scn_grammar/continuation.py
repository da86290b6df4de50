"""Source text to `Text`: strips layout and joins continuation lines."""

from scn_dsl.nodes import Text
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS

LETTER = "||"
"""Begins a new line of a text, to the letter; at the end of such a line it keeps the blanks before it."""


def text_of(typed: str, start: int) -> Text:
    """Parse words that begin at offset `start` of their item.

    Shapes:
        `| words` -> goes on with the line of the text, behind one space
        `|` with nothing behind it -> a line break, if words follow
        `|| words` -> a new line of the text, with all blanks behind the first one
    """
    return _joined(typed, start, "\n")


def json_of(typed: str, start: int) -> Text:
    """Parse JSON over several lines; a bare `|` is layout, as JSON writes line breaks itself."""
    return _joined(typed, start, "")


def exact_words(words: str) -> str:
    """The words of a `||` line or of one that goes on with it, without blanks at the end, and without the closing mark."""
    return words.rstrip(BLANKS).removesuffix(LETTER)


def behind_letter(line: str) -> str:
    """What stands behind the `||` that begins a line, without the one space after it."""
    return line[2:].removeprefix(" ")


def _joined(typed: str, start: int, bare: str) -> Text:
    if "\n" in typed:
        lines = _Lines(start, bare)
        for number, line in enumerate(typed.split("\n")):
            lines.add(line, first=number == 0)
        return lines.text()
    value = typed.rstrip(BLANKS)
    return Text(value=value, places=((0, start),), span=Span(start, start + len(value)))


class _Lines:
    """The lines of a text, joined one by one.

    Attributes:
        start: The offset of the text: of its first words, or of the `||` before them.
        offset: The offset of the next line.
        length: The length of the text so far.
        joint: What stands between the text so far and words behind `|`.
        exact: Whether the text's line began with `||`.
    """

    __slots__ = ("bare", "end", "exact", "joint", "length", "offset", "parts", "places", "start")

    def __init__(self, start: int, bare: str) -> None:
        self.start = self.offset = self.end = start
        self.bare = bare
        self.parts: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.length = 0
        self.joint = ""
        self.exact = False

    def add(self, line: str, *, first: bool) -> None:
        stripped = line.lstrip(BLANKS)
        if first or stripped[:1] != "|":
            if first and stripped:
                self._first(line, stripped)
        elif stripped[1:2] == "|":
            self._begin(line, behind_letter(stripped))
        else:
            self._go_on(line, stripped[1:].strip(BLANKS), stripped)
        self.offset += len(line) + 1

    def _first(self, line: str, stripped: str) -> None:
        if stripped[0] == "|" != stripped[1:2]:
            self._go_on(line, stripped[1:].strip(BLANKS), stripped)
        else:
            self._put("", stripped.rstrip(BLANKS), stripped, line)

    def _begin(self, line: str, rest: str) -> None:
        """A line behind `||`."""
        begins = not self.places
        self.exact = True
        self._put(
            self.joint.strip(" ") + (self.bare or " ") if self.places else "", exact_words(rest), rest, line
        )
        if begins:
            self.start = self.offset + line.index("|")

    def _go_on(self, line: str, words: str, stripped: str) -> None:
        """A line behind `|`."""
        if words:
            words = exact_words(words) if self.exact else words
            if words:
                self._put(self.joint, words, stripped[1:].lstrip(BLANKS), line)
        elif self.places:
            self.joint = self.joint.strip(" ") + self.bare or " "
            self.exact = self.exact and not self.bare

    def _put(self, joint: str, words: str, rest: str, line: str) -> None:
        """Add `words` behind `joint`; `rest` is the end of `line` that begins with them."""
        if not self.places:
            self.start = self.offset + len(line) - len(rest)
        self.parts += joint, words
        self.length += len(joint)
        self.places.append((self.length, self.offset + len(line) - len(rest)))
        self.length += len(words)
        self.end = self.offset + len(line.rstrip(BLANKS))
        self.joint = " " if words else ""

    def text(self) -> Text:
        span = Span(self.start, self.end)
        return Text(value="".join(self.parts), places=tuple(self.places), span=span)
