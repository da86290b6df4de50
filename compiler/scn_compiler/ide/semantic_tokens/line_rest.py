"""Tokens in the rest of a line, after its head: in spoken text, triggers and values."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from scn_compiler.ide.semantic_tokens.kinds import (
    ENTRY,
    NAME_OF_FRAGMENT,
    PLACEHOLDER,
    TWO_DOLLARS,
    Lexicon,
    TokenKind,
    TokenRule,
    arguments,
    cells,
    expression,
    expression_start,
    json,
)
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_compiler.semantics.field_values import read_variable
from scn_dsl.nodes import Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.lalr.terminals import grouped, terminals
from scn_grammar.line_shapes import Rest
from scn_grammar.markup import Marker, Tag, Template, attributes_at, scan


class SemanticToken(NamedTuple):
    """A token inside one line; offsets count code points."""

    start: int
    end: int
    kind: TokenKind

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def _nothing(_text: Text) -> Iterator[SemanticToken]:
    yield from ()


_PLACEHOLDER = lazy_pattern(f"(?P<dollar>{TWO_DOLLARS})|{PLACEHOLDER}")
_Rest = Callable[[Text], Iterator[SemanticToken]]


def _with_placeholders(rest: _Rest, *, only_in_strings: bool = False) -> _Rest:
    """Add placeholders to the tokens of a rest: between them, and inside strings."""

    def tokens(text: Text) -> Iterator[SemanticToken]:
        if "$" not in text.value:
            return rest(text)
        return _filled(text.value, list(rest(text)), only_in_strings=only_in_strings)

    return tokens


def _filled(value: str, tokens: list[SemanticToken], *, only_in_strings: bool) -> Iterator[SemanticToken]:
    found = [
        SemanticToken(*match.span(), TokenKind.ESCAPE if match["dollar"] else TokenKind.PLACEHOLDER)
        for match in _PLACEHOLDER.finditer(value)
    ]
    for token in tokens:
        inside = [each for each in found if token.start < each.end and each.start < token.end]
        yield from _cut(value, token, inside) if inside else (token,)
        found = [each for each in found if each not in inside] if inside else found
    if not only_in_strings:
        yield from found


def _cut(value: str, token: SemanticToken, inside: list[SemanticToken]) -> Iterator[SemanticToken]:
    """Cut a string at the placeholders inside; a token that isn't a string stays whole."""
    is_string = token.kind is TokenKind.STRING or value[token.start] in "\"'"
    whole = inside[0].start == token.start and inside[0].end == token.end
    if not (is_string or (whole and token.kind is TokenKind.VALUE)):
        yield token
        return
    at = token.start
    for each in inside:
        if at < each.start:
            yield SemanticToken(at, each.start, token.kind)
        yield each
        at = each.end
    if at < token.end:
        yield SemanticToken(at, token.end, token.kind)


def _speech(text: Text) -> Iterator[SemanticToken]:
    markup = TARGETS[DEFAULT_TARGET].markup
    end = 0
    for mark in scan(text.value):
        if mark.start < end:
            continue  # inside an attribute of an unclosed tag
        match mark:
            case Tag() if mark.name in markup.tags:
                found = [*_tag(text.value, mark)]
                yield from found
                end = found[-1].end
            case Marker() if mark.name in markup.markers:
                yield SemanticToken(mark.start, mark.end, TokenKind.MARKER)
            case Template() if mark.complete and mark.root in markup.templates:
                yield SemanticToken(mark.start, mark.end, TokenKind.TEMPLATE)


def _tag(value: str, tag: Tag) -> Iterator[SemanticToken]:
    start = value.index(tag.name, tag.start)
    end = start + len(tag.name)
    yield SemanticToken(start, end, TokenKind.TAG)
    for attribute in attributes_at(value, end)[0]:
        sign = value.find("=", attribute.start, attribute.end)
        if sign != -1:
            typed = value[sign + 1 : attribute.end].lstrip()
            yield SemanticToken(attribute.start, attribute.start + len(attribute.name), TokenKind.ATTRIBUTE)
            yield SemanticToken(attribute.end - len(typed), attribute.end, TokenKind.VALUE)


def _trigger(text: Text) -> Iterator[SemanticToken]:
    if re.match(expression_start(), text.value):
        return _expression(text)
    return _sentence(text)


def _raw_or_words(text: Text) -> Iterator[SemanticToken]:
    if raw := grouped("_RAW").match(text.value):
        yield SemanticToken(*raw.span(1), TokenKind.KEYWORD)
        yield from _lexed(text, raw.end(), json())


_sentence = _with_placeholders(_raw_or_words)
_expression = _with_placeholders(lambda text: _lexed(text, 0, expression()), only_in_strings=True)


def _reference(text: Text) -> Iterator[SemanticToken]:
    if label := re.match(terminals()["LABEL"], text.value):
        yield SemanticToken(*label.span(), TokenKind.REFERENCE)


def _string(text: Text) -> Iterator[SemanticToken]:
    return _lexed(text, 0, json())


def _json_value(text: Text) -> Iterator[SemanticToken]:
    return _lexed_line(text.value, 0, json())


def _variable(text: Text) -> Iterator[SemanticToken]:
    if text.value.startswith(('"', "[", "{")) or not isinstance(read_variable(text.value), str):
        yield from _json_value(text)


