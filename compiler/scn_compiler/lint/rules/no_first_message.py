"""A scenario that doesn't say how the call starts.

Cekura rejects conditional actions whose first row isn't FIRST_MESSAGE (rule 1, docs 2026-04-30). The when/say/then
form may omit it, and a fragment has none.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Scenario


@rule(blocks=PLAYED)
def no_first_message(context: RuleContext) -> Iterator[Diagnostic]:
    scenario, blocks = context.scenario, context.scenario.scenario.blocks
    if scenario.settings.get("instructions") is not None or context.target.is_fragment:
        return
    if not blocks and any(key == "patch" for _, key in scenario.settings.platform):
        return
    if context.openings:
        return
    hint = "add `FIRST_MESSAGE`, and below it `say: …`, or `wait` if the agent speaks first"
    fix = _insert_first_message(scenario.scenario)
    if blocks and not context.target.chains_only:
        place = blocks[0].place(blocks[0].opening.span)
        yield report("no-first-message", place, "this scenario needs a `FIRST_MESSAGE`", hint, fix=fix)
    elif not blocks:
        empty = scenario.scenario.title is None and not scenario.scenario.settings
        message = "this script is empty" if empty else "this scenario needs a `FIRST_MESSAGE`"
        yield report("no-first-message", scenario.span, message, hint, fix=fix)


def _insert_first_message(scenario: Scenario) -> Fix | None:
    """Insert FIRST_MESSAGE after the fields, so that comments stay with their blocks; or at the top."""
    first = scenario.blocks[0].whole if scenario.blocks else None
    fields = (*((scenario.title,) if scenario.title else ()), *scenario.settings)
    above = [each.whole for each in fields if first is None or each.whole.end <= first.start]
    opening = "FIRST_MESSAGE\n  wait"
    if above:
        edit = Edit(max(above).after, f"\n\n{opening}")
    elif first is not None:
        edit = Edit(first.part(0, 0), f"{opening}\n\n")
    else:
        return None
    return Fix("add `FIRST_MESSAGE` with `wait`, to let the agent speak first", (edit,), safe=False)
