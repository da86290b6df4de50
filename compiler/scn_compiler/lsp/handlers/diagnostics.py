"""What is wrong with open documents, published while they are typed."""

import asyncio
from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.api import check
from scn_compiler.lsp.documents import ScriptDocument
from scn_dsl.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer

PAUSE = 0.002
"""Seconds that further edits are waited for."""

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(server: "ScriptServer") -> None:
    """Publish after each change; of a burst only the last version."""
    waiting: dict[str, asyncio.TimerHandle] = {}

    def publish(uri: str) -> None:
        waiting.pop(uri, None)
        document = server.document(uri)
        draft = server.draft(document)
        found = check(draft.text, path=draft.path, target=draft.target, config=draft.config)
        server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=uri,
                version=document.version,
                diagnostics=[converted(each, document) for each in found],
            )
        )

    def later(uri: str) -> None:
        if uri in waiting:
            waiting[uri].cancel()
        waiting[uri] = asyncio.get_running_loop().call_later(PAUSE, publish, uri)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        later(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        later(params.text_document.uri)


def converted(found: Diagnostic, document: ScriptDocument) -> types.Diagnostic:
    """A diagnostic as the protocol has it."""
    return types.Diagnostic(
        range=document.range_of(found.span),
        message=found.message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source="scn",
    )
