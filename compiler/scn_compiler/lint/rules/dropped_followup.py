"""A follow-up that is due when the caller hangs up, or would be due next: the caller never gets to it.

The rule looks only at blocks that certainly run in one turn: follow-ups of one block, and blocks such that each message
that sets off one sets off the other. `scn explore` searches all calls. No document says what the caller does with the
rest of such a turn (docs 2026-04-30).
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related


@rule()
def dropped_followup(context: RuleContext) -> Iterator[Diagnostic]:
    rows, ends = context.scenario.rows, context.ends
    ending: dict[int | None, ResolvedBlock] = {}
    for index in sorted(ends):
        if (parent := rows[index].parent) is not None and parent not in ends:
            ending.setdefault(parent, rows[index])
    for row in [row for row in rows if row.parent in ending] if ending else ():
        end = ending[row.parent]
        if row.index > end.index:
            message = "the caller hangs up although this follow-up is due: an earlier follow-up ends the call"
            yield _report(row, message, "move this block above the block that ends the call", end)
    if ends and context.trigger_view.similar_pairs:
        yield from _of_one_message(context, ending)


def _of_one_message(context: RuleContext, ending: dict[int | None, ResolvedBlock]) -> Iterator[Diagnostic]:
    """Report the follow-ups of a block that never runs without another block, after which the caller hangs up."""
    from scn_compiler.lint.triggers.similarity import Similarity  # noqa: PLC0415  (most scripts have no similar triggers)

    ends = context.ends
    first_child = {row.parent: row for row in reversed(context.scenario.rows)}
    for pair in context.trigger_view.similar_pairs:
        earlier, later = pair.earlier.index, pair.later.index
        if pair.only_inside_words or not pair.words:
            continue
        row = end = None
        when = "before this follow-up is due"
        if pair.similarity in (Similarity.WIDER, Similarity.SAME) and later in ends and earlier not in ends:
            row, end = first_child.get(earlier), pair.later
        elif pair.similarity in (Similarity.NARROWER, Similarity.SAME) and later not in ends:
            row, end, when = first_child.get(later), ending.get(earlier), "although this follow-up is due"
        if row and end:
            message = f"the caller hangs up {when}, if all matching triggers fire"
            hint = "make one of the triggers more specific, so that no message matches both"
            yield _report(row, message, hint, end)


def _report(row: ResolvedBlock, message: str, hint: str, end: ResolvedBlock) -> Diagnostic:
    related = (Related("the call ends here", end.span),)
    return report("dropped-followup", row.span, message, hint, related=related)
