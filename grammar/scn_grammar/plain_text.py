"""Plain texts as lines: line breaks behind `||`, long lines wrapped behind `|`."""

import re
from collections.abc import Iterator

from scn_dsl.vocabulary import BLANKS, FIELDS, HOLDERS, FieldKind
from scn_grammar.continuation import LETTER
from scn_grammar.lines import UNSEEN
from scn_grammar.markup import scan

WIDTH = 100
"""Columns after which a printed line is wrapped."""

_CALLS = ("expect_call", "run")
"""Fields with calls, which are wrapped between their arguments."""

_JSON = re.compile(r'\{(?!\{)|[\["]')

_JOINT = re.compile(r"(?<![ \t\u00a0\r])(?<!\|\|) (?![ \t\u00a0\r|]|$)")
"""Where a line may be wrapped: at a single blank, if the parts are then read as words."""


def is_plain(text: str) -> bool:
    """Whether plain lines can hold `text` without `raw:`: all that can be typed."""
    return bool(text) and not UNSEEN.search(text.replace("\n", "").replace("\t", ""))


def has_prose(keyword: str, value: str) -> bool:
    """Whether the value behind a keyword is prose, and not JSON or a call, which have their own ways to wrap."""
    if keyword in HOLDERS:
        return not _JSON.match(value)
    return keyword not in _CALLS and (keyword not in FIELDS or FIELDS[keyword].kind is not FieldKind.JSON)


def text_behind(head: str, text: str, below: str, width: int = 0) -> str:
    """A plain text (see `is_plain`) as lines.

    Args:
        head: What stands before it, with the indent.
        below: The indent of the lines that continue it.
        width: Columns after which a line is wrapped; 0 for never.

    Shapes:
        a line without blanks at its ends, the first -> behind the head
        another line -> behind `||`, with a closing `||` where that keeps blanks
        a long line -> in parts, the further ones behind `|`
    """
    first, *more = text.split("\n")
    if not first or first[0] == "|" or first != first.strip(BLANKS):
        lines, more = [head], [first, *more]
    else:
        lines = [*line_behind(head, first, below, width)]
    for words in more:
        lines += line_behind(f"{below}{LETTER}", closed(words), below, width)
    return "\n".join(lines)


def line_behind(start: str, words: str, below: str, width: int) -> Iterator[str]:
    """One line of a text behind what begins it, wrapped to `width` columns; 0 for never."""
    columns = len(words) + 1
    first, further = (width - len(start) - 1, width - len(below) - 2) if width else (columns, columns)
    parts = _wrapped(words, first, further)
    yield f"{start} {parts[0]}".rstrip(" ")
    for part in parts[1:]:
        yield f"{below}| {part}"


def closed(words: str) -> str:
    """Words behind `||`, with the closing mark if they end in blanks or would be read as closed."""
    return words + LETTER if words != words.rstrip(BLANKS) or words.endswith(LETTER) else words


def _wrapped(words: str, first: int, further: int) -> list[str]:
    """As many words as fit, in `first` columns and then in `further` ones.

    A tag, a marker and a template are never broken, and a blank only if it stands alone.
    """
    if len(words) <= first:
        return [words]
    parts: list[str] = []
    start, last, room = 0, 0, first
    for at in (*_joints(words), len(words)):
        if at - start > room and last > start:
            parts.append(words[start:last])
            start, room = last + 1, further
        last = at
    return [*parts, words[start:]]


def _joints(words: str) -> Iterator[int]:
    """Where a line may be wrapped."""
    marks = iter(scan(words))
    mark = next(marks, None)
    for joint in _JOINT.finditer(words):
        while mark and mark.end <= joint.start():
            mark = next(marks, None)
        if not mark or joint.start() < mark.start:
            yield joint.start()
