"""Too many blocks in one scenario: every WHEN is compared with every message, so a long script is hard to predict."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_MOST = 15
"""Blocks in a scenario; roughly the number in Cekura's own advice."""


@rule(blocks=PLAYED)
def too_many_conditions(context: RuleContext) -> Iterator[Diagnostic]:
    count = len(context.scenario.rows)
    if count > _MOST:
        message = (
            f"this scenario has {count} blocks; with more than {_MOST}, it's hard to tell which one will run"
        )
        yield report(
            "too-many-conditions",
            context.scenario.span,
            message,
            "split this scenario into several scenarios",
        )
