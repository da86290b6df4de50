"""Two WHEN blocks with the same trigger. Identical ones take turns; of reworded ones, one or both may fire."""

from collections.abc import Iterator

from scn_compiler.lint.call_end import ends_call
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import WHICH_FIRES, Similarity, TriggerPair
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related

_MESSAGES = {
    Similarity.IDENTICAL: "duplicate trigger: this block runs only after the earlier block has run",
    Similarity.SAME: f"this trigger matches the same messages as an earlier trigger; {WHICH_FIRES}",
}


@rule(about_triggers=True)
def duplicate_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        # Reported as unreachable-block.
        unreachable = pair.similarity is Similarity.IDENTICAL and ends_call(pair.earlier)
        if pair.similarity in _MESSAGES and not unreachable:
            related = (Related("earlier trigger", pair.earlier_span),)
            hint = "remove one of the blocks, or reword the triggers so that no message matches both"
            message = _MESSAGES[pair.similarity]
            fix = _remove_later(pair, context)
            yield report("duplicate-trigger", pair.span, message, hint, related=related, fix=fix)


def _remove_later(pair: TriggerPair, context: RuleContext) -> Fix | None:
    """Remove the later block, if both do the same and it has neither a label nor a follow-up."""
    block, below = pair.later.block, context.scenario.rows[pair.later.index + 1 : pair.later.index + 2]
    # Without a label, only the next row can follow it up.
    followed = any(row.parent == pair.later.index for row in below)
    if block.label or followed or block.actions != pair.earlier.block.actions:
        return None
    return Fix("remove this block", (Edit(block.whole, ""),), safe=False)
