"""Clusters: items of one shape whose texts differ in few words; each is compared with only a few clusters."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from scn_compiler.reuse.share.patterns import (
    IDLE,
    Pattern,
    narrowed,
    pattern_of,
    split_at_gaps,
    weight,
    words_of,
)
from scn_dsl.records import Record

_MOST_CANDIDATES = 6
_MOST_OF_FEATURE = 16
"""How many clusters are remembered for one feature of a text."""


class Limits(Record):
    """How much the items of a cluster may differ.

    Attributes:
        common: The least share of words that all items have.
        gaps: The most places that differ in different ways.
        cells: The most characters that differ in one item.
    """

    common: float
    gaps: int
    cells: int


class Comparable(Record):
    """Something with texts.

    Attributes:
        shape: A value that is equal in all items of a cluster.
        name: A name that no other item of its cluster may have.
        about: The indices of texts that must be about the same: most of their words that say something are equal.
    """

    shape: Hashable
    texts: tuple[str, ...]
    name: str | None = None
    about: tuple[int, ...] = ()


class Cluster:
    """Items that differ in few words.

    Attributes:
        members: The numbers of the items, in order.
        patterns: The pattern of each of their texts.
    """

    __slots__ = ("_texts", "members", "names", "patterns")

    def __init__(self, number: int, item: Comparable) -> None:
        self.members = [number]
        self.patterns: tuple[Pattern, ...] = tuple(map(pattern_of, item.texts))
        self.names = {item.name}
        self._texts = item.texts

    def add(self, number: int, item: Comparable, limits: Limits) -> bool:
        """Add an item, unless it differs too much."""
        if item.name is not None and item.name in self.names:
            return False
        patterns = self._narrowed(item.texts)
        if not self._is_alike(patterns, item, limits):
            return False
        self.patterns = patterns
        self.members.append(number)
        self.names.add(item.name)
        return True

    def _narrowed(self, texts: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(
            pattern if text == own and pattern.gaps == 0 else narrowed(pattern, text)
            for pattern, own, text in zip(self.patterns, self._texts, texts, strict=True)
        )

    def _is_alike(self, patterns: tuple[Pattern, ...], item: Comparable, limits: Limits) -> bool:
        whole = sum(len(words_of(text).words) for text in item.texts)
        common = sum(len(pattern.words) for pattern in patterns)
        if common < limits.common * whole:
            return False
        if not any(pattern.weight for pattern in patterns) and item.texts != self._texts:
            return False
        if any(_differs(patterns[index], item.texts[index]) for index in item.about):
            return False
        pairs = dict.fromkeys(
            pair
            for pattern, own, text in zip(patterns, self._texts, item.texts, strict=True)
            if pattern.gaps
            for pair in zip(*split_at_gaps(pattern, (own, text)).cells, strict=True)
        )
        return len(pairs) <= limits.gaps and all(
            sum(map(len, cells)) <= limits.cells for cells in zip(*pairs, strict=True)
        )


def _differs(pattern: Pattern, text: str) -> bool:
    """Tell whether a text is about something else: few of the words that say something are common."""
    return pattern.gaps > 0 and pattern.weight * 3 < max(weight(words_of(text).words), 1) * 2


def clusters(items: Sequence[Comparable], limits: Limits) -> list[Cluster]:
    """Group items in the order of their first members."""
    found: list[Cluster] = []
    known: defaultdict[Hashable, list[int]] = defaultdict(list)
    shapes: dict[Hashable, int] = {}
    for number, item in enumerate(items):
        shape = shapes.setdefault(item.shape, len(shapes))
        features = [(shape, *feature) for feature in _features(item)]
        near = Counter(cluster for feature in features for cluster in known[feature])
        ranked = sorted(near, key=lambda cluster: (-near[cluster], cluster))
        chosen = next(
            (each for each in ranked[:_MOST_CANDIDATES] if found[each].add(number, item, limits)), None
        )
        if chosen is None:
            chosen = len(found)
            found.append(Cluster(number, item))
        for feature in features:
            if chosen not in known[feature] and len(known[feature]) < _MOST_OF_FEATURE:
                known[feature].append(chosen)
    return found


def _features(item: Comparable) -> Iterator[tuple[Hashable, ...]]:
    """Yield what near items have in common: a whole text, or some of its words that say something."""
    for index, text in enumerate(item.texts):
        words = [word for word in words_of(text).words if word[0] != "$" and word.casefold() not in IDLE]
        yield index, text
        for word in (*words[:3], *words[3:][-2:]):
            yield index, "has", word
