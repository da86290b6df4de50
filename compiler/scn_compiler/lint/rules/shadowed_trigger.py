"""A trigger whose messages all fit a broader, earlier one: whether both fire, or which of them, is contradictory."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import WHICH_FIRES, Similarity
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity


@rule(about_triggers=True)
def shadowed_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.NARROWER:
            related = (Related("the earlier one is here", pair.earlier_span),)
            message = f"an earlier trigger fits each message that this one fits, and {WHICH_FIRES}"
            hint = "look for more in the earlier one, or make one block of the two"
            severity = None
            if pair.only_inside_words:
                message, severity = f"if the platform looks inside words, {message}", Severity.INFO
            yield report("shadowed-trigger", pair.span, message, hint, severity=severity, related=related)
