"""The prefilter of the trigger rules: one cheap look at all triggers of a scenario decides whether the rules must run.

Most triggers are plain, and examining each would cost more than most of a check. So all of them are searched together.
The prefilter may ask for a look that finds nothing, but must not miss a problem; a test verifies that.
"""

from collections.abc import Sequence
from functools import lru_cache

from scn_compiler.lint.triggers.everyday_words import EVERYDAY_WORDS, LONGEST_SHORT
from scn_compiler.lint.triggers.words import SMALL_WORDS, USUAL_WORDS, trigger_words
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Contains, Expression, Sentence
from scn_dsl.patterns import lazy_pattern

Expressions = Sequence[tuple[ResolvedBlock, Expression]]
Sentences = Sequence[tuple[ResolvedBlock, Sentence]]

_MOST_KEYWORDS = 100
"""Beyond this many keywords, counting each in all of them takes longer than looking into each."""

_FEWEST_WORDS = 4
"""A sentence with fewer words may say too little."""

_SILENCE_AND_TIME = (
    "silence silent dead quiet stop stopped finishe finished wait waiting pause not doesnt dont didnt hasnt havent isnt "
    "response reply reaction sound speech second minute after already nothing twice thrice once time"
)
"""Words of sentences about silence, time or earlier turns."""

_CONJUNCTIONS = "and or"
_PRONOUNS = "i im id ive ill my me we were wed weve well our"
_SPEAKING = "speak speaking talk talking respond replie answer something anything"
_CATCH_ALL = "other others otherwise else default fallback any anything everything alway always *"
_SUSPECT_WORDS = frozenset(
    f"{_SILENCE_AND_TIME} {_CONJUNCTIONS} {_PRONOUNS} {_SPEAKING} {_CATCH_ALL}".split()
)
QUOTES = ('"', " '", "“", "„", "«", "‘")
"""Opening quotes; a `'` counts only after a space, because inside a word it is an apostrophe."""

_PUNCTUATION = lazy_pattern(r"[^\w\s]")

_BROAD_KEYWORDS = frozenset((*USUAL_WORDS, *map(chr, range(ord("a"), ord("z") + 1)), "", ".", ","))


def needs_closer_look_at(expressions: Expressions, sentences: Sentences, *, english: bool) -> bool:
    """Return whether the trigger rules need to run."""
    return (bool(expressions) and _suspect_expressions(expressions)) or (
        bool(sentences) and _suspect_sentences([sentence.text.value for _, sentence in sentences], english)
    )


def _suspect_expressions(expressions: Expressions) -> bool:
    keywords: list[str] = []
    for _, expression in expressions:
        operands = (expression,) if isinstance(expression, Contains) else expression.operands
        texts = [operand.text for operand in operands if isinstance(operand, Contains)]
        if len(texts) < len(operands):
            return True
        keywords += texts
    joined = ("\0" + "\0".join(keywords) + "\0").casefold()
    folded = joined[1:-1].split("\0")
    return (
        "\0 " in joined
        or " \0" in joined
        or not _BROAD_KEYWORDS.isdisjoint(folded)
        or any(len(word) <= LONGEST_SHORT and word in EVERYDAY_WORDS for word in folded)
        or _are_linked(folded, joined)
        or (not joined.isascii() and min(map(len, folded)) < 2)
    )


def _are_linked(keywords: list[str], joined: str) -> bool:
    """Return whether one of the keywords appears twice, or in another keyword."""
    if len(keywords) <= _MOST_KEYWORDS:
        return max(map(joined.count, keywords)) > 1
    return _are_many_linked(joined)


@lru_cache(maxsize=8)
def _are_many_linked(joined: str) -> bool:
    """Decide about many keywords; cached because most edits of a script leave its keywords as they are."""
    from scn_compiler.lint.triggers.containment import containing_words  # noqa: PLC0415  (few scripts are that long)

    keywords = joined[1:-1].split("\0")
    distinct = set(keywords)
    return len(distinct) < len(keywords) or any(containing_words(distinct))


def _suspect_sentences(sentences: list[str], english: bool) -> bool:
    small = SMALL_WORDS if english else frozenset()
    distinct: set[frozenset[str]] = set()
    for words in trigger_words(sentences, english=english):
        if len(words) < _FEWEST_WORDS or not _SUSPECT_WORDS.isdisjoint(words):
            return True
        if len(sentences) > 1:
            distinct.add(frozenset(words) - small)
    joined = f" {' '.join(sentences)}"
    return (
        0 < len(distinct) < len(sentences)
        or any(map(joined.__contains__, QUOTES))
        or (bool(_PUNCTUATION.search(joined)) and _suspect_without_punctuation(sentences, english))
    )


def _suspect_without_punctuation(sentences: list[str], english: bool) -> bool:
    """Return whether a suspect word appears once punctuation splits words, as in `silent—then` and `silent-ish`."""
    split = [_PUNCTUATION.sub(" ", sentence) for sentence in sentences]
    return any(not _SUSPECT_WORDS.isdisjoint(words) for words in trigger_words(split, english=english))
