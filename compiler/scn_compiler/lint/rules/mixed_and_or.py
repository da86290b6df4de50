"""OR and AND in one trigger, or parentheses.

Cekura accepts both words, but documents neither parentheses nor which of the two binds tighter (API reference
2026-05-11). So the trigger is sent as an OR of ANDs; several WHEN blocks are unambiguous.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.semantics.expressions import MAX_ALTERNATIVES, TooMany, alternatives, flat_text, is_mixed
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Sentence


@rule(about_triggers=True)
def mixed_and_or(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.triggers:
        if isinstance(trigger, Sentence) or not is_mixed(trigger):
            continue
        span = row.block.place(trigger.span)
        try:
            text = flat_text(trigger)
        except TooMany:
            message = f"this trigger expands to more than {MAX_ALTERNATIVES} alternatives"
            yield report(
                "too-many-alternatives", span, message, "split this block into several `WHEN` blocks"
            )
            continue
        count = len(alternatives(trigger))
        hint = (
            f"write {count} `WHEN` blocks, one for each alternative"
            if count > 1
            else "write the trigger without parentheses"
        )
        yield report(
            "mixed-and-or",
            span,
            f"the platform receives `{text}`, and might group the conditions differently",
            hint,
        )
