"""Patterns: the words that several texts have in common, and the gaps where they differ.

All texts here are *escaped*: each dollar sign is doubled, and `${name}` is a value.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache, reduce
from itertools import pairwise

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

_LETTERS = r"[^\s!-/:-@\[-^`{-~\u00a1\u00ab\u00bb\u00bf\u2000-\u206f\u3000-\u30ff\u3400-\u9fff]+"

_WORD = lazy_pattern(
    r"\$\$|(?P<value>\$\{\w+\})"
    r"|(?P<word>[\u3040-\u30ff\u3400-\u9fff]|" + _LETTERS + r"(?:[-.:,@'’/]" + _LETTERS + r")*)"
)
"""A word, a letter of a writing system without spaces, or a value; punctuation is between words."""

_MEANS_VALUE = lazy_pattern(r"\$\$(?![A-Za-z_{$])")
_BRACED = lazy_pattern(r"\$\$|\$\{(\w+)\}(?![A-Za-z0-9_])")

_EDGES = frozenset(" \t\n\u00a0!\"#%&'()*+,-./:;<=>?@[\\]^`|~“”‘’–—…¡¿«»。！？、")
"""Characters that a gap leaves to the text around it."""

_MOST_GAPS = 3
"""The most gaps in one text; with more, all from the first to the last become one."""

IDLE = frozenset(
    "a an and any are as at be by can do for from has have her his how i if in is it its me my of on or our please "
    "she so that the their them they this to was we what when whether which who will with would you your "
    "agent ask asks caller says say said tells gives customer user".split()
)
"""Words that say nothing about what a text is about."""


class Words(Record):
    """A text with the spans of its words."""

    text: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]

    def before(self, index: int) -> str:
        """Return what is between a word and the word before it, or one of the ends of the text."""
        start = self.spans[index - 1][1] if index else 0
        end = self.spans[index][0] if index < len(self.spans) else len(self.text)
        return self.text[start:end]


class Pattern(Record):
    """The common parts of texts.

    Attributes:
        words: The common words.
        joints: The text before each word and after the last one; `None` is a gap.
    """

    words: tuple[str, ...]
    joints: tuple[str | None, ...]

    @property
    def gaps(self) -> int:
        return self.joints.count(None)

    @property
    def weight(self) -> int:
        """The number of common words that say something."""
        return weight(self.words)


GAP = Pattern((), (None,))
"""The pattern of texts that have nothing in common."""


class Split(Record):
    """Texts as their common segments, and for each text the cells between them."""

    segments: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1 << 14)
def words_of(text: str) -> Words:
    """Split a text into words."""
    found = [match for match in _WORD.finditer(text) if match.lastgroup]
    return Words(text, tuple(match.span() for match in found), tuple(match[0] for match in found))


def weight(words: Sequence[str]) -> int:
    """Count the words that say something."""
    return sum(word.casefold() not in IDLE and word[0] != "$" for word in words)


def doubled(words: str) -> str:
    """Double each dollar sign of a text without values, as it is in a script."""
    return words.replace("$$", "$").replace("$", "$$")


def undoubled(words: str) -> str:
    """Undo `doubled`, for a text without values."""
    return words.replace("$$", "$")


def as_written(words: str) -> str:
    """Write an escaped text as an author would: `$name` without braces, and `$5`."""
    braces = _BRACED.sub(lambda match: f"${match[1]}" if match[1] else match[0], words)
    return "".join(_plain_dollars(braces))


def _plain_dollars(words: str) -> Iterator[str]:
    at = 0
    while (found := words.find("$", at)) >= 0:
        yield words[at:found]
        if words.startswith("$$", found):
            yield "$" if _MEANS_VALUE.match(words, found) else "$$"
            at = found + 2
        else:
            yield "$"
            at = found + 1
    yield words[at:]


def pattern_of(text: str) -> Pattern:
    """Make the pattern of one text; its values are gaps."""
    words = words_of(text)
    if "${" not in text:
        return Pattern(words.words, tuple(words.before(index) for index in range(len(words.words) + 1)))
    kept = [index for index, word in enumerate(words.words) if word[0] != "$"]
    ends = [-1, *kept, len(words.words)]
    joints = tuple(words.before(two) if two - one == 1 else None for one, two in pairwise(ends))
    return Pattern(tuple(words.words[index] for index in kept), joints)


def narrowed(pattern: Pattern, text: str) -> Pattern:
    """Return what a pattern and a text have in common."""
    words = words_of(text)
    pairs = [(-1, -1), *_matches(pattern.words, words.words), (len(pattern.words), len(words.words))]
    joints: list[str | None] = []
    for (one, before), (two, after) in pairwise(pairs):
        joint = pattern.joints[two] if two - one == 1 and after - before == 1 else None
        joints.append(joint if joint is not None and joint == words.before(after) else None)
    return Pattern(tuple(pattern.words[index] for index, _ in pairs[1:-1]), tuple(joints))


def common(texts: Sequence[str]) -> Pattern:
    """Return what some texts have in common."""
    first, *others = dict.fromkeys(texts)
    return reduce(narrowed, others, pattern_of(first))


def _matches(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """Pair the equal words of two texts, in order."""
    start, most = 0, min(len(one), len(two))
    while start < most and one[start] == two[start] and one[start][0] != "$":
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == two[-1 - end] and one[-1 - end][0] != "$":
        end += 1
    pairs = [(index, index) for index in range(start)]
    middle = one[start : len(one) - end], two[start : len(two) - end]
    if all(middle):
        for first, second, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            pairs += [
                (start + first + index, start + second + index)
                for index in range(size)
                if middle[0][first + index][0] != "$"
            ]
    pairs += [(len(one) - index, len(two) - index) for index in range(end, 0, -1)]
    return pairs


def split_at_gaps(pattern: Pattern, texts: Sequence[str]) -> Split:
    """Split texts, all of which have a pattern, at its gaps; a gap takes a word more where a cell would be empty."""
    pattern = _simple(pattern, texts)
    while True:
        segments = _segments(pattern)
        cells = [_cells(segments, words_of(text)) for text in texts]
        result = _trimmed([each.text for each in segments], cells)
        bad = next(
            (
                gap
                for gap in range(len(result.segments) - 1)
                if any(cell[gap] != cell[gap].strip() or not cell[gap] for cell in result.cells)
            ),
            None,
        )
        wider = _widened(pattern, bad) if bad is not None else None
        if wider is None:
            return result
        pattern = wider


def _simple(pattern: Pattern, texts: Sequence[str]) -> Pattern:
    """Leave out common words that say nothing, and join the gaps if there are many."""
    if pattern.gaps == 0:
        return pattern
    least = min(len(words_of(text).words) for text in texts)
    if len(pattern.words) * 3 < least or not pattern.weight:
        return GAP
    if pattern.gaps > _MOST_GAPS:
        first = pattern.joints.index(None)
        last = len(pattern.joints) - 1 - pattern.joints[::-1].index(None)
        words = pattern.words[:first] + pattern.words[last:]
        return Pattern(words, (*pattern.joints[:first], None, *pattern.joints[last + 1 :]))
    return pattern


def _widened(pattern: Pattern, gap: int) -> Pattern | None:
    """Let a gap take the word before it, or else the word after it."""
    at = [index for index, joint in enumerate(pattern.joints) if joint is None][gap]
    if not pattern.words:
        return None
    word = at - 1 if at else 0
    joints = (*pattern.joints[:word], None, *pattern.joints[word + 2 :])
    return Pattern(pattern.words[:word] + pattern.words[word + 1 :], joints)


class _Segment(Record):
    """Words between two gaps, with what is between them; `text` also has what is at the ends of the whole text."""

    words: tuple[str, ...]
    joints: tuple[str, ...]
    text: str


def _segments(pattern: Pattern) -> list[_Segment]:
    """Cut a pattern at its gaps: the first and the last segment may be empty, the others have words."""
    cuts = [index for index, joint in enumerate(pattern.joints) if joint is None]
    size = len(pattern.words)
    segments: list[_Segment] = []
    for one, two in zip([None, *cuts], [*cuts, None], strict=True):
        start, end = one or 0, size if two is None else two
        words = pattern.words[start:end]
        joints = tuple(joint or "" for joint in pattern.joints[start + 1 : end])
        text = "".join(f"{joint}{word}" for joint, word in zip(("", *joints), words, strict=False))
        before = pattern.joints[0] or "" if one is None and cuts[:1] != [0] else ""
        after = pattern.joints[-1] or "" if two is None and words else ""
        segments.append(_Segment(words, joints, f"{before}{text}{after}"))
    return segments


def _cells(segments: list[_Segment], words: Words) -> list[str]:
    """Return what a text has in each gap."""
    first, *others = segments
    cells: list[str] = []
    at = len(first.words)
    start = words.spans[at - 1][1] if at else 0
    for segment in others:
        size = len(segment.words)
        if segment is others[-1]:
            at = len(words.words) - size
        else:
            at = next(each for each in range(at, len(words.words)) if _fits(segment, words, each))
        cells.append(words.text[start : words.spans[at][0] if size else len(words.text)])
        at += size
        start = words.spans[at - 1][1] if size else len(words.text)
    return cells


def _fits(segment: _Segment, words: Words, at: int) -> bool:
    return words.words[at : at + len(segment.words)] == segment.words and all(
        words.before(at + 1 + index) == joint for index, joint in enumerate(segment.joints)
    )


def _trimmed(segments: list[str], cells: list[list[str]]) -> Split:
    """Move punctuation that all cells have at one end to the text around them."""
    for gap in range(len(segments) - 1):
        column = [each[gap] for each in cells]
        while column[0] and column[0][0] in _EDGES and all(cell[:1] == column[0][0] for cell in column):
            segments[gap] += column[0][0]
            column = [cell[1:] for cell in column]
        while column[0] and column[0][-1] in _EDGES and all(cell[-1:] == column[0][-1] for cell in column):
            segments[gap + 1] = column[0][-1] + segments[gap + 1]
            column = [cell[:-1] for cell in column]
        for each, cell in zip(cells, column, strict=True):
            each[gap] = cell
    return Split(tuple(segments), tuple(map(tuple, cells)))
