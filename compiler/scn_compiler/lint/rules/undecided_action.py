"""A `say/do:` written by the decompiler.

The payload had no `fixed_message`, and the documents disagree on the default (rule 4: required; OpenAPI: false), so only
the author can tell.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Undecided


@rule(blocks=ANY)
def undecided_action(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken:
        if isinstance(words.action, Undecided):
            verb = words.row.block.place(words.action.span).part(0, len("say/do"))
            fix = Fix("improvise it", (Edit(verb, "do"),), safe=False)
            hint = "write `say:` if these are the caller's words, `do:` if they tell it what to do"
            yield report(
                "undecided-action", verb, "is this said word for word, or improvised?", hint, fix=fix
            )
