"""What stands at the pointer, and what it does."""

from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.features.hovering import hover as look
from scn_compiler.lsp.showing import shown

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


def hover(server: "ScriptServer") -> None:
    """Explain the word at a position, and what is wrong with it."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def explained(params: types.HoverParams) -> types.Hover | None:
        document = server.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = look(server.draft(document), offset)
        if found is None:
            return None
        client = server.client_capabilities.text_document
        formats = client.hover.content_format if client and client.hover else None
        return types.Hover(contents=shown(found.text, formats), range=document.range_of(found.span))
