"""Did you mean: the nearest of the words that exist."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

_LONGEST = 40
"""A word with more characters is no misspelling of one that exists."""

MAX_COMPARED = 200
"""Of more words that an author made up only the first are compared: a guess is not worth more time."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The entry of `known` most like `word`, or `None` if none is like it.

    All of `known` is compared, however many words the language has; of words that a script may have any number of,
    `first` gives enough.
    """
    return _nearest(word, tuple(known), cutoff) if len(word) <= _LONGEST else None


def first(words: Iterable[str]) -> tuple[str, ...]:
    """As many of an author's words as a guess is worth comparing."""
    return tuple(islice(words, MAX_COMPARED))


@lru_cache(maxsize=1024)
def _nearest(word: str, known: tuple[str, ...], cutoff: float) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415  (loaded only once there is a mistake)

    by_fold = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest known word."""
    close = nearest(word, known)
    return f"did you mean `{close}`?" if close else None
