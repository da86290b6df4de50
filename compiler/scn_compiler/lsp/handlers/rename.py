"""`textDocument/rename`, `prepareRename` and `linkedEditingRange` of labels."""

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scn_compiler.ide.labels.rename import (
    LABEL_NAME,
    Refused,
    Renameable,
    linked_editing_ranges,
    prepare_rename,
    rename,
)
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import VERSIONED_EDITS, workspace_edit


class _Refusal(JsonRpcException):
    CODE = types.LSPErrorCodes.RequestFailed


def register_rename(app: App) -> None:
    """Register the handlers of renaming, at once or while typing; a refusal is an error with the reason."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        match prepare_rename(session.open_script_of(document), offset):
            case Renameable(span, name):
                return types.PrepareRenamePlaceholder(range=document.range_of(span), placeholder=name)
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None

    @session.feature(types.TEXT_DOCUMENT_RENAME)
    def on_rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        match rename(session.open_script_of(document), offset, params.new_name):
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None
            case edits:
                return workspace_edit(document, edits, versioned=session.can(VERSIONED_EDITS))

    @session.feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE)
    def on_linked_editing_range(params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = linked_editing_ranges(session.open_script_of(document), offset)
        ranges = [document.range_of(span) for span in found]
        return types.LinkedEditingRanges(ranges=ranges, word_pattern=LABEL_NAME.pattern) if ranges else None
