"""Suggestions for misspelled words."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

_MAX_LENGTH = 40
"""Longer words are never treated as misspellings."""

MAX_COMPARED = 200
"""Maximum number of an author's own words to compare: a suggestion isn't worth more time."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Find the entry of `known` most similar to `word`; `None` if no entry is similar.

    Compares all of `known`. A script can define any number of words, so pass those through `first`.
    """
    return _nearest(word, tuple(known), cutoff) if len(word) <= _MAX_LENGTH else None


def first(words: Iterable[str]) -> tuple[str, ...]:
    """Take the first `MAX_COMPARED` words."""
    return tuple(islice(words, MAX_COMPARED))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415  (slow to load; only mistakes need it)

    by_fold = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Write a hint that names the nearest known word."""
    close = nearest(word, known)
    return f"did you mean `{close}`?" if close else None
