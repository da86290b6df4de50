"""Stretches of a script in an editor: what can be folded, and what is selected next."""

from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.features.folding import folds
from scn_compiler.features.selecting import enclosing

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


def ranges(server: "ScriptServer") -> None:
    """Folds and selections."""

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        document = server.document(params.text_document.uri)
        return [
            types.FoldingRange(
                start_line=document.position_at(fold.span.start).line,
                end_line=document.position_at(fold.span.end).line,
                kind=types.FoldingRangeKind.Comment if fold.comment else None,
            )
            for fold in folds(server.draft(document))
        ]

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selection(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        document = server.document(params.text_document.uri)
        draft = server.draft(document)
        found: list[types.SelectionRange] = []
        for position in params.positions:
            selected: types.SelectionRange | None = None
            for span in reversed(enclosing(draft, document.offset_at_position(position))):
                selected = types.SelectionRange(range=document.range_of(span), parent=selected)
            assert selected
            found.append(selected)
        return found
