"""A trigger that never fires alone: a broader, earlier one fires with it, and both answers are joined."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import Similarity
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity


@rule(about_triggers=True)
def shadowed_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.NARROWER:
            related = (Related("the earlier one is here", pair.earlier_span),)
            message = "this trigger never fires alone: an earlier one fits each message that it fits"
            hint = "look for more in the earlier one, or make one block of the two"
            severity = None
            if pair.only_inside_words:
                message, severity = f"if the platform looks inside words, {message}", Severity.INFO
            yield report("shadowed-trigger", pair.span, message, hint, severity=severity, related=related)
