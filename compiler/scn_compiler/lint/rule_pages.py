"""The page of each rule: why it matters, a wrong and a right script, the fix; as a value, text and Markdown."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from scn_dsl.catalog import CATALOG, KindOfProblem
from scn_dsl.patterns import lazy_pattern

_WIDTH = 80
"""Columns of a paragraph in a terminal."""

GROUPS = {
    "1": "Syntax",
    "2": "Structure and flow",
    "3": "Names and references",
    "4": "Tags and text",
    "5": "Platform limits",
    "6": "Advice",
    "7": "Payloads",
}
"""The groups of codes by their first digit."""

_FOLDER = Path(__file__).with_name("pages")
_FENCE = r"```(?P<{0}_language>scn|json)\n(?P<{0}>.*?)^```\n"
_FORM = lazy_pattern(
    r"(?P<why>.+?)\n\n(?:## Configuration\n\n```toml\n(?P<configuration>.*?)^```\n\n)?"
    r"(?:## Measurement\n\n```json\n(?P<measurement>.*?)^```\n\n)?## Wrong\n\n"
    + _FENCE.format("wrong")
    + r"\n## Right\n\n"
    + _FENCE.format("right")
    + r"\n## Fix\n\n(?P<fix>.+?)\n\n## Source\n\n(?P<source>.+?)\n*",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a rule.

    Attributes:
        kind: Code, name, severity and summary, from the catalog.
        why: Why it matters, in paragraphs.
        configuration: The configuration of the examples, if they need one.
        measurement: The measurement of the examples, if the rule needs one.
        language: Language of the examples: `scn`, or `json` if the rule is about payloads.
        wrong: An example with this problem and no other.
        right: The example without the problem.
        fix: The effect of `--fix` and `--unsafe-fixes`, and the work left to do by hand.
        source: The document that the rule comes from, and its date.
    """

    kind: KindOfProblem
    why: str
    configuration: str | None
    measurement: str | None
    language: str
    wrong: str
    right: str
    fix: str
    source: str

    @property
    def title(self) -> str:
        return f"{self.kind.code} {self.kind.name}"


def explain(code_or_name: str) -> Page | None:
    """Find the page of a rule.

    Args:
        code_or_name: `SCN301`, `301` or `undefined-label`, in any case.

    Raises:
        Nothing: `None` for an unknown code or name.
    """
    wanted = code_or_name.strip().lower()
    for kind in CATALOG.values():
        if wanted in (kind.name, kind.code.lower(), kind.code.lower().removeprefix("scn")):
            return _read(kind)
    return None


def pages() -> tuple[Page, ...]:
    """Read all pages, sorted by code."""
    found = (_read(kind) for kind in sorted(CATALOG.values(), key=lambda kind: kind.code))
    return tuple(page for page in found if page)


def _read(kind: KindOfProblem) -> Page | None:
    path = _FOLDER / f"{kind.name}.md"
    if not path.is_file():
        return None
    match = _FORM.fullmatch(path.read_text(encoding="utf-8"))
    if match is None or match["wrong_language"] != match["right_language"]:
        raise ValueError(f"{kind.name}.md doesn't have the form of a rule page")
    return Page(
        kind=kind,
        why=match["why"],
        configuration=match["configuration"],
        measurement=match["measurement"],
        language=match["wrong_language"],
        wrong=match["wrong"],
        right=match["right"],
        fix=match["fix"],
        source=match["source"],
    )


def page_markdown(name: str) -> str | None:
    """Return the Markdown source of a rule's page; `None` if it has no page."""
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def as_text(page: Page) -> str:
    """Print a page as plain text for a terminal."""
    parts = [
        f"{page.title} ({page.kind.severity.word})\n{page.kind.summary}\n",
        _wrapped(page.why),
        *([f"Configuration:\n\n{_indented(page.configuration)}"] if page.configuration else []),
        *([f"Measurement:\n\n{_indented(page.measurement)}"] if page.measurement else []),
        f"Wrong:\n\n{_indented(page.wrong)}",
        f"Right:\n\n{_indented(page.right)}",
        _wrapped(f"Fix: {page.fix}"),
        _wrapped(f"Source: {page.source}"),
    ]
    return "\n".join(parts)


def _wrapped(text: str) -> str:
    filled = (
        textwrap.fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n\n")
    )
    return "\n\n".join(filled) + "\n"


def _indented(example: str) -> str:
    # Not textwrap.indent: it treats U+2028 and similar characters, which are text here, as line ends.
    return "".join(f"    {line}\n" if line else "\n" for line in example.removesuffix("\n").split("\n"))


def as_list() -> str:
    """List the rules by code, one on each line."""
    kinds = sorted(CATALOG.values(), key=lambda kind: kind.code)
    longest = max(len(kind.name) for kind in kinds)
    return "".join(
        f"{kind.code}  {kind.severity.word:<7}  {kind.name:<{longest}}  {kind.summary}\n" for kind in kinds
    )


def as_markdown(pages: tuple[Page, ...]) -> str:
    """Print pages as one Markdown document with a table of contents."""
    by_group = {
        title: [page for page in pages if page.kind.code.startswith(f"SCN{digit}")]
        for digit, title in GROUPS.items()
    }
    parts = [_HEAD]
    for title, members in by_group.items():
        parts.append(f"**{title}**\n\n{_contents(members)}")
    for title, members in by_group.items():
        parts.append(f"## {title}\n")
        parts.extend(_section(each) for each in members)
    return "\n".join(parts)


_HEAD = """\
# Rules

All of scn's rules, each with an example. `scn explain RULE` prints the page of one rule. This file is the output of
`scn explain --markdown`; the pages themselves are in `compiler/scn_compiler/lint/pages`.
"""


def _contents(members: list[Page]) -> str:
    rows = (
        f"| [{each.kind.code}](#{each.title.lower().replace(' ', '-')}) | `{each.kind.name}` "
        f"| {each.kind.severity.word} | {each.kind.summary} |\n"
        for each in members
    )
    return "| code | name | severity | meaning |\n|---|---|---|---|\n" + "".join(rows)


def _section(page: Page) -> str:
    parts = [
        f"### {page.title}\n",
        f"*{page.kind.severity.word}*: {page.kind.summary}\n",
        f"{page.why}\n",
        *([f"**Configuration:**\n\n```toml\n{page.configuration}```\n"] if page.configuration else []),
        *([f"**Measurement:**\n\n```json\n{page.measurement}```\n"] if page.measurement else []),
        f"**Wrong:**\n\n```{page.language}\n{page.wrong}```\n",
        f"**Right:**\n\n```{page.language}\n{page.right}```\n",
        f"**Fix:** {page.fix}\n",
        f"**Source:** {page.source}\n",
    ]
    return "\n".join(parts)
