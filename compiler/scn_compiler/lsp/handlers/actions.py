"""What may be done about findings, offered where the cursor is; and all safe fixes at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler.features.actions import Action, actions
from scn_compiler.features.edits import between
from scn_compiler.lsp.checks import Checked, fixed
from scn_compiler.lsp.converting import diagnostic, snippet, workspace_edit

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer
    from scn_dsl.diagnostic import Diagnostic

FIX_ALL = "source.fixAll.scn"


def code_actions(server: "ScriptServer") -> None:
    """Offer fixes and comments; what the client asked of one kind only, of that kind only."""

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
    )
    async def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = await server.checks.of(server.document(params.text_document.uri))
        only = params.context.only
        offers: list[types.CodeAction] = []
        if _wants(only, "quickfix"):
            offers += _quick_fixes(server, checked, params)
        if _wants(only, FIX_ALL) and any(each.fix and each.fix.safe for each in checked.found.here):
            offers += await _fix_all(server, checked)
        return offers


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Whether a client wants actions of a kind: a kind stands for all that begin with it."""
    return only is None or any(kind == each or not each or kind.startswith(each + ".") for each in only)


def _quick_fixes(
    server: "ScriptServer", checked: Checked, params: types.CodeActionParams
) -> list[types.CodeAction]:
    document = checked.document
    lines = document.measured
    shown = {
        (each.code, each.range.start.line, each.range.start.character) for each in params.context.diagnostics
    }
    asked = lines.span(params.range)

    def is_meant(found: "Diagnostic") -> bool:
        start = lines.position(found.span.start)
        touched = found.span.start <= asked.end and asked.start <= found.span.end
        return touched or (found.code, start.line, start.character) in shown

    meant = tuple(filter(is_meant, checked.found.here))
    return [_quick_fix(server, checked, each) for each in actions(document.source, meant)]


def _quick_fix(server: "ScriptServer", checked: Checked, action: Action) -> types.CodeAction:
    document = checked.document
    edit = workspace_edit(server, document, action.edits)
    if action.gap is not None and server.can("workspace.workspace_edit.snippet_edit_support"):
        edit = snippet(document, action.edits[-1], action.gap, "reason")
    return types.CodeAction(
        title=action.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(action.found, document.measured, document.uri, related=server.relates)],
        is_preferred=action.preferred or None,
        edit=edit,
    )


async def _fix_all(server: "ScriptServer", checked: Checked) -> list[types.CodeAction]:
    document = checked.document
    draft, loaded = server.draft_of(document)
    after = await server.aside(fixed, draft, loaded, server.projects)
    if after == draft.text:
        return []
    edit = workspace_edit(server, document, tuple(between(draft.text, after)))
    return [types.CodeAction(title="Make all safe fixes", kind=FIX_ALL, edit=edit)]
