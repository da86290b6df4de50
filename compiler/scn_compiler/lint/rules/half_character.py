"""Half of a character, such as `\\ud83d` without its other half: UTF-8 can't encode it, so no payload can contain it.

It comes from escapes in JSON strings, from file names that aren't UTF-8, and from texts that another program passes on.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.semantics.field_values import read_variable
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import (
    WORDLESS,
    Block,
    Contains,
    Expression,
    Field,
    Item,
    PlatformValue,
    Sentence,
    Setting,
    Text,
    Variable,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, FieldKind

_HALF = lazy_pattern("[\ud800-\udfff]")
_ESCAPED = lazy_pattern(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # both halves of one character
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


@rule(blocks=ANY)
def half_character(context: RuleContext) -> Iterator[Diagnostic]:
    scenario = context.scenario.scenario
    name = context.scenario.name
    if scenario.title is None and name and not name.isascii() and _HALF.search(name):
        message = "this file's name isn't UTF-8, so it can't name the scenario"
        yield report("half-character", context.scenario.span, message, "add `scenario:` and a name")
    if not context.traits.halves:
        return
    titles = (scenario.title,) if scenario.title else ()
    for setting in (*context.script.defaults, *titles, *scenario.settings):
        yield from _check_setting(setting)
    for block in scenario.blocks:
        yield from _check_block(block)


def _check_setting(setting: Setting) -> Iterator[Diagnostic]:
    match setting:
        case PlatformValue():
            yield from _check_json(setting.json, setting)
        case Variable():
            if _HALF.search(setting.name):
                yield _report(setting.whole, "this variable's name contains")
            is_json = read_variable(setting.value.value) != setting.value.value
            yield from (_check_json if is_json else _check_text)(setting.value, setting)
        case Field():
            is_json = (
                setting.raw or setting.name == "expect_call" or FIELDS[setting.name].kind is FieldKind.JSON
            )
            yield from (_check_json if is_json else _check_text)(setting.value, setting)


def _check_block(block: Block) -> Iterator[Diagnostic]:
    if isinstance(block.opening, When):
        yield from _check_trigger(block.opening.trigger, block)
    for action in block.actions:
        if not isinstance(action, WORDLESS):
            yield from _check_text(action.text, block)
    for detail in block.details:
        yield from (_check_json if detail.raw else _check_text)(detail.value, block)


def _check_trigger(trigger: Expression | Sentence, block: Block) -> Iterator[Diagnostic]:
    if isinstance(trigger, Sentence):
        yield from _check_text(trigger.text, block)
    elif isinstance(trigger, Contains):
        if _HALF.search(trigger.text):
            yield _report(block.place(trigger.span), "this condition contains")
    else:
        for operand in trigger.operands:
            yield from _check_trigger(operand, block)


def _check_text(text: Text, item: Item) -> Iterator[Diagnostic]:
    half = _HALF.search(text.value)
    if half:
        yield _report(item.place(text.locate(*half.span())), "this text contains")


def _check_json(text: Text, item: Item) -> Iterator[Diagnostic]:
    escaped = next((match for match in _ESCAPED.finditer(text.value) if match["half"]), None)
    if escaped:
        yield _report(item.place(text.locate(*escaped.span())), "this JSON contains")
    yield from _check_text(text, item)


def _report(span: Span, what: str) -> Diagnostic:
    message = f"{what} half a character (an unpaired surrogate), which a payload can't contain"
    hint = "write the character itself, for example `\U0001f600`, or both halves: `\\ud83d\\ude00`"
    return report("half-character", span, message, hint)
