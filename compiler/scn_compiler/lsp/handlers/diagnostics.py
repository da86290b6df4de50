"""What is wrong with open documents: sent while they are typed, or given to clients that ask."""

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.lsp.checks import Checked
from scn_compiler.lsp.converting import diagnostic

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer

PAUSE = 0.002
"""Seconds that further edits are waited for, in a burst of them."""

BURST = 0.03
"""Seconds after an edit within which the next one makes a burst; the first one is not made to wait."""

Report = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport


def diagnostics(server: "ScriptServer") -> None:
    """Send after each change, of a burst only for the last version; or answer, so that nothing is shown twice."""
    waiting: dict[str, asyncio.TimerHandle] = {}
    edited: dict[str, float] = {}
    sending: set[asyncio.Task[None]] = set()

    async def send(uri: str) -> None:
        document = server.opened(uri)
        checked = document and await server.checks.of(document)
        now = server.opened(uri)
        if checked and now and now.version == checked.document.version and server.checks.holds(checked):
            params = types.PublishDiagnosticsParams(
                uri=uri, version=now.version, diagnostics=converted(checked, server)
            )
            server.text_document_publish_diagnostics(params)

    def begin(uri: str) -> None:
        waiting.pop(uri, None)
        task = asyncio.ensure_future(send(uri))
        sending.add(task)
        task.add_done_callback(sending.discard)
        task.add_done_callback(server.report_failure)

    def later(uri: str) -> None:
        loop = asyncio.get_running_loop()
        if uri in waiting:
            waiting[uri].cancel()
        pause = PAUSE if loop.time() - edited.get(uri, 0) < BURST else 0
        edited[uri] = loop.time()
        waiting[uri] = loop.call_later(pause, begin, uri)

    def changed(uri: str) -> None:
        if not server.can("text_document.diagnostic"):
            later(uri)

    def reread() -> None:
        for document in server.open_documents:
            changed(document.uri)

    server.on_reread.append(reread)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in waiting:
            waiting.pop(uri).cancel()
        edited.pop(uri, None)
        server.checks.forget(uri)
        server.notices.forget(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    @server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(identifier="scn", inter_file_dependencies=False, workspace_diagnostics=True),
    )
    async def asked(params: types.DocumentDiagnosticParams) -> Report:
        checked = await server.checks.of(server.document(params.text_document.uri))
        result_id = str(checked.key)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        return types.RelatedFullDocumentDiagnosticReport(
            items=converted(checked, server), result_id=result_id
        )


def converted(checked: Checked, server: "ScriptServer") -> list[types.Diagnostic]:
    """What is wrong with a document, as the protocol has it."""
    lines, uri = checked.document.measured, checked.document.uri
    return [diagnostic(each, lines, uri, related=server.relates) for each in checked.found.here]
