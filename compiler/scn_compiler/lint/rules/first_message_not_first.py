"""FIRST_MESSAGE below another block.

It is the payload's first row, with id 0 (rule 1, docs 2026-04-30), so a script has it first as well.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


@rule(blocks=PLAYED_OR_TOLD)
def first_message_not_first(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.openings:
        return
    first = context.openings[0]
    if first.index:
        yield report(
            "first-message-not-first",
            first.span,
            "`FIRST_MESSAGE` must be the first block",
            "move this block above all other blocks",
        )
    elif first.id:
        message = f"the first message must have id 0, not {first.id}"
        yield report("first-message-not-first", first.block.whole, message, "remove the label")
