"""Scripts laid out: whole ones, parts, and the line above a new one."""

from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.features.layout import layout, layout_above, layout_of_blocks
from scn_compiler.lsp.converting import text_edits

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


def formatting(server: "ScriptServer") -> None:
    """Answer with the fewest edits, so that cursors and marks stay where they are."""

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def whole(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        document = server.document(params.text_document.uri)
        return text_edits(layout(document.source), document.measured)

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def part(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        document = server.document(params.text_document.uri)
        edits = layout_of_blocks(document.source, document.span_of(params.range))
        return text_edits(edits, document.measured)

    @server.feature(
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        types.DocumentOnTypeFormattingOptions(first_trigger_character="\n"),
    )
    def line_above(params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
        document = server.document(params.text_document.uri)
        edits = layout_above(document.source, document.offset_at_position(params.position))
        return text_edits(edits, document.measured)
