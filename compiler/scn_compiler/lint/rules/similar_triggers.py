"""Two sentences that differ only in small words: the platform's model will hardly distinguish them.

Words such as `again` are small: triggers see only the agent's latest message, which doesn't say what happened before.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import Similarity, TriggerPair
from scn_compiler.lint.triggers.words import REPEATS, normalized_sentence
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import Sentence, When


@rule(about_triggers=True)
def similar_triggers(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.SIMILAR:
            related = (Related("earlier trigger", pair.earlier_span),)
            message = (
                "this trigger says nearly the same thing as an earlier trigger, so a message might match both"
            )
            hint = "merge the two blocks, or reword the triggers so that no message matches both"
            if repeat := _repeat(pair):
                message = (
                    f"`{repeat}` doesn't distinguish this trigger from an earlier trigger: "
                    "triggers see only the agent's latest message"
                )
                hint = (
                    "describe what the message itself says, or, for another answer the second time, give both blocks "
                    "exactly the same trigger: they take turns"
                )
            yield report("similar-triggers", pair.span, message, hint, related=related)


def _repeat(pair: TriggerPair) -> str | None:
    """Return the words for a repeated event that only one of the triggers has."""
    later, earlier = _sentence(pair.later), _sentence(pair.earlier)
    return next((each for each in REPEATS if (f" {each} " in later) != (f" {each} " in earlier)), None)


def _sentence(row: ResolvedBlock) -> str:
    opening = row.block.opening
    assert isinstance(opening, When)
    assert isinstance(opening.trigger, Sentence)
    return f" {normalized_sentence(opening.trigger.text.value)} "
