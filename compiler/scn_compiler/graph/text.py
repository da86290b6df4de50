"""Texts for pictures: no control characters, short tags, wrapped lines, a maximum length."""

import re
import unicodedata
from collections.abc import Iterator

from scn_compiler.lint.call_end import ENDING
from scn_dsl.nodes import And, Contains, Expression, Or
from scn_dsl.patterns import lazy_pattern
from scn_grammar.markup import Tag, scan

TEXT_WIDTH = 30
"""The most columns of a line."""

MAX_LINES = 5
"""The most lines of a text; longer texts are cut."""

_LONG_WORD, _BEGINNING = 20, 8

_LONGEST = 2_000
"""The most characters of a tooltip."""


_UNPRINTABLE = lazy_pattern(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANKS = lazy_pattern(r"[ \t\n\r\v\f\x85\u2028\u2029]+")
_JOINER = "\u200d"
_NO_WIDTH = "\u200b"
"""An invisible place for a line break."""


def printable(text: str) -> str:
    """Put `text` on one line; replace characters that no picture can contain or that change its direction."""
    return _UNPRINTABLE.sub("\ufffd", _BLANKS.sub(" ", text)).strip()


def tooltip(text: str) -> str:
    """Return `text` for a tooltip, cut at the maximum length."""
    line = printable(text[: _LONGEST + 1])
    return line if len(text) <= _LONGEST else line[:_LONGEST] + "…"


def short(text: str) -> str:
    """Shorten the tags in `text`: `‹silence 2s›` for `<silence time="2s" />`."""
    parts: list[str] = []
    at = 0
    for mark in scan(text):
        if isinstance(mark, Tag) and mark.complete:
            parts += (text[at : mark.start], _in_short(mark))
            at = mark.end
    return "".join((*parts, text[at:]))


def _in_short(tag: Tag) -> str:
    if tag.name == ENDING:
        return ""
    values = " ".join(_value(attribute.value) for attribute in tag.attributes)
    return f"‹{'/' if tag.shape == 'close' else ''}{tag.name}{' ' if values else ''}{values}›"


def _value(text: str) -> str:
    """Return the value of an attribute; cut ids and addresses."""
    if len(text) > _LONG_WORD and not re.search(r"\s|\{\{", text):
        return text[:_BEGINNING] + "…"
    return short(text)


def keywords(expression: Expression) -> str:
    """Print an expression without the keyword `contains`: `"a" OR "b"`."""
    if isinstance(expression, Contains):
        return f'"{expression.text}"'
    inner = (
        f"({keywords(each)})" if isinstance(expression, And) and isinstance(each, Or) else keywords(each)
        for each in expression.operands
    )
    return (" AND " if isinstance(expression, And) else " OR ").join(inner)


def wrapped(text: str, width: int = TEXT_WIDTH, most: int = MAX_LINES) -> tuple[str, ...]:
    """Wrap `text` at `width` columns; beyond `most` lines, the last line ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in printable(text[: 4 * width * most]).split(" "):
        if line and columns(line) + 1 + columns(word) <= width:
            line += " " + word
            continue
        lines += [line] if line else []
        *whole, line = _pieces(word, width)
        lines += whole
    lines += [line] if line else []
    return (
        tuple(lines)
        if len(lines) <= most
        else (*lines[: most - 1], _pieces(lines[most - 1], width - 1)[0] + "…")
    )


def breakable(text: str) -> str:
    """Put `text` on one line, cut at the maximum length, for a program that wraps it at spaces."""
    words = " ".join(
        _NO_WIDTH.join(_pieces(word, TEXT_WIDTH))
        for word in printable(text[: 4 * TEXT_WIDTH * MAX_LINES]).split(" ")
    )
    if columns(words) <= TEXT_WIDTH * MAX_LINES:
        return words
    cut = _pieces(words, TEXT_WIDTH * MAX_LINES - 1)[0]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _pieces(text: str, width: int) -> list[str]:
    """Split `text` into pieces of at most `width` columns."""
    if columns(text) <= width:
        return [text]
    pieces = [""]
    for grapheme in _graphemes(text):
        if pieces[-1] and columns(pieces[-1]) + columns(grapheme) > width:
            pieces.append("")
        pieces[-1] += grapheme
    return pieces


def _graphemes(text: str) -> Iterator[str]:
    """Yield the grapheme clusters of `text`: letters with their accents, and whole emoji."""
    grapheme = ""
    for char in text:
        if grapheme and not (_is_attached(char) or grapheme.endswith(_JOINER)):
            yield grapheme
            grapheme = ""
        grapheme += char
    if grapheme:
        yield grapheme


def _is_attached(char: str) -> bool:
    return char == _JOINER or unicodedata.category(char)[0] == "M" or "\U0001f3fb" <= char <= "\U0001f3ff"


def columns(text: str) -> int:
    """Return the width of a text in columns; a Chinese character takes two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
