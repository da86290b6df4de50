"""A block with more than one action: a row of the payload has only one.

`say:` and `end call` go together; everything else belongs in a follow-up, a THEN block.
"""

from collections.abc import Iterator
from itertools import pairwise

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Action, Do, EndCall, Say, Wait

_HINT_FOR_AGENT = "join the lines with `|`, or remove one of the lines"
_THEN = "to make this line the caller's next turn, write `THEN` above this line"


@rule(blocks=ANY)
def two_actions(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.rows:
        actions = row.block.actions
        for before, action in pairwise(actions) if len(actions) > 1 else ():
            message, hint = _problem(before, action)
            if message:
                if context.of_agent:
                    hint = _HINT_FOR_AGENT
                yield report("two-actions", row.block.place(action.span), message, hint)
                break


def _problem(before: Action, action: Action) -> tuple[str, str]:
    match before, action:
        case Say(), EndCall():
            return "", ""
        case Do(), EndCall():
            return "a call can't end in the same turn as a `do:`", _THEN
        case EndCall(), _:
            return "nothing happens after `end call`", "move this line above `end call`, or remove this line"
        case (Wait(), _) | (_, Wait()):
            return "`wait` must be the only action in its block", "remove `wait`, or remove the other action"
        case Say(), Say():
            return (
                "a block can have only one `say:`",
                "replace `say:` with `|` to continue the text above, or write `THEN` above this line for the next turn",
            )
        case _:
            return "a block can have only one action", _THEN
