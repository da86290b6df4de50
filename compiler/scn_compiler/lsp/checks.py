"""What is wrong with scripts, as `scn check` says it: of open documents, and of files."""

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from scn_compiler.api import by_line, find, fix_text
from scn_compiler.features.draft import Draft
from scn_compiler.lsp.documents import ScriptDocument
from scn_compiler.lsp.projects import Projects
from scn_compiler.project.configuration import Loaded
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


AT_ONCE = 0.006
"""Seconds: a document whose last check took less is checked at once, as a thread would cost more than it spares."""


class Findings(Record):
    """What is wrong with a script.

    Attributes:
        here: In the script itself.
        beneath: In the default fields of its configuration; spans count in that file.
    """

    here: tuple[Diagnostic, ...] = ()
    beneath: tuple[Diagnostic, ...] = ()


class Checked(Record):
    """A document, as it was when it was checked, and what is wrong with it.

    Attributes:
        key: The same for the same findings: of what they depend on.
    """

    document: ScriptDocument
    key: int
    found: Findings


def findings(draft: Draft, loaded: Loaded, projects: Projects) -> Findings:
    """What is wrong with a script, without what is excluded, and what is known already."""
    path = draft.path
    if path is not None and loaded.excludes(path):
        return Findings()
    sifted = find(draft.text, path=path, target=draft.target, config=draft.config)
    source = Source(draft.text, path)
    kept = projects.fresh(loaded, path, sifted.kept, source)
    beneath = sifted.beneath and projects.fresh(loaded, loaded.path, sifted.beneath, Source(loaded.text))
    return Findings(by_line(list(kept), source), beneath)


def fixed(draft: Draft, loaded: Loaded, projects: Projects) -> str:
    """A script after its safe fixes."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        return findings(Draft(text, draft.path, draft.target, draft.config), loaded, projects).here

    return fix_text(draft.text, check).text


class Checks:
    """The last check of each open document; the same text is not checked twice."""

    def __init__(self, server: "ScriptServer") -> None:
        self._server = server
        self._last: dict[str, asyncio.Task[Checked]] = {}
        self._keys: dict[str, int] = {}
        self._quick: set[str] = set()

    async def of(self, document: ScriptDocument) -> Checked:
        """What is wrong with a document as it is now."""
        draft, loaded = self._server.draft_of(document)
        key = key_of(draft, self._server.projects)
        uri = document.uri
        if self._keys.get(uri) != key or self._last[uri].cancelled() or _failed(self._last[uri]):
            self._keys[uri] = key
            self._last[uri] = asyncio.ensure_future(self._check(document.snapshot(), draft, loaded, key))
        return await asyncio.shield(self._last[uri])

    def last(self, uri: str) -> Checked | None:
        """The last check of a document that has ended."""
        task = self._last.get(uri)
        return task.result() if task and task.done() and not (task.cancelled() or _failed(task)) else None

    def forget(self, uri: str) -> None:
        self._last.pop(uri, None)
        self._keys.pop(uri, None)
        self._quick.discard(uri)

    async def _check(self, document: ScriptDocument, draft: Draft, loaded: Loaded, key: int) -> Checked:
        work = partial(findings, draft, loaded, self._server.projects)
        start = time.perf_counter()
        found = work() if document.uri in self._quick else await self._server.aside(work)
        took = time.perf_counter() - start
        (self._quick.add if took < AT_ONCE else self._quick.discard)(document.uri)
        self._server.notices.tell(document.uri, loaded, found.beneath)
        return Checked(document, key, found)


def key_of(draft: Draft, projects: Projects) -> int:
    """The same for what has the same findings."""
    return hash((draft, projects.read_anew))


def _failed(task: asyncio.Task[Checked]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is not None
