"""What is in a script, and in all scripts of the folders that are open."""

from lsprotocol import types

from scn_compiler.ide.structure.document_symbols import DocumentSymbol, SymbolKind, document_symbols
from scn_compiler.lsp.app import App
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.workspace_symbols import WorkspaceSymbols

KINDS = {
    SymbolKind.SCENARIO: types.SymbolKind.Module,
    SymbolKind.BLOCK: types.SymbolKind.Event,
    SymbolKind.FOLLOW_UP: types.SymbolKind.Function,
}


def register_document_symbol(app: App) -> None:
    """The outline of a script, and a search in the scripts of all folders."""
    session = app.session
    index = WorkspaceSymbols(session)

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def of_document(
        params: types.DocumentSymbolParams,
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        document = session.document(params.text_document.uri)
        found = document_symbols(session.open_script_of(document))
        if session.can("text_document.document_symbol.hierarchical_document_symbol_support"):
            return [_nested(symbol, document) for symbol in found]
        return [
            types.SymbolInformation(
                name=symbol.name,
                kind=KINDS[symbol.kind],
                location=types.Location(uri=document.uri, range=document.range_of(symbol.span)),
                container_name=container or None,
            )
            for top in found
            for symbol, container in top.walk()
        ]

    @session.feature(types.WORKSPACE_SYMBOL)
    async def of_folders(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return [
            types.WorkspaceSymbol(
                name=found.name,
                kind=KINDS[found.kind],
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
        kind=KINDS[symbol.kind],
        range=document.range_of(symbol.span),
        selection_range=document.range_of(symbol.place),
        children=[_nested(each, document) for each in symbol.below] or None,
    )
