"""A trigger for "everything else": triggers aren't checked in turn, so it matches every message.

Cekura's own generator refuses "others" (rule 31).
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Contains, Expression, Or, Sentence

_CATCH_ALL = (
    r"(?:(?:in )?(?:all |any(?:thing)? )?(?:others?|else|otherwise|default|fallback)(?: cases?)?"
    r"|any(?:thing)?|everything|always|\.?\*)\W*"
)

_LONGEST = 40
"""Characters; longer triggers are specific."""


@rule(about_triggers=True)
def catch_all_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in (*context.trigger_view.expressions, *context.trigger_view.sentences):
        if _catches_all(trigger):
            message = "this trigger matches every message, including those meant for other triggers"
            yield report(
                "catch-all-trigger",
                row.span,
                message,
                "describe what the agent does: `WHEN The agent asks …`",
            )


def _catches_all(trigger: Expression | Sentence) -> bool:
    if isinstance(trigger, Sentence):
        return fits_everything(trigger.text.value)
    return always_holds(trigger)


def always_holds(expression: Expression) -> bool:
    """Return whether every message matches an expression."""
    if isinstance(expression, Contains):
        return not expression.text.strip()
    one_is_enough = isinstance(expression, Or)
    for operand in expression.operands:
        if always_holds(operand) is one_is_enough:
            return one_is_enough
    return not one_is_enough


def fits_everything(sentence: str) -> bool:
    """Return whether a sentence means everything else, such as `otherwise`."""
    words = sentence.strip()
    return len(words) <= _LONGEST and bool(re.fullmatch(_CATCH_ALL, words, re.I))
