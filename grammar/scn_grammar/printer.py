"""Script to canonical text: the last step of decompiling."""

import json
from collections.abc import Iterator
from typing import assert_never

from scn_dsl.nodes import (
    Action,
    After,
    And,
    Block,
    CallTest,
    Contains,
    CountsAs,
    Detail,
    Do,
    EndCall,
    Expression,
    Field,
    FirstMessage,
    Fragment,
    Hear,
    Label,
    Opening,
    Or,
    PlatformValue,
    Plays,
    Quiet,
    Say,
    Scenario,
    Script,
    Sentence,
    Setting,
    Silent,
    TestStep,
    Text,
    Then,
    Undecided,
    Use,
    Variable,
    Wait,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS, NAMED_LINES, REUSE, FieldKind
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
    for section in _sections(script):
        groups.extend(_section(section))
    groups.extend(map(_test, script.tests))
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


def _sections(script: Script) -> Iterator[Scenario | Fragment]:
    """Yield the sections of a script in order; the first one is what is above all titles."""
    early = script.scenarios[:1] if script.scenarios and not script.scenarios[0].title else ()
    settings, uses = script.defaults, script.uses
    for each in early:
        settings, uses = (*settings, *each.settings), (*uses, *each.uses)
    yield Scenario(settings=settings, uses=uses, blocks=early[0].blocks if early else ())
    yield from script.fragments
    yield from script.scenarios[len(early) :]


def _section(section: Scenario | Fragment) -> Iterator[str]:
    """Write the groups of lines of a section; a blank line goes between them."""
    group: list[str] = []
    above = ""
    for kind, text in _entries(section):
        joins = (
            above != "line" if kind == "then" else above == "insert" if kind == "insert" else kind == "line"
        )
        if group and not joins:
            yield "\n".join(group)
            group = []
        group.append(text)
        above = kind
    if group:
        yield "\n".join(group)


def _entries(section: Scenario | Fragment) -> Iterator[tuple[str, str]]:
    """Yield the lines and blocks of a section in order, each with its kind: `line`, `insert`, `block` or `then`."""
    if section.title:
        yield "line", _title(section.title)
    setting = block = 0
    for use, line in _use_lines(section.uses):
        end = len(section.settings) if use.blocks else use.settings
        yield from (("line", _setting(each)) for each in section.settings[setting:end])
        yield from map(_kind_and_text, section.blocks[block : use.blocks])
        setting, block = end, use.blocks
        yield "insert" if use.name == "insert" else "line", line
    yield from (("line", _setting(each)) for each in section.settings[setting:])
    yield from map(_kind_and_text, section.blocks[block:])


def _kind_and_text(block: Block) -> tuple[str, str]:
    return "then" if isinstance(block.opening, Then) else "block", _block(block)


def _use_lines(uses: tuple[Use, ...]) -> list[tuple[Use, str]]:
    """Write the lines about reuse of a section, with its table aligned."""
    if not uses:
        return []
    from scn_grammar.layout.tables import align_uses  # noqa: PLC0415  (few scripts need it)

    rows = align_uses(uses)
    return [(use, rows.get(index) or _setting(use.line)) for index, use in enumerate(uses)]


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
    if line.name in REUSE:
        return text_behind(f"{name}:", _reuse_words(line.name, value), "  ")
    return _value(f"{name}:", line.name, value, indent)


def _reuse_words(name: str, words: str) -> str:
    if "\n" in words or NAMED_LINES[name].kind not in (FieldKind.CALL, FieldKind.SIGNATURE):
        return words
    from scn_grammar.layout.tables import space_call  # noqa: PLC0415  (few scripts need it)

    return space_call(words)


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


def _test(test: CallTest) -> str:
    head = text_behind("test:", test.name.value, "  ", WIDTH) if test.name else "test:"
    return "\n".join([head, *map(_step, test.steps)])


def _step(step: TestStep) -> str:
    match step:
        case Hear():
            return _spoken("  cut off" if step.cuts else "  hear", step.text)
        case CountsAs():
            return text_behind("  as:", step.text.value, "    ", WIDTH)
        case Plays():
            return text_behind("  plays:", step.text.value, "    ", WIDTH)
        case Silent():
            return "  silent"
        case Quiet():
            return "  quiet"
        case _:
            return _action(step)
