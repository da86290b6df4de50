"""`instructions:` together with blocks: no platform accepts both instructions and a script (rule 12)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


@rule(blocks=PLAYED)
def instructions_with_blocks(context: RuleContext) -> Iterator[Diagnostic]:
    instructions = context.scenario.settings.fields.get("instructions")
    if instructions and context.scenario.rows:
        hint = "remove either `instructions:` or the blocks"
        message = "a scenario can have instructions or blocks, not both"
        yield report("instructions-with-blocks", instructions.span, message, hint)
