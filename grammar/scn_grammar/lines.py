"""Text to lines: the first word of a line decides its kind."""

import re
from collections.abc import Iterator

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, fast_constructor
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, LineShape

UNSEEN = lazy_pattern(
    "[\0-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Control and invisible characters: a plain line can't contain them, or doesn't show them."""

SILENT = (LineKind.BLANK, LineKind.COMMENT)

_B = r"[ \t\xa0]"


def _pattern(shape: LineShape) -> str:
    """Build the pattern of a line's head: its words, up to its sign."""
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
    """Build one pattern for the heads of all lines, with a group for each kind."""
    by_kind: dict[LineKind, list[str]] = {}
    for shape in LINE_SHAPES:
        by_kind.setdefault(shape.kind, []).append(_pattern(shape))
    return re.compile("|".join(f"(?P<{kind.name}>{'|'.join(forms)})" for kind, forms in by_kind.items()))


_HEAD = _head()
_RAW = lazy_pattern(rf"raw{_B}*:")
_LAYOUT = lazy_pattern(rf"[{BLANKS}]+")


class Line(Record):
    """One physical line: its offset, its text without layout at either end, and its kind."""

    start: int
    text: str
    kind: LineKind

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_new_line = fast_constructor(Line)


class LineParts(Record):
    """The parts of a stripped line.

    Attributes:
        label: The label with its `@`, or nothing.
        keyword: The word that gives the line its kind, without its sign: `WHEN`, `say`, `end call`, a field's name, a
            variable's holder, `PLATFORM.KEY`.
        name: The name of a variable as written; empty for other lines.
        sign: The sign after the keyword or name: `:`, `=` or nothing.
        raw: Whether `raw:` comes before the rest.
        rest: The text after the head; it starts at `start`.
    """

    label: str
    keyword: str
    name: str
    sign: str
    raw: bool
    rest: str
    start: int


_new_parts = fast_constructor(LineParts)


def parts_of(text: str) -> LineParts | None:
    """Split a stripped line into its parts; `None` if it doesn't start with a keyword."""
    match = _HEAD.match(text)
    if not match:
        return None
    head, start = match[0], match.end()
    label, name, sign, raw = "", "", "", False
    if head[0] == "@":
        label, head = _LAYOUT.split(head, maxsplit=1)
    words = head.rstrip(BLANKS)
    if words[-1] in ":=":
        sign, words = words[-1], words[:-1].rstrip(BLANKS)
        if sign == "=":
            words, name = words.split(maxsplit=1)
        elif raw := words.endswith("raw") and words[-4:-3] in (*BLANKS,):
            words = words[:-3]
    elif words == "WHEN" and (raw_match := _RAW.match(text, start + _blanks(text, start))):
        start, raw = raw_match.end(), True
    start += _blanks(text, start)
    return _new_parts(label, " ".join(words.split()), name, sign, raw, text[start:], start)


def _blanks(text: str, at: int) -> int:
    """Count the spaces at an offset."""
    return len(text) - at - len(text[at:].lstrip(BLANKS))


def classify(text: str) -> LineKind:
    """Find the kind of a stripped line."""
    if not text:
        return LineKind.BLANK
    first = text[0]
    if first == "#":
        return LineKind.COMMENT
    if first == "|":
        return LineKind.UNKNOWN if text[:3] == "|||" else LineKind.CONTINUATION
    head = _HEAD.match(text)
    return LineKind[head.lastgroup] if head and head.lastgroup else LineKind.UNKNOWN


def head_of(text: str) -> str:
    """Return the head of a stripped line, e.g. `@day WHEN` or `say:`; empty if it doesn't start with a keyword."""
    head = _HEAD.match(text)
    return head[0] if head else ""


def body_start(text: str) -> int:
    """Return the offset of a file's first line: 1 after a byte order mark, else 0."""
    return 1 if text.startswith("\ufeff") else 0


def split(text: str, offset: int = 0) -> Iterator[Line]:
    """Yield the lines of `text` from `offset` on; line offsets count from the start of `text`. Lines end at `\\n` only."""
    for line in text[offset:].split("\n"):
        stripped = line.lstrip(BLANKS)
        bare = stripped.rstrip(BLANKS)
        yield _new_line(offset + len(line) - len(stripped), bare, classify(bare))
        offset += len(line) + 1
