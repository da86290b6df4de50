"""Near misses: words in a sample of utterances that almost are the keyword that a condition lacks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate
from operator import add
from unicodedata import normalize
from zlib import crc32

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.triggers import leaf_words
from scn_compiler.rehearsal.matching import Has, finder, fits_expression, fold
from scn_dsl.nodes import Expression
from scn_dsl.records import Record

SampledText = tuple[int, str, int, str]
"""The hash by which an utterance is in the sample, its call, its turn and its text."""

Wanted = tuple[Expression, str]
"""A trigger, and whether its keywords count `inside` longer words or only `whole`."""

_SHORTEST = 3
"""Shorter keywords have no near misses: every short word almost is one of them."""

_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, and those of Japanese and Chinese."""

_JOINERS = ("", "-", "\u2011", "'", "’")
_UNSPACED = re.compile(f"[{_NO_SPACES}]")
_TOKEN = re.compile(f"[{_NO_SPACES}]|[^\\s{_NO_SPACES}'’\u2011-]+")
_PUNCTUATION = '.,;:!?¿¡"()…、。，！？；：「」'

_CutText = tuple[str, list[int], list[int]]
"""A text with its words one after the other, and where each of them starts and ends."""

_COMPARED = 1 << 25
"""How many keywords and windows are compared at once, multiplied; more would take much memory."""

_MOST = 3
"""How many near misses a condition has at most."""


@dataclass(frozen=True, slots=True)
class NearWords:
    """Words that almost are a keyword. With the keyword in their place, the condition would hold.

    Attributes:
        keyword: The keyword, folded.
        words: The words, folded.
        distance: How many characters differ (Levenshtein), once accents and letters are composed alike.
        utterances: In how many utterances of the sample the words are.
        call, turn: The first of them.
    """

    keyword: str
    words: str
    distance: int
    utterances: int
    call: str
    turn: int

    @property
    def difference(self) -> str:
        """The difference if no character differs: punctuation, or how letters and accents are composed; otherwise empty."""
        if self.distance:
            return ""
        return "punctuation between them" if self.words == self.keyword else "composed differently"


def sample_of(batch: pa.RecordBatch, size: int) -> tuple[SampledText, ...]:
    """Choose utterances by a hash, so that the choice doesn't depend on how transcripts are cut into batches.

    The text is that of speech recognition, if there is one.
    """
    texts = batch.column("text").to_pylist()
    heard = batch.column("asr").to_pylist() if "asr" in batch.schema.names else texts
    rows = zip(batch.column("call").to_pylist(), batch.column("turn").to_pylist(), texts, heard, strict=True)
    return tuple(
        nsmallest(
            size,
            (
                (
                    crc32(f"{call}\0{turn}\0{text}".encode()),
                    call or "",
                    turn or 0,
                    text if asr is None else asr,
                )
                for call, turn, text, asr in rows
            ),
        )
    )


def near_misses(
    conditions: Iterable[Condition], sample: Iterable[SampledText]
) -> dict[Wanted, tuple[NearWords, ...]]:
    """Find near misses of triggers; the most frequent ones come first.

    A window of words is near a keyword if at most a quarter of the characters differ, but at least one may.
    """
    using: dict[str, dict[Wanted, None]] = {}
    for condition in conditions:
        if condition.trigger is not None and not isinstance(condition.trigger, str):
            for word in leaf_words(condition.trigger):
                using.setdefault(fold(word), {})[condition.trigger, condition.words] = None
    texts = sorted(sample)
    folded = [fold(text) for *_, text in texts]
    keywords = [each for each in using if len(each) >= _SHORTEST]
    found: dict[Wanted, dict[tuple[str, str, int], list[int]]] = {}
    for keyword, near, distance, row in _near(keywords, folded):
        is_inside = keyword in folded[row]
        for trigger, words in using[keyword]:
            if is_inside and words == "inside":
                continue
            has = finder(texts[row][3], words)
            if fits_expression(trigger, _or_has(keyword, has)) and not fits_expression(trigger, has):
                found.setdefault((trigger, words), {}).setdefault((keyword, near, distance), []).append(row)
    return {wanted: tuple(_misses(near, texts)) for wanted, near in found.items()}


def _or_has(keyword: str, has: Has) -> Has:
    return lambda word: fold(word) == keyword or has(word)


