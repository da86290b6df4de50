"""A `do:` in FIRST_MESSAGE.

The first message is always spoken word for word (rule 1: `fixed_message` true; when/say/then: rule 39).
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Do


@rule(blocks=PLAYED)
def improvised_first_message(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken:
        if isinstance(words.action, Do) and words.opens:
            span = words.row.block.place(words.action.span)
            hint = "replace `do:` with `say:` and the exact words"
            yield report(
                "improvised-first-message", span, "the first message is always spoken word for word", hint
            )