def _entries(text: Text) -> Iterator[SemanticToken]:
    for entry in re.finditer("[^,]+", text.value):
        number = entry[0].strip()
        if re.fullmatch(ENTRY, number):
            start = entry.start() + entry[0].index(number)
            yield SemanticToken(start, start + len(number), TokenKind.NUMBER)


def _named(text: Text, steps: tuple[TokenRule, ...]) -> Iterator[SemanticToken]:
    """Yield the tokens of a name and of the arguments after it."""
    name = _of_step(NAME_OF_FRAGMENT).match(text.value)
    if name:
        yield SemanticToken(*name.span(), TokenKind.FRAGMENT)
        yield from _stepped(text, name.end(), steps, strings=_string_pattern())


def _columns(text: Text) -> Iterator[SemanticToken]:
    return _stepped(text, 0, cells(named=True))


def _cells(text: Text) -> Iterator[SemanticToken]:
    return _stepped(text, 0, cells(named=False))


def _stepped(
    text: Text, start: int, steps: tuple[TokenRule, ...], *, strings: re.Pattern[str] | None = None
) -> Iterator[SemanticToken]:
    """Yield the tokens of steps from `start` on, line by line."""
    for index, end in text.lines:
        at = max(start, index)
        while at < end:
            if strings and (string := strings.match(text.value, at, end)):
                yield from _string_tokens(*string.span(), re.finditer(json().escape, string[0]))
                at = string.end()
                continue
            step, match = _first_match(steps, text.value, at, end)
            if step and match:
                spans = (match.span(number) for number in range(1, len(step.parts) + 1))
                yield from (
                    SemanticToken(*span, kind)
                    for span, (_, kind) in zip(spans, step.parts, strict=True)
                    if kind
                )
            at = match.end() if match else at + 1


def _first_match(
    steps: tuple[TokenRule, ...], value: str, at: int, end: int
) -> tuple[TokenRule, re.Match[str]] | tuple[None, None]:
    for step in steps:
        if match := _of_step(step).match(value, at, end):
            return step, match
    return None, None


@lru_cache(maxsize=1)
def _string_pattern() -> re.Pattern[str]:
    return re.compile(rf'"(?:{json().escape}|[^"\n])*"?')


@lru_cache(maxsize=64)
def _of_step(step: TokenRule) -> re.Pattern[str]:
    ahead = f"(?={step.ahead})" if step.ahead else ""
    return re.compile("".join(f"({pattern})" for pattern, _ in step.parts) + ahead)


def _lexed(text: Text, start: int, lexicon: Lexicon) -> Iterator[SemanticToken]:
    """Yield the tokens from `start` on, split at line ends."""
    for index, end in text.lines:
        yield from _lexed_line(text.value[:end], max(start, index), lexicon)


def _lexed_line(value: str, start: int, lexicon: Lexicon) -> Iterator[SemanticToken]:
    patterns, kinds = _patterns(lexicon)
    for found in patterns.finditer(value, start):
        if found.lastgroup == "string":
            yield from _string_tokens(*found.span(), re.finditer(lexicon.escape, found[0]))
        elif found.lastgroup:
            yield SemanticToken(*found.span(), kinds[found.lastgroup])


@lru_cache(maxsize=2)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, TokenKind]]:
    words = {f"word{at}": pattern for at, pattern in enumerate(lexicon.words)}
    signs = {f"sign{at}": pattern for at, pattern in enumerate(lexicon.signs)}
    parts = [rf'(?P<string>"(?:{lexicon.escape}|[^"\n])*"?)']
    parts += [f"(?P<{name}>{pattern})(?=[{lexicon.ends}]|$)" for name, (pattern, _) in words.items()]
    parts += [f"(?P<{name}>{pattern})" for name, (pattern, _) in signs.items()]
    parts.append(f"[^{lexicon.ends}]+")
    return re.compile("|".join(parts)), {name: kind for name, (_, kind) in {**words, **signs}.items()}


def _string_tokens(start: int, end: int, escapes: Iterator[re.Match[str]]) -> Iterator[SemanticToken]:
    """Yield the tokens of a string and its escapes."""
    at = start
    for escape in escapes:
        first, last = start + escape.start(), start + escape.end()
        if at < first:
            yield SemanticToken(at, first, TokenKind.STRING)
        yield SemanticToken(first, last, TokenKind.ESCAPE)
        at = last
    if at < end:
        yield SemanticToken(at, end, TokenKind.STRING)


REST_TOKENS: dict[Rest, _Rest] = {
    Rest.NOTHING: _nothing,
    Rest.WORDS: _with_placeholders(_nothing),
    Rest.SPEECH: _with_placeholders(_speech),
    Rest.TRIGGER: _trigger,
    Rest.REFERENCE: _reference,
    Rest.STRING: _with_placeholders(_string),
    Rest.JSON: _with_placeholders(_json_value),
    Rest.LITERAL: _json_value,
    Rest.VARIABLE: _with_placeholders(_variable),
    Rest.ENTRIES: _with_placeholders(_entries),
    Rest.SIGNATURE: _with_placeholders(
        lambda text: _named(text, arguments(declared=True)), only_in_strings=True
    ),
    Rest.CALL: _with_placeholders(lambda text: _named(text, arguments(declared=False)), only_in_strings=True),
    Rest.COLUMNS: _columns,
    Rest.CELLS: _cells,
}
"""The tokenizer for each kind of rest; offsets are relative to the value of the text."""
