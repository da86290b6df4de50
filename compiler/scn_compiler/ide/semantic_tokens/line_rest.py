"""Tokens in the rest of a line, after its head: in spoken text, triggers and values."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from scn_compiler.ide.semantic_tokens.kinds import (
    ENTRY,
    Lexicon,
    TokenKind,
    expression,
    expression_start,
    json,
)
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_compiler.semantics.field_values import read_variable
from scn_dsl.nodes import Text
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


def _words(_text: Text) -> Iterator[SemanticToken]:
    yield from ()


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
    if raw := grouped("_RAW").match(text.value):
        yield SemanticToken(*raw.span(1), TokenKind.KEYWORD)
        yield from _lexed(text, raw.end(), json())
    elif re.match(expression_start(), text.value):
        yield from _lexed(text, 0, expression())


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


REST_TOKENS: dict[Rest, Callable[[Text], Iterator[SemanticToken]]] = {
    Rest.WORDS: _words,
    Rest.SPEECH: _speech,
    Rest.TRIGGER: _trigger,
    Rest.REFERENCE: _reference,
    Rest.STRING: _string,
    Rest.JSON: _json_value,
    Rest.VARIABLE: _variable,
    Rest.ENTRIES: _entries,
}
"""The tokenizer for each kind of rest; offsets are relative to the value of the text."""
