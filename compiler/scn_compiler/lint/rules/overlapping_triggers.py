"""Two triggers that one plain message fits: the fewest words that fit one of them also fit the other.

Two different words that may happen to occur in one message are no reason for a warning.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import WHICH_FIRES, Similarity
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity


@rule(about_triggers=True)
def overlapping_triggers(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        related = (Related("the earlier one is here", pair.earlier_span),)
        if pair.similarity is Similarity.TOUCHING:
            words = " and ".join(f"`{word}`" for word in pair.words)
            message = f"a message with {words} fits this trigger and an earlier one, and {WHICH_FIRES}"
            hint = "look in one of the two for words that the other one does not fit"
            yield report("overlapping-triggers", pair.span, message, hint, related=related)
        elif pair.similarity is Similarity.WIDER:
            message = f"this trigger fits each message that an earlier one fits, and {WHICH_FIRES}"
            hint = "look for more here, or make one block of the two"
            severity = Severity.WARNING  # it is so with every message that fits the earlier one
            if pair.only_inside_words:
                message, severity = f"if the platform looks inside words, {message}", Severity.INFO
            yield report("overlapping-triggers", pair.span, message, hint, severity=severity, related=related)
