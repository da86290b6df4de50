"""A call that can end only through one `WHEN`: if the agent never sends such a message, the caller never hangs up.

Most scripts are like that, and many are meant to be, so scn reports it only if the rule is selected. `scn explore` also
says which trigger every call that ends needs.
"""

from collections.abc import Iterator

from scn_compiler.lint.call_end import may_hang_up
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import When


@rule(only_if_selected="SCN646")
def single_ending(context: RuleContext) -> Iterator[Diagnostic]:
    roots = _roots(context)
    if len(roots) != 1 or context.target.is_fragment or may_hang_up(context.scenario.settings):
        return
    block = context.scenario.rows[roots.pop()].block
    if isinstance(block.opening, When) and not [row for row in context.rows if row.block.broken]:
        message = "every call that ends needs this trigger: no other `WHEN` leads to the end of the call"
        hint = "end the call after another `WHEN` as well, such as `WHEN The agent says goodbye`"
        yield report("single-ending", block.place(block.opening.trigger.span), message, hint)


def _roots(context: RuleContext) -> set[int]:
    """Return the blocks that start the chains in which the call ends."""
    rows = context.scenario.rows
    blocks = set(context.ends)
    todo = list(blocks)
    roots: set[int] = set()
    while todo:
        index = todo.pop()
        parent = rows[index].parent
        if parent is None:
            roots.add(index)
        elif parent not in blocks:
            blocks.add(parent)
            todo.append(parent)
    return roots
