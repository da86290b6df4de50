"""The grammar's terminals as patterns, for editors that look at single lines, valid or not."""

import re
from functools import lru_cache

from scn_dsl.patterns import lazy_pattern

_BLANKS = lazy_pattern("(\\[ \t\xa0\\][+*])")


@lru_cache(maxsize=1)
def terminals() -> dict[str, str]:
    """Build the pattern of each terminal, without the layout that can follow it."""
    from scn_grammar.lalr.engine import lark  # noqa: PLC0415  (editors get answers before it is loaded)

    whole = {terminal.name: terminal.pattern.to_regexp() for terminal in lark().terminals}
    blanks = whole["LPAR"].removeprefix("\\(")
    return {name: pattern.removesuffix(blanks) for name, pattern in whole.items()}


def words(name: str) -> tuple[str, ...]:
    """Split terminal `name` into the patterns of its words, alternating with those of the spaces between them."""
    return tuple(_BLANKS.split(terminals()[name]))


def grouped(name: str) -> re.Pattern[str]:
    """Build the pattern of terminal `name` with a group for each of its words."""
    return re.compile("".join(part if at % 2 else f"({part})" for at, part in enumerate(words(name))))


def escapes(name: str) -> str:
    """Build the pattern of one escape inside the string terminal `name`."""
    return terminals()[name].partition("|")[2].removesuffix(')*"')
