"""Near misses: words in a sample of utterances that almost are the keyword that a condition lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.triggers import leaf_words
from scn_compiler.rehearsal.matching import Has, finder, fits_expression, fold
from scn_dsl.nodes import Expression

SampledText = tuple[int, str, int, str]
"""The hash by which an utterance is in the sample, its call, its turn and its text."""

Wanted = tuple[Expression, str]
"""A trigger, and whether its keywords count `inside` longer words or only `whole`."""

_SHORTEST = 3
"""Shorter keywords have no near misses: every short word almost is one of them."""

_CHUNK = 256
"""How many keywords are compared at once; more would take much memory."""

_MOST = 3
"""How many near misses a condition has at most."""


@dataclass(frozen=True, slots=True)
class NearWords:
    """Words that almost are a keyword. With the keyword in their place, the condition would hold.

    Attributes:
        keyword: The keyword.
        words: The words, folded.
        distance: How many characters differ (Levenshtein).
        utterances: In how many utterances of the sample the words are.
        call, turn: The first of them.
    """

    keyword: str
    words: str
    distance: int
    utterances: int
    call: str
    turn: int


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
    groups: dict[tuple[int, int], list[str]] = {}
    for keyword in sorted(keywords):
        groups.setdefault((len(keyword.split()), max(1, len(keyword) // 4)), []).append(keyword)
    words = [[each.strip(".,;:!?¿¡\"'()…") for each in text.split()] for text in texts]
    for (length, most), group in groups.items():
        windows = _windows(words, length)
        names = [*windows]
        for at in range(0, len(group) if names else 0, _CHUNK):
            chunk = group[at : at + _CHUNK]
            distances = cdist(chunk, names, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.uint8)
            best: dict[tuple[str, int], tuple[int, str]] = {}
            for which, window in np.argwhere(distances <= most).tolist():
                found = int(distances[which, window]), names[window]
                for row in windows[names[window]]:
                    best[chunk[which], row] = min(found, best.get((chunk[which], row), found))
            for (keyword, row), (distance, name) in best.items():
                yield keyword, name, distance, row


def _windows(texts: list[list[str]], length: int) -> dict[str, list[int]]:
    """Return the windows of as many words as a keyword has, one fewer or one more, and the texts that have each."""
    found: dict[str, dict[int, None]] = {}
    for row, words in enumerate(texts):
        for size in range(max(1, length - 1), length + 2):
            for at in range(len(words) - size + 1):
                found.setdefault(" ".join(words[at : at + size]), {})[row] = None
    return {window: [*rows] for window, rows in sorted(found.items())}