def _misses(near: dict[tuple[str, str, int], list[int]], texts: list[SampledText]) -> Iterator[NearWords]:
    ordered = sorted(near.items(), key=lambda item: (-len(item[1]), item[0][2], item[0]))
    for (keyword, words, distance), rows in ordered[:_MOST]:
        call, turn = min(texts[row][1:3] for row in rows)
        yield NearWords(keyword, words, distance, len(rows), call, turn)


def _near(keywords: list[str], texts: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield each keyword with the nearest window of each text, their distance, and the text."""
    groups: dict[tuple[int, int, int], list[str]] = {}
    for keyword in sorted(keywords):
        most = max(1, len(keyword) // 4)
        # a character is a token in some languages, and as many as may differ may also be missing
        spread = most if _UNSPACED.search(keyword) else 1
        groups.setdefault((len(_tokens(keyword)), most, spread), []).append(keyword)
    cut = [*map(_cut, texts)]
    for (length, most, spread), group in groups.items():
        wanted = [*map(_composed, group)]
        shared = _shared_by(wanted, most) if _UNSPACED.search(wanted[0]) else None
        windows = _windows(cut, range(max(1, length - spread), length + spread + 1), shared)
        names = [*windows]
        plain = [*map(_composed, names)]
        size = max(1, _COMPARED // max(1, len(names)))
        for at in range(0, len(group) if names else 0, size):
            chunk = group[at : at + size]
            distances = cdist(
                wanted[at : at + size], plain, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.uint8
            )
            best: dict[tuple[str, int], tuple[int, int, str]] = {}
            for which, window in np.argwhere(distances <= most).tolist():
                name = names[window]
                found = int(distances[which, window]), abs(len(name) - len(chunk[which])), name
                for row in windows[name]:
                    best[chunk[which], row] = min(found, best.get((chunk[which], row), found))
            for (keyword, row), (distance, _, name) in best.items():
                yield keyword, name, distance, row


class _Shared(Record):
    """The pieces of keywords that a near window has as well: at least `least` of `pieces`, each of `size` characters."""

    pieces: frozenset[str]
    size: int
    least: int

    def counts(self, text: str) -> list[int]:
        """Return for each place in a text how many pieces start before it; the text ends with as many as it has."""
        pieces = map(self.pieces.__contains__, text if self.size == 1 else map(add, text, text[1:]))
        return [*accumulate(pieces, initial=0)]


def _shared_by(keywords: list[str], most: int) -> _Shared:
    """Return what windows near one of these keywords share with it, if at most `most` characters differ.

    At most one in four characters of a long keyword differs, so two in succession don't.
    """
    shortest = min(map(len, keywords))
    if shortest > _SHORTEST:
        pairs = (keyword[at : at + 2] for keyword in keywords for at in range(len(keyword) - 1))
        return _Shared(frozenset(pairs), 2, 1)
    return _Shared(frozenset("".join(keywords)), 1, shortest - most)


def _composed(text: str) -> str:
    return text if text.isascii() else normalize("NFC", text)


def _tokens(text: str) -> list[tuple[str, str]]:
    """Cut a text into words, or into characters in a script without spaces, each with what is before it.

    Before a token is a hyphen or an apostrophe, nothing between characters that are written together, or else a space.
    """
    found: list[tuple[str, str]] = []
    end = 0
    for match in _TOKEN.finditer(text):
        token = match[0].strip(_PUNCTUATION)
        if token:
            start = text.index(token, match.start())
            between = text[end:start]
            found.append((between if between in _JOINERS else " ", token))
            end = start + len(token)
    return found


def _cut(text: str) -> _CutText:
    tokens = _tokens(text)
    ends = [*accumulate(len(before) + len(token) for before, token in tokens)]
    starts = [end - len(token) for end, (_, token) in zip(ends, tokens, strict=True)]
    return "".join(map("".join, tokens)), starts, ends


def _windows(texts: list[_CutText], sizes: range, shared: _Shared | None) -> dict[str, list[int]]:
    """Return the windows of so many tokens, and the texts that have each; without those that share too little."""
    found: dict[str, list[int]] = {}
    for row, (whole, starts, ends) in enumerate(texts):
        counts = shared.counts(whole) if shared and _composed(whole) == whole else None
        if shared and counts and counts[-1] < shared.least:
            continue
        for size in sizes:
            for start, end in zip(starts, ends[size - 1 :], strict=False):
                if shared and counts:
                    last = max(start, end - shared.size + 1)
                    if counts[min(last, len(counts) - 1)] - counts[start] < shared.least:
                        continue
                rows = found.setdefault(whole[start:end], [])
                if not rows or rows[-1] != row:
                    rows.append(row)
    return dict(sorted(found.items()))
