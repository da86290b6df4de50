"""An invisible character in text that reaches the platform, often pasted in by accident."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import (
    And,
    Contains,
    Expression,
    Field,
    Item,
    Or,
    PlatformValue,
    Sentence,
    Text,
)
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, FieldKind

_UNSEEN = "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffc]"

_WORDS = (FieldKind.WORD, FieldKind.INTEGER, FieldKind.ID, FieldKind.IDS, FieldKind.DURATION)
"""What holds no prose: nobody means such a character there."""


@rule(blocks=ANY)
def invisible_character(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.traits.unusual:
        return
    scenario = context.scenario.scenario
    for words in context.spoken:
        yield from _seen(words.action.text, words.row.block)
    for row, trigger in context.triggers:
        yield from _in_trigger(trigger, row.block)
    titles = (scenario.title,) if scenario.title else ()
    for setting in (*context.script.defaults, *titles, *scenario.settings):
        if isinstance(setting, PlatformValue) or (isinstance(setting, Field) and setting.raw):
            continue
        is_word = isinstance(setting, Field) and FIELDS[setting.name].kind in _WORDS
        yield from _seen(setting.value, setting, is_word=is_word)


def _in_trigger(trigger: Expression | Sentence, block: Item) -> Iterator[Diagnostic]:
    for part in trigger.operands if isinstance(trigger, Or | And) else (trigger,):
        match part:
            case Contains():
                for found in re.finditer(_UNSEEN, part.text):
                    yield _report(found[0], block.place(part.span), ())
            case Sentence():
                yield from _seen(part.text, block)
            case Or() | And():
                yield from _in_trigger(part, block)


def _seen(text: Text, item: Item, *, is_word: bool = False) -> Iterator[Diagnostic]:
    for found in re.finditer(_UNSEEN, text.value) if text.places else ():
        span = item.place(text.locate(found.start(), found.end()))
        yield _report(found[0], span, (Edit(span, ""),), is_word=is_word)


def _report(character: str, span: Span, edits: tuple[Edit, ...], *, is_word: bool = False) -> Diagnostic:
    number = f"{ord(character):04X}"
    if is_word:
        message = f"an invisible character, U+{number}, stands in this word"
        out = Fix("take it out", edits)
        return report("invisible-character", span, message, "take it out", severity=Severity.ERROR, fix=out)
    fix = Fix("take it out", edits, safe=False) if edits else None
    hint = f"take it out, or write the text with `raw:` and `\\u{number.lower()}`"
    return report(
        "invisible-character", span, f"there is an invisible character here, U+{number}", hint, fix=fix
    )
