"""Conditions on the words of a message, compared as Boolean functions: which one implies which.

A condition is the result of `semantics.expressions.alternatives`. It holds for a message that contains
all words of one of its alternatives; case is ignored, and a word may be part of a longer one.

**When one condition implies another.** Exactly when each of its alternatives *covers* an alternative of the other: every
word of the covered one is contained in some word of the covering one. That is sufficient, since a part of a part is a
part. It is necessary: take the message that joins the words of an alternative with a character that occurs in no word.
The other condition must also hold for this message. Each word found in it lies between two of those characters, and so
within one word of the alternative. Case changes nothing, since folding goes character by character: the fold of a part
is a part of the fold.

**A condition has one shortest form.** Drop the words that another word of their alternative contains, then the
alternatives that cover another one. If two conditions in this form imply each other, an alternative of the first covers
one of the second, which covers one of the first, and this must be the same one. Two alternatives that cover each other
have the same words, by the same argument. So conditions are equal if their shortest forms are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum

from scn_compiler.lint.triggers.containment import containing_words
from scn_dsl.records import Record

Alternative = frozenset[str]
TriggerCondition = frozenset[Alternative]
"""In its shortest form, folded."""


class Relation(Enum):
    """How a condition relates to an earlier one; the first that fits."""

    SAME = "both hold for the same messages"
    NARROWER = "it implies the earlier one"
    WIDER = "the earlier one implies it"
    TOUCHING = "one alternative of one of them covers one of the other"


class ConditionPair(Record):
    """A condition and an earlier one, by index; a message of exactly `words` fulfils both."""

    later: int
    earlier: int
    relation: Relation
    words: Alternative


def shortest_condition(alternatives: Iterable[Iterable[str]]) -> TriggerCondition:
    """Return the shortest form of a condition."""
    short = {_without_contained(frozenset(map(str.casefold, words))) for words in alternatives}
    if len(short) == 1:
        return frozenset(short)
    return frozenset(one for one in short if not any(one != other and covers(one, other) for other in short))


def _without_contained(words: Alternative) -> Alternative:
    if len(words) == 1:
        return words
    return frozenset(word for word in words if not any(word in other and word != other for other in words))


def covers(one: Alternative, other: Alternative) -> bool:
    """Return whether every message that contains the words of `one` contains those of `other`."""
    if len(one) == len(other) == 1:
        [longer], [word] = one, other
        return word in longer
    return other <= one or all(any(word in longer for longer in one) for word in other)


def implies(one: TriggerCondition, other: TriggerCondition) -> bool:
    """Return whether `other` holds whenever `one` does."""
    return all(any(covers(words, enough) for enough in other) for words in one)


def related_pairs(conditions: Sequence[TriggerCondition]) -> Iterator[ConditionPair]:
    """Pair each condition with the earlier one of the closest relation; the first of equals."""
    index = _ConditionIndex(conditions)
    for place, condition in enumerate(conditions):
        if all(map(index.linked.isdisjoint, condition)):
            continue
        match = index.closest(condition)
        if match:
            earlier, relation, words = match
            yield ConditionPair(place, earlier, relation, words)
        if not match or match[1] is not Relation.SAME:
            index.add(place, condition)


_Match = tuple[int, Relation, Alternative]


class _ConditionIndex:
    """The conditions so far, indexed by their words: conditions without a common word are never compared.

    Each alternative and each condition is filed under its rarest word, so that frequent words do not bring all
    conditions together.

    Attributes:
        frequency: The number of alternatives that a word occurs in.
        contained: The words inside each word that contains others.
        linked: The words that can relate two conditions: frequent, containing or contained ones.
        places: The index of each condition.
        by_rarest: Alternatives by their rarest word: an alternative that covers one contains this word.
        by_contained: Alternatives by every word that they contain.
        wholes: Conditions by every word that the rarest of their alternatives contains.
    """

    def __init__(self, conditions: Sequence[TriggerCondition]) -> None:
        self.conditions = conditions
        self.frequency = Counter([word for condition in conditions for words in condition for word in words])
        self.contained = dict(containing_words(self.frequency))
        self.linked = {word for word, count in self.frequency.items() if count > 1}
        self.linked.update(self.contained, *self.contained.values())
        self.places: dict[TriggerCondition, int] = {}
        self.by_rarest: dict[str, list[tuple[int, Alternative]]] = {}
        self.by_contained: dict[str, list[tuple[int, Alternative]]] = {}
        self.wholes: dict[str, list[int]] = {}

    def add(self, place: int, condition: TriggerCondition) -> None:
        self.places[condition] = place
        for words in sorted(condition, key=sorted):
            self.by_rarest.setdefault(self._rarest(words), []).append((place, words))
            for word in self._contained_in(words):
                self.by_contained.setdefault(word, []).append((place, words))
        rarest = min(condition, key=lambda words: self.frequency[self._rarest(words)])
        for word in self._contained_in(rarest):
            self.wholes.setdefault(word, []).append(place)

    def closest(self, condition: TriggerCondition) -> _Match | None:
        """Find the closest relation to an earlier condition, with that condition's index."""
        if condition in self.places:
            return self.places[condition], Relation.SAME, min(condition, key=sorted)
        touching = self._touching(condition)
        return touching and (self._narrower(condition) or self._wider(condition) or touching)

    def _touching(self, condition: TriggerCondition) -> _Match | None:
        matches: list[tuple[int, Alternative]] = []
        for words in condition:
            for word in self._contained_in(words):
                for place, enough in self.by_rarest.get(word, ()):
                    if covers(words, enough):
                        matches.append((place, words))
                        break
            rarest = min(words, key=lambda word: len(self.by_contained.get(word, ())))
            for each in self.by_contained.get(rarest, ()):
                if covers(each[1], words):
                    matches.append(each)
                    break
        if not matches:
            return None
        first = min([place for place, _ in matches])
        return first, Relation.TOUCHING, min([both for place, both in matches if place == first], key=sorted)

    def _narrower(self, condition: TriggerCondition) -> _Match | None:
        """Find the first condition that `condition` implies: each alternative covers one of it, so the rarest does."""

        def candidates(words: Alternative) -> int:
            return sum(len(self.by_rarest.get(word, ())) for word in self._contained_in(words))

        rarest = self._contained_in(
            next(iter(condition)) if len(condition) == 1 else min(condition, key=candidates)
        )
        for place in sorted({place for word in rarest for place, _ in self.by_rarest.get(word, ())}):
            if implies(condition, self.conditions[place]):
                return place, Relation.NARROWER, min(condition, key=sorted)
        return None

    def _wider(self, condition: TriggerCondition) -> _Match | None:
        """Find the first condition that implies `condition`: its rarest alternative covers one of `condition`."""
        places = {place for words in condition for place in self.wholes.get(self._rarest(words), ())}
        for place in sorted(places):
            if implies(self.conditions[place], condition):
                return place, Relation.WIDER, min(self.conditions[place], key=sorted)
        return None

    def _rarest(self, words: Alternative) -> str:
        if len(words) == 1:
            return next(iter(words))
        return min(words, key=lambda word: (self.frequency[word], word))

    def _contained_in(self, words: Alternative) -> Collection[str]:
        """Return the words, and those inside them."""
        if self.contained.keys().isdisjoint(words):
            return words
        found = set(words)
        for word in words:
            found.update(self.contained.get(word, ()))
        return found
