"""Tables on pages with the keys of a session in an editor, and what the screen then shows."""

import re
from dataclasses import dataclass

from support.pages import Page

_ROW = re.compile(r"^\| (`.+?) \| (.*`.*) \|$", re.MULTILINE)
_CODE = re.compile(r"(`+) ?(.+?) ?\1(?!`)")
"""A code span; two backticks enclose those with backticks in them."""


@dataclass(frozen=True, slots=True)
class KeyStep:
    """The keys to type, and the words that the screen shows afterwards."""

    keys: str
    shown: tuple[str, ...]


def session(page: Page, section: str) -> list[KeyStep]:
    """The steps in the table of a section."""
    rows = [map(_spans, row) for row in _ROW.findall(page.section(section))]
    return [KeyStep("".join(keys), shown) for keys, shown in rows]


def _spans(cell: str) -> tuple[str, ...]:
    return tuple(text for _, text in _CODE.findall(cell))
