"""What is wrong with scripts, as `scn check` says it: of open documents, and of files."""

import asyncio
import time
from functools import partial

from scn_compiler.api import find, fix_text, one_per_line
from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp.config_diagnostics import ConfigDiagnostics
from scn_compiler.lsp.projects import Projects
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.project.loaded import LoadedConfig
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source

_AT_ONCE = 0.006
"""Seconds: a document whose last check took less is checked at once, as a thread would cost more than it spares."""


class DocumentFindings(Record):
    """What is wrong with a script.

    Attributes:
        here: In the script itself.
        in_config: In the default fields of its configuration; spans count in that file.
    """

    here: tuple[Diagnostic, ...] = ()
    in_config: tuple[Diagnostic, ...] = ()


class CheckedDocument(Record):
    """A document, as it was when it was checked, and what is wrong with it.

    Attributes:
        key: Equal for documents that must have equal findings.
    """

    document: ScriptDocument
    key: int
    found: DocumentFindings


def check_document(draft: OpenScript, loaded: LoadedConfig, projects: Projects) -> DocumentFindings:
    """What is wrong with a script, without what is excluded, and what is known already."""
    path = draft.path
    if path is not None and loaded.excludes(path):
        return DocumentFindings()
    found = find(draft.text, path=path, target=draft.target, config=draft.config)
    source = Source(draft.text, path)
    kept = projects.fresh(loaded, path, found.reported, source)
    beneath = found.in_config and projects.fresh(loaded, loaded.path, found.in_config, Source(loaded.text))
    return DocumentFindings(one_per_line(list(kept), source), beneath)


def fixed(draft: OpenScript, loaded: LoadedConfig, projects: Projects) -> str:
    """A script after its safe fixes."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        return check_document(OpenScript(text, draft.path, draft.target, draft.config), loaded, projects).here

    return fix_text(draft.text, check).text


class DocumentDiagnostics:
    """The last check of each open document; the same text is not checked twice."""

    def __init__(self, session: ScriptServer, config_diagnostics: ConfigDiagnostics) -> None:
        self._session = session
        self._config_diagnostics = config_diagnostics
        self._last: dict[str, tuple[int, asyncio.Task[DocumentFindings]]] = {}
        self._quick: set[str] = set()

    async def of(self, document: ScriptDocument) -> CheckedDocument:
        """What is wrong with a document as it is now."""
        draft, loaded = self._session.draft_of(document)
        projects = self._session.projects
        key = findings_key(draft, projects)
        known, task = self._last.get(document.uri, (None, None))
        if task is None or known != key or _failed(task):
            task = asyncio.ensure_future(self._check(document.uri, draft, loaded, projects))
            if self._session.opened(document.uri):
                self._last[document.uri] = key, task
        return CheckedDocument(document.snapshot(), key, await asyncio.shield(task))

    def holds(self, checked: CheckedDocument) -> bool:
        """Whether what was found is what would be found now: the target and configurations may have changed since."""
        draft = self._session.draft(checked.document)
        return checked.key == findings_key(draft, self._session.projects)

    def forget(self, uri: str) -> None:
        self._last.pop(uri, None)
        self._quick.discard(uri)

    async def _check(
        self, uri: str, draft: OpenScript, loaded: LoadedConfig, projects: Projects
    ) -> DocumentFindings:
        work = partial(check_document, draft, loaded, projects)
        start = time.perf_counter()
        found = work() if uri in self._quick else await self._session.aside(work)
        took = time.perf_counter() - start
        is_quick = took < _AT_ONCE and self._session.opened(uri)
        (self._quick.add if is_quick else self._quick.discard)(uri)
        self._config_diagnostics.tell(uri, loaded, found.in_config)
        return found


def findings_key(draft: OpenScript, projects: Projects) -> int:
    """Cache key: equal for scripts that must have equal findings."""
    return hash((draft, projects.read_anew))


def _failed(task: asyncio.Task[DocumentFindings]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
