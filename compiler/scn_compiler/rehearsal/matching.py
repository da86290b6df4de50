"""Decides whether a message of the agent matches a trigger."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from scn_dsl.nodes import And, Contains, Expression, Or

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


def missing_words(expression: Expression, has: Has) -> tuple[str, ...]:
    """Return the words that a message lacks to match an expression, the fewest possible; empty if it matches."""
    lacking = [tuple(_missing(each, has)) for each in alternatives_of(expression)]
    return min(lacking, key=len, default=())


def _missing(expression: Expression, has: Has) -> Iterator[str]:
    match expression:
        case Contains(text=text):
            if not has(text):
                yield text
        case And(operands=operands):
            for each in operands:
                yield from _missing(each, has)
        case Or():
            yield from missing_words(expression, has)
