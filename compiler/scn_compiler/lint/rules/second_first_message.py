"""More than one FIRST_MESSAGE in a scenario: a call starts only once."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related


@rule(blocks=ANY)
def second_first_message(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.openings[1:]:
        related = (Related("the first `FIRST_MESSAGE` is here", context.openings[0].span),)
        hint = "start this block with `WHEN …`, or add a `scenario:` line above this block"
        yield report(
            "second-first-message",
            row.span,
            "duplicate `FIRST_MESSAGE`: a call starts only once",
            hint,
            related=related,
        )
