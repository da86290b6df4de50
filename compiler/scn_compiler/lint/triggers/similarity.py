"""Similar triggers: pairs that one message can match.

The platform compares each message of the agent with all triggers. Its documentation contradicts itself on what happens if
several match: all of them fire and their answers are joined (conditional actions, documents up to 2026-08-20), or one
fires, "the best fit", and an earlier one may swallow a later one (skill reference after 2026-09-10). So no rule here says
which, and each reports pairs that are unsafe either way. Triggers with exactly the same words take turns: the first one
that hasn't fired yet fires.
"""

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from scn_compiler.lint.triggers.implication import (
    ConditionPair,
    Relation,
    related_pairs,
    shortest_condition,
)
from scn_compiler.lint.triggers.prefilter import Expressions, Sentences
from scn_compiler.lint.triggers.words import SMALL_WORDS, is_broad, normalized_sentence, trigger_words
from scn_compiler.semantics.expressions import TooMany, alternatives, flat_text
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Expression, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

WHICH_FIRES = "Cekura's documentation contradicts itself on whether both fire"
"""The end of a report on two triggers that one message matches."""


class Similarity(Enum):
    """How a trigger resembles an earlier one; the first that fits."""

    IDENTICAL = "the same, word for word"
    SAME = "the same in other words"
    NARROWER = "the earlier one matches every message that it matches"
    WIDER = "it matches every message that the earlier one matches"
    TOUCHING = "the shortest message that matches one of them matches the other"
    SIMILAR = "a sentence that differs only in small words"


_SIMILARITIES = {
    Relation.SAME: Similarity.SAME,
    Relation.NARROWER: Similarity.NARROWER,
    Relation.WIDER: Similarity.WIDER,
    Relation.TOUCHING: Similarity.TOUCHING,
}


class TriggerPair(Record):
    """A trigger and an earlier one that it resembles.

    Attributes:
        words: The keywords, as written, of a message that matches both; empty for sentences.
        only_inside_words: Whether one condition follows from the other only if keywords are found inside longer words.
    """

    later: ResolvedBlock
    earlier: ResolvedBlock
    similarity: Similarity
    words: tuple[str, ...] = ()
    only_inside_words: bool = False

    @property
    def span(self) -> Span:
        """The span of the later trigger."""
        return trigger_span(self.later)

    @property
    def earlier_span(self) -> Span:
        return trigger_span(self.earlier)


def trigger_span(row: ResolvedBlock) -> Span:
    """Return the span of a WHEN's trigger, or of any other block's opening."""
    opening = row.block.opening
    return row.block.place(opening.trigger.span) if isinstance(opening, When) else row.span


def find_similar_pairs(
    expressions: Expressions, sentences: Sentences, *, english: bool
) -> tuple[TriggerPair, ...]:
    """Pair each trigger with the earlier one that it resembles most; the first of equals."""
    return (*_pairs_of_expressions(expressions, english), *_pairs_of_sentences(sentences, english))


_LETTER = lazy_pattern(r"\w")
_MOST_WORDS = 200
"""An AND of more words isn't compared: that would take longer than the rest of the check, and nobody writes one."""

_Alternatives = tuple[tuple[str, ...], ...]
"""The keywords of an expression as an OR of ANDs, as written."""


def _pairs_of_expressions(expressions: Expressions, english: bool) -> Iterator[TriggerPair]:
    rows: list[tuple[ResolvedBlock, Expression]] = []
    written: list[_Alternatives] = []
    for row, expression in expressions:
        specific = _specific_alternatives(expression, english)
        if specific:
            written.append(specific)
            rows.append((row, expression))
    for pair in _related_pairs(tuple(written)):
        (later, expression), (earlier, earlier_expression) = rows[pair.later], rows[pair.earlier]
        similarity = _SIMILARITIES[pair.relation]
        if similarity is Similarity.SAME and flat_text(expression) == flat_text(earlier_expression):
            similarity = Similarity.IDENTICAL
        own, others = written[pair.later], written[pair.earlier]
        narrower, wider = (others, own) if similarity is Similarity.WIDER else (own, others)
        follows = similarity in (Similarity.NARROWER, Similarity.WIDER)
        only_inside_words = follows and not _implies_by_whole_words(narrower, wider)
        yield TriggerPair(later, earlier, similarity, _as_written(pair, own, others), only_inside_words)


@lru_cache(maxsize=8)
def _related_pairs(written: tuple[_Alternatives, ...]) -> tuple[ConditionPair, ...]:
    """Pair the conditions of expressions; cached because most edits of a script leave its triggers as they are."""
    return tuple(related_pairs([shortest_condition(keywords) for keywords in written]))


def _implies_by_whole_words(one: _Alternatives, other: _Alternatives) -> bool:
    """Return whether `other` holds whenever `one` does, even if keywords match whole words only."""
    return all(
        any(all(any(_has_word(longer, word) for longer in words) for word in enough) for enough in other)
        for words in one
    )


def _has_word(longer: str, word: str) -> bool:
    whole, part = longer.casefold(), word.casefold()
    if part == whole:
        return True
    part = part.strip()
    at = whole.find(part)
    while at != -1:
        around = whole[at - 1 : at] + whole[at + len(part) : at + len(part) + 1]
        if not around or not _LETTER.search(around):
            return True
        at = whole.find(part, at + 1)
    return False


def _specific_alternatives(expression: Expression, english: bool) -> _Alternatives:
    """Return the alternatives without those that nearly every message matches; other rules report these, and too many."""
    try:
        every = alternatives(expression)
    except TooMany:
        return ()
    if any(len(words) > _MOST_WORDS for words in every):
        return ()
    return tuple(words for words in every if not all(is_broad(word, english=english) for word in words))


def _as_written(pair: ConditionPair, *written: _Alternatives) -> tuple[str, ...]:
    by_folded = {word.casefold(): word for each in written for words in each for word in words}
    return tuple(by_folded[word] for word in sorted(pair.words))


def _pairs_of_sentences(sentences: Sentences, english: bool) -> Iterator[TriggerPair]:
    if len(sentences) < 2:
        return
    small = SMALL_WORDS if english else ()
    values = [sentence.text.value for _, sentence in sentences]
    by_sentence: dict[str, int] = {}
    by_gist: dict[tuple[str, ...], int] = {}
    for index, words in enumerate(trigger_words(values, english=english)):
        row = sentences[index][0]
        gist = tuple(word for word in words if word not in small)
        same = by_sentence.setdefault(normalized_sentence(values[index]), index)
        similar = by_gist.setdefault(gist, index) if gist else index
        if same != index:
            similarity = Similarity.IDENTICAL if values[same] == values[index] else Similarity.SAME
            yield TriggerPair(row, sentences[same][0], similarity)
        elif similar != index:
            yield TriggerPair(row, sentences[similar][0], Similarity.SIMILAR)
