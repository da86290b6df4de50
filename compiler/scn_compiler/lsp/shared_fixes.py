"""Code actions that solve several problems of a rule at once; `codeAction/resolve` builds their edits."""

from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.shared_fix import SharedFix, is_harmless, shared_fix, shared_fixes
from scn_compiler.lsp.convert import VERSIONED_EDITS, lsp_diagnostic, workspace_edit
from scn_compiler.lsp.diagnostics import CheckedDocument
from scn_compiler.lsp.session import ScriptServer
from scn_dsl.diagnostic import Diagnostic

_CACHE_SIZE = 64

_SHORT = 20_000
"""The length of a document, in characters, up to which a check takes so little time that the author need not ask."""


class SharedFixActions:
    """Offers these actions. Whether a fix does harm is found out once for each version of a document."""

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._harmless: dict[tuple[int, str, str], bool] = {}

    async def offered(
        self, checked: CheckedDocument, selected: tuple[Diagnostic, ...], *, is_asked: bool
    ) -> list[types.CodeAction]:
        """Return the actions for the selected problems.

        An editor that asks by itself, at each move of the cursor, gets them for short documents only, and only if it can
        resolve actions: the edits of all problems are long.
        """
        resolves = self._resolves()
        is_cheap = resolves and len(checked.document.source) <= _SHORT
        if not (is_cheap or is_asked) or not any(each.fix for each in selected):
            return []
        script = self._session.open_script_of(checked.document)
        return await self._session.run_in_thread(self._actions, script, checked, selected, resolves)

    def resolve(self, action: types.CodeAction, key: tuple[str, str], checked: CheckedDocument) -> None:
        """Add the edit to an action, for the current version of its document."""
        fix = shared_fix(*key, checked.findings.in_script)
        if fix:
            action.edit = self._edit(fix, checked)

    def _actions(
        self,
        script: OpenScript,
        checked: CheckedDocument,
        selected: tuple[Diagnostic, ...],
        resolves: bool,
    ) -> list[types.CodeAction]:
        return [
            self._action(fix, checked, resolves=resolves)
            for fix in shared_fixes(selected, checked.findings.in_script)
            if self._is_harmless(script, fix, checked)
        ]

    def _action(self, fix: SharedFix, checked: CheckedDocument, *, resolves: bool) -> types.CodeAction:
        document = checked.document
        rule, title = fix.key
        data: dict[str, Any] = {"uri": document.uri, "rule": rule, "title": title}
        first = lsp_diagnostic(
            fix.solved[0], document.line_index, document.uri, related=self._session.shows_related
        )
        return types.CodeAction(
            title=fix.label,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[first],
            edit=None if resolves else self._edit(fix, checked),
            data=data if resolves else None,
        )

    def _edit(self, fix: SharedFix, checked: CheckedDocument) -> types.WorkspaceEdit:
        document = checked.document
        edits = fix.edits(document.source)
        return workspace_edit(document, edits, versioned=self._session.can(VERSIONED_EDITS))

    def _is_harmless(self, script: OpenScript, fix: SharedFix, checked: CheckedDocument) -> bool:
        key = (checked.key, *fix.key)
        if key not in self._harmless:
            if len(self._harmless) >= _CACHE_SIZE:
                self._harmless = {}
            self._harmless[key] = is_harmless(script, fix)
        return self._harmless[key]

    def _resolves(self) -> bool:
        """Return whether the client asks for the edit of an action that the author chooses."""
        able = "text_document.code_action"
        resolved = get_capability(self._session.client_capabilities, f"{able}.resolve_support.properties")
        return self._session.can(f"{able}.data_support") and "edit" in (resolved or ())
