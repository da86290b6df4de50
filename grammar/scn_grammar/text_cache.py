"""A cache by text that stores only a few long texts: an editor makes a new version of a text at each keystroke."""

from __future__ import annotations

from functools import lru_cache, wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    _F = TypeVar("_F", bound=Callable[..., Any])

CACHED_TEXTS = 1 << 14
"""The number of short texts whose properties are cached, about as many as in a script of 100,000 lines."""

LONG_TEXT = 1 << 11
"""Length in characters from which a text is long."""

_LONG_CACHED = 8

_SEARCHED_AGAIN = 1 << 15
"""Length in characters from which a text is searched around its last edit."""


def cached_by_text(maxsize: int) -> Callable[[_F], _F]:
    """Cache a function by its arguments, the first of which is a text.

    The cache stores `maxsize` results, but only the last few of long texts. `cache_clear()` of the function empties it.
    """

    def decorate(function: _F) -> _F:
        short, long = lru_cache(maxsize=maxsize)(function), lru_cache(maxsize=_LONG_CACHED)(function)

        @wraps(function)
        def cached(text: str, *more: object) -> object:
            return (short if len(text) < LONG_TEXT else long)(text, *more)

        def cache_clear() -> None:
            short.cache_clear()
            long.cache_clear()

        cached.cache_clear = cache_clear  # type: ignore[attr-defined]
        return cached  # type: ignore[return-value]

    return decorate


def search_by_line(search: Callable[[str], bool]) -> Callable[[str], bool]:
    """Make a search faster for long texts that are edited, by searching only the lines around an edit.

    Args:
        search: Tells whether a text has something. It must find something in a text exactly if it does in one of the
            text's lines, each with its line feed.
    """

    @wraps(search)
    def searched(text: str) -> bool:
        if len(text) < _SEARCHED_AGAIN:
            return search(text)
        from scn_grammar.fast.incremental import search_again  # noqa: PLC0415  (few scripts are that long)

        return search_again(search, text)

    return searched
