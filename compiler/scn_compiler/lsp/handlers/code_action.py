"""`textDocument/codeAction`: quick fixes at the cursor, all safe fixes at once, refactorings, and running tests."""

from collections.abc import Sequence

from lsprotocol import types

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.acceptance import TITLE, accepting_edits_at
from scn_compiler.ide.edits.code_actions import QuickFix, quick_fixes
from scn_compiler.ide.edits.diff import minimal_edits
from scn_compiler.ide.edits.refactoring import Refactoring
from scn_compiler.ide.edits.refactorings import refactorings
from scn_compiler.ide.edits.remedies import SEVERAL_REMEDIES, fixes_and_remedies
from scn_compiler.ide.labels.tests import listed_tests
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import (
    VERSIONED_EDITS,
    error_diagnostic,
    lsp_diagnostic,
    snippet_edit,
    workspace_edit,
)
from scn_compiler.lsp.diagnostics import CheckedDocument, apply_safe_fixes
from scn_compiler.lsp.handlers.play_tests import RUN_ALL_TESTS, RUN_TEST
from scn_compiler.lsp.places import edit_of_files
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.shared_fixes import SharedFixActions
from scn_compiler.lsp.text_document import ScriptDocument
from scn_dsl.diagnostic import Diagnostic, Edit

FIX_ALL = "source.fixAll.scn"

_REFACTORINGS = {
    "extract": types.CodeActionKind.RefactorExtract,
    "inline": types.CodeActionKind.RefactorInline,
    "rewrite": types.CodeActionKind.RefactorRewrite,
    "move": types.CodeActionKind.RefactorMove,
}


def register_code_action(app: App) -> None:
    """Register the handlers: they return the actions of the kinds that the client asks for, and resolve some."""
    session = app.session
    shared = SharedFixActions(session)

    @session.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                types.CodeActionKind.Source,
                FIX_ALL,
                *_REFACTORINGS.values(),
            ],
            resolve_provider=True,
        ),
    )
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = session.document(params.text_document.uri)
        if not _is_asked(params):  # at the cursor
            app.held.left(document, document.offset_at_position(params.range.start))
        checked = await app.diagnostics.check(document)
        only = params.context.only
        actions: list[types.CodeAction] = []
        if _wants(only, "quickfix"):
            selected = _selected(checked, params)
            actions += await _quick_fixes(session, checked, selected)
            actions += await shared.offered(checked, selected, is_asked=_is_asked(params))
            actions += await _accepting(session, checked, params.range)
        if _wants(only, FIX_ALL) and any(each.fix and each.fix.safe for each in checked.findings.in_script):
            actions += await _fix_all(session, checked)
        if _wants(only, types.CodeActionKind.Source.value) and not session.can("text_document.code_lens"):
            actions += _test_actions(checked.document, session.open_script_of(checked.document), params.range)
        kinds = {kind for kind, name in _REFACTORINGS.items() if _wants(only, name.value)}
        if kinds:
            actions += await session.run_in_thread(_refactorings, session, checked, params, kinds)
        return actions

    @session.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        match action.data:
            case {"uri": str(uri), "rule": str(rule), "title": str(title)}:
                checked = await app.diagnostics.check(session.document(uri))
                await session.run_in_thread(shared.resolve, action, (rule, title), checked)
        return action


def _is_asked(params: types.CodeActionParams) -> bool:
    """Return whether the author asks, and not the editor because the cursor moves."""
    return params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic


def _wants(only: Sequence[str] | None, kind: str) -> bool:
    """Return whether the client asks for a kind of action; `source` includes `source.fixAll`."""
    return only is None or any(kind == each or not each or kind.startswith(each + ".") for each in only)


def _selected(checked: CheckedDocument, params: types.CodeActionParams) -> tuple[Diagnostic, ...]:
    """Return the findings in the selection, and those that the client names."""
    lines = checked.document.line_index
    client_diagnostics = {
        (each.code, each.range.start.line, each.range.start.character) for each in params.context.diagnostics
    }
    selection = lines.span(params.range)

    def is_selected(found: Diagnostic) -> bool:
        start = lines.position(found.span.start)
        touched = found.span.start <= selection.end and selection.start <= found.span.end
        return touched or (found.code, start.line, start.character) in client_diagnostics

    return tuple(filter(is_selected, checked.findings.in_script))


