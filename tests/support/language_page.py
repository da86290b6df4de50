"""`grammar/LANGUAGE.md`: its text, sections and tables."""

import re

from support.paths import ROOT

PAGE = ROOT / "grammar" / "LANGUAGE.md"
TEXT = PAGE.read_text(encoding="utf-8")


def section_of(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"the page has no section {title}"
    return found[1]


def table_in(section: str, heading: str) -> dict[str, list[str]]:
    """The cells of each row of the table whose first column is called `heading`, by the first cell."""
    lines = section[section.index(f"| {heading} |") :].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return {row[0].strip("`"): row[1:] for row in rows}
