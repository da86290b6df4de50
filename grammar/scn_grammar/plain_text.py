"""Plain texts as lines: line breaks as `||`, wrapped lines as `|`."""

from collections.abc import Iterator

from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS, HOLDERS, LET, NAMED_LINES, REUSE, FieldKind
from scn_grammar.continuation import LETTER
from scn_grammar.lines import UNSEEN
from scn_grammar.markup import scan

WIDTH = 100
"""Maximum columns of a printed line."""

_CALLS = ("expect_call", "run")
"""Fields with calls, which wrap between their arguments."""

_JSON = lazy_pattern(r'\{(?!\{)|[\["]')

_JOINT = lazy_pattern(r"(?<![ \t\u00a0\r])(?<!\|\|) (?![ \t\u00a0\r|]|$)")
"""A place to wrap a line: a single space, if both parts are then read as words."""


def is_plain(text: str) -> bool:
    """Tell whether plain lines can hold `text` without `raw:`, as they can hold everything that can be typed."""
    return bool(text) and not UNSEEN.search(text.replace("\n", "").replace("\t", ""))


def has_prose(keyword: str, value: str) -> bool:
    """Tell whether the value after a keyword is prose, and not JSON, a call or cells, which wrap differently or not at all."""
    if keyword in HOLDERS or keyword == LET:
        return not _JSON.match(value)
    return keyword not in (*_CALLS, *REUSE) and (
        keyword not in NAMED_LINES or NAMED_LINES[keyword].kind is not FieldKind.JSON
    )


def text_behind(head: str, text: str, below: str, width: int = 0) -> str:
    """Write a plain text (see `is_plain`) as lines.

    Args:
        head: The head of the line, with the indent.
        below: The indent of the continuation lines.
        width: Maximum columns of a line; 0 for no maximum.

    Shapes:
        the first line, if it has no spaces at its ends -> after the head
        another line -> after `||`, with a closing `||` if that is needed to keep spaces
        a long line -> in parts, all but the first after `|`
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
    """Write one line of a text after `start`, wrapped to `width` columns; 0 for no maximum."""
    columns = len(words) + 1
    first, further = (width - len(start) - 1, width - len(below) - 2) if width else (columns, columns)
    parts = _wrapped(words, first, further)
    yield f"{start} {parts[0]}".rstrip(" ")
    for part in parts[1:]:
        yield f"{below}| {part}"


def closed(words: str) -> str:
    """Add the closing mark to the words of a `||` line if they end in spaces or would be read as closed."""
    return words + LETTER if words != words.rstrip(BLANKS) or words.endswith(LETTER) else words


def _wrapped(words: str, first: int, further: int) -> list[str]:
    """Wrap words to `first` columns and then to `further` columns.

    Breaks only at single spaces, and never inside a tag, marker or template.
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
    """Yield the offsets at which a line can be wrapped."""
    marks = iter(scan(words))
    mark = next(marks, None)
    for joint in _JOINT.finditer(words):
        while mark and mark.end <= joint.start():
            mark = next(marks, None)
        if not mark or joint.start() < mark.start:
            yield joint.start()
