"""Findings in open documents and files, equal to those of `scn check`."""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from scn_compiler.api import find, fix_text, one_per_line
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import import_errors
from scn_compiler.lsp.config_diagnostics import ConfigDiagnostics
from scn_compiler.lsp.projects import Projects, file_stamp
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import document_key
from scn_compiler.project.bugs import bug_text
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.records import Record, replace
from scn_dsl.source import Source, Span

_LOG = logging.getLogger(__name__)

_QUICK = 0.006
"""Seconds: if the last check of a document was faster, the next one runs without a thread, which would cost more."""


Failures = tuple[tuple[Span, str], ...]


class DocumentFindings(Record):
    """The findings of one check.

    Attributes:
        in_script: Findings in the script itself, with a message at each line that imports a file with errors; at most
            one per line.
        unmerged: The same findings, before those on one line are merged.
        in_config: Findings in the default fields of its configuration; their spans are in that file.
        bug: The text about a crash of scn on this script, which then has no findings; usually empty.
    """

    in_script: tuple[Diagnostic, ...] = ()
    unmerged: tuple[Diagnostic, ...] = ()
    in_config: tuple[Diagnostic, ...] = ()
    bug: str = ""


class _KeptFailures(Record):
    """The failures of tests in one version of a document; see `CheckedDocument`."""

    key: int
    failures: Failures = ()
    shown_elsewhere: bool = False


class CheckedDocument(Record):
    """A snapshot of a document with its findings.

    Attributes:
        key: The cache key; see `findings_key`.
        failures: The lines at which tests failed when they were run, each with its message.
        shown_elsewhere: Whether the client itself shows these lines, so that they don't become diagnostics.
    """

    document: ScriptDocument
    key: int
    findings: DocumentFindings
    failures: Failures = ()
    shown_elsewhere: bool = False


def check_document(script: OpenScript, project: ProjectConfig, projects: Projects) -> DocumentFindings:
    """Check a script; leave out findings in its baseline. An excluded script has no findings."""
    path = script.path
    if path is not None and project.excludes(path):
        return DocumentFindings()
    try:
        found = find(script.text, path=path, target=script.target, config=script.config)
    except Exception as error:  # reported in this script only
        _LOG.exception("the check of %s failed", path)
        return DocumentFindings(bug=bug_text(error))
    source = Source(script.text, path)
    reported = projects.not_in_baseline(project, path, found.reported, source)
    in_config = found.in_config and projects.not_in_baseline(
        project, project.path, found.in_config, Source(project.text)
    )
    reported = (*reported, *import_errors(script, found.in_files))
    if script.needs and path:
        folders = [os.path.dirname(each) for each in (path, project.path or path)]  # noqa: PTH120
        reported = tuple(_with_short_paths(each, folders) for each in reported)
    return DocumentFindings(one_per_line(list(reported), source), reported, in_config)


def _with_short_paths(found: Diagnostic, folders: Iterable[str]) -> Diagnostic:
    """Shorten the paths of files in these folders, as a person would write them."""
    prefixes = [f"`{folder}{os.sep}" for folder in folders]

    def short(text: str) -> str:
        for prefix in prefixes:
            text = text.replace(prefix, "`")
        return text

    related = tuple(Related(short(each.message), each.span) for each in found.related)
    hint = short(found.hint) if found.hint else found.hint
    return replace(found, message=short(found.message), hint=hint, related=related)


def apply_safe_fixes(script: OpenScript, project: ProjectConfig, projects: Projects) -> str:
    """Return the text of a script with all safe fixes applied."""

    def check(text: str) -> tuple[Diagnostic, ...]:
        edited = OpenScript(text, script.path, script.target, script.config)
        return check_document(edited, project, projects).in_script

    return fix_text(script.text, check).text


