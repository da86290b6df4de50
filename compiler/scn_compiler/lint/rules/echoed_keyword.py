"""A keyword in the block's own answer: an agent that repeats the answer to confirm it sets off the block again.

A trigger that has fired can fire again (docs 2026-04-30). Blocks that end the call, and blocks whose follow-up ends it,
can't run again.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.texts.literal import literal_of
from scn_compiler.lint.triggers.words import has_spaces, is_broad
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Contains, Expression, Or, Say, Sentence
from scn_grammar.markup import scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.rehearsal.matching import Has


@rule()
def echoed_keyword(context: RuleContext) -> Iterator[Diagnostic]:
    rows, ends = context.scenario.rows, context.ends
    hanging_up = ends.union([rows[index].parent for index in ends])
    for row, trigger in context.triggers:
        if isinstance(trigger, Sentence) or row.block.broken or row.index in hanging_up:
            continue
        operands = (trigger,) if isinstance(trigger, Contains) else trigger.operands
        for action in row.block.actions:
            if isinstance(action, Say):
                said = action.text.value.casefold()
                for operand in operands:  # most answers have none of the keywords
                    if not isinstance(operand, Contains) or operand.text.casefold() in said:
                        yield from _report(context, row, trigger, action.text.value)
                        break


def _echoed(expression: Expression, has: "Has") -> tuple[Contains, ...]:
    """Find keywords that fulfill an expression on their own; empty if none do."""
    if isinstance(expression, Contains):
        return (expression,) if has(expression.text) else ()
    found = [_echoed(operand, has) for operand in expression.operands]
    if isinstance(expression, Or):
        return next(filter(None, found), ())
    return tuple(keyword for keywords in found for keyword in keywords) if all(found) else ()


def _report(context: RuleContext, row: ResolvedBlock, trigger: Expression, text: str) -> Iterator[Diagnostic]:
    from scn_compiler.rehearsal.matching import finder  # noqa: PLC0415  (most answers have none of the keywords)

    spoken = literal_of(text, scan(text), context.target.markup)
    keywords = _echoed(trigger, finder(spoken, "inside"))
    whole = _echoed(trigger, finder(spoken, "whole")) if keywords else ()
    keywords = whole or keywords
    if all(is_broad(keyword.text, english=context.trigger_view.english) for keyword in keywords):
        return  # none, or reported as broad-keyword
    words = " and ".join(f"`{keyword.text}`" for keyword in keywords)
    message = f"the caller's answer contains {words}: if the agent repeats the answer, this block runs again"
    if not whole and has_spaces(words):
        message = (
            f"the caller's answer contains {words} inside a longer word: if the agent repeats the answer, "
            "and the platform also matches parts of words, this block runs again"
        )
    hint = "write a sentence, such as `WHEN The agent asks for …`, or words that only the agent says"
    yield report("echoed-keyword", row.block.place(keywords[0].span), message, hint)
