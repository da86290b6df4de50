"""Triggers as tables: keywords, and above them AND and OR, level by level, so that all are decided at once for many texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, MatchKind

from scn_compiler.rehearsal.matching import fold, word_edges
from scn_dsl.nodes import And, Contains, Expression

PIECE = 4096
"""The number of texts that are decided at once: a node has one bit for each."""

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

Keyword = tuple[str, int]
"""A keyword, folded, and beside which of its ends no letter and no digit may be: 0 neither, 1 its start, 2 its end, 3 both."""

_Key = tuple[str, object]

_IS_WORD = np.array([re.match(r"\w", chr(byte)) is not None for byte in range(128)] + [False] * 128)


@dataclass(frozen=True, slots=True)
class Level:
    """Nodes of one kind that are decided together: all their operands are decided before.

    Attributes:
        is_and: Whether all operands must hold; otherwise, one of them is enough.
        first: The number of the first of these nodes; the others come after it.
        operands: The operands of all these nodes, one after the other.
        starts: Where the operands of each node start.
    """

    is_and: bool
    first: int
    operands: Ints
    starts: Ints


@dataclass(frozen=True, slots=True)
class TriggerTable:
    """Expressions of keywords, as nodes that are shared by equal parts.

    Nodes are numbered: keywords that are operands, two constants, AND and OR by level, then keywords that are a trigger
    alone, so that those with bits are together.

    Attributes:
        keywords: The keywords.
        keyword_nodes: The node of each, ascending.
        levels: The AND and OR nodes.
        always: The node that always holds, as `contains ""` does; the one after it never holds.
        bits: How many nodes have bits.
        size: How many nodes there are.
        roots: The node of each expression.
    """

    keywords: tuple[Keyword, ...]
    keyword_nodes: Ints
    levels: tuple[Level, ...]
    always: int
    bits: int
    size: int
    roots: tuple[int, ...]

    def holding(self, found: Ints, rows: int) -> Ints:
        """Decide all nodes.

        Args:
            found: A key for each keyword in each text, `node * PIECE + row`, ascending, without repetition.
            rows: The number of texts.

        Returns:
            A key for each node that holds in a text, ascending.
        """
        above = self.always
        if self.bits == above + 2 and not np.any(np.equal(self.roots, above)):
            return found
        table = np.zeros((self.bits, PIECE // 8), np.uint8)
        split = int(np.searchsorted(found, above * PIECE))
        set_bits(table, found[:split])
        table[above] = np.packbits(np.arange(PIECE) < rows, bitorder="little")
        for level in self.levels:
            decide = np.bitwise_and if level.is_and else np.bitwise_or
            end = level.first + len(level.starts)
            decide.reduceat(table[level.operands], level.starts, axis=0, out=table[level.first : end])
        return np.concatenate((found[:split], _keys(table[above:]) + above * PIECE, found[split:]))


def set_bits(table: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], keys: Ints) -> None:
    """Set the bit of each key, `node * PIECE + row`, in a table with a row for each node; keys are ascending."""
    if not len(keys):
        return
    places = keys >> 3
    starts = np.flatnonzero(np.diff(places, prepend=-1))
    bits = np.left_shift(1, keys & 7).astype(np.uint8)
    table.reshape(-1)[places[starts]] = np.bitwise_or.reduceat(bits, starts)


def _keys(table: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Ints:
    """Return the places of the bits that are set, ascending."""
    flat = table.reshape(-1)
    places = np.flatnonzero(flat)
    which, bit = np.nonzero(np.unpackbits(flat[places], bitorder="little").reshape(-1, 8))
    return places[which] * 8 + bit


def trigger_table(expressions: Iterable[tuple[Expression, str]]) -> TriggerTable:
    """Number the nodes of expressions, each with whether its keywords count `inside` longer words or only `whole`."""
    keys = [_key_of(each, words) for each, words in expressions]
    levels: dict[_Key, int] = {}
    for key in keys:
        _add_levels(key, levels)
    operands = {each for kind, below in levels if kind != "keyword" for each in _below(below)}
    keywords = sorted(_keyword(key) for key in levels if key[0] == "keyword" and key[1] != _NOTHING)
    used = [each for each in keywords if ("keyword", each) in operands]
    alone = [each for each in keywords if ("keyword", each) not in operands]
    inner = sorted(
        (key for key in levels if key[0] != "keyword" and key[1]), key=lambda key: (levels[key], key[0])
    )
    above = len(used)
    numbers: dict[_Key, int] = {("keyword", word): number for number, word in enumerate(used)}
    numbers |= {("keyword", _NOTHING): above, ("and", ()): above, ("or", ()): above + 1}
    numbers |= {key: above + 2 + number for number, key in enumerate(inner)}
    bits = above + 2 + len(inner)
    numbers |= {("keyword", word): bits + number for number, word in enumerate(alone)}
    groups: dict[tuple[int, str], list[_Key]] = {}
    for key in inner:
        groups.setdefault((levels[key], key[0]), []).append(key)
    return TriggerTable(
        (*used, *alone),
        np.concatenate((np.arange(above), np.arange(bits, bits + len(alone)))),
        tuple(_level(group, numbers) for group in groups.values()),
        above,
        bits,
        bits + len(alone),
        tuple(numbers[key] for key in keys),
    )


def leaf_words(expression: Expression) -> Iterator[str]:
    """Yield the words that an expression looks for."""
    if isinstance(expression, Contains):
        yield expression.text
    else:
        for each in expression.operands:
            yield from leaf_words(each)


def _level(nodes: list[_Key], numbers: dict[_Key, int]) -> Level:
    operands = [[numbers[each] for each in _below(below)] for _, below in nodes]
    lengths = [len(each) for each in operands]
    return Level(
        nodes[0][0] == "and",
        numbers[nodes[0]],
        np.array([*chain.from_iterable(operands)], np.int64),
        np.cumsum([0, *lengths[:-1]]),
    )


def keyword_of(text: str, words: str) -> Keyword:
    """Return what a text is compared by, `inside` longer words or only as `whole` words."""
    folded = fold(text)
    starts, ends = word_edges(folded) if words == "whole" else (False, False)
    return folded, starts + 2 * ends


_NOTHING: Keyword = ("", 0)


def _keyword(key: _Key) -> Keyword:
    _, keyword = key
    assert isinstance(keyword, tuple)
    return keyword


def _key_of(expression: Expression, words: str) -> _Key:
    """Return a key that is equal for expressions with the same meaning, as far as their form shows it."""
    if isinstance(expression, Contains):
        return "keyword", keyword_of(expression.text, words)
    below = tuple(dict.fromkeys(_key_of(each, words) for each in expression.operands))
    if len(below) == 1:
        return below[0]
    return "and" if isinstance(expression, And) else "or", below


def _below(below: object) -> Iterator[_Key]:
    assert isinstance(below, tuple)
    yield from below


def _add_levels(key: _Key, levels: dict[_Key, int]) -> int:
    if key not in levels:
        kind, below = key
        levels[key] = (
            0
            if kind == "keyword"
            else 1 + max((_add_levels(each, levels) for each in _below(below)), default=0)
        )
    return levels[key]


@lru_cache(maxsize=8)
def _automaton(keywords: tuple[Keyword, ...]) -> tuple[BytesAhoCorasick, Ints | None]:
    """Make what finds keywords, and the edges of each if any keyword must be whole."""
    # `Standard` finds keywords that overlap: "order number" after "order"
    patterns = [word.encode("utf-8", "surrogatepass") for word, _ in keywords]
    edges = np.array([edges for _, edges in keywords], np.int64)
    return BytesAhoCorasick(patterns, matchkind=MatchKind.Standard), edges if edges.any() else None


def keywords_in(texts: bytes, starts: Ints, keywords: tuple[Keyword, ...]) -> tuple[Ints, Ints, Ints, Ints]:
    """Find keywords in texts that lie one after the other.

    Args:
        texts: The texts in UTF-8.
        starts: Where each text starts, and where the last one ends.

    Returns:
        For each match: the index of its keyword, its row, its start and its end in `texts`.
    """
    automaton, edges = _automaton(keywords)
    found = automaton.find_matches_as_indexes(texts, overlapping=True) if keywords else []
    keyword, start, end = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T
    row = np.searchsorted(starts, start, side="right") - 1
    kept = end <= starts[row + 1]  # a match may reach from one text into the next
    if edges is not None:
        for edge, beside, is_outermost in (
            (1, start - 1, start == starts[row]),
            (2, end, end == starts[row + 1]),
        ):
            (asked,) = np.nonzero(kept & (edges[keyword] & edge > 0) & ~is_outermost)
            kept[asked[_is_word_at(texts, beside[asked])]] = False
    return keyword[kept], row[kept], start[kept], end[kept]


def _is_word_at(texts: bytes, places: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return for each place whether the character that has this byte is a letter or a digit."""
    bytes_there = np.frombuffer(texts, np.uint8)[places]
    found = _IS_WORD[bytes_there]
    for which in np.flatnonzero(bytes_there >= 128).tolist():
        start = end = int(places[which])
        while texts[start] & 0xC0 == 0x80:
            start -= 1
        while end + 1 < len(texts) and texts[end + 1] & 0xC0 == 0x80:
            end += 1
        found[which] = re.match(r"\w", texts[start : end + 1].decode()) is not None
    return found
