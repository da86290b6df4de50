"""The few edits that make one text of another: what stays as it is is not touched, and cursors stay where they are."""

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile

from scn_dsl.diagnostic import Edit
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS

_WORDS = re.compile(rf"[^\n{BLANKS}](?:[^\n]*[^\n{BLANKS}])?")
"""What a line says; all else is layout."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def minimal_edits(before: str, after: str) -> Iterator[Edit]:
    """Edits, in order and apart, that make `after` of `before`; none splits a line end."""
    old, new = (list(_WORDS.finditer(text)) for text in (before, after))
    if len(old) != len(new):
        yield from _between_lines(_LINE.findall(before), _LINE.findall(after))
        return
    at = then = 0
    for one, other in zip(old, new, strict=True):
        yield from _between_layouts(before, at, one.start(), after[then : other.start()])
        if one[0] != other[0]:
            yield Edit(Span(*one.span()), other[0])
        at, then = one.end(), other.end()
    yield from _between_layouts(before, at, len(before), after[then:])


def _between_layouts(before: str, start: int, end: int, new: str) -> Iterator[Edit]:
    """The edit of what is between two lines; where its line ends are right, only of what comes behind them."""
    old = before[start:end]
    if old != new:
        ends = old.rfind("\n") + 1
        unchanged = ends if new[:ends] == old[:ends] and "\n" not in new[ends:] else 0
        yield Edit(Span(start + unchanged, end), new[unchanged:])


def _between_lines(old: list[str], new: list[str]) -> Iterator[Edit]:
    import difflib  # noqa: PLC0415  (few changes need it)

    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    starts = [0, *accumulate(map(len, old))]
    matcher = difflib.SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last])
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            span = Span(starts[first + start], starts[first + end])
            yield Edit(span, "".join(new[first + begin : first + stop]))


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines are the same at the start of both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
