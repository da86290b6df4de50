"""The parts of a script that have a colour: what each is, and where, also in a script that is broken.

A line is looked at with the lines that continue it, and with no others; what was looked at once is remembered.
What is free words is no token.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial, wraps
from typing import TypeVar

from scn_compiler.ide.semantic_tokens.kinds import HEADS, TokenKind, rest_of
from scn_compiler.ide.semantic_tokens.line_rest import INSIDES, SemanticToken
from scn_dsl.nodes import Text
from scn_dsl.vocabulary import BLANKS
from scn_grammar.continuation import json_of, text_of
from scn_grammar.lalr.terminals import grouped, terminals
from scn_grammar.line_shapes import LineKind, Rest
from scn_grammar.lines import body_start, classify

_REMEMBERED = 1 << 15
"""Lines, and stretches of lines, that are kept."""

LONG_TEXT = 1 << 11
"""Characters of a stretch from which on only a few are kept: an editor sends a new version of it with each key."""

_CUT = re.compile("\n(?=[ \t]*(?:@|WHEN|THEN|AFTER|FIRST_MESSAGE|scenario))")
"""Where a stretch ends: a line that begins so continues none. Comments may stand within what goes on below them."""

_T = TypeVar("_T")


def cached_by_text(function: Callable[..., _T]) -> Callable[..., _T]:
    """The function of a text, and whatever else, that is remembered; of long texts for the last ones alone."""
    short, long = lru_cache(maxsize=_REMEMBERED)(function), lru_cache(maxsize=8)(function)

    @wraps(function)
    def asked(text: str, *more: object) -> _T:
        return (short if len(text) < LONG_TEXT else long)(text, *more)

    return asked


_token: Callable[[tuple[int, int, TokenKind]], SemanticToken] = partial(tuple.__new__, SemanticToken)
"""A token, made in half the time."""


def tokens(text: str) -> tuple[SemanticToken, ...]:
    """The tokens of a script, in order."""
    return tuple(moved for start, part in token_parts(text) for moved in _moved(part, start))


def token_parts(text: str) -> Iterator[tuple[int, tuple[SemanticToken, ...]]]:
    """The script in stretches, each some lines long: where it begins, and its tokens from there.

    One that did not change has the very same tuple again, so that what is made of it can be remembered, too.
    """
    start = body_start(text)
    for cut in _CUT.finditer(text, start):
        yield start, _tokens_of_part(text[start : cut.end()])
        start = cut.end()
    yield start, _tokens_of_part(text[start:])


def _moved(part: tuple[SemanticToken, ...], by: int) -> Iterator[SemanticToken]:
    return (_token((start + by, end + by, kind)) for start, end, kind in part)


@cached_by_text
def _tokens_of_part(part: str) -> tuple[SemanticToken, ...]:
    return tuple(moved for start, run in _runs(part) for moved in _moved(_tokens_of_run(run), start))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with the lines that continue it, and the comments between them."""
    lines = text.split("\n")
    continued = "|" in text
    offset = index = 0
    while index < len(lines):
        line = lines[index]
        last = _last_of_run(lines, index) if continued and line.lstrip(BLANKS)[:1] not in ("", "#") else index
        run = line if last == index else "\n".join(lines[index : last + 1])
        if run:
            yield offset, run
        offset += len(run) + 1
        index = last + 1


def _last_of_run(lines: list[str], first: int) -> int:
    last = first
    for index in range(first + 1, len(lines)):
        kind = classify(lines[index].strip(BLANKS)[:2])
        if kind is LineKind.CONTINUATION:
            last = index
        elif kind not in (LineKind.BLANK, LineKind.COMMENT):
            break
    return last


@cached_by_text
def _tokens_of_run(run: str) -> tuple[SemanticToken, ...]:
    first, _, _ = run.partition("\n")
    at = len(first) - len(first.lstrip(BLANKS))
    line = first.strip(BLANKS)
    found = [*_layout(run, at)]
    heads = HEADS.get(classify(line))
    if heads:
        own, end, rest = _head(line, at, heads)
        found.extend(own)
        typed = run[end:].lstrip(BLANKS)
        text = (json_of if rest is Rest.JSON else text_of)(typed, len(run) - len(typed))
        found.extend(part for each in INSIDES[rest](text) for part in _in_lines(text, each))
    return tuple(sorted(found))


def _layout(run: str, at: int) -> Iterator[SemanticToken]:
    """Comments, and the bars that continue a line."""
    for line in run[at:].split("\n"):
        bare = line.strip(BLANKS)
        start = at + len(line) - len(line.lstrip(BLANKS))
        if bare[:1] == "#":
            yield SemanticToken(start, start + len(bare), TokenKind.COMMENT)
        elif bare[:1] == "|" != bare[1:2]:
            yield SemanticToken(start, start + 1, TokenKind.OPERATOR)
        at += len(line) + 1


def _head(
    line: str, at: int, heads: dict[str, tuple[tuple[TokenKind, ...], Rest]]
) -> tuple[list[SemanticToken], int, Rest]:
    """The words that open a line that begins at `at`, where they end, and what stands behind them."""
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
            return found, at + words.end(), rest_of(words[1]) if rest is Rest.FIELD else rest
    return found, at + len(line), Rest.WORDS


_grouped = lru_cache(maxsize=None)(grouped)


def _in_lines(text: Text, token: SemanticToken) -> Iterator[SemanticToken]:
    """A token of a text's value where it was written: in each line that it is written in."""
    for (index, offset), (_, end) in zip(text.places, text.lines, strict=True):
        first, last = max(token.start, index), min(token.end, end)
        if first < last:
            yield SemanticToken(offset + first - index, offset + last - index, token.kind)
