"""Semantic tokens of a script, even of a broken one.

Each logical line is tokenized separately and cached by its text. Plain text has no tokens.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from scn_compiler.ide.semantic_tokens.kinds import HEADS, TokenKind, rest_of
from scn_compiler.ide.semantic_tokens.line_rest import REST_TOKENS, SemanticToken
from scn_dsl.nodes import Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS
from scn_grammar.continuation import json_of, text_of
from scn_grammar.lalr.terminals import grouped, terminals
from scn_grammar.line_shapes import LineKind, Rest
from scn_grammar.lines import body_start, classify
from scn_grammar.text_cache import cached_by_text

MAX_CACHED_STRETCHES = 1 << 15
"""The number of cached logical lines and stretches."""

_CUT = lazy_pattern("\n(?=[ \t]*(?:@|WHEN|THEN|AFTER|FIRST_MESSAGE|scenario|fragment))")
"""The end of a stretch: these lines continue no other line, whereas a comment can be inside an item."""

_token: Callable[[tuple[int, int, TokenKind]], SemanticToken] = partial(tuple.__new__, SemanticToken)
"""Create a token in half the time of the constructor."""


def tokens(text: str) -> tuple[SemanticToken, ...]:
    """Return the tokens of a script, in order."""
    return tuple(shifted for start, part in token_parts(text) for shifted in _shifted(part, start))


def token_parts(text: str) -> Iterator[tuple[int, tuple[SemanticToken, ...]]]:
    """Yield each stretch of lines as its start and its tokens, relative to that start.

    An unchanged stretch yields the identical tuple again, so callers can use it as a cache key.
    """
    start = body_start(text)
    for cut in _CUT.finditer(text, start):
        yield start, _tokens_of_stretch(text[start : cut.end()])
        start = cut.end()
    yield start, _tokens_of_stretch(text[start:])


def _shifted(part: tuple[SemanticToken, ...], by: int) -> Iterator[SemanticToken]:
    return (_token((start + by, end + by, kind)) for start, end, kind in part)


@cached_by_text(MAX_CACHED_STRETCHES)
def _tokens_of_stretch(part: str) -> tuple[SemanticToken, ...]:
    return tuple(
        shifted for start, run in _logical_lines(part) for shifted in _shifted(_tokens_of_line(run), start)
    )


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each logical line, including comments between its lines, with its offset."""
    lines = text.split("\n")
    continued = "|" in text
    offset = index = 0
    while index < len(lines):
        line = lines[index]
        last = _last_line(lines, index) if continued and line.lstrip(BLANKS)[:1] not in ("", "#") else index
        run = line if last == index else "\n".join(lines[index : last + 1])
        if run:
            yield offset, run
        offset += len(run) + 1
        index = last + 1


def _last_line(lines: list[str], first: int) -> int:
    last = first
    for index in range(first + 1, len(lines)):
        kind = classify(lines[index].strip(BLANKS)[:3])
        if kind is LineKind.CONTINUATION:
            last = index
        elif kind not in (LineKind.BLANK, LineKind.COMMENT):
            break
    return last


@cached_by_text(MAX_CACHED_STRETCHES)
def _tokens_of_line(run: str) -> tuple[SemanticToken, ...]:
    first, _, _ = run.partition("\n")
    at = len(first) - len(first.lstrip(BLANKS))
    line = first.strip(BLANKS)
    found = [*_layout_tokens(run, at)]
    heads = HEADS.get(classify(line))
    if heads:
        own, end, rest = _head(line, at, heads)
        found.extend(own)
        typed = run[end:].lstrip(BLANKS)
        text = (json_of if rest in (Rest.JSON, Rest.LITERAL) else text_of)(typed, len(run) - len(typed))
        found.extend(part for each in REST_TOKENS[rest](text) for part in _in_lines(text, each))
    return tuple(sorted(found))


def _layout_tokens(run: str, at: int) -> Iterator[SemanticToken]:
    """Yield the tokens of comments, and of the `|` or `||` of continuation lines."""
    for line in run[at:].split("\n"):
        bare = line.strip(BLANKS)
        start = at + len(line) - len(line.lstrip(BLANKS))
        if bare[:1] == "#":
            yield SemanticToken(start, start + len(bare), TokenKind.COMMENT)
        elif bare[:1] == "|" and bare[:3] != "|||":
            yield SemanticToken(start, start + 1 + (bare[1:2] == "|"), TokenKind.OPERATOR)
        at += len(line) + 1


def _head(
    line: str, at: int, heads: dict[str, tuple[tuple[TokenKind, ...], Rest]]
) -> tuple[list[SemanticToken], int, Rest]:
    """Tokenize the head of a line at `at`; return its tokens, its end, and the kind of rest."""
    found: list[SemanticToken] = []
    start = 0
    if line[0] == "@":
        label = re.split(f"[{BLANKS}]", line, maxsplit=1)[0]
        if re.fullmatch(terminals()["LABEL"], label):
            found.append(SemanticToken(at, at + len(label), TokenKind.LABEL))
        start = len(line) - len(line[len(label) :].lstrip(BLANKS))
    for name, (kinds, rest) in heads.items():
        words = _grouped(name).match(line, start)
        if words:
            spans = (words.span(number + 1) for number in range(len(kinds)))
            found.extend(
                SemanticToken(at + first, at + last, kind)
                for (first, last), kind in zip(spans, kinds, strict=True)
            )
            return found, at + words.end(), rest_of(words[1], rest)
    return found, at + len(line), Rest.NOTHING


_grouped = lru_cache(maxsize=None)(grouped)


def _in_lines(text: Text, token: SemanticToken) -> Iterator[SemanticToken]:
    """Convert a token in a text's value to tokens in the script, one per line."""
    for (index, offset), (_, end) in zip(text.places, text.lines, strict=True):
        first, last = max(token.start, index), min(token.end, end)
        if first < last:
            yield SemanticToken(offset + first - index, offset + last - index, token.kind)
