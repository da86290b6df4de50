"""Text to lines: what the first word of each line says that the line is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, LineShape

UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""Characters that a plain line cannot hold, or that nobody could see in it."""

SILENT = (LineKind.BLANK, LineKind.COMMENT)

_B = r"[ \t\xa0]"


def _pattern(shape: LineShape) -> str:
    """The words that a line of `shape` begins with, up to its sign."""
    words = f"(?:{'|'.join(word.replace(' ', f'{_B}+') for word in shape.words)})" if shape.words else ""
    match shape.sign:
        case "=":
            return f"{words}{_B}+{shape.named}{_B}*="
        case ":":
            return f"{words}{shape.named}{f'(?:{_B}+raw)?' if shape.raw else ''}{_B}*:"
        case _:
            label = r"(?:@[^ \t\xa0\r]*[ \t\xa0\r]+)?" if shape.kind is LineKind.OPENING else ""
            return f"{label}{words}{shape.behind}"


def _head() -> re.Pattern[str]:
    """What lines begin with, in a group for each kind of line."""
    by_kind: dict[LineKind, list[str]] = {}
    for shape in LINE_SHAPES:
        by_kind.setdefault(shape.kind, []).append(_pattern(shape))
    return re.compile("|".join(f"(?P<{kind.name}>{'|'.join(forms)})" for kind, forms in by_kind.items()))


_HEAD = _head()
_RAW = re.compile(rf"raw{_B}*:")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: where it starts, its text without layout at either end, and what it is."""

    start: int
    text: str
    kind: LineKind

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class LineParts(NamedTuple):
    """The parts of a line without layout around it.

    Attributes:
        label: With its `@`; empty if there is none.
        keyword: The word that says what the line is, without its sign: `WHEN`, `say`, `end call`, a field's name, what
            stands before a variable's name, `PLATFORM.KEY`.
        name: The name of a variable, as it is written; empty for other lines.
        sign: What follows the word, or the name: `:`, `=` or nothing.
        raw: Whether `raw:` stands before the rest.
        rest: What stands behind; it begins at `start`.
    """

    label: str
    keyword: str
    name: str
    sign: str
    raw: bool
    rest: str
    start: int


def parts_of(text: str) -> LineParts | None:
    """The parts of a line without layout around it; `None` if it begins with no word of the language."""
    found = _HEAD.match(text)
    if not found:
        return None
    head, start = found[0], found.end()
    label, name, sign, raw = "", "", "", False
    if head[0] == "@":
        label, head = head.split(maxsplit=1)
    words = head.rstrip(BLANKS)
    if words[-1] in ":=":
        sign, words = words[-1], words[:-1].rstrip(BLANKS)
        if sign == "=":
            words, name = words.split(maxsplit=1)
        elif raw := words.endswith("raw") and words[-4:-3] in (*BLANKS,):
            words = words[:-3]
    elif words == "WHEN" and (marked := _RAW.match(text, start + _blanks(text, start))):
        start, raw = marked.end(), True
    start += _blanks(text, start)
    return LineParts(label, " ".join(words.split()), name, sign, raw, text[start:], start)


def _blanks(text: str, at: int) -> int:
    """How many blanks stand at an offset."""
    return len(text) - at - len(text[at:].lstrip(BLANKS))


def classify(text: str) -> LineKind:
    """What a line without layout around it is."""
    if not text:
        return LineKind.BLANK
    first = text[0]
    if first == "#":
        return LineKind.COMMENT
    if first == "|":
        return LineKind.UNKNOWN if text[1:2] == "|" else LineKind.CONTINUATION
    head = _HEAD.match(text)
    return LineKind[head.lastgroup] if head and head.lastgroup else LineKind.UNKNOWN


def head_of(text: str) -> str:
    """The words that say what a line without layout around it is, e.g. `@day WHEN` or `say:`; empty if none do."""
    head = _HEAD.match(text)
    return head[0] if head else ""


def body_start(text: str) -> int:
    """Where a file's lines begin: behind the byte order mark, if it has one."""
    return 1 if text.startswith("\ufeff") else 0


def split(text: str, offset: int = 0) -> Iterator[Line]:
    """The lines of `text` from `offset` on; their offsets count from its start. Lines end at `\\n` only."""
    for line in text[offset:].split("\n"):
        left = line.lstrip(BLANKS)
        bare = left.rstrip(BLANKS)
        yield Line(offset + len(line) - len(left), bare, classify(bare))
        offset += len(line) + 1
