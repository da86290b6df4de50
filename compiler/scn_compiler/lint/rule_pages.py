"""The page of each kind of problem: what it is, a wrong and a right script, what mends it; and how pages are shown."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from scn_dsl.catalog import CATALOG, KindOfProblem

_WIDTH = 80
"""Columns of a paragraph in a terminal."""

GROUPS = {
    "1": "Syntax",
    "2": "Structure and flow",
    "3": "Names and references",
    "4": "Tags and text",
    "5": "What a platform cannot take",
    "6": "Advice",
    "7": "Payloads",
}
"""What the first digit of a code means."""

_FOLDER = Path(__file__).with_name("pages")
_FENCE = r"```(?P<{0}_language>scn|json)\n(?P<{0}>.*?)^```\n"
_FORM = re.compile(
    r"(?P<why>.+?)\n\n## Wrong\n\n"
    + _FENCE.format("wrong")
    + r"\n## Right\n\n"
    + _FENCE.format("right")
    + r"\n## Fix\n\n(?P<fix>.+?)\n\n## Source\n\n(?P<source>.+?)\n*",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know of one kind of problem.

    Attributes:
        kind: Its code, name, severity and summary, from the catalog.
        why: What it is and why it matters, in paragraphs.
        language: What the examples are: `scn`, or `json` where only a payload can have the problem.
        wrong: An example that has the problem and no other.
        right: The same without it.
        fix: What `--fix` and `--unsafe-fixes` do, and what is left to do by hand.
        source: Where the rule was read, and when.
    """

    kind: KindOfProblem
    why: str
    language: str
    wrong: str
    right: str
    fix: str
    source: str

    @property
    def title(self) -> str:
        return f"{self.kind.code} {self.kind.name}"


def explain(code_or_name: str) -> Page | None:
    """The page of `SCN301`, `301` or `undefined-label`, in whatever case; `None` if there is no such problem."""
    wanted = code_or_name.strip().lower()
    for kind in CATALOG.values():
        if wanted in (kind.name, kind.code.lower(), kind.code.lower().removeprefix("scn")):
            return _read(kind)
    return None


def pages() -> tuple[Page, ...]:
    """All pages, by code."""
    every = (_read(kind) for kind in sorted(CATALOG.values(), key=lambda kind: kind.code))
    return tuple(each for each in every if each)


def _read(kind: KindOfProblem) -> Page | None:
    path = _FOLDER / f"{kind.name}.md"
    if not path.is_file():
        return None
    match = _FORM.fullmatch(path.read_text(encoding="utf-8"))
    if match is None or match["wrong_language"] != match["right_language"]:
        raise ValueError(f"{kind.name}.md has not the form of a page")
    return Page(
        kind=kind,
        why=match["why"],
        language=match["wrong_language"],
        wrong=match["wrong"],
        right=match["right"],
        fix=match["fix"],
        source=match["source"],
    )


def page_markdown(name: str) -> str | None:
    """The page of the problem called `name` as it is written; `None` if it has none."""
    path = _FOLDER / f"{name}.md"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else None


def page_uri(name: str, *, with_host: bool = False) -> str | None:
    """The address of the page of the problem called `name`; `None` if it has none.

    Args:
        with_host: Whether it names this machine, as a terminal needs that may show several.
    """
    path = _FOLDER / f"{name}.md"
    if not path.is_file():
        return None
    if not with_host:
        return path.as_uri()
    from socket import gethostname  # noqa: PLC0415  (slow to load, and only terminals that link need it)

    return path.as_uri().replace("file://", f"file://{gethostname()}", 1)


def as_text(shown: Page) -> str:
    """A page as it reads well in a terminal."""
    parts = [
        f"{shown.title} ({shown.kind.severity.word})\n{shown.kind.summary}\n",
        _wrapped(shown.why),
        f"Wrong:\n\n{_indented(shown.wrong)}",
        f"Right:\n\n{_indented(shown.right)}",
        _wrapped(f"Fix: {shown.fix}"),
        _wrapped(f"Source: {shown.source}"),
    ]
    return "\n".join(parts)


def _wrapped(text: str) -> str:
    filled = (
        textwrap.fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False)
        for part in text.split("\n\n")
    )
    return "\n\n".join(filled) + "\n"


def _indented(example: str) -> str:
    # Not textwrap.indent: it takes U+2028 and its like, which are text here, for line ends.
    return "".join(f"    {line}\n" if line else "\n" for line in example.removesuffix("\n").split("\n"))


def as_list() -> str:
    """One line for each kind of problem, by code."""
    kinds = sorted(CATALOG.values(), key=lambda kind: kind.code)
    longest = max(len(kind.name) for kind in kinds)
    return "".join(
        f"{kind.code}  {kind.severity.word:<7}  {kind.name:<{longest}}  {kind.summary}\n" for kind in kinds
    )


def as_markdown(shown: tuple[Page, ...]) -> str:
    """Pages as one document with a table of contents."""
    by_group = {
        title: [each for each in shown if each.kind.code.startswith(f"SCN{digit}")]
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

Every kind of problem that `scn` reports, with an example. `scn explain CODE` prints one of these pages. This file is
what `scn explain --markdown` prints; the pages themselves lie in `compiler/scn_compiler/lint/pages`.
"""


def _contents(members: list[Page]) -> str:
    rows = (
        f"| [{each.kind.code}](#{each.title.lower().replace(' ', '-')}) | `{each.kind.name}` "
        f"| {each.kind.severity.word} | {each.kind.summary} |\n"
        for each in members
    )
    return "| code | name | severity | meaning |\n|---|---|---|---|\n" + "".join(rows)


def _section(shown: Page) -> str:
    parts = [
        f"### {shown.title}\n",
        f"*{shown.kind.severity.word}*: {shown.kind.summary}\n",
        f"{shown.why}\n",
        f"**Wrong:**\n\n```{shown.language}\n{shown.wrong}```\n",
        f"**Right:**\n\n```{shown.language}\n{shown.right}```\n",
        f"**Fix:** {shown.fix}\n",
        f"**Source:** {shown.source}\n",
    ]
    return "\n".join(parts)
