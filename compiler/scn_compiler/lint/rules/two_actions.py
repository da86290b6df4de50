"""A block with more than one action: a row of the payload has only one.

`say:` and `end call` go together; anything else belongs to a follow-up, in a THEN of its own.
"""

from collections.abc import Iterator
from itertools import pairwise

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Action, Do, EndCall, Say, Wait

_HINT_FOR_AGENT = "make one text of them, which `|` continues, or take one out"
_THEN = "put THEN above it: it then comes on the caller's next turn"


@rule(blocks=ANY)
def two_actions(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.scenario.rows:
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
            return "a call cannot end in the turn of a `do:`", _THEN
        case EndCall(), _:
            return "nothing happens after `end call`", "put it above `end call`, or take it out"
        case (Wait(), _) | (_, Wait()):
            return "`wait` stands alone in its block", "take one of the two out"
        case Say(), Say():
            return (
                "a block has one `say:`",
                "continue the text with `|`, or put THEN above it for the next turn",
            )
        case _:
            return "a block has one action", _THEN
