"""Parses a long text again after an edit: only the blocks around the edit are read. Searches it again in the same way.

The fast reader forgets everything at an opening line such as `WHEN …`: it closes the block above, and what follows depends
only on the text from there on. It looks ahead at most to the next opening line. So two texts that agree up to and
including an opening line have the same parts up to it; and if both have a plain block at the start of a common end,
all parts after it are the same. A law in the tests compares the parts with those of a new reading.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from scn_dsl.nodes import Block, ScriptItem
from scn_dsl.records import fast_constructor, replace
from scn_dsl.source import Span
from scn_grammar.fast.reader import read_plain

_Part = ScriptItem | Span
_Reading = tuple[str, list[_Part]]

_MOST_TEXTS = 4
"""The number of long texts whose parts are cached, each in its latest version."""

_new_block = fast_constructor(Block)


_readings: tuple[_Reading, ...] = ()
"""The last long texts and their parts; replaced as a whole, so threads can't see half of a change."""


def read_again(text: str) -> list[_Part]:
    """Parse the plain items of a long text like `read_plain`, with the help of an earlier version of the text.

    The result is cached, so callers must not change it. `cache_clear()` of the function empties the cache.
    """
    global _readings  # noqa: PLW0603
    others = _readings
    for before in others:
        same_start = _common_start(before[0], text)
        same_end = _common_end(before[0], text, same_start)
        if 2 * (same_start + same_end) > len(text):
            parts = before[1] if before[0] == text else _read_around(before, text, same_start, same_end)
            others = tuple(each for each in others if each is not before)
            break
    else:
        parts = read_plain(text)
    _readings = ((text, parts), *others[: _MOST_TEXTS - 1])
    return parts


_searched: dict[Callable[[str], bool], tuple[str, ...]] = {}
"""By search, the last long texts in which it found nothing."""


def search_again(search: Callable[[str], bool], text: str) -> bool:
    """Search a long text line by line, with the help of an earlier version in which nothing was found.

    The result is cached. `cache_clear()` of the function empties the cache.
    """
    others = _searched.get(search, ())
    for before in others:
        same_start = _common_start(before, text)
        same_end = _common_end(before, text, same_start)
        if 2 * (same_start + same_end) > len(text):
            first = text.rfind("\n", 0, same_start) + 1
            last = text.find("\n", len(text) - same_end) + 1 or len(text)
            found = search(text[first:last])
            others = tuple([each for each in others if each is not before])
            break
    else:
        found = search(text)
    if not found:
        _searched[search] = (text, *others[: _MOST_TEXTS - 1])
    return found


def _cache_clear() -> None:
    global _readings  # noqa: PLW0603
    _readings = ()


read_again.cache_clear = _cache_clear  # type: ignore[attr-defined]
search_again.cache_clear = _searched.clear  # type: ignore[attr-defined]


def _read_around(before: _Reading, text: str, same_start: int, same_end: int) -> list[_Part]:
    """Parse `text`, which shares that many characters at its start and at its end with an earlier version."""
    old_text, old = before
    first = bisect_right(old, same_start, key=_start) - 2  # the line of this part ends before the next part
    while first > 0 and not isinstance(old[first], Block):
        first -= 1
    first = max(first, 0)
    start = _start(old[first]) if first else 0
    moved = len(text) - len(old_text)
    last = bisect_left(old, len(old_text) - same_end, lo=first, key=_start)
    while last + 1 < len(old) and not (isinstance(old[last], Block) and isinstance(old[last + 1], Block)):
        last += 1
    if last + 1 < len(old):
        middle = read_plain(text[start : _start(old[last + 1]) + moved])
        if middle and isinstance(middle[-1], Block) and middle[-1].at + start == _start(old[last]) + moved:
            return [*old[:first], *_shifted(middle, start), *_shifted(old[last + 1 :], moved)]
    return [*old[:first], *_shifted(read_plain(text[start:]), start)]


def _start(part: _Part) -> int:
    return part.start if isinstance(part, Span) else part.at


def _shifted(parts: list[_Part], by: int) -> list[_Part]:
    if not by:
        return parts
    return [
        _new_block(
            label=part.label,
            opening=part.opening,
            actions=part.actions,
            details=part.details,
            span=part.span,
            at=part.at + by,
        )
        if isinstance(part, Block)
        else _moved(part, by)
        for part in parts
    ]


def _moved(part: _Part, by: int) -> _Part:
    return part.shift(by) if isinstance(part, Span) else replace(part, at=part.at + by)


def _common_start(one: str, other: str) -> int:
    """Return the length of the longest common start of two texts."""
    return _longest(min(len(one), len(other)), lambda low, high: one[low:high] == other[low:high])


def _common_end(one: str, other: str, start: int) -> int:
    """Return the length of the longest common end of two texts, after `start` characters of both."""
    a, b = len(one), len(other)
    return _longest(min(a, b) - start, lambda low, high: one[a - high : a - low] == other[b - high : b - low])


def _longest(limit: int, agree: Callable[[int, int], bool]) -> int:
    """Find the largest length up to `limit` for which two texts agree, in halves: `agree(low, high)` compares a part."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if agree(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
