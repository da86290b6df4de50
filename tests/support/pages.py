"""The Markdown pages of the repository, and the examples on them.

The info string of a fence says how its example is used:
    console                      commands after `$ `, each with its output (both streams) below it; `…` stands for
                                 any lines if it is alone on a line, and for any characters elsewhere
    LANGUAGE FILE                a file of this name, for the commands below it
    scn [part] [warns NAME,…]    a script that raises no error, and exactly these warnings
    scn [part] wrong NAME        a script that raises exactly this error
    scn decompiled               a script that is also the decompiled payload below it
    json [TARGET]                below a script: its payload; several documents one after another
    python, toml, json, yaml     run, read as `scn.toml`, or parsed
    sh, text, …                  shown only
All fences of a page run from top to bottom, in one folder with a copy of the samples. Commands of a page that mentions
`CEKURA_API_KEY` talk to a stub of Cekura, which has the agent 21 and the personality 11. The first call that they place
fails, and all others pass.
"""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scn_compiler.config import Config
from support.cli import scn_bytes
from support.paths import COMPILER, PROGRAMS, ROOT
from support.several_files import reading

RULE_PAGES = sorted((COMPILER / "lint" / "pages").glob("*.md"))
EXAMPLE_FILE = "example.scn"
"""The name of a script on a page that doesn't name it."""

_HEADER = {"role": "A caller", "language": "en", "personality": "3", "tools": "end_call"}
_BEGINNING = "FIRST_MESSAGE\n  wait\n"
_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w*)(?P<marks>[^`\n]*)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)
_SERVED = {"SCN_DOCS_URL": "https://docs.example.org/scn"}
"""A manual on a server, so that examples don't wait for a build."""
_SHELL = re.compile(r"[|<>&;$`*?#]")
"""Characters that only a shell interprets, unless they are quoted."""
_QUOTED = re.compile(r"""'[^']*'|"[^"$`\\]*\"""")
_IN_FOLDER = re.compile(r"cd (?P<folder>\w+) && (?P<command>scn .*)")


@dataclass(frozen=True, slots=True)
class Fence:
    line: int
    language: str
    marks: tuple[str, ...]
    text: str

    @property
    def file(self) -> str | None:
        """The file name to save the text under."""
        return self.marks[0] if self.marks and re.search(r"[./]", self.marks[0]) else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reader: save a file, or run a command and see its output."""

    text: str
    output: str = ""
    file: str | None = None


@dataclass(slots=True)
class Example:
    """A script on a page that isn't saved to a file, and the payloads below it."""

    line: int
    marks: tuple[str, ...]
    text: str
    payloads: list[tuple[str | None, str]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Config:
        """A configuration that reads the files above the script."""
        return Config(read=reading(self.files))

    @property
    def script(self) -> str:
        """The whole script: a part gets a header and a first block if it lacks them."""
        if "part" not in self.marks:
            return self.text
        lacking = [f"{name}: {value}\n" for name, value in _HEADER.items() if not self._sets(name)]
        return "".join(lacking) + ("" if self._sets("FIRST_MESSAGE") else _BEGINNING) + self.text

    def named(self, mark: str) -> list[str]:
        """The names after `mark`."""
        return self.marks[self.marks.index(mark) + 1].split(",") if mark in self.marks else []

    def _sets(self, word: str) -> bool:
        return re.search(rf"^[ \t]*(?:@\S+ )?{word}\b", self.text, re.MULTILINE) is not None


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        return _read(self.path)

    def fences(self, language: str | None = None) -> list[Fence]:
        return [
            Fence(
                self.text.count("\n", 0, found.start()) + 1,
                found["language"],
                tuple(found["marks"].split()),
                found["text"],
            )
            for found in _FENCE.finditer(self.text)
            if language in (None, found["language"])
        ]

    def steps(self) -> Iterator[Step]:
        for fence in self.fences():
            if fence.language == "console":
                yield from _commands(fence.text)
            elif fence.file:
                yield Step(fence.text, file=fence.file)

    def examples(self) -> list[Example]:
        found: list[Example] = []
        below = False
        files: dict[str, str] = {}
        for fence in self.fences():
            if fence.file:
                files[fence.file] = fence.text
            if fence.language == "scn" and not fence.file:
                found.append(Example(fence.line, fence.marks, fence.text, files=dict(files)))
                below = True
            elif fence.language == "json" and not fence.file and below:
                found[-1].payloads.append((fence.marks[0] if fence.marks else None, fence.text))
            else:
                below = False
        return found

    def section(self, title: str) -> str:
        """The text below a heading, up to the next one of its level or above."""
        found = re.search(
            rf"^(#+) {re.escape(title)}\n(?P<text>(?s:.*?))(?=^#{{1,2}} |\Z)",
            _masked(self.text),
            re.MULTILINE,
        )
        assert found, f"{self.name}: missing section {title}"
        return self.text[found.start("text") : found.end("text")]

    def anchors(self) -> set[str]:
        """The anchors of this page, made from headings as GitHub and the site do."""
        headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", self.text), re.MULTILINE)
        return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}

    def links(self) -> list[str]:
        return re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", self.text))


def _masked(text: str) -> str:
    """`text` without comments in fences, which look like headings."""
    return _FENCE.sub(lambda fence: fence[0].replace("\n#", "\n "), text)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def all_pages() -> list[Page]:
    """Every Markdown page of the repository except those of the rules."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.splitlines()
    paths = sorted(ROOT / name for name in listed if (ROOT / name).is_file())
    return [Page(path) for path in paths if path not in RULE_PAGES]


PAGES = all_pages()
README = Page(ROOT / "README.md")
LANGUAGE = Page(ROOT / "grammar" / "LANGUAGE.md")
DOCS = [
    page
    for page in PAGES
    if page in (README, LANGUAGE)
    or (page.name.startswith("docs/") and page.name not in ("docs/rules.md", "docs/reference/rules.md"))
]
"""The pages whose examples run."""


def documents(text: str) -> list[Any]:
    """JSON documents, one after another."""
    found, at = [], 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = json.JSONDecoder().raw_decode(text, at)
        found.append(value)
    return found


def _commands(console: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command[:-1]}{more}"
        yield Step(command, output)


def run(command: str, folder: Path, before: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `command` as in a shell whose previous command ended with the code `before`.

    A command that only calls scn runs in this process.
    """
    if (inside := _IN_FOLDER.fullmatch(command)) and not _needs_shell(inside["command"]):
        return run(inside["command"], folder / inside["folder"], before)
    words = shlex.split(command)
    if words[0] == "scn" and not _needs_shell(command):
        done = scn_bytes(*words[1:], cwd=folder, merged=True, env=_SERVED)
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode())
    path = os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", os.defpath)))
    return subprocess.run(
        ["sh", "-c", f"(exit {before})\n{command}"],
        cwd=folder,
        env={**os.environ, **_SERVED, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def _needs_shell(command: str) -> bool:
    return _SHELL.search(_QUOTED.sub("", command)) is not None


def fits(output: str, shown: str) -> bool:
    """Whether a command's output matches the output on a page."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in shown.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, output) is not None
