"""Diagnostics of open documents: published during editing, or pulled by the client."""

import asyncio
from collections.abc import Callable
from functools import partial

from lsprotocol import types

from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import error_diagnostic, lsp_diagnostic
from scn_compiler.lsp.diagnostics import CheckedDocument, DocumentFindings
from scn_compiler.lsp.places import lines_of_file
from scn_compiler.lsp.positions import LineIndex
from scn_compiler.lsp.preferences import Checks
from scn_compiler.lsp.session import DocumentGone, ScriptServer
from scn_compiler.lsp.uris import document_key, is_toml, path_of

DEBOUNCE = 0.002
"""Seconds without an edit before a document in a burst of edits is checked."""

BURST = 0.03
"""Seconds: edits that are closer together are a burst. The first edit is never delayed."""

_Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport


def register_document_diagnostics(app: App) -> None:
    """Register the handlers: they publish diagnostics after each change, or answer a client that pulls them."""
    session = app.session
    publisher = _Publisher(app)
    session.on_reload.append(publisher.schedule_all)
    session.on_file_change.append(publisher.schedule_importers)
    app.diagnostics.on_failures.append(publisher.show_failures)
    app.held.on_release.append(publisher.show_held)

    @session.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        if is_toml(params.text_document.uri):
            app.config_diagnostics.publish()
        else:
            publisher.schedule(params.text_document.uri)
            publisher.schedule_importers(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        if is_toml(params.text_document.uri):
            app.config_diagnostics.publish_soon()
        else:
            app.held.edited(params.text_document.uri)
            publisher.schedule(params.text_document.uri)
            publisher.schedule_importers(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if is_toml(uri):
            app.config_diagnostics.publish()
            return
        publisher.forget(uri)
        app.held.forget(uri)
        app.diagnostics.forget(uri)
        app.config_diagnostics.forget(uri)
        session.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))
        publisher.schedule_importers(uri)

    @session.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(identifier="scn", inter_file_dependencies=True, workspace_diagnostics=True),
    )
    async def pull(params: types.DocumentDiagnosticParams) -> _Report:
        try:
            document = session.document(params.text_document.uri)
        except DocumentGone:  # renamed or deleted: an empty report clears its problems
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        if is_toml(document.uri):  # `ConfigDiagnostics` publishes its problems
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        checked = app.held.hold(await app.diagnostics.check(document))
        session.log_unchecked_contracts()
        result_id = str(checked.key)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        return types.RelatedFullDocumentDiagnosticReport(
            items=lsp_diagnostics(checked, session), result_id=result_id
        )


class _Publisher:
    """Publishes the diagnostics of changed documents; in a burst of edits, only those of the last version."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._session = app.session
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._last_edit: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def schedule(self, uri: str) -> None:
        """Check a document soon and publish what the client doesn't pull."""
        has_failures = self._app.diagnostics.has_failures(uri) and _pushes_failures_alone(self._session)
        if has_failures or not self._session.can("text_document.diagnostic"):
            self._soon(document_key(uri), self._start, uri)

    def schedule_importers(self, uri: str) -> None:
        """Check the open documents that need a changed file, soon."""
        self._soon(f"importers of {document_key(uri)}", self._start_importers, uri)

    def _soon(self, key: str, start: Callable[[str], None], uri: str) -> None:
        loop = asyncio.get_running_loop()
        if key in self._timers:
            self._timers[key].cancel()
        delay = DEBOUNCE if loop.time() - self._last_edit.get(key, 0) < BURST else 0
        self._last_edit[key] = loop.time()
        self._timers[key] = loop.call_later(delay, start, uri)

    async def show_failures(self, uri: str) -> None:
        """Publish the failures of a document, or tell the client to pull them.

        That is done before the command that ran the tests is answered: Emacs 28 reads nothing that follows an answer.
        """
        if _pushes_failures_alone(self._session) or not self._session.can("text_document.diagnostic"):
            await self._publish(uri)
        self._session.refresh_diagnostics()

    def show_held(self, uris: list[str]) -> None:
        """Publish the findings of documents that were held, or tell the client to pull them."""
        for uri in uris:
            self.schedule(uri)
        self._session.refresh_diagnostics()

    def schedule_all(self) -> None:
        for document in self._session.open_documents:
            self.schedule(document.uri)

    def forget(self, uri: str) -> None:
        """Drop the state of a closed document."""
        key = document_key(uri)
        if key in self._timers:
            self._timers.pop(key).cancel()
        self._last_edit.pop(key, None)

    def _start(self, uri: str) -> None:
        self._timers.pop(document_key(uri), None)
        task = asyncio.ensure_future(self._publish(uri))
        self._tasks.add(task)  # the event loop itself keeps only weak references
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._session.report_failure)

    def _start_importers(self, uri: str) -> None:
        self._timers.pop(f"importers of {document_key(uri)}", None)
        path = path_of(uri)
        importers = self._session.importers(path) if path else []
        if importers and self._session.can("text_document.diagnostic"):
            self._session.refresh_diagnostics()
        for document in importers:
            self.schedule(document.uri)

    async def _publish(self, uri: str) -> None:
        document = self._session.open_document(uri)
        if document is None:
            return
        diagnostics = self._app.diagnostics
        checked = await diagnostics.check(document)
        self._session.log_unchecked_contracts()
        current = self._session.open_document(uri)  # it may have been edited or closed
        if current and current.version == checked.document.version and diagnostics.is_current(checked):
            alone = _pushes_failures_alone(self._session)
            found = (
                _failures(checked) if alone else lsp_diagnostics(self._app.held.hold(checked), self._session)
            )
            params = types.PublishDiagnosticsParams(
                uri=current.uri, version=current.version, diagnostics=found
            )
            self._session.text_document_publish_diagnostics(params)


def lsp_diagnostics(checked: CheckedDocument, session: ScriptServer) -> list[types.Diagnostic]:
    """Convert the findings of a document to protocol diagnostics."""
    document, found = checked.document, []
    if session.preferences.checks is not Checks.NONE:
        found = lsp_findings(checked.findings, document.line_index, document.uri, session)
    return found if _pushes_failures_alone(session) else [*found, *_failures(checked)]


def _failures(checked: CheckedDocument) -> list[types.Diagnostic]:
    lines = checked.document.line_index
    if checked.shown_elsewhere:
        return []
    return [error_diagnostic(message, lines, *span) for span, message in checked.failures]


def _pushes_failures_alone(session: ScriptServer) -> bool:
    """Return whether a client pulls the findings, but can't be told to pull again after tests were run."""
    return session.can("text_document.diagnostic") and not session.can(
        "workspace.diagnostics.refresh_support"
    )


def lsp_findings(
    findings: DocumentFindings, lines: LineIndex, uri: str, session: ScriptServer
) -> list[types.Diagnostic]:
    """Convert findings to protocol diagnostics; a crash of scn is reported on the first line."""
    if findings.bug:
        return [error_diagnostic(findings.bug, lines, 0, 0)]
    return [
        lsp_diagnostic(
            each, lines, uri, related=session.shows_related, other_lines=partial(lines_of_file, session)
        )
        for each in findings.in_script
    ]
