"""Decides whether a message of the agent matches a trigger."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from scn_dsl.nodes import And, Contains, Expression, Or
from scn_dsl.patterns import lazy_pattern
from scn_dsl.suggest import nearest

_WORD = lazy_pattern(r"\w+")
_SMALL_WORDS = frozenset("a an the to of in on at for with is are be it and or you your my".split())
"""English words that don't count if a keyword has others."""

_SHORTEST_STEM, _LONGEST_ENDING = 3, 4
_ALIKE = 0.85
"""How alike two words must be if one of them may be misspelled."""

Has = Callable[[str], bool]
"""Tells whether a message contains some words."""


def fold(text: str) -> str:
    """Return what words are compared by: their case doesn't count."""
    return text.casefold()


def finder(message: str, words: str) -> Has:
    """Make the function that looks for words in a message.

    Args:
        words: The answer to the open question of that name: `inside` or `whole`.
    """
    folded = fold(message)
    if words == "inside":
        return lambda keyword: fold(keyword) in folded
    return lambda keyword: _whole(fold(keyword)).search(folded) is not None


@lru_cache(maxsize=1 << 10)
def _whole(keyword: str) -> re.Pattern[str]:
    starts, ends = word_edges(keyword)
    before, after = r"(?<!\w)" if starts else "", r"(?!\w)" if ends else ""
    return re.compile(f"{before}{re.escape(keyword)}{after}")


def word_edges(keyword: str) -> tuple[bool, bool]:
    """Return whether a keyword starts and ends with a letter or a digit: no other may be beside it if it must be whole."""
    return re.match(r"\w", keyword) is not None, re.search(r"\w$", keyword) is not None


def fits_expression(expression: Expression, has: Has) -> bool:
    """Return whether a message matches an expression."""
    match expression:
        case Contains(text=text):
            return has(text)
        case And(operands=operands):
            return all(fits_expression(each, has) for each in operands)
        case Or(operands=operands):
            return any(fits_expression(each, has) for each in operands)


def alternatives_of(expression: Expression) -> tuple[Expression, ...]:
    """Return the operands of an OR, each of which suffices; any other expression is its only alternative."""
    return expression.operands if isinstance(expression, Or) else (expression,)


def keyword_nearly_met(expression: Expression, message: str, words: str) -> str | None:
    """Return the only keyword that a message lacks to match an expression; `None` if the message isn't near it.

    A message is near if it contains the other keywords of an AND, or words close to most of those of the keyword.

    Args:
        words: As for `finder`.
    """
    has = finder(message, words)
    spoken = tuple(_WORD.findall(fold(message)))
    for alternative in alternatives_of(expression):
        lacking = tuple(_missing(alternative, has))
        if len(lacking) == 1 and (isinstance(alternative, And) or _is_close(lacking[0], spoken)):
            return lacking[0]
    return None


def _missing(expression: Expression, has: Has) -> Iterator[str]:
    match expression:
        case Contains(text=text):
            if not has(text):
                yield text
        case And(operands=operands):
            for each in operands:
                yield from _missing(each, has)
        case Or(operands=operands):
            lacking = [tuple(_missing(each, has)) for each in operands]
            yield from min(lacking, key=len, default=())


def _is_close(keyword: str, spoken: tuple[str, ...]) -> bool:
    """Return whether a message has words close to more than half of the words of a keyword."""
    all_words = _WORD.findall(fold(keyword))
    telling = [word for word in all_words if word not in _SMALL_WORDS] or all_words
    close = sum(any(_are_close(word, other) for other in spoken) for word in telling)
    return 2 * close > len(telling)


def _are_close(word: str, other: str) -> bool:
    """Return whether two words are equal, forms of one word such as `cancel` and `cancelled`, or one is misspelled."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    is_form = (
        len(short) >= _SHORTEST_STEM and len(long) <= len(short) + _LONGEST_ENDING and long.startswith(short)
    )
    return is_form or nearest(word, (other,), _ALIKE) is not None
