"""The scenario does not say how the call begins.

Cekura refuses conditional actions whose first row is not FIRST_MESSAGE (rule 1, docs 2026-04-30). In the
when/say/then form it may be left out, and a fragment has none.
"""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


def no_first_message(context: Context) -> Iterator[Diagnostic]:
    scenario, blocks = context.scenario, context.scenario.scenario.blocks
    if scenario.settings.get("instructions") is not None or context.target.is_fragment:
        return
    if not blocks and any(key == "patch" for _, key in scenario.settings.platform):
        return
    if context.openings:
        return
    hint = "write FIRST_MESSAGE and below it `say: …`, or `wait` if the agent speaks first"
    if blocks and not context.target.chains_only:
        place = blocks[0].place(blocks[0].opening.span)
        yield report("no-first-message", place, "this scenario has no FIRST_MESSAGE", hint)
    elif not blocks:
        empty = scenario.scenario.title is None and not scenario.scenario.settings
        message = "there is nothing here to say" if empty else "this scenario has no FIRST_MESSAGE"
        yield report("no-first-message", scenario.span, message, hint)
