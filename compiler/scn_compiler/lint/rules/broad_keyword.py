"""A keyword in nearly every message: its trigger keeps firing, even for messages meant for other triggers.

The caller's own words fire no trigger, so such a block answers the agent until the call ends.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.rules.catch_all_trigger import always_holds
from scn_compiler.lint.triggers.words import is_broad
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import And, Contains, Expression, Or


@rule(about_triggers=True)
def broad_keyword(context: RuleContext) -> Iterator[Diagnostic]:
    english = context.trigger_view.english
    for row, expression in context.trigger_view.expressions:
        if always_holds(expression):
            continue  # reported as catch-all-trigger
        for keyword in _sufficient_keywords(expression, english):
            message = f"nearly every message contains `{keyword.text}`, so this trigger keeps firing"
            hint = "use words that appear only in the message you're waiting for"
            yield report("broad-keyword", row.block.place(keyword.span), message, hint)
        for keyword in _empty_keywords(expression):
            message = f'`contains "{keyword.text}"` matches every message, so it has no effect'
            yield report("broad-keyword", row.block.place(keyword.span), message, "remove this condition")


def _sufficient_keywords(expression: Expression, english: bool) -> list[Contains]:
    """Find the broad keywords that fulfill an expression on their own."""
    if isinstance(expression, Contains):
        return [expression] if is_broad(expression.text, english=english) else []
    by_operand = [_sufficient_keywords(operand, english) for operand in expression.operands]
    return (
        [keyword for keywords in by_operand for keyword in keywords]
        if isinstance(expression, Or) or all(by_operand)
        else []
    )


def _empty_keywords(expression: Expression) -> Iterator[Contains]:
    """Find the empty keywords of an AND, which have no effect."""
    for operand in () if isinstance(expression, Contains) else expression.operands:
        if not isinstance(operand, Contains):
            yield from _empty_keywords(operand)
        elif isinstance(expression, And) and not operand.text.strip():
            yield operand
