"""What is wrong with open documents: sent while they are typed, or given to clients that ask."""

import asyncio

from lsprotocol import types

from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import diagnostic
from scn_compiler.lsp.diagnostics import CheckedDocument
from scn_compiler.lsp.session import ScriptServer

PAUSE = 0.002
"""Seconds that further edits are waited for, in a burst of them."""

BURST = 0.03
"""Seconds after an edit within which the next one makes a burst; the first one is not made to wait."""

_Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport


def register_document_diagnostics(app: App) -> None:
    """Send after each change, of a burst only for the last version; or answer, so that nothing is shown twice."""
    session = app.session
    waiting: dict[str, asyncio.TimerHandle] = {}
    edited: dict[str, float] = {}
    sending: set[asyncio.Task[None]] = set()

    async def send(uri: str) -> None:
        document = session.opened(uri)
        checked = document and await app.diagnostics.of(document)
        now = session.opened(uri)
        if checked and now and now.version == checked.document.version and app.diagnostics.holds(checked):
            params = types.PublishDiagnosticsParams(
                uri=uri, version=now.version, diagnostics=converted(checked, session)
            )
            session.text_document_publish_diagnostics(params)

    def begin(uri: str) -> None:
        waiting.pop(uri, None)
        task = asyncio.ensure_future(send(uri))
        sending.add(task)
        task.add_done_callback(sending.discard)
        task.add_done_callback(session.report_failure)

    def later(uri: str) -> None:
        loop = asyncio.get_running_loop()
        if uri in waiting:
            waiting[uri].cancel()
        pause = PAUSE if loop.time() - edited.get(uri, 0) < BURST else 0
        edited[uri] = loop.time()
        waiting[uri] = loop.call_later(pause, begin, uri)

    def changed(uri: str) -> None:
        if not session.can("text_document.diagnostic"):
            later(uri)

    def reread() -> None:
        for document in session.open_documents:
            changed(document.uri)

    session.on_reread.append(reread)

    @session.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        changed(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        changed(params.text_document.uri)

    @session.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in waiting:
            waiting.pop(uri).cancel()
        edited.pop(uri, None)
        app.diagnostics.forget(uri)
        app.config_diagnostics.forget(uri)
        session.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    @session.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(identifier="scn", inter_file_dependencies=False, workspace_diagnostics=True),
    )
    async def asked(params: types.DocumentDiagnosticParams) -> _Report:
        checked = await app.diagnostics.of(session.document(params.text_document.uri))
        result_id = str(checked.key)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        return types.RelatedFullDocumentDiagnosticReport(
            items=converted(checked, session), result_id=result_id
        )


def converted(checked: CheckedDocument, session: ScriptServer) -> list[types.Diagnostic]:
    """What is wrong with a document, as the protocol has it."""
    lines, uri = checked.document.measured, checked.document.uri
    return [diagnostic(each, lines, uri, related=session.relates) for each in checked.found.here]
