"""A follow-up of a block that ends the call: it never fires (docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context
from scn_compiler.resolve import Row
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import EndCall, Say
from scn_grammar.markup import Tag, scan


def followup_of_endcall(context: Context) -> Iterator[Diagnostic]:
    rows = context.scenario.rows
    for row in rows:
        if row.parent is not None and _ends(rows[row.parent]):
            related = (Related("the call ends here", rows[row.parent].span),)
            message = "this never happens: the block that it follows up ends the call"
            yield report("followup-of-endcall", row.span, message, "take one of them out", related=related)


def _ends(row: Row) -> bool:
    for action in row.block.actions:
        if isinstance(action, EndCall):
            return True
        if isinstance(action, Say) and "endcall" in action.text.value:
            marks = scan(action.text.value)
            if any(isinstance(mark, Tag) and mark.name == "endcall" and mark.complete for mark in marks):
                return True
    return False
