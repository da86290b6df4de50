"""`textDocument/documentSymbol` and `workspace/symbol`."""

from lsprotocol import types

from scn_compiler.ide.structure.document_symbols import DocumentSymbol, SymbolKind, document_symbols
from scn_compiler.lsp.app import App
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.workspace_symbols import WorkspaceSymbols

_KINDS = {
    SymbolKind.SCENARIO: types.SymbolKind.Module,
    SymbolKind.FRAGMENT: types.SymbolKind.Class,
    SymbolKind.BLOCK: types.SymbolKind.Event,
    SymbolKind.FOLLOW_UP: types.SymbolKind.Function,
    SymbolKind.TEST: types.SymbolKind.Method,
}


def register_document_symbol(app: App) -> None:
    """Register the handlers: they list the symbols of a script, or search those of all folders."""
    session = app.session
    index = WorkspaceSymbols(session)

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        document = session.document(params.text_document.uri)
        found = document_symbols(session.open_script_of(document))
        if session.can("text_document.document_symbol.hierarchical_document_symbol_support"):
            return [_nested(symbol, document) for symbol in found]
        return [
            types.SymbolInformation(
                name=symbol.name,
                kind=_KINDS[symbol.kind],
                location=types.Location(uri=document.uri, range=document.range_of(symbol.span)),
                container_name=container or None,
            )
            for top in found
            for symbol, container in top.walk()
        ]

    @session.feature(types.WORKSPACE_SYMBOL)
    async def workspace_symbol(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return [
            types.WorkspaceSymbol(
                name=found.name,
                kind=_KINDS[found.kind],
                container_name=found.container or None,
                location=found.location,
            )
            for found in await index.search(params.query)
        ]


def _nested(symbol: DocumentSymbol, document: ScriptDocument) -> types.DocumentSymbol:
    id = "" if symbol.id is None else str(symbol.id)
    return types.DocumentSymbol(
        name=symbol.name,
        detail=" · ".join(part for part in (id, symbol.detail) if part) or None,
        kind=_KINDS[symbol.kind],
        range=document.range_of(symbol.span),
        selection_range=document.range_of(symbol.selection_span),
        children=[_nested(each, document) for each in symbol.children] or None,
    )
