"""Minimal edits between two texts: cursors in unchanged text stay where they are."""

from collections.abc import Iterator
from itertools import accumulate, takewhile

from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS

_CONTENT = lazy_pattern(rf"[^\n{BLANKS}](?:[^\n]*[^\n{BLANKS}])?")
"""The content of a line; everything else is layout."""

_LINE = lazy_pattern(r"[^\n]*\n|[^\n]+")


def minimal_edits(before: str, after: str) -> Iterator[Edit]:
    """Yield edits that turn `before` into `after`: in order, without overlaps, and never between CR and LF."""
    old, new = (list(_CONTENT.finditer(text)) for text in (before, after))
    if len(old) != len(new):
        yield from _line_edits(_LINE.findall(before), _LINE.findall(after))
        return
    at = then = 0
    for one, other in zip(old, new, strict=True):
        yield from _layout_edits(before, at, one.start(), after[then : other.start()])
        if one[0] != other[0]:
            yield Edit(Span(*one.span()), other[0])
        at, then = one.end(), other.end()
    yield from _layout_edits(before, at, len(before), after[then:])


def _layout_edits(before: str, start: int, end: int, new: str) -> Iterator[Edit]:
    """Yield the edit of the layout between two lines, without line ends that are already right."""
    old = before[start:end]
    if old != new:
        ends = old.rfind("\n") + 1
        unchanged = ends if new[:ends] == old[:ends] and "\n" not in new[ends:] else 0
        yield Edit(Span(start + unchanged, end), new[unchanged:])


def _line_edits(old: list[str], new: list[str]) -> Iterator[Edit]:
    import difflib  # noqa: PLC0415  (rarely needed)

    first = _common_lines(old, new)
    last = _common_lines(old[first:][::-1], new[first:][::-1])
    starts = [0, *accumulate(map(len, old))]
    matcher = difflib.SequenceMatcher(None, old[first : len(old) - last], new[first : len(new) - last])
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            span = Span(starts[first + start], starts[first + end])
            yield Edit(span, "".join(new[first + begin : first + stop]))


def _common_lines(one: list[str], other: list[str]) -> int:
    """Count the equal lines at the start of both lists."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
