"""Two triggers that one plain message matches: the shortest message that matches one of them also matches the other.

Two different words that happen to occur in one message don't raise a warning.
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
        related = (Related("earlier trigger", pair.earlier_span),)
        if pair.similarity is Similarity.TOUCHING:
            words = " and ".join(f"`{word}`" for word in pair.words)
            message = f"a message with {words} matches this trigger and an earlier trigger; {WHICH_FIRES}"
            hint = "make one of the triggers more specific, so that no message matches both"
            yield report("overlapping-triggers", pair.span, message, hint, related=related)
        elif pair.similarity is Similarity.WIDER:
            message = f"this trigger matches every message that an earlier trigger matches; {WHICH_FIRES}"
            hint = "make this trigger more specific, or merge the two blocks"
            severity = Severity.WARNING  # every message that matches the earlier one matches both
            if pair.only_inside_words:
                message, severity = f"if the platform also matches parts of words, {message}", Severity.INFO
            yield report("overlapping-triggers", pair.span, message, hint, severity=severity, related=related)
