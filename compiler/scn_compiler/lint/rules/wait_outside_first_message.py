"""`wait` in a block other than FIRST_MESSAGE.

Only the first action may be empty (rule 2, docs 2026-04-30); later, the caller is silent anyway until a trigger fires.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import NOT_CONFIGURED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import FirstMessage, Wait


@rule(blocks=NOT_CONFIGURED)
def wait_outside_first_message(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.rows:
        for action in row.block.actions:
            if isinstance(action, Wait) and not isinstance(row.block.opening, FirstMessage):
                hint = 'for a pause, put a tag in a `say:`: `say: <silence time="2s" />`'
                span = row.block.place(action.span)
                yield report(
                    "wait-outside-first-message", span, "`wait` is allowed only in `FIRST_MESSAGE`", hint
                )
