"""A glance at the triggers of a scenario: whether the rules of advice have to be asked about them at all.

Most triggers are plain, and looking closely at each would take longer than much else that a check does. So all of
them are looked at together. It may be mistaken in one direction only: a test tries that it overlooks nothing.
"""

import re
from collections.abc import Sequence

from scn_compiler.lint.triggers.words import SMALL, USUAL, trigger_words
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Contains, Expression, Sentence

Expressions = Sequence[tuple[ResolvedBlock, Expression]]
Sentences = Sequence[tuple[ResolvedBlock, Sentence]]

MANY = 200
"""Keywords; of more it is not quicker to look for each in all."""

SHORT = 4
"""Words; a sentence with fewer may say too little."""

_UNSEEN = (
    "silence silent dead quiet stop stopped finishe finished wait waiting pause not doesnt dont didnt hasnt havent isnt "
    "response reply reaction sound speech second minute after already nothing twice thrice once time"
)
"""What a sentence has that speaks of silence, time or earlier turns."""

_JOINTS = "and or"
_PERSONS = "i im id ive ill my me we were wed weve well our"
_SPEAKING = "speak speaking talk talking respond replie answer something anything"
_REST = "other others otherwise else default fallback any anything everything alway always *"
_SIGNS = frozenset(f"{_UNSEEN} {_JOINTS} {_PERSONS} {_SPEAKING} {_REST}".split())
QUOTES = ('"', " '", "“", "„", "«", "‘")
"""Where words are quoted; a `'` inside of a word is none."""

_MARK = re.compile(r"[^\w\s]")

_NOTABLE = frozenset((*USUAL, *map(chr, range(ord("a"), ord("z") + 1)), "", ".", ","))


def needs_closer_look_at(expressions: Expressions, sentences: Sentences, *, english: bool) -> bool:
    """Whether a rule of advice may have something to say about a scenario's triggers."""
    return (bool(expressions) and _any_expression(expressions)) or (
        bool(sentences) and _any_sentence([sentence.text.value for _, sentence in sentences], english)
    )


def _any_expression(expressions: Expressions) -> bool:
    words: list[str] = []
    for _, expression in expressions:
        operands = (expression,) if isinstance(expression, Contains) else expression.operands
        found = [operand.text for operand in operands if isinstance(operand, Contains)]
        if len(found) < len(operands):
            return True
        words += found
    told = ("\0" + "\0".join(words) + "\0").casefold()
    folded = told[1:-1].split("\0")
    return (
        len(words) > MANY
        or "\0 " in told
        or " \0" in told
        or not _NOTABLE.isdisjoint(folded)
        or max(map(told.count, folded)) > 1
        or (not told.isascii() and min(map(len, folded)) < 2)
    )


def _any_sentence(sentences: list[str], english: bool) -> bool:
    small = SMALL if english else frozenset()
    seen: set[frozenset[str]] = set()
    for words in trigger_words(sentences, english=english):
        if len(words) < SHORT or not _SIGNS.isdisjoint(words):
            return True
        if len(sentences) > 1:
            seen.add(frozenset(words) - small)
    told = f" {' '.join(sentences)}"
    return (
        0 < len(seen) < len(sentences)
        or any(map(told.__contains__, QUOTES))
        or (bool(_MARK.search(told)) and _any_sign_between_marks(sentences, english))
    )


def _any_sign_between_marks(sentences: list[str], english: bool) -> bool:
    """Whether a sign shows when marks part words: `silent—then` and `silent-ish` are no single words for the rules."""
    apart = [_MARK.sub(" ", sentence) for sentence in sentences]
    return any(not _SIGNS.isdisjoint(words) for words in trigger_words(apart, english=english))
