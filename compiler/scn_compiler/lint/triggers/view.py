"""What the caller of a scenario listens for: its triggers, as the rules of advice see them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scn_compiler.lint.triggers.prefilter import Expressions, Sentences, needs_closer_look_at
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Expression, Sentence
from scn_dsl.records import Record

if TYPE_CHECKING:
    from scn_compiler.lint.triggers.similarity import TriggerPair


class TriggerView(Record):
    """The triggers that were not mistyped.

    Attributes:
        english: Whether sentences may be judged by their English words.
        alike: Each trigger that is like an earlier one.
        needs_closer_look: Whether a glance at all triggers saw a reason to look closer; if not, none is alike.
    """

    expressions: Expressions
    sentences: Sentences
    english: bool
    alike: "tuple[TriggerPair, ...]"
    needs_closer_look: bool


def view_of(triggers: Iterable[tuple[ResolvedBlock, Expression | Sentence]], *, english: bool) -> TriggerView:
    """What is to be known of `triggers`."""
    expressions: list[tuple[ResolvedBlock, Expression]] = []
    sentences: list[tuple[ResolvedBlock, Sentence]] = []
    mistyped = False
    for row, trigger in triggers:
        if row.block.broken:
            mistyped = True
        elif isinstance(trigger, Sentence):
            sentences.append((row, trigger))
        else:
            expressions.append((row, trigger))
    needs_closer_look = mistyped or needs_closer_look_at(expressions, sentences, english=english)
    if not needs_closer_look:
        return TriggerView(tuple(expressions), tuple(sentences), english, (), needs_closer_look)
    from scn_compiler.lint.triggers.similarity import find_alike  # noqa: PLC0415  (most triggers are like no other one)

    alike = find_alike(expressions, sentences, english=english)
    return TriggerView(tuple(expressions), tuple(sentences), english, alike, needs_closer_look)