async def _quick_fixes(
    session: ScriptServer, checked: CheckedDocument, selected: tuple[Diagnostic, ...]
) -> list[types.CodeAction]:
    document = checked.document
    if any(each.name in SEVERAL_REMEDIES for each in selected):
        script = session.open_script_of(document)
        found = await session.run_in_thread(fixes_and_remedies, script, selected)
    else:
        found = quick_fixes(document.source, selected)
    return [_quick_fix(session, checked, each) for each in found]


def _quick_fix(session: ScriptServer, checked: CheckedDocument, action: QuickFix) -> types.CodeAction:
    document = checked.document
    edit = workspace_edit(document, action.edits, versioned=session.can(VERSIONED_EDITS))
    if action.reason_at is not None and session.can("workspace.workspace_edit.snippet_edit_support"):
        edit = snippet_edit(document, action.edits[-1], action.reason_at, "reason")
    return types.CodeAction(
        title=action.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[
            lsp_diagnostic(
                action.diagnostic, document.line_index, document.uri, related=session.shows_related
            )
        ],
        is_preferred=action.preferred or None,
        edit=edit,
    )


async def _accepting(
    session: ScriptServer, checked: CheckedDocument, selected: types.Range
) -> list[types.CodeAction]:
    """Return the action that accepts what the caller does, at a line where a test failed when it was run."""
    document = checked.document
    lines = range(selected.start.line, selected.end.line + 1)
    failed = [
        error_diagnostic(message, document.line_index, *span)
        for span, message in checked.failures
        if document.position_at(span.start).line in lines
    ]
    if not failed:
        return []
    script = session.open_script_of(document)
    edits = await session.run_in_thread(accepting_edits_at, script, document.span_of(selected))
    if not edits:
        return []
    edit = workspace_edit(document, edits, versioned=session.can(VERSIONED_EDITS))
    kind = types.CodeActionKind.QuickFix
    return [types.CodeAction(title=TITLE, kind=kind, diagnostics=failed, edit=edit)]


def _refactorings(
    session: ScriptServer, checked: CheckedDocument, params: types.CodeActionParams, kinds: set[str]
) -> list[types.CodeAction]:
    """Return the refactorings of these kinds."""
    document = checked.document
    script = session.open_script_of(document)
    return [
        types.CodeAction(
            title=each.label,
            kind=_REFACTORINGS[each.kind],
            edit=_refactoring_edit(session, document, each),
        )
        for each in refactorings(script, document.span_of(params.range), kinds, is_asked=_is_asked(params))
    ]


def _refactoring_edit(
    session: ScriptServer, document: ScriptDocument, made: Refactoring
) -> types.WorkspaceEdit:
    """Convert the edits of a refactoring; a new name is selected in clients that can."""
    if made.name and session.can("workspace.workspace_edit.snippet_edit_support"):
        ((edit,),) = made.edits.values()
        before, _, after = edit.text.partition(made.name)
        return snippet_edit(document, Edit(edit.span, before + after), len(before), made.name)
    return edit_of_files(session, made.edits, document)


def _test_actions(
    document: ScriptDocument, script: OpenScript, selected: types.Range
) -> list[types.CodeAction]:
    """Return actions that run the test at the cursor and all tests: for clients that don't show lenses."""
    tests, at = listed_tests(script), document.span_of(selected).start
    here = [each.name for each in tests if each.whole.start <= at <= each.whole.end]
    commands = [
        types.Command(title=f"Run test `{name}`", command=RUN_TEST, arguments=[document.uri, name])
        for name in here
    ]
    if tests:
        commands.append(types.Command(title="Run all tests", command=RUN_ALL_TESTS, arguments=[document.uri]))
    return [
        types.CodeAction(title=each.title, kind=types.CodeActionKind.Source, command=each)
        for each in commands
    ]


async def _fix_all(session: ScriptServer, checked: CheckedDocument) -> list[types.CodeAction]:
    document = checked.document
    script, project = session.script_and_config(document)
    after = await session.run_in_thread(apply_safe_fixes, script, project, session.projects)
    if after == script.text:
        return []
    edit = workspace_edit(
        document, tuple(minimal_edits(script.text, after)), versioned=session.can(VERSIONED_EDITS)
    )
    return [types.CodeAction(title="Apply all safe fixes", kind=FIX_ALL, edit=edit)]
