"""Lines of tables that are written as in other formats: with commas, tabs, bars at the ends, or rows between bars."""

from collections.abc import Callable

from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS

_SEPARATORS = tuple(
    lazy_pattern(pattern)
    for pattern in (rf"[{BLANKS}]*\|[{BLANKS}]*", r"[ ]*\t[ \t]*", r"[ ]*;[ ]*", r"[ ]*,[ ]*", r"[ ]{2,}")
)
_ROW = lazy_pattern(rf"\n[{BLANKS}]*\|(?!\|)[^\n]*\|[{BLANKS}]*(?=\n|$)")


def meant_cells(words: str, fits: Callable[[list[str]], bool]) -> list[str] | None:
    """Split the text of a line at other separators than ` | `; `None` if no separator gives cells that fit."""
    for separator in _SEPARATORS:
        cells = separator.split(words)
        if len(cells) > 1 and fits(cells):
            return cells
        if cells[1:] and not cells[0] and not cells[-1] and fits(cells[1:-1]):
            return cells[1:-1]
    return None


def explain_separator(words: str) -> str:
    """Write the message about a text that `meant_cells` split."""
    if words.startswith("|") and words.endswith("|"):
        return "bars go only between the cells, not around them"
    return "cells are separated by ` | `, a bar with a space on each side"


def has_pasted_rows(source: str) -> bool:
    """Tell whether the source of an `examples:` line has rows between bars below."""
    return "\n" in source and _ROW.search(source) is not None
