"""The grammar's terminals as patterns: for whoever looks at text that need not parse, a line at a time."""

import re
from functools import lru_cache

_BLANKS = re.compile("(\\[ \t\xa0\\][+*])")


@lru_cache(maxsize=1)
def terminals() -> dict[str, str]:
    """The pattern of each terminal, without the blanks and line ends that may stand behind it."""
    from scn_grammar.lalr.engine import lark  # noqa: PLC0415  (an editor is answered before it is loaded)

    whole = {terminal.name: terminal.pattern.to_regexp() for terminal in lark().terminals}
    blanks = whole["LPAR"].removeprefix("\\(")
    return {name: pattern.removesuffix(blanks) for name, pattern in whole.items()}


def words(name: str) -> tuple[str, ...]:
    """The patterns of the words in terminal `name`; each second one is that of the blanks between two."""
    return tuple(_BLANKS.split(terminals()[name]))


def grouped(name: str) -> re.Pattern[str]:
    """The pattern of terminal `name` with a group for each of its words."""
    return re.compile("".join(part if at % 2 else f"({part})" for at, part in enumerate(words(name))))


def escapes(name: str) -> str:
    """The pattern of the escapes in a string, which terminal `name` is."""
    return terminals()[name].partition("|")[2].removesuffix(')*"')
