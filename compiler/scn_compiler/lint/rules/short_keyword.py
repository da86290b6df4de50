"""A short keyword that words of everyday speech contain by chance, such as `PIN` in `shipping`.

`contains` looks for a part of the message (API reference, 2026-05-11). No document says whether the part must be a whole
word, so the severity is info.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.everyday_words import everyday_word_with
from scn_compiler.lint.triggers.words import is_broad
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Contains, Expression, Or


@rule(about_triggers=True)
def short_keyword(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.trigger_view.english:
        return
    for row, expression in context.trigger_view.expressions:
        for keyword in _sufficient_keywords(expression):
            word = None if is_broad(keyword.text, english=True) else everyday_word_with(keyword.text)
            if word:
                message = (
                    f"`{keyword.text}` is also inside words such as `{word}`: if the platform matches parts of words, "
                    "they set off this block"
                )
                hint = "look for more words of the message, or write a sentence, such as `WHEN The agent asks for …`"
                yield report("short-keyword", row.block.place(keyword.span), message, hint)


def _sufficient_keywords(expression: Expression) -> Iterator[Contains]:
    """Yield the keywords that fulfill an expression on their own."""
    if isinstance(expression, Contains):
        yield expression
    elif isinstance(expression, Or):
        for operand in expression.operands:
            yield from _sufficient_keywords(operand)
