"""Tables of a page: their cells, and replacing their rows with rows from the code."""

import re
from collections.abc import Iterable, Mapping

from support.pages import Page
from support.paths import ROOT

PLATFORMS = {
    path.stem: Page(path) for path in sorted((ROOT / "docs" / "reference" / "platforms").glob("*.md"))
}
"""The page of each platform."""


def table_in(section: str, heading: str) -> dict[str, list[str]]:
    """The cells of each row of the table whose first column is called `heading`, by the first cell."""
    lines = section[_head(section, heading) :].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0].strip("`"): row[1:] for row in rows}


def with_tables(text: str, tables: Mapping[str, Iterable[str]]) -> str:
    """`text` with new rows in some of its tables, by the heading of their first column."""
    for heading, rows in tables.items():
        start = _head(text, heading)
        head = "".join(text[start:].splitlines(keepends=True)[:2])
        end = text.index("\n\n", start) + 1
        text = text[:start] + head + "".join(f"{row}\n" for row in rows) + text[end:]
    return text


def names_in(text: str) -> list[str]:
    """The names in code spans."""
    return re.findall(r"`([^`]+)`", text)


def _head(text: str, heading: str) -> int:
    found = re.search(rf"^\| {re.escape(heading)} \|", text, re.MULTILINE)
    assert found, f"missing table of {heading}"
    return found.start()
