"""Two WHEN blocks with the same trigger: they take turns if it is identical, and answer together if it is reworded."""

from collections.abc import Iterator

from scn_compiler.lint.call_end import ends_call
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import Similarity, TriggerPair
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related

_MESSAGES = {
    Similarity.IDENTICAL: "this trigger stands above already: here it fires only once that one has fired",
    Similarity.SAME: "this trigger fires whenever an earlier one does, and both answers become one",
}


@rule(about_triggers=True)
def duplicate_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        never = pair.similarity is Similarity.IDENTICAL and ends_call(pair.earlier)  # an unreachable-block
        if pair.similarity in _MESSAGES and not never:
            related = (Related("the earlier one is here", pair.earlier_span),)
            hint = "take one of the two out, or say how they differ"
            message = _MESSAGES[pair.similarity]
            fix = _without(pair, context)
            yield report("duplicate-trigger", pair.span, message, hint, related=related, fix=fix)


def _without(pair: TriggerPair, context: RuleContext) -> Fix | None:
    """Without the later block, if it adds nothing: what it does is done anyway, and nothing follows it up."""
    block, below = pair.later.block, context.scenario.rows[pair.later.index + 1 : pair.later.index + 2]
    followed = any(row.parent == pair.later.index for row in below)  # no other row can, as there is no label
    if block.label or followed or block.actions != pair.earlier.block.actions:
        return None
    return Fix("take this block out", (Edit(block.whole, ""),), safe=False)
