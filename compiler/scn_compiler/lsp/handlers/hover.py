"""What stands at the pointer, and what it does."""

from lsprotocol import types

from scn_compiler.ide.hover.hover import hover as look
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import markup


def register_hover(app: App) -> None:
    """Explain the word at a position, and what is wrong with it."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_HOVER)
    def explained(params: types.HoverParams) -> types.Hover | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = look(session.open_script_of(document), offset)
        if found is None:
            return None
        client = session.client_capabilities.text_document
        formats = client.hover.content_format if client and client.hover else None
        return types.Hover(contents=markup(found.text, formats), range=document.range_of(found.span))
