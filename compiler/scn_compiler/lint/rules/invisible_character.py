"""An invisible character in text that reaches the platform, often pasted by accident."""

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

_INVISIBLE = "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffc]"

_WORD_KINDS = (FieldKind.WORD, FieldKind.INTEGER, FieldKind.ID, FieldKind.IDS, FieldKind.DURATION)
"""Fields without prose: an invisible character there is always a mistake."""


@rule(blocks=ANY)
def invisible_character(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.traits.unusual:
        return
    scenario = context.scenario.scenario
    for words in context.spoken:
        yield from _check_text(words.action.text, words.row.block)
    for row, trigger in context.triggers:
        yield from _check_trigger(trigger, row.block)
    titles = (scenario.title,) if scenario.title else ()
    for setting in (*context.script.defaults, *titles, *scenario.settings):
        if isinstance(setting, PlatformValue) or (isinstance(setting, Field) and setting.raw):
            continue
        is_word = isinstance(setting, Field) and FIELDS[setting.name].kind in _WORD_KINDS
        yield from _check_text(setting.value, setting, is_word=is_word)


def _check_trigger(trigger: Expression | Sentence, block: Item) -> Iterator[Diagnostic]:
    for part in trigger.operands if isinstance(trigger, Or | And) else (trigger,):
        match part:
            case Contains():
                for match in re.finditer(_INVISIBLE, part.text):
                    yield _report(match[0], block.place(part.span), ())
            case Sentence():
                yield from _check_text(part.text, block)
            case Or() | And():
                yield from _check_trigger(part, block)


def _check_text(text: Text, item: Item, *, is_word: bool = False) -> Iterator[Diagnostic]:
    for match in re.finditer(_INVISIBLE, text.value) if text.is_plain else ():
        span = item.place(text.locate(*match.span()))
        edits = (Edit(span, ""),) if text.is_unbroken(*match.span()) else ()
        yield _report(match[0], span, edits, is_word=is_word)


def _report(character: str, span: Span, edits: tuple[Edit, ...], *, is_word: bool = False) -> Diagnostic:
    number = f"{ord(character):04X}"
    if is_word:
        message = f"invisible character U+{number} in this word"
        removal = Fix("remove the character", edits) if edits else None
        return report(
            "invisible-character", span, message, "remove the character", severity=Severity.ERROR, fix=removal
        )
    fix = Fix("remove the character", edits, safe=False) if edits else None
    hint = f"remove the character, or write the text with `raw:` and `\\u{number.lower()}`"
    return report("invisible-character", span, f"invisible character U+{number} in this text", hint, fix=fix)
