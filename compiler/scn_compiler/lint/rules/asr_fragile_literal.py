"""A trigger that looks for digits or codes: a transcript may have them as words, or spelled out.

Nothing is reported if an alternative has words, or the same digits with blanks: the author has thought of it.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Contains, Expression, Or, Sentence
from scn_dsl.source import Span

_FRAGILE = re.compile(r"[\W\d]*\d[\W\d]*|[\w-]*\d[\w-]*", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_EMERGENCY = ("911", "9-1-1", "112", "999", "988")
_SHORTEST = 4
"""Digits; fewer are read as a number (`twenty-four`), and with letters they are mostly a name (`covid-19`, `401k`)."""

_KEYS = "DTMF"
_NAMES = "zero one two three four five six seven eight nine".split()


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
    """Whether one of the texts is there in two ways, such as `123` and `1 2 3`."""
    bare = ["".join(each.text.split()) for each in operands if isinstance(each, Contains)]
    return len(set(bare)) < len(bare)


def _is_fragile(expression: Expression) -> bool:
    if isinstance(expression, Contains):
        text = expression.text
        named = _LETTER.search(text) and sum(map(str.isdigit, text)) < _SHORTEST
        return _FRAGILE.fullmatch(text) is not None and not named and text not in _EMERGENCY
    return any(_is_fragile(operand) for operand in expression.operands)


def _literals(expression: Expression) -> Iterator[Contains]:
    """The fragile texts in an expression."""
    if not isinstance(expression, Contains):
        for operand in expression.operands:
            yield from _literals(operand)
    elif _is_fragile(expression) and _KEYS not in expression.text:
        yield expression


def _reports(row: ResolvedBlock, trigger: Expression, context: RuleContext) -> Iterator[Diagnostic]:
    for literal in _literals(trigger):
        language = context.scenario.settings.get("language")
        english = language is None or str(language).startswith("en")
        digits = literal.text if literal.text.isascii() and literal.text.isdigit() and english else ""
        words = " ".join(_NAMES[int(digit)] for digit in digits) if len(digits) >= _SHORTEST else ""
        span = row.block.place(literal.span)
        also = f' OR contains "{words}"'
        fix = None
        if words and literal is trigger:
            fix = Fix("take the spoken digits, too", (Edit(Span(span.end, span.end), also),), safe=False)
        message = f"a transcript may have `{literal.text}` as words, or with blanks between its characters"
        hint = (
            f'write `contains "{literal.text}"{also}`'
            if words
            else "write a sentence: `WHEN The agent says …`"
        )
        yield report("asr-fragile-literal", span, message, hint, fix=fix)
