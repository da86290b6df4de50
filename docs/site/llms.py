"""`llms.txt`: what scn is, where each page is, and the cheat sheet, for language models that write scripts."""

import re
from collections.abc import Iterator

from staging import HOME, ROOT, navigation, staged_links

_SHEET = "docs/cheat-sheet.md"


def llms_text() -> str:
    """The text of `llms.txt`, as https://llmstxt.org describes it: title, summary, links by section, and the sheet."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    home = (ROOT / HOME).read_text(encoding="utf-8")
    title, summary = re.findall(r"\A# (.+)\n+((?:.+\n)+)", home)[0]
    yield f"# {title}\n\n> {' '.join(summary.split())}\n"
    for section, entries in navigation():
        yield f"## {section}\n"
        for words, page, about in entries:
            yield f"- [{words}]({page}.html){about}"
        yield ""
    sheet = (ROOT / _SHEET).read_text(encoding="utf-8")
    yield f"#{staged_links(sheet, _SHEET)}"
