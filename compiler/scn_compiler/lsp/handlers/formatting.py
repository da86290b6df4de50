"""`textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`."""

from lsprotocol import types

from scn_compiler.ide.edits.formatting import format_edits, on_type_format_edits, range_format_edits
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import text_edits


def register_formatting(app: App) -> None:
    """Register the handlers: they return minimal edits, which don't move cursors; an excluded script stays unchanged."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        document = session.document(params.text_document.uri)
        if session.excludes(document):
            return []
        return text_edits(
            format_edits(document.source, session.config_of(document).config.wrap), document.line_index
        )

    @session.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def range_formatting(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        document = session.document(params.text_document.uri)
        if session.excludes(document):
            return []
        wrap = session.config_of(document).config.wrap
        edits = range_format_edits(document.source, document.span_of(params.range), wrap)
        return text_edits(edits, document.line_index)

    @session.feature(
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        types.DocumentOnTypeFormattingOptions(first_trigger_character="\n"),
    )
    def on_type_formatting(params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
        document = session.document(params.text_document.uri)
        if session.excludes(document):
            return []
        edits = on_type_format_edits(document.source, document.offset_at_position(params.position))
        return text_edits(edits, document.line_index)
