"""Two sentences that differ in small words only: the platform's model will hardly tell them apart."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import Similarity
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related


@rule(about_triggers=True)
def similar_triggers(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.SIMILAR:
            related = (Related("the earlier one is here", pair.earlier_span),)
            message = "this trigger says nearly the same as an earlier one, and one message may fit both"
            hint = "make one block of the two, or say how they differ"
            yield report("similar-triggers", pair.span, message, hint, related=related)
