"""`textDocument/foldingRange` and `textDocument/selectionRange`."""

from lsprotocol import types

from scn_compiler.ide.structure.folding_range import folding_ranges
from scn_compiler.ide.structure.selection_range import selection_ranges
from scn_compiler.lsp.app import App


def register_folding_range(app: App) -> None:
    """Register the handlers: they return the ranges to fold, and those to grow a selection to."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding_range(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        document = session.document(params.text_document.uri)
        return [
            types.FoldingRange(
                start_line=document.position_at(fold.span.start).line,
                end_line=document.position_at(fold.span.end).line,
                kind=types.FoldingRangeKind.Comment if fold.comment else None,
            )
            for fold in folding_ranges(session.open_script_of(document))
        ]

    @session.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selection_range(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        found: list[types.SelectionRange] = []
        for position in params.positions:
            selected: types.SelectionRange | None = None
            for span in reversed(selection_ranges(script, document.offset_at_position(position))):
                selected = types.SelectionRange(range=document.range_of(span), parent=selected)
            assert selected
            found.append(selected)
        return found
