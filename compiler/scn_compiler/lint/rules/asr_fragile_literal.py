"""A trigger that looks for digits or codes, which a transcript may contain as words or spelled out.

Nothing is reported if an alternative has words, or the same digits with spaces: then the author has thought of it.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Contains, Expression, Or, Sentence
from scn_dsl.patterns import lazy_pattern

_FRAGILE = lazy_pattern(r"[\W\d]*\d[\W\d]*|[\w-]*\d[\w-]*", re.ASCII)
_LETTER = lazy_pattern(r"[^\W\d_]")
_EMERGENCY = ("911", "9-1-1", "112", "999", "988")
_FEWEST_DIGITS = 4
"""Digits; fewer are read as a number (`twenty-four`), or together with letters are usually a name (`covid-19`, `401k`)."""

_PHONE_KEYS = "DTMF"
_DIGIT_NAMES = "zero one two three four five six seven eight nine".split()


@rule(blocks=PLAYED)
def asr_fragile_literal(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.triggers:
        if not isinstance(trigger, Sentence):
            operands = trigger.operands if isinstance(trigger, Or) else (trigger,)
            first = operands[0]
            if isinstance(first, Contains) and not _FRAGILE.fullmatch(first.text):
                continue  # most triggers are about words
            if all(map(_is_fragile, operands)) and not _has_spellings(operands):
                yield from _reports(row, trigger, context)


def _has_spellings(operands: tuple[Expression, ...]) -> bool:
    """Return whether two of the texts differ only in spaces, such as `123` and `1 2 3`."""
    without_spaces = ["".join(each.text.split()) for each in operands if isinstance(each, Contains)]
    return len(set(without_spaces)) < len(without_spaces)


def _is_fragile(expression: Expression) -> bool:
    if isinstance(expression, Contains):
        text = expression.text
        is_name = _LETTER.search(text) and sum(map(str.isdigit, text)) < _FEWEST_DIGITS
        return _FRAGILE.fullmatch(text) is not None and not is_name and text not in _EMERGENCY
    return any(_is_fragile(operand) for operand in expression.operands)


def _fragile_texts(expression: Expression) -> Iterator[Contains]:
    """Find the fragile texts in an expression."""
    if not isinstance(expression, Contains):
        for operand in expression.operands:
            yield from _fragile_texts(operand)
    elif _is_fragile(expression) and _PHONE_KEYS not in expression.text:
        yield expression


def _reports(row: ResolvedBlock, trigger: Expression, context: RuleContext) -> Iterator[Diagnostic]:
    for literal in _fragile_texts(trigger):
        language = context.scenario.settings.get("language")
        english = language is None or str(language).startswith("en")
        digits = literal.text if literal.text.isascii() and literal.text.isdigit() and english else ""
        words = (
            " ".join(_DIGIT_NAMES[int(digit)] for digit in digits) if len(digits) >= _FEWEST_DIGITS else ""
        )
        span = row.block.place(literal.span)
        also = f' OR contains "{words}"'
        fix = None
        if words and literal is trigger:
            fix = Fix("also match the spoken digits", (Edit(span.after, also),), safe=False)
        message = f"a transcript might spell out `{literal.text}` in words"
        if len(literal.text) > 1:
            message += ", or put spaces between its characters"
        hint = (
            f'write `contains "{literal.text}"{also}`'
            if words
            else "write a sentence: `WHEN The agent says …`"
        )
        yield report("asr-fragile-literal", span, message, hint, fix=fix)
