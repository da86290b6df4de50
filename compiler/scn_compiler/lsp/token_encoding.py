"""Semantic tokens in the protocol's encoding: five numbers each, relative to the previous token."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

from lsprotocol import types

from scn_compiler.ide.semantic_tokens.kinds import LEGEND
from scn_compiler.ide.semantic_tokens.tokens import MAX_CACHED_STRETCHES, token_parts, tokens
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_dsl.source import Span
from scn_grammar.text_cache import cached_by_text

_TYPES = sorted({type for type, _ in LEGEND.values()})
_MODIFIERS = sorted({modifier for _, modifiers in LEGEND.values() for modifier in modifiers})
_NUMBERS = {
    kind: (_TYPES.index(type), sum(1 << _MODIFIERS.index(modifier) for modifier in modifiers))
    for kind, (type, modifiers) in LEGEND.items()
}

TOKEN_LEGEND = types.SemanticTokensLegend(token_types=_TYPES, token_modifiers=_MODIFIERS)

_EncodedToken = tuple[int, int, int, int, int]
"""Line, column, length, type and modifiers of a token; absolute."""


def encode_tokens(lines: LineIndex, within: Span | None = None) -> list[int]:
    """Encode the tokens of a script, or of the stretches that `within` touches."""
    text = lines.text
    starts = [start for start, _ in token_parts(text)]
    data: list[int] = []
    line = column = 0
    for start, end in pairwise((*starts, len(text))):
        if within and not (start <= within.end and within.start <= end):
            continue
        first = bisect_left(lines.starts, start + 1) - 1
        ahead = lines.units(text[lines.starts[first] : start])  # a byte order mark
        for below, at, length, kind, modifiers in _encode_stretch(text[start:end], lines.encoding):
            own, place = first + below, at + (ahead if not below else 0)
            data += (own - line, place - column if own == line else place, length, kind, modifiers)
            line, column = own, place
    return data


@cached_by_text(MAX_CACHED_STRETCHES)
def _encode_stretch(part: str, encoding: str) -> tuple[_EncodedToken, ...]:
    """Encode the tokens of a stretch, with lines and columns relative to its start."""
    lines = line_index(part, encoding)
    found: list[_EncodedToken] = []
    for start, end, kind in tokens(part):
        place = lines.position(start)
        found.append((place.line, place.character, lines.units(part[start:end]), *_NUMBERS[kind]))
    return tuple(found)


def token_edits(before: list[int], after: list[int]) -> list[types.SemanticTokensEdit]:
    """Return the edit between two encodings: everything but their common start and end."""
    if before == after:
        return []
    most = min(len(before), len(after))
    start = _longest(most, lambda count: before[:count] == after[:count])
    most -= start
    end = _longest(most, lambda count: before[len(before) - count :] == after[len(after) - count :])
    data = after[start : len(after) - end]
    return [types.SemanticTokensEdit(start=start, delete_count=len(before) - end - start, data=data)]


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """Find the greatest count up to `most` that fits, by bisection."""
    return bisect_left(range(1, most + 1), True, key=lambda count: not fits(count))
