"""A block that can never run, because the call has ended.

It follows up a follow-up of the end, comes after a first message that ends the call, or repeats the trigger of an earlier
block that ends it. A shadowed block may run, and so may its follow-ups: no document says that it never does.
"""

from collections.abc import Iterator

from scn_compiler.lint.call_end import ends_call
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.similarity import Similarity, trigger_span
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import When
from scn_dsl.source import Span


@rule(about_triggers=True)
def unreachable_block(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _beyond_end(context)
    triggers = [row for row in context.scenario.rows if isinstance(row.block.opening, When)]
    if triggers and context.openings and ends_call(context.openings[0]):
        blocks = (
            "this block and all other `WHEN` blocks never run"
            if len(triggers) > 1
            else "this block never runs"
        )
        message = f"{blocks}: the first message ends the call"
        hint = "don't end the call in the first message, or remove the blocks that never run"
        yield _report(trigger_span(triggers[0]), message, hint, context.openings[0])
        return
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.IDENTICAL and ends_call(pair.earlier):
            message = "this block never runs: an earlier block with the same trigger ends the call"
            yield _report(
                pair.span,
                message,
                "remove one of the blocks, or reword the triggers so that no message matches both",
                pair.earlier,
            )


def _beyond_end(context: RuleContext) -> Iterator[Diagnostic]:
    """Report follow-ups of a follow-up of the end. Another rule reports the latter; the others need no report."""
    rows = context.scenario.rows
    beyond = {row.index: row for row in context.beyond_end}
    for row in rows if beyond else ():
        before = beyond.get(row.parent) if row.parent is not None else None
        if before and before.parent is not None and row.index not in beyond:
            message = "this block never runs: it follows a block that never runs"
            yield _report(row.span, message, "remove both blocks", rows[before.parent])


def _report(span: Span, message: str, hint: str, end: ResolvedBlock) -> Diagnostic:
    related = (Related("the call ends here", end.span),)
    return report("unreachable-block", span, message, hint, related=related)
