"""A block above the first `scenario:` line, where only fields are allowed: the defaults of all scenarios."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


@rule(blocks=ANY)
def block_outside_scenario(context: RuleContext) -> Iterator[Diagnostic]:
    scenarios, own = context.script.scenarios, context.scenario.scenario
    if len(scenarios) > 1 and own is scenarios[0] and own.title is None and own.blocks:
        block = own.blocks[0]
        hint = "move the `scenario:` line above this block"
        message = "this block isn't part of a scenario"
        yield report("block-outside-scenario", block.place(block.opening.span), message, hint)
