"""A sentence written as JSON that looks like an expression, such as `raw: "contains \\"refund"`.

The platform gets it as it is, and it's unspecified whether the platform evaluates it; see `semantics/near_expressions.py`.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.semantics.near_expressions import NearExpression, near_expression
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Text
from scn_dsl.source import Span


@rule(about_triggers=True)
def broken_expression(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences:
        if trigger.text.places:
            continue  # a plain sentence like this is an error of the grammar
        near = near_expression(trigger.text.value)
        if near:
            place = row.block.place(_place(trigger.text, near.start, near.end))
            yield report("broken-expression", place, near.message, near.hint, fix=_fix(row, near))


def _place(text: Text, start: int, end: int) -> Span:
    """Find `value[start:end]` in a JSON string; the whole string if it has escapes that it doesn't need."""
    if text.span.end - text.span.start != len(_written(text.value)) + 2:
        return text.span
    first = len(_written(text.value[:start])) + 1
    return text.span.part(first, first + len(_written(text.value[start:end])))


def _written(value: str) -> str:
    """Write a text as in a JSON string with as few escapes as possible."""
    import json  # noqa: PLC0415  (few sentences are written as JSON, and a check needs nothing else of it)

    return json.dumps(value, ensure_ascii=False)[1:-1]


def _fix(row: ResolvedBlock, near: NearExpression) -> Fix | None:
    if near.meant is None:
        return None
    edit = Edit(row.block.place(row.block.opening.span), f"WHEN {near.meant}")
    return Fix(f"replace with `WHEN {near.meant}`", (edit,), safe=near.certain)
