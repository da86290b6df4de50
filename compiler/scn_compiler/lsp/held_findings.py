"""Holds back findings about what an author is still typing, until the author leaves it, pauses or saves."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from math import ceil

from scn_compiler.api import one_per_line
from scn_compiler.findings.selectors import Findings
from scn_compiler.ide.cursor.unfinished import Screen, finished
from scn_compiler.lsp.diagnostics import CheckedDocument
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import document_key, path_key
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import replace
from scn_dsl.source import Source

_Shown = tuple[int, tuple[Diagnostic, ...]]
"""How often a document had been edited, and the findings that were shown then."""

_Notify = Callable[[list[str]], None]

_SETTLED = 0.05
"""Seconds after an edit in which a client may still send an older place of the cursor."""


class HeldFindings:
    """The findings that each open document shows, and the time of its last edit.

    Attributes:
        on_release: Called with the URIs of documents that must show their held findings.
    """

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._shown: dict[str, _Shown] = {}
        self._edited: dict[str, float] = {}
        self._waiting: dict[
            str, dict[str, str]
        ] = {}  # by the document being typed in; its own key, if it waits
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._loop: asyncio.AbstractEventLoop
        self.on_release: list[_Notify] = []

    def edited(self, uri: str) -> None:
        """Note that a document has been edited just now; the author has left all others."""
        key = document_key(uri)
        self._loop = asyncio.get_running_loop()
        for other in [each for each in self._edited if each != key]:
            self._release(other)
        document = self._session.workspace.open_document(uri)
        if document and document.recent_changes:
            self._edited[key] = self._loop.time()
            self._waiting.get(key, {}).pop(key, None)  # it is checked again
            self._start_timer(key)
        else:
            self._release(key)  # the whole text was replaced

    def left(self, document: ScriptDocument, cursor: int) -> None:
        """Release the findings of a document if the cursor isn't in the line of the last edit; for any thread."""
        changes, edited = document.recent_changes, self._edited.get(document_key(document.uri))
        if not changes or edited is None or self._loop.time() < edited + _SETTLED:
            return
        first, last = sorted((changes[-1].end, cursor))
        if "\n" in document.source[first:last]:
            self._loop.call_soon_threadsafe(self.release, document.uri)

    def release(self, uri: str) -> None:
        """Show all findings about a document until it is edited again."""
        self._release(document_key(uri))

    def forget(self, uri: str) -> None:
        """Drop the state of a closed document."""
        key = document_key(uri)
        self._edited.pop(key, None)
        self._shown.pop(key, None)
        for waiting in self._waiting.values():
            waiting.pop(key, None)
        self._release(key)

    def hold(self, checked: CheckedDocument) -> CheckedDocument:
        """Leave out the findings that must wait, and release them in time."""
        document, key = checked.document, document_key(checked.document.uri)
        found = checked.findings.unmerged
        typed = self._typed(document, key)
        shown = found if typed is None else self._calm(found, document, typed)
        self._shown[key] = document.edits, shown
        if shown is found or typed is None:
            return checked
        self._wait(key, document.uri, typed)
        merged = one_per_line(list(shown), Source(document.source, None))
        key_of_shown = hash((checked.key, tuple((each.name, each.span) for each in shown)))
        return replace(checked, key=key_of_shown, findings=replace(checked.findings, in_script=merged))

    def wait_for(self, document: ScriptDocument, found: Findings) -> int:
        """Return for how many milliseconds a view of a script should wait before it shows errors; 0 if one can be shown.

        Args:
            found: The findings in this version of the document.
        """
        key, errors = document_key(document.uri), _errors(found.reported)
        elsewhere = _errors((*found.in_config, *found.in_files))
        typed = self._typed(document, key)
        if typed is None or not (errors or elsewhere) or (elsewhere and typed == key):
            return 0
        current = self._session.workspace.open_document(document.uri)
        if current and current.edits == document.edits:
            shown = {(each.name, each.span) for each in self._calm(errors, document, typed)}
            if any((each.name, each.span) in shown for each in errors):
                return 0
        return max(ceil(1000 * self._remaining(typed)), 0)

    def holds_file(self, uri: str, needs: Iterable[tuple[str, int]]) -> bool:
        """Return whether a file that isn't open keeps its findings for a while; for any thread.

        Args:
            needs: As `OpenScript.needs`.
        """
        typed = self._needed(self._being_typed, needs)
        if typed is not None:
            self._loop.call_soon_threadsafe(self._wait, document_key(uri), uri, typed)
        return typed is not None

    @property
    def _being_typed(self) -> list[str]:
        """The documents that were edited a moment ago."""
        return [key for key in list(self._edited) if self._remaining(key) > 0]

    def _typed(self, document: ScriptDocument, key: str) -> str | None:
        """Return the document to wait for: the document itself, or a file that it needs."""
        being_typed = self._being_typed
        if key in being_typed or not being_typed:
            return key if being_typed else None
        return self._needed(being_typed, self._session.needs_of(document))

    def _needed(self, being_typed: list[str], needs: Iterable[tuple[str, int]]) -> str | None:
        needed = {path_key(path) for path, _ in needs} if being_typed else set()
        return next((key for key in being_typed if key in needed), None)

    def _calm(
        self, found: tuple[Diagnostic, ...], document: ScriptDocument, typed: str
    ) -> tuple[Diagnostic, ...]:
        """Return the findings to show; `found` itself if nothing waits."""
        key = document_key(document.uri)
        if typed == key:
            return finished(found, document.source, self._screen(document, key))
        edits, shown = self._shown.get(key, (None, found))
        return found if edits != document.edits or shown == found else shown

    def _remaining(self, key: str) -> float:
        """Return the seconds for which findings may be held; 0 if the client can't be told to show them later."""
        edited = self._edited.get(key)
        pulls = self._session.can("text_document.diagnostic")
        if edited is None or (pulls and not self._session.can("workspace.diagnostics.refresh_support")):
            return 0
        return edited + self._session.preferences.calm / 1000 - self._loop.time()

    def _screen(self, document: ScriptDocument, key: str) -> Screen:
        changes = document.recent_changes
        edits, shown = self._shown.get(key, (document.edits, ()))
        count = document.edits - edits
        if not changes or not 0 <= count <= len(changes):
            return Screen()  # the whole text was replaced
        return Screen(shown, changes[len(changes) - count :], changes[-1].end)

    def _wait(self, key: str, uri: str, typed: str) -> None:
        """Release a document's findings when the author no longer types in `typed`."""
        self._waiting.setdefault(typed, {})[key] = uri
        self._start_timer(typed)

    def _start_timer(self, typed: str) -> None:
        """Release in time what waits for a document."""
        timer = self._timers.pop(typed, None)
        if timer:
            timer.cancel()
        if self._waiting.get(typed):
            wait = max(self._remaining(typed), 0)
            self._timers[typed] = self._loop.call_later(wait, partial(self._release, typed))

    def _release(self, typed: str) -> None:
        """Tell the documents that wait for the author to stop typing in one."""
        self._edited.pop(typed, None)
        waiting = list(self._waiting.pop(typed, {}).values())
        timer = self._timers.pop(typed, None)
        if timer:
            timer.cancel()
        if waiting:
            for notify in self.on_release:
                notify(waiting)


def _errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.severity is Severity.ERROR)
