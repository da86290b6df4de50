"""The triggers of a scenario, prepared for the rules about triggers."""

from scn_compiler.lint.triggers.prefilter import Expressions, Sentences, needs_closer_look_at
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Expression, Sentence
from scn_dsl.records import Record

Triggers = tuple[tuple[ResolvedBlock, Expression | Sentence], ...]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.lint.triggers.similarity import TriggerPair


class TriggerView(Record):
    """The triggers of a scenario that parsed without errors.

    Attributes:
        english: Whether sentences may be judged by their English words.
        similar_pairs: Each trigger that resembles an earlier one, with that one.
        needs_closer_look: Whether the prefilter asks for a closer look; if not, `similar_pairs` is empty.
    """

    expressions: Expressions
    sentences: Sentences
    english: bool
    similar_pairs: "tuple[TriggerPair, ...]"
    needs_closer_look: bool


def view_of(triggers: Triggers, *, english: bool, are_plain: bool = False) -> TriggerView:
    """Sort triggers into expressions and sentences, and compare them if the prefilter asks for it.

    Args:
        english: Whether sentences may be judged by their English words.
        are_plain: Whether the prefilter has already decided that these triggers, without errors, need no closer look.
    """
    expressions: list[tuple[ResolvedBlock, Expression]] = []
    sentences: list[tuple[ResolvedBlock, Sentence]] = []
    has_errors = False
    for row, trigger in triggers:
        if row.block.broken:
            has_errors = True
        elif isinstance(trigger, Sentence):
            sentences.append((row, trigger))
        else:
            expressions.append((row, trigger))
    needs_closer_look = has_errors or (
        not are_plain and needs_closer_look_at(expressions, sentences, english=english)
    )
    if not needs_closer_look:
        return TriggerView(tuple(expressions), tuple(sentences), english, (), needs_closer_look)
    from scn_compiler.lint.triggers.similarity import find_similar_pairs  # noqa: PLC0415  (most scripts have none)

    pairs = find_similar_pairs(expressions, sentences, english=english)
    return TriggerView(tuple(expressions), tuple(sentences), english, pairs, needs_closer_look)
