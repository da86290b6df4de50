"""A scenario that never ends the call: it continues until the agent or the platform hangs up (docs 2026-04-30).

Phone menus and voicemails don't hang up, and a caller with a tool for it ends the call without a script line.
"""

from collections.abc import Iterator

from scn_compiler.lint.call_end import may_hang_up
from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import EndCall

_MACHINES = ("<ivr", "<voicemail")


@rule(blocks=PLAYED)
def no_endcall(context: RuleContext) -> Iterator[Diagnostic]:
    rows = context.scenario.rows
    if not rows or context.target.is_fragment or _may_end(context) or _is_outside_scenario(context):
        return
    message = "nothing ends this call: it continues until the agent hangs up or time runs out"
    hint = "add `end call` below the caller's last words"
    yield report("no-endcall", context.scenario.span, message, hint)


def _may_end(context: RuleContext) -> bool:
    """Return whether anything may end the call; a block with errors may."""
    for row in reversed(context.rows):  # most scripts end with their last block
        if row.block.broken:
            return True
        for action in row.block.actions:
            if isinstance(action, EndCall):
                return True
    for words in context.tagged:
        if "endcall" in words.text or words.text.startswith(_MACHINES):
            return True
    return may_hang_up(context.scenario.settings)


def _is_outside_scenario(context: RuleContext) -> bool:
    """Return whether these are blocks above the first `scenario:` line."""
    return len(context.script.scenarios) > 1 and context.scenario.scenario.title is None
