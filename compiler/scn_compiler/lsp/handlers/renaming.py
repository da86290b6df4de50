"""Labels get other names in an editor; what cannot be renamed is refused with the reason."""

from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scn_compiler.features.renaming import NAME, Refused, Renameable, linked, rename, renameable
from scn_compiler.lsp.converting import workspace_edit

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer


class _Refusal(JsonRpcException):
    CODE = types.LSPErrorCodes.RequestFailed


def renaming(server: "ScriptServer") -> None:
    """Rename all at once, or while typing."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        document = server.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        match renameable(server.draft(document), offset):
            case Renameable(span, name):
                return types.PrepareRenamePlaceholder(range=document.range_of(span), placeholder=name)
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        document = server.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        match rename(server.draft(document), offset, params.new_name):
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None
            case edits:
                return workspace_edit(server, document, edits)

    @server.feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE)
    def together(params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
        document = server.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = linked(server.draft(document), offset)
        ranges = [document.range_of(span) for span in found]
        return types.LinkedEditingRanges(ranges=ranges, word_pattern=NAME.pattern) if ranges else None
