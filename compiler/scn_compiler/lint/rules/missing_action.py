"""A block in which the caller does nothing: the payload's row would have an empty action (rule 2)."""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import FirstMessage


def missing_action(context: Context) -> Iterator[Diagnostic]:
    for row in context.scenario.rows:
        if not row.block.actions and not row.block.broken and not row.block.details:
            silent = isinstance(row.block.opening, FirstMessage)
            hint = "write `say: …`" + (
                " or `wait` below it" if silent else ", `do: …` or `end call` below it"
            )
            yield report("missing-action", row.span, "this block does not say what the caller does", hint)
