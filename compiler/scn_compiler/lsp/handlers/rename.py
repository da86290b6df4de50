"""`textDocument/rename`, `prepareRename` and `linkedEditingRange` of labels, fragments and values."""

from functools import partial

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scn_compiler.ide.labels.rename import (
    LABEL_NAME,
    Refused,
    Renameable,
    linked_editing_ranges,
    prepare_rename,
)
from scn_compiler.ide.labels.tests import rename_with_tests, renameable_in_test
from scn_compiler.ide.reuse.navigation import find_name
from scn_compiler.ide.reuse.rename_names import rename_everywhere, rename_problem
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import VERSIONED_EDITS, workspace_edit
from scn_compiler.lsp.places import edit_of_files


class _Refusal(JsonRpcException):
    CODE = types.LSPErrorCodes.RequestFailed


def register_rename(app: App) -> None:
    """Register the handlers of renaming, at once or while typing; a refusal is an error with the reason."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def on_prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        script = session.open_script_of(document)
        if known := find_name(script, offset):
            if problem := rename_problem(known):
                raise _Refusal(problem)
            return types.PrepareRenamePlaceholder(
                range=document.range_of(known.span), placeholder=known.mention.name
            )
        match renameable_in_test(script, offset) or prepare_rename(script, offset):
            case Renameable(span, name):
                return types.PrepareRenamePlaceholder(range=document.range_of(span), placeholder=name)
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None

    @session.feature(types.TEXT_DOCUMENT_RENAME)
    async def on_rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        script = session.open_script_of(document)
        if known := find_name(script, offset):
            work = partial(rename_everywhere, script, known, params.new_name, app.scripts.importers)
            found = await session.run_in_thread(work)
            if isinstance(found, str):
                raise _Refusal(found)
            return edit_of_files(session, found, document)
        rename = partial(rename_with_tests, script, offset, params.new_name, app.scripts.importers)
        match await session.run_in_thread(rename):
            case Refused(message):
                raise _Refusal(message)
            case None:
                return None
            case edits if set(edits) == {script.path}:
                own = tuple(edits[script.path])
                return workspace_edit(document, own, versioned=session.can(VERSIONED_EDITS))
            case edits:
                return edit_of_files(session, edits, document)

    @session.feature(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE)
    def on_linked_editing_range(params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        script = session.open_script_of(document)
        found = () if find_name(script, offset) else linked_editing_ranges(script, offset)
        ranges = [document.range_of(span) for span in found]
        return types.LinkedEditingRanges(ranges=ranges, word_pattern=LABEL_NAME.pattern) if ranges else None
