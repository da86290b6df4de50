"""Two sentences that differ only in small words: the platform's model will hardly distinguish them."""

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
            related = (Related("earlier trigger", pair.earlier_span),)
            message = (
                "this trigger says nearly the same thing as an earlier trigger, so a message might match both"
            )
            hint = "merge the two blocks, or reword the triggers so that no message matches both"
            yield report("similar-triggers", pair.span, message, hint, related=related)