class DocumentDiagnostics:
    """The last check of each open document; the same text isn't checked twice.

    Attributes:
        on_failures: Called with the URI of a document whose tests were run.
    """

    def __init__(self, session: ScriptServer, config_diagnostics: ConfigDiagnostics) -> None:
        self._session = session
        self._config_diagnostics = config_diagnostics
        self._last: dict[str, tuple[int, asyncio.Task[DocumentFindings]]] = {}
        self._quick: set[str] = set()
        self._failures: dict[str, _KeptFailures] = {}
        self.on_failures: list[Callable[[str], Awaitable[None]]] = []

    async def check(self, document: ScriptDocument) -> CheckedDocument:
        """Check the current text of a document."""
        script, project = self._session.script_and_config(document)
        projects = self._session.projects
        key = findings_key(script, project, projects)
        self._session.watch_files(path for path, _ in script.needs if not path.endswith(".scn"))
        own = document_key(document.uri)
        last_key, task = self._last.get(own, (None, None))
        if task is None or last_key != key or _failed(task):
            task = asyncio.ensure_future(self._check(document.uri, script, project, projects))
            if self._session.open_document(document.uri):
                self._last[own] = key, task
        findings = await asyncio.shield(task)
        kept = self._failures_in(document, key)
        return CheckedDocument(
            document.snapshot(), hash((key, kept)), findings, kept.failures, kept.shown_elsewhere
        )

    def is_current(self, checked: CheckedDocument) -> bool:
        """Return whether a new check would find the same: the target or a configuration may have changed."""
        script, project = self._session.script_and_config(checked.document)
        key = findings_key(script, project, self._session.projects)
        return checked.key == hash((key, self._failures_in(checked.document, key)))

    async def keep_failures(
        self,
        document: ScriptDocument,
        script: OpenScript,
        failures: Failures,
        played: Sequence[Span],
        *,
        shown_elsewhere: bool = False,
    ) -> None:
        """Keep the lines at which tests failed, until the tests or their script change.

        Args:
            script: The version of the document that was played.
            failures: The lines at which the played tests failed.
            played: The spans of these tests; the failures of other tests stay.
            shown_elsewhere: As in `CheckedDocument`; else they become diagnostics now.
        """
        key = findings_key(script, self._session.config_of(document), self._session.projects)
        others = tuple(
            each
            for each in self._failures_in(document, key).failures
            if not any(test.start <= each[0].start <= test.end for test in played)
        )
        kept = _KeptFailures(key, (*others, *failures), shown_elsewhere)
        self._failures[document_key(document.uri)] = kept
        if not shown_elsewhere:
            for notify in self.on_failures:
                await notify(document.uri)

    def has_failures(self, uri: str) -> bool:
        """Return whether tests of a document were run, although it may have changed since."""
        return document_key(uri) in self._failures

    def _failures_in(self, document: ScriptDocument, key: int) -> "_KeptFailures":
        known = self._failures.get(document_key(document.uri))
        return known if known and known.key == key else _KeptFailures(key)

    def forget(self, uri: str) -> None:
        """Drop the state of a closed document."""
        self._last.pop(document_key(uri), None)
        self._failures.pop(document_key(uri), None)
        self._quick.discard(document_key(uri))

    async def _check(
        self, uri: str, script: OpenScript, project: ProjectConfig, projects: Projects
    ) -> DocumentFindings:
        work, own = partial(check_document, script, project, projects), document_key(uri)
        start = time.perf_counter()
        findings = work() if own in self._quick else await self._session.run_in_thread(work)
        duration = time.perf_counter() - start
        is_quick = duration < _QUICK and self._session.open_document(uri)
        (self._quick.add if is_quick else self._quick.discard)(own)
        self._config_diagnostics.update(uri, project, findings.in_config)
        return findings


def findings_key(script: OpenScript, project: ProjectConfig, projects: Projects) -> int:
    """Compute a cache key: equal for scripts that must have equal findings."""
    return hash((script, projects.generation, file_stamp(project.baseline)))


def _failed(task: asyncio.Task[DocumentFindings]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
