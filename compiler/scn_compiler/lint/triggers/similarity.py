"""Triggers that are alike: pairs of which one message may fire both.

The platform compares each message of the agent with all triggers. All that fit fire, and their answers become one
(documents 2026-08-20). Only of triggers with the very same words the first fires that has not yet.
"""

import re
from collections.abc import Iterator
from enum import Enum

from scn_compiler.lint.triggers.implication import Pair, Relation, pairs, shortest_condition
from scn_compiler.lint.triggers.prefilter import Expressions, Sentences
from scn_compiler.lint.triggers.words import SMALL, is_broad, plain_sentence, trigger_words
from scn_compiler.semantics.expressions import TooMany, alternatives, flat_text
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Expression, When
from scn_dsl.records import Record
from scn_dsl.source import Span


class Similarity(Enum):
    """What a trigger is to an earlier one; the first that fits."""

    IDENTICAL = "the same, word for word"
    SAME = "the same in other words"
    NARROWER = "whatever it fits, the earlier one fits, too"
    WIDER = "whatever the earlier one fits, it fits, too"
    TOUCHING = "one message fits both, which has what is enough for one of them and no more"
    SIMILAR = "a sentence that hardly says anything else"


_LIKENESS = {
    Relation.SAME: Similarity.SAME,
    Relation.NARROWER: Similarity.NARROWER,
    Relation.WIDER: Similarity.WIDER,
    Relation.TOUCHING: Similarity.TOUCHING,
}


class TriggerPair(Record):
    """A trigger and an earlier one that it is like.

    Attributes:
        words: The keywords, as they were written, of a message that fires both; none for sentences.
        inside: Whether one condition follows from the other only if keywords are found inside longer words.
    """

    later: ResolvedBlock
    earlier: ResolvedBlock
    likeness: Similarity
    words: tuple[str, ...] = ()
    inside: bool = False

    @property
    def span(self) -> Span:
        """Where the later one stands."""
        return trigger_span(self.later)

    @property
    def earlier_span(self) -> Span:
        return trigger_span(self.earlier)


def trigger_span(row: ResolvedBlock) -> Span:
    """Where the trigger of a WHEN stands."""
    opening = row.block.opening
    return row.block.place(opening.trigger.span) if isinstance(opening, When) else row.span


def find_alike(expressions: Expressions, sentences: Sentences, *, english: bool) -> tuple[TriggerPair, ...]:
    """Each trigger that is like an earlier one, with the first of those that it is most like."""
    return (*_expressions(expressions, english), *_sentences(sentences, english))


def _expressions(expressions: Expressions, english: bool) -> Iterator[TriggerPair]:
    rows: list[tuple[ResolvedBlock, Expression]] = []
    written: list[tuple[tuple[str, ...], ...]] = []
    for row, expression in expressions:
        narrow = _narrow(expression, english)
        if narrow:
            written.append(narrow)
            rows.append((row, expression))
    for pair in pairs([shortest_condition(each) for each in written]):
        (later, one), (earlier, other) = rows[pair.later], rows[pair.earlier]
        likeness = _LIKENESS[pair.relation]
        if likeness is Similarity.SAME and flat_text(one) == flat_text(other):
            likeness = Similarity.IDENTICAL
        own, others = written[pair.later], written[pair.earlier]
        longer, shorter = (others, own) if likeness is Similarity.WIDER else (own, others)
        inside = likeness in (Similarity.NARROWER, Similarity.WIDER) and not _implies_whole(longer, shorter)
        yield TriggerPair(later, earlier, likeness, _as_written(pair, own, others), inside)


_Written = tuple[tuple[str, ...], ...]


def _implies_whole(one: _Written, other: _Written) -> bool:
    """Whether `other` holds whenever `one` does, also where a keyword is found as whole words only."""
    return all(
        any(all(any(_has_word(longer, word) for longer in words) for word in enough) for enough in other)
        for words in one
    )


def _has_word(longer: str, word: str) -> bool:
    sought = rf"(?<!\w){re.escape(word.strip().casefold())}(?!\w)"
    return word.casefold() == longer.casefold() or bool(re.search(sought, longer.casefold()))


def _narrow(expression: Expression, english: bool) -> tuple[tuple[str, ...], ...]:
    """The alternatives that not every message fulfils; those, and too many alternatives, are reported as such."""
    try:
        found = alternatives(expression)
    except TooMany:
        return ()
    return tuple(words for words in found if not all(is_broad(word, english=english) for word in words))


def _as_written(pair: Pair, *written: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    found = {word.casefold(): word for each in written for words in each for word in words}
    return tuple(found[word] for word in sorted(pair.words))


def _sentences(sentences: Sentences, english: bool) -> Iterator[TriggerPair]:
    if len(sentences) < 2:
        return
    small = SMALL if english else ()
    values = [sentence.text.value for _, sentence in sentences]
    same: dict[str, int] = {}
    similar: dict[tuple[str, ...], int] = {}
    for place, words in enumerate(trigger_words(values, english=english)):
        row = sentences[place][0]
        gist = tuple(word for word in words if word not in small)
        earlier = same.setdefault(plain_sentence(values[place]), place)
        nearly = similar.setdefault(gist, place) if gist else place
        if earlier != place:
            likeness = Similarity.IDENTICAL if values[earlier] == values[place] else Similarity.SAME
            yield TriggerPair(row, sentences[earlier][0], likeness)
        elif nearly != place:
            yield TriggerPair(row, sentences[nearly][0], Similarity.SIMILAR)
