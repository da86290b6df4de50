"""A trigger of another system, such as `intent == "bye"`, `ON_HANGUP` or `contains "*bye*"`.

Sentences are skipped unless all of the text has the form of an expression or a name.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Contains, Expression, Sentence
from scn_dsl.source import Span

_OF_EXPRESSIONS = frozenset("=<>()~^$*/#{}[]|\\&+@")
_OF_NAMES = frozenset("intent event slot entity state topic node dtmf sentiment timeout idle delay".split())
_OF_PATTERNS = frozenset("*%.\\^$[(|?'\"/")


@rule(blocks=ANY)
def foreign_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    triggers = [(row, trigger) for row, trigger in context.triggers if not row.block.broken]
    for row, trigger in triggers:
        if isinstance(trigger, Sentence) and trigger.text.is_plain and may_be_foreign(trigger.text.value):
            yield from _check_sentence(trigger, row.block.place(trigger.text.span))
    if _OF_PATTERNS.isdisjoint(context.trigger_signs):
        return
    for row, trigger in triggers:
        whole = row.block.place(trigger.span) if isinstance(trigger, Contains) else None
        for condition in () if isinstance(trigger, Sentence) else conditions_of(trigger):
            if not _OF_PATTERNS.isdisjoint(condition.text):
                yield from _check_keyword(condition.text, row.block.place(condition.span), whole)


def may_be_foreign(sentence: str) -> bool:
    """Return whether a sentence deserves a closer look; fast, and in doubt `True`."""
    first, blank, rest = sentence.partition(" ")
    return (
        not blank
        or not _OF_EXPRESSIONS.isdisjoint(sentence)
        or "_" in first
        or "." in first[:-1]
        or first.rstrip(":").casefold() in _OF_NAMES
        or (rest.count(" ") == 1 and rest.startswith(("in ", "is ")))
    )


def _check_sentence(sentence: Sentence, span: Span) -> Iterator[Diagnostic]:
    from scn_compiler.lint.triggers.foreign import foreign_form  # noqa: PLC0415  (many patterns)

    text = sentence.text
    if form := foreign_form(text.value):
        message = f"`{text.value}` is {form.what}, not a trigger"
        whole = form.meant is not None and text.is_unbroken(0, len(text.value))
        fix = (
            Fix(f"replace with `{form.meant}`", (Edit(span, form.meant),), safe=False)
            if form.meant and whole
            else None
        )
        hint = f"write `WHEN {form.meant}`" if form.meant else form.hint
        yield report("foreign-trigger", span, message, hint, fix=fix)


def conditions_of(expression: Expression) -> list[Contains]:
    """Return each `contains` of an expression."""
    if isinstance(expression, Contains):
        return [expression]
    conditions: list[Contains] = []
    for operand in expression.operands:
        if isinstance(operand, Contains):
            conditions.append(operand)
        else:
            conditions += conditions_of(operand)
    return conditions


def _check_keyword(keyword: str, span: Span, whole: Span | None) -> Iterator[Diagnostic]:
    from scn_compiler.lint.triggers.foreign import plain_form, sign_of_pattern  # noqa: PLC0415  (many patterns)

    sign = sign_of_pattern(keyword)
    if sign is None:
        return
    meant = plain_form(keyword)
    message = f"`contains` matches literally, so the message must contain `{sign}`"
    hint = f"replace with `{meant}`" if meant else 'list each phrase: `contains "…" OR contains "…"`'
    one = meant is not None and (whole is not None or " OR " not in meant)
    fix = Fix(hint, (Edit(span, meant),), safe=False) if meant and one else None
    yield report("foreign-trigger", span, message, hint, fix=fix)
