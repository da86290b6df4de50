"""The grammar's terminals as patterns: for editors, which look at single lines that need not parse."""

import re
from functools import lru_cache

_BLANKS = re.compile("(\\[ \t\xa0\\][+*])")


@lru_cache(maxsize=1)
def terminals() -> dict[str, str]:
    """The pattern of each terminal, without the layout that may follow it."""
    from scn_grammar.lalr.engine import lark  # noqa: PLC0415  (an editor gets answers before it is loaded)

    whole = {terminal.name: terminal.pattern.to_regexp() for terminal in lark().terminals}
    blanks = whole["LPAR"].removeprefix("\\(")
    return {name: pattern.removesuffix(blanks) for name, pattern in whole.items()}


def words(name: str) -> tuple[str, ...]:
    """The patterns of the words in terminal `name`, alternating with those of the blanks between them."""
    return tuple(_BLANKS.split(terminals()[name]))


def grouped(name: str) -> re.Pattern[str]:
    """The pattern of terminal `name` with a group for each of its words."""
    return re.compile("".join(part if at % 2 else f"({part})" for at, part in enumerate(words(name))))


def escapes(name: str) -> str:
    """The pattern of one escape inside the string terminal `name`."""
    return terminals()[name].partition("|")[2].removesuffix(')*"')
