"""A trigger whose messages all match a broader, earlier one; the documentation contradicts itself on which of them fires."""

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
            related = (Related("earlier trigger", pair.earlier_span),)
            message = f"an earlier trigger matches every message that this trigger matches; {WHICH_FIRES}"
            hint = "make the earlier trigger more specific, or merge the two blocks"
            severity = None
            if pair.only_inside_words:
                message, severity = f"if the platform also matches parts of words, {message}", Severity.INFO
            yield report("shadowed-trigger", pair.span, message, hint, severity=severity, related=related)
