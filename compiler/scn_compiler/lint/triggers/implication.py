"""Conditions of words that a message must contain, compared as Boolean functions: which one follows from which.

A condition is what `triggers.alternatives` makes of an expression: it holds for a message that contains all words
of one of its alternatives, whatever the capitals, and be it inside of longer words.

**When one condition follows from another.** Exactly if each alternative of the other *covers* one of its own: every
word of the one is contained in some word of the other. That suffices, for a part of a part is a part. It is needed:
take the message that has the words of an alternative, one after the other, and between them a character that no word
has. The other condition holds for it, so must this one. Each word that the message contains lies between two of
those characters, and so within one word of the alternative. Capitals change nothing, since folding goes character by
character: the fold of a part is a part of the fold.

**A condition has one shortest form.** Leave out the words that another word of their alternative contains, then the
alternatives that cover another one. If two conditions in this form follow from each other, an alternative of the
first covers one of the second, and this covers one of the first, which must be the same one. Two alternatives that
cover each other have the same words, by the same argument. So conditions are equal if their forms are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum

from scn_dsl.records import Record

Alternative = frozenset[str]
TriggerCondition = frozenset[Alternative]
"""In its shortest form, folded."""


class Relation(Enum):
    """What a condition is to an earlier one; the first that fits."""

    SAME = "both hold for the same messages"
    NARROWER = "the earlier one holds whenever it does"
    WIDER = "it holds whenever the earlier one does"
    TOUCHING = "one alternative of the one is enough for the other"


class Pair(Record):
    """A condition and an earlier one, by their places; a message of just these words fulfils both."""

    later: int
    earlier: int
    relation: Relation
    words: Alternative


def shortest_condition(alternatives: Iterable[Iterable[str]]) -> TriggerCondition:
    """The shortest form of a condition."""
    short = {_outermost(frozenset(map(str.casefold, words))) for words in alternatives}
    return frozenset(one for one in short if not any(one != other and covers(one, other) for other in short))


def _outermost(words: Alternative) -> Alternative:
    return frozenset(word for word in words if not any(word in other and word != other for other in words))


def covers(one: Alternative, other: Alternative) -> bool:
    """Whether every message that contains the words of `one` contains those of `other`."""
    return all(any(word in longer for longer in one) for word in other)


def implies(one: TriggerCondition, other: TriggerCondition) -> bool:
    """Whether `other` holds whenever `one` does."""
    return all(any(covers(words, enough) for enough in other) for words in one)


def pairs(conditions: Sequence[TriggerCondition]) -> Iterator[Pair]:
    """Each condition that touches an earlier one, with the first of those to which its relation is the closest."""
    known = _Known(conditions)
    for place, condition in enumerate(conditions):
        found = known.closest(condition)
        if found:
            earlier, relation, words = found
            yield Pair(place, earlier, relation, words)
        if not found or found[1] is not Relation.SAME:
            known.add(place, condition)


_Found = tuple[int, Relation, Alternative]


class _Known:
    """The conditions so far, found by their words: what has no word in common with them is never compared.

    Each alternative, and each condition, is kept where the fewest others are, so that words which are everywhere
    do not bring all together.

    Attributes:
        inside: The words that each word contains, itself among them.
        often: In how many alternatives a word is.
        same: The conditions.
        enough: Alternatives by their rarest word: for each that covers one of them, it contains that word.
        above: Alternatives by every word that they contain.
        whole: Conditions by the words that the rarest of their alternatives contains.
    """

    def __init__(self, conditions: Sequence[TriggerCondition]) -> None:
        self.conditions = conditions
        self.often = Counter(word for condition in conditions for words in condition for word in words)
        self.inside = _inside(self.often)
        self.same: dict[TriggerCondition, int] = {}
        self.enough: dict[str, list[tuple[int, Alternative]]] = {}
        self.above: dict[str, list[tuple[int, Alternative]]] = {}
        self.whole: dict[str, list[int]] = {}

    def add(self, place: int, condition: TriggerCondition) -> None:
        self.same[condition] = place
        for words in sorted(condition, key=sorted):
            self.enough.setdefault(self._rarest(words), []).append((place, words))
            for word in self._contained(words):
                self.above.setdefault(word, []).append((place, words))
        rarest = min(condition, key=lambda words: self.often[self._rarest(words)])
        for word in self._contained(rarest):
            self.whole.setdefault(word, []).append(place)

    def closest(self, condition: TriggerCondition) -> _Found | None:
        if condition in self.same:
            return self.same[condition], Relation.SAME, min(condition, key=sorted)
        touching = self._touching(condition)
        return touching and (self._narrower(condition) or self._wider(condition) or touching)

    def _touching(self, condition: TriggerCondition) -> _Found | None:
        found: list[tuple[int, Alternative]] = []
        for words in condition:
            for word in self._contained(words):
                below = (
                    (place, words) for place, enough in self.enough.get(word, ()) if covers(words, enough)
                )
                found.extend(_first(below))
            rarest = min(words, key=lambda word: len(self.above.get(word, ())))
            found.extend(_first(each for each in self.above.get(rarest, ()) if covers(each[1], words)))
        if not found:
            return None
        place, both = min(found, key=lambda each: (each[0], sorted(each[1])))
        return place, Relation.TOUCHING, both

    def _narrower(self, condition: TriggerCondition) -> _Found | None:
        """The first that holds whenever `condition` does: it does for each alternative, also the rarest."""

        def near(words: Alternative) -> int:
            return sum(len(self.enough.get(word, ())) for word in self._contained(words))

        rarest = self._contained(min(condition, key=near))
        for place in sorted({place for word in rarest for place, _ in self.enough.get(word, ())}):
            if implies(condition, self.conditions[place]):
                return place, Relation.NARROWER, min(condition, key=sorted)
        return None

    def _wider(self, condition: TriggerCondition) -> _Found | None:
        """The first whose alternatives are all enough for `condition`, also its rarest."""
        above = {place for words in condition for place in self.whole.get(self._rarest(words), ())}
        for place in sorted(above):
            if implies(self.conditions[place], condition):
                return place, Relation.WIDER, min(self.conditions[place], key=sorted)
        return None

    def _rarest(self, words: Alternative) -> str:
        return min(words, key=lambda word: (self.often[word], word))

    def _contained(self, words: Alternative) -> Collection[str]:
        return {inner for word in words for inner in self.inside[word]}


def _first(found: Iterable[tuple[int, Alternative]]) -> list[tuple[int, Alternative]]:
    return [each for each, _ in zip(found, range(1), strict=False)]


def _inside(words: Collection[str]) -> dict[str, list[str]]:
    lengths = sorted({len(word) for word in words})
    found: dict[str, list[str]] = {}
    for word in words:
        fitting = [length for length in lengths if length <= len(word)]
        if len(words) < 8 * len(fitting):
            found[word] = [other for other in words if other in word]
        else:
            pieces = {word[at : at + length] for length in fitting for at in range(len(word) - length + 1)}
            found[word] = [piece for piece in pieces if piece in words]
    return found
