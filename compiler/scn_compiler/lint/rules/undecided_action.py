"""A `say/do:` written by the decompiler.

The payload had no `fixed_message`, and the documentation contradicts itself on the default (rule 4: required;
OpenAPI: false), so only the author can decide.
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
            fix = Fix("replace with `do:`", (Edit(verb, "do"),), safe=False)
            hint = "write `say:` if these are the caller's words, or `do:` if they are instructions"
            yield report(
                "undecided-action",
                verb,
                "this line doesn't say whether the text is spoken word for word or improvised",
                hint,
                fix=fix,
            )
