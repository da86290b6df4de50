"""Formatter: changes layout only. Words and comments stay; a refused item stays as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scn_dsl.nodes import Block, Sentence, When
from scn_dsl.source import Source
from scn_dsl.vocabulary import BLANKS, FIELDS
from scn_grammar.items import split_items
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import Line, body_start, parts_of, split
from scn_grammar.parser import Parsed, not_a_script, parse, parse_item

_EXPRESSION = re.compile(r'"(?:[^"\\]|\\.)*"|[()]|[A-Za-z]+')


class FormatterBug(Exception):  # noqa: N818
    """The formatted text would parse to another script; nothing may be written."""


@dataclass(frozen=True, slots=True)
class _OutputLine:
    """One line of the result; `gap` is whether a blank line goes before it."""

    text: str
    kind: LineKind
    gap: bool = False


def format_source(text: str) -> str:
    """Format a script: layout as the printer's, the author's own line breaks and line ends.

    Shapes:
        a right item -> the item with the printer's indents, blanks and blank lines
        a refused item -> as it is
        a file of another format -> as it is

    Raises:
        FormatterBug: if the result would not parse to the same script with the same comments.
    """
    if not_a_script(text):
        return text
    lines = list(_output_lines(text))
    ending = "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"
    result = "".join(line + ending for line in _spaced(lines))
    if body_start(result):  # U+FEFF belongs to the first line, and must not become the file's byte order mark
        result = "\ufeff" + result
    _prove(text, result)
    return result


def _output_lines(text: str) -> Iterator[_OutputLine]:
    at = body_start(text)
    chained = False
    for stretch in split_items(text, body_start(text)):
        yield from _between(text[at : stretch.start])
        item = parse_item(text[stretch.start : stretch.end])
        start = max(body_start(text), text.rfind("\n", 0, stretch.start) + 1)
        if item is None:
            for line in text[start : stretch.end].split("\n"):
                yield _OutputLine(line.rstrip("\r"), LineKind.UNKNOWN)
        else:
            expression = isinstance(item, Block) and _has_expression(item)
            yield from _item(stretch.lines, expression, chained)
        chained = stretch.kind is LineKind.OPENING
        end = text.find("\n", stretch.end)
        at = len(text) if end == -1 else end + 1
    yield from _between(text[at:] + "\n")


def _has_expression(block: Block) -> bool:
    return isinstance(block.opening, When) and not isinstance(block.opening.trigger, Sentence)


def _between(text: str) -> Iterator[_OutputLine]:
    for line in split(text[: text.rfind("\n") + 1].removesuffix("\n")) if "\n" in text else ():
        yield _OutputLine(line.text, line.kind)


def _item(lines: list[Line], expression: bool, chained: bool) -> Iterator[_OutputLine]:
    head = lines[0].kind
    indent = "  "
    in_trigger = False
    may_be_json = head is LineKind.SETTING
    for number, line in enumerate(lines):
        match line.kind:
            case LineKind.CONTINUATION:
                words = line.text[1:].removeprefix(" ") if may_be_json else line.text[1:].strip(BLANKS)
                words = _expression(words) if in_trigger else words
                yield _OutputLine(f"{indent}| {words}".rstrip(BLANKS), line.kind)
            case LineKind.COMMENT:
                yield _OutputLine(
                    ("  " if head is LineKind.OPENING else "") + line.text, LineKind.CONTINUATION
                )
            case LineKind.BLANK:
                continue
            case LineKind.ACTION | LineKind.DETAIL if head is LineKind.OPENING:
                indent, in_trigger, may_be_json = "    ", False, line.kind is LineKind.DETAIL
                yield _OutputLine("  " + _named(line.text), line.kind)
            case LineKind.OPENING:
                in_trigger = expression
                yield _opening(line.text, expression, chained)
            case _:
                gap = line.kind is LineKind.TITLE and number == 0
                below, may_be_json = _below(line.text), True
                indent = f"{below}  "
                yield _OutputLine(below + _named(line.text), line.kind, gap)


def _below(line: str) -> str:
    """The indent of a field: lines that belong to a record are indented below it."""
    parts = parts_of(line)
    spec = FIELDS.get(parts.keyword) if parts else None
    return "  " if spec and spec.under else ""


def _opening(line: str, expression: bool, chained: bool) -> _OutputLine:
    parts = parts_of(line)
    if parts is None:
        return _OutputLine(line, LineKind.OPENING, gap=True)
    rest = _expression(parts.rest) if expression else parts.rest
    words = (parts.label, parts.keyword, "raw:" if parts.raw else "", rest)
    gap = parts.keyword != "THEN" or not chained
    return _OutputLine(" ".join(word for word in words if word), LineKind.OPENING, gap)


def _expression(text: str) -> str:
    line = ""
    for token in _EXPRESSION.findall(text):
        line += token if token == ")" or not line or line.endswith("(") else f" {token}"
    return line


def _named(line: str) -> str:
    """Format a field, a variable or an action."""
    parts = parts_of(line)
    if parts is None or not parts.sign:
        return " ".join(line.split())
    if parts.name:
        return f"{parts.keyword} {parts.name} = {parts.rest}".rstrip(BLANKS)
    raw = " raw" if parts.raw else ""
    return f"{parts.keyword}{raw}: {parts.rest}".rstrip(BLANKS)


def _spaced(lines: list[_OutputLine]) -> Iterator[str]:
    """The text of the lines, with one blank line before each block and scenario, and never two."""
    result: list[_OutputLine] = []
    for line in lines:
        if line.kind is LineKind.BLANK:
            if result and result[-1].text:
                result.append(line)
            continue
        if line.kind is LineKind.OPENING:
            _close_up(result, line.gap)
        elif line.gap:
            _close_up(result, True)
        result.append(line)
    while result and not result[-1].text:
        result.pop()
    return (line.text for line in result)


def _close_up(result: list[_OutputLine], gap: bool) -> None:
    """Insert or remove the blank line before a head and the comments directly above it."""
    at = len(result)
    while at and result[at - 1].kind is LineKind.COMMENT:
        at -= 1
    if gap and at and result[at - 1].text:
        result.insert(at, _OutputLine("", LineKind.BLANK))
    elif not gap and at == len(result) and at and not result[at - 1].text:
        result.pop()


def _prove(before: str, after: str) -> None:
    first, second = parse(Source(before)), parse(Source(after))
    same = first.script == second.script and _codes(first) == _codes(second)
    if not same or _comments(before) != _comments(after):
        raise FormatterBug("the formatted text would not be the same script")


def _codes(parsed: Parsed) -> list[tuple[str, str]]:
    return [(diagnostic.code, diagnostic.message) for diagnostic in parsed.diagnostics]


def _comments(text: str) -> list[str]:
    return [line.text for line in split(text, body_start(text)) if line.kind is LineKind.COMMENT]
