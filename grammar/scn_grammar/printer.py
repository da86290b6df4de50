"""Script to canonical text: the last step of decompiling."""

import json
from collections.abc import Iterator
from typing import assert_never

from scn_dsl.nodes import (
    Action,
    After,
    And,
    Block,
    Contains,
    Detail,
    Do,
    EndCall,
    Expression,
    Field,
    FirstMessage,
    Fragment,
    Label,
    Opening,
    Or,
    PlatformValue,
    Say,
    Scenario,
    Script,
    Sentence,
    Setting,
    Text,
    Then,
    Undecided,
    Use,
    Variable,
    Wait,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS, NAMED_LINES
from scn_grammar.lalr.engine import is_sentence
from scn_grammar.lines import UNSEEN
from scn_grammar.plain_text import WIDTH, has_prose, is_plain, text_behind

_NAME = lazy_pattern(r'[^\s=":]+')
_LAYOUT = lazy_pattern(r"[ \t\u00a0\r|][ \t\u00a0\r|]|[\t\u00a0\r\n]")
"""Whitespace that would be lost as layout if the line were wrapped."""

_STRING_OR_BLANK = lazy_pattern(r'"(?:[^"\\]|\\.)*"|( )')


def print_script(script: Script) -> str:
    """Print the canonical text of a script; parsing it gives an equal script.

    Shapes:
        version, defaults, settings, blocks -> their lines, with a blank line between groups
        a text that plain lines can't hold -> `raw:` and a JSON string
        an empty script -> an empty text

    Raises:
        Nothing: every script can be printed.
    """
    groups: list[str] = []
    if script.version:
        groups.append(f"scn {script.version.number}")
    if script.defaults or script.uses:
        groups.append("\n".join(_head(script.defaults, script.uses)))
    if script.scenarios and not script.scenarios[0].title:
        sections: tuple[Scenario | Fragment, ...] = (*script.scenarios, *script.fragments)
    else:
        sections = (*script.fragments, *script.scenarios)
    for section in sections:
        groups.extend(_section(section))
    return "\n\n".join(groups) + "\n" if groups else ""


def escape(value: object) -> str:
    """Write `value` as JSON on one line, with invisible characters as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    return UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def trigger_text(trigger: Expression | Sentence) -> str:
    """Write the text of a trigger, as it appears after WHEN."""
    return _trigger("", trigger, 0).lstrip()


def _trigger(head: str, trigger: Expression | Sentence, width: int) -> str:
    """Write a trigger after its head."""
    if not isinstance(trigger, Sentence):
        return f"{head} {expression_text(trigger)}"
    words = trigger.text.value
    if is_plain(words) and is_sentence(words):
        return text_behind(head, words, "  ", width)
    return f"{head} raw: {escape(words)}"


def expression_text(expression: Expression) -> str:
    """Write an expression, with no more parentheses than it needs."""
    match expression:
        case Contains():
            escaped = expression.text.replace("\\", "\\\\").replace('"', '\\"')
            return f'contains "{escaped}"'
        case And():
            return " AND ".join(
                f"({expression_text(operand)})" if isinstance(operand, Or) else expression_text(operand)
                for operand in expression.operands
            )
        case Or():
            return " OR ".join(expression_text(operand) for operand in expression.operands)
        case _:
            assert_never(expression)


def _head(settings: tuple[Setting, ...], uses: tuple[Use, ...]) -> Iterator[str]:
    """Write the settings of a section, with the lines about reuse that are between them."""
    at = 0
    for use in uses:
        yield from map(_setting, settings[at : use.settings])
        at = use.settings
        yield _setting(use.line)
    yield from map(_setting, settings[at:])


def _section(section: Scenario | Fragment) -> Iterator[str]:
    above = tuple(use for use in section.uses if not use.blocks)
    lines = [_title(section.title)] if section.title else []
    lines.extend(_head(section.settings, above))
    if lines:
        yield "\n".join(lines)
    group: list[str] = []
    below = iter(section.uses[len(above) :])
    use = next(below, None)
    for index, block in enumerate(section.blocks):
        while use and use.blocks <= index:
            group.append(_setting(use.line))
            use = next(below, None)
        if group and not isinstance(block.opening, Then):
            yield "\n".join(group)
            group = []
        group.append(_block(block))
    group.extend(_setting(each.line) for each in ((use, *below) if use else ()))
    if group:
        yield "\n".join(group)


def _title(title: Field) -> str:
    return _setting(title) if title.value.value else f"{title.name}:"


def _setting(setting: Setting) -> str:
    match setting:
        case Field():
            return _below(setting) if NAMED_LINES[setting.name].under else _named(setting)
        case Variable():
            return _variable(setting)
        case PlatformValue():
            return _wrapped(f"{setting.platform}.{setting.key}:", setting.json.value)
        case _:
            assert_never(setting)


def _variable(variable: Variable) -> str:
    plain = _NAME.fullmatch(variable.name) and not UNSEEN.search(variable.name)
    name = variable.name if plain else json.dumps(variable.name)
    head, value = f"{variable.holder} {name} =", variable.value.value
    return _value(head, variable.holder, value)


def _below(line: Field | Detail) -> str:
    """Write a line indented below another, with its continuation lines."""
    return _named(line, "  ")


def _named(line: Field | Detail, indent: str = "") -> str:
    name, value = f"{indent}{line.name}", line.value.value
    if line.raw:
        return _wrapped(f"{name} raw:", value, indent)
    return _value(f"{name}:", line.name, value, indent)


def _value(head: str, keyword: str, value: str, indent: str = "") -> str:
    """Write a value after the head of its line, wrapped according to its type."""
    if has_prose(keyword, value):
        return text_behind(head, value, f"{indent}  ", WIDTH)
    if _LAYOUT.search(value) or value != value.strip(BLANKS):
        return text_behind(head, value, f"{indent}  ")
    return _wrapped(head, value, indent)


def _wrapped(head: str, json_text: str, indent: str = "") -> str:
    """Write JSON after `head`; long lines wrap after commas, or at other spaces."""
    if len(head) + len(json_text) < WIDTH:
        return f"{head} {json_text}"
    room = WIDTH - len(indent) - len("  | ")
    lines, start, comma, blank = [head], 0, 0, 0
    for match in (*_STRING_OR_BLANK.finditer(json_text), None):
        at = len(json_text) if match is None else match.start() if match[1] else match.end()
        if at - start > room and max(comma, blank) > start:
            end = comma if comma > start else blank
            lines.append(f"{indent}  | {json_text[start:end]}")
            start = end + 1
        if match and match[1]:
            blank = match.start()
            comma = blank if json_text[blank - 1] == "," else comma
    return "\n".join([*lines, f"{indent}  | {json_text[start:]}"])


def _block(block: Block) -> str:
    label = f"{_label(block.label)} " if block.label else ""
    return "\n".join(
        [_opening(label, block.opening), *map(_action, block.actions), *map(_below, block.details)]
    )


def _label(label: Label) -> str:
    return f"@{label.name}"


def _opening(label: str, opening: Opening) -> str:
    match opening:
        case FirstMessage():
            return f"{label}FIRST_MESSAGE"
        case When():
            return _trigger(f"{label}WHEN", opening.trigger, WIDTH)
        case Then():
            return f"{label}THEN"
        case After():
            return f"{label}AFTER {_label(opening.label)}"
        case _:
            assert_never(opening)


def _action(action: Action) -> str:
    match action:
        case Say():
            return _spoken("  say", action.text)
        case Do():
            return _spoken("  do", action.text)
        case Undecided():
            return _spoken("  say/do", action.text)
        case EndCall():
            return "  end call"
        case Wait():
            return "  wait"
        case _:
            assert_never(action)


def _spoken(verb: str, text: Text) -> str:
    if is_plain(text.value):
        return text_behind(f"{verb}:", text.value, "    ", WIDTH)
    return f"{verb} raw: {escape(text.value)}"
