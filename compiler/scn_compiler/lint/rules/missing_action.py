"""A block without an action: the payload's row would have an empty action (rule 2)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.lint.rules.trailing_words import step_behind
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import FirstMessage


@rule(blocks=ANY)
def missing_action(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.rows:
        if not row.block.actions and not row.block.broken and not row.block.details and not step_behind(row):
            speaker = "agent" if context.of_agent else "caller"
            message = f"this block doesn't say what the {speaker} does"
            yield report("missing-action", row.span, message, f"add {_actions(context, row)} below this line")


def _actions(context: RuleContext, row: ResolvedBlock) -> str:
    """List the actions that a block may have."""
    if context.of_agent:
        return "`say: …`"
    if isinstance(row.block.opening, FirstMessage):
        return "`say: …` or `wait`"
    return "`say: …`, `do: …` or `end call`"
