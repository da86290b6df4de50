"""A follow-up of a block that ends the call: it never fires (docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related


@rule(blocks=PLAYED_OR_TOLD)
def followup_of_endcall(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.beyond_end:
        if row.parent is not None:
            related = (Related("the call ends here", context.scenario.rows[row.parent].span),)
            message = "this block never runs: its parent ends the call"
            yield report(
                "followup-of-endcall",
                row.span,
                message,
                "remove this block, or don't end the call in the parent block",
                related=related,
            )
