"""Stages the repository's Markdown as the source of the site: one page of the site for each file, links rewritten."""

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from examples import try_it, try_rule
from rules import rule_page
from scn_compiler.lint.rule_pages import Page, pages

ROOT = Path(__file__).parents[2]
HOME = "docs/README.md"
RULES = "reference/rules"
"""The folder of the pages of rules; its addresses are stable."""

_OTHERS = {
    "README.md": "index",
    "CHANGELOG.md": "changelog",
    "grammar/LANGUAGE.md": "reference/language",
    "samples/README.md": "samples/index",
    "editors/README.md": "reference/editors/index",
    "tests/README.md": "contributing/tests",
    "benchmarks/README.md": "contributing/benchmarks",
}
"""Pages outside `docs`; the home page of the site is that of `docs`, and the repository's leads there."""

_UNSEARCHED = ("contributing/", "explanation/threat-model")
"""Pages that a search leaves out: their words are those of users, their readers are not."""

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)(?P<marks>[^`\n]*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<goal>[^)\s]+)\)")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.M | re.S)
_ENTRY = re.compile(r"^[-*] \[([^\]]+)\]\(([^)#\s]+)\)(.*(?:\n  .*)*)", re.M)


def stage(folder: Path, *, playground: bool = False) -> None:
    """Write the source of the site into `folder`, which is emptied first.

    Args:
        playground: Whether the site has the playground, in which examples can be opened.
    """
    shutil.rmtree(folder, ignore_errors=True)
    listed = {page for _, entries in navigation() for _, page, _ in entries}
    for file, page in page_names().items() - {("README.md", "index")}:
        text = _staged(_text_of(ROOT / file), file, page if playground else "")
        if page == "index":
            text += _sidebar()
        options = [
            option
            for option, holds in (
                ("orphan", not file.startswith("docs/") and page not in listed | {"index"}),
                ("nosearch", page.startswith(_UNSEARCHED)),
            )
            if holds
        ]
        if options:
            text = "---\n" + "".join(f"{option}: true\n" for option in options) + f"---\n{text}"
        _write(folder / f"{page}.md", text)
    for each in pages():
        page = f"{RULES}/{each.kind.name}"
        _write(folder / f"{page}.md", _with_examples(each, page) if playground else rule_page(each))
    for picture in (ROOT / "docs").rglob("*"):
        if picture.suffix in (".png", ".svg"):
            goal = folder / picture.relative_to(ROOT / "docs")
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(picture, goal)


@cache
def page_names() -> dict[str, str]:
    """The page of the site for each file of the repository that has one."""
    own = {
        path.relative_to(ROOT).as_posix(): _page_of(path.relative_to(ROOT / "docs"))
        for path in sorted((ROOT / "docs").rglob("*.md"))
    }
    editors = {
        path.relative_to(ROOT).as_posix(): f"reference/editors/{path.parent.name}"
        for path in sorted((ROOT / "editors").glob("*/README.md"))
    }
    samples = {
        path.relative_to(ROOT).as_posix(): path.relative_to(ROOT).with_suffix("").as_posix()
        for path in sorted((ROOT / "samples").rglob("*.scn"))
    }
    return own | editors | samples | _OTHERS


def staged_links(text: str, file: str) -> str:
    """A page with its links leading to pages of the site, as seen from the home page."""
    return _LINK.sub(lambda found: _link(found, file, ".html"), text)


def _goal(link: str, file: str) -> str:
    """The file of the repository that a link on the page of `file` leads to."""
    return normpath((PurePosixPath(file).parent / link).as_posix())


def _page_of(path: Path) -> str:
    page = path.with_suffix("").as_posix()
    return "index" if page == "README" else re.sub(r"(^|/)README$", r"\1index", page)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return f"# {path.name}\n\n```scn\n{text}```\n" if path.suffix == ".scn" else text


def _staged(text: str, file: str, page: str = "") -> str:
    """A page with its fences as the generator knows them, and its links to pages of the site.

    Args:
        page: The page of the site, if its examples can be opened in the playground.
    """
    parts, at = [], 0
    fences = list(_FENCE.finditer(text))
    for number, fence in enumerate(fences):
        parts += [_relinked(text[at : fence.start()], file), _fence(fence, file)]
        parts.append(try_it(fences, number, page) if page else "")
        at = fence.end()
    return "".join([*parts, _relinked(text[at:], file)])


def _with_examples(rule: Page, page: str) -> str:
    """A page of a rule whose examples can be opened in the playground."""
    return _FENCE.sub(lambda fence: fence[0] + try_rule(rule, fence["text"], page), rule_page(rule))


def _fence(fence: re.Match[str], file: str) -> str:
    """A block of code; its caption is the file that it shows, or the rules that report something in it."""
    marks = fence["marks"].split()
    language = {"": "text", "mermaid": "text", "ebnf": "text"}.get(fence["language"], fence["language"])
    caption = marks[0] if marks and re.search(r"[./]", marks[0]) else ""
    for mark in ("wrong", "warns"):
        if mark in marks:
            names = marks[marks.index(mark) + 1].split(",")
            caption = "reports " + ", ".join(f"[{name}]({_to(f'{RULES}/{name}', file)})" for name in names)
    options = f":caption: {caption}\n" if caption else ""
    return f"{fence['fence']}{{code-block}} {language}\n{options}\n{fence['text']}{fence['fence']}"


def _relinked(text: str, file: str) -> str:
    code = [found.span() for found in _CODE.finditer(text)]

    def link(found: re.Match[str]) -> str:
        if any(start < found.start() and found.end() < end for start, end in code):
            return found[0]
        return _link(found, file, ".md")

    return _LINK.sub(link, text)


def _link(found: re.Match[str], file: str, ending: str) -> str:
    """A link with its goal on the site; only its words if that has no such page."""
    goal, _, anchor = found["goal"].partition("#")
    if "://" in goal or not goal or found["image"]:
        return found[0]
    there = _goal(goal, file)
    if there.startswith("compiler/scn_compiler/lint/pages/"):
        page = f"{RULES}/{PurePosixPath(there).stem}"
    else:
        page = page_names().get(there) or page_names().get(f"{there}/README.md") or ""
    if not page:
        return found["words"]
    return f"[{found['words']}]({_to(page, file, ending)}{'#' * bool(anchor)}{anchor})"


def _to(page: str, file: str, ending: str = ".md") -> str:
    """The link from a file's page to another one."""
    return relpath(f"{page}{ending}", PurePosixPath(page_names()[file]).parent.as_posix())


def navigation() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The sections of the home page, each with the words, page and description of its links."""
    for title, text in _SECTION.findall((ROOT / HOME).read_text(encoding="utf-8")):
        entries = [
            (words, page_names()[_goal(goal, HOME)], " ".join(about.split()))
            for words, goal, about in _ENTRY.findall(text)
            if _goal(goal, HOME) in page_names()
        ]
        if entries:
            yield title, entries


def _sidebar() -> str:
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n"
        + "".join(f"{page}\n" for _, page, _ in entries)
        + "```\n"
        for title, entries in navigation()
    )
