"""Source text to `Text`: strips layout and joins continuation lines."""

from scn_dsl.nodes import Text
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS

LETTER = "||"
"""Starts a new line of a text and keeps its spaces; at the end of such a line, it keeps the spaces before it."""


def text_of(typed: str, start: int) -> Text:
    """Parse a text that starts at offset `start` of its item.

    Shapes:
        `| words` -> continues the line of the text after one space
        `|` alone -> a line break, if words follow
        `|| words` -> a new line of the text with all its spaces, except the first one after `||`
    """
    return _joined(typed, start, "\n")


def json_of(typed: str, start: int) -> Text:
    """Parse JSON over several lines; a `|` alone is layout, because JSON has its own line breaks."""
    return _joined(typed, start, "")


def exact_words(words: str) -> str:
    """Strip trailing spaces and the closing mark from a `||` line or a continuation of one."""
    return words.rstrip(BLANKS).removesuffix(LETTER)


def behind_letter(line: str) -> str:
    """Return the text of a `||` line, without the first space after `||`."""
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
        start: Offset of the text: of its first words, or of the `||` before them.
        offset: Offset of the next line.
        length: Length of the text so far.
        joint: Separator between the text so far and words after `|`.
        exact: Whether the current line of the text started with `||`.
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
        """Add a line that starts with `||`."""
        begins = not self.places
        self.exact = True
        self._put(
            self.joint.strip(" ") + (self.bare or " ") if self.places else "", exact_words(rest), rest, line
        )
        if begins:
            self.start = self.offset + line.index("|")

    def _go_on(self, line: str, words: str, stripped: str) -> None:
        """Add a line that starts with `|`."""
        if words:
            words = exact_words(words) if self.exact else words
            if words:
                self._put(self.joint, words, stripped[1:].lstrip(BLANKS), line)
        elif self.places:
            self.joint = self.joint.strip(" ") + self.bare or " "
            self.exact = self.exact and not self.bare

    def _put(self, joint: str, words: str, rest: str, line: str) -> None:
        """Add `joint` and `words`; `rest` is the end of `line` that starts with the words."""
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
