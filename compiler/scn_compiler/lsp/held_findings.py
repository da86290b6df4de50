"""Holds back findings about what an author is still typing, until the author leaves it, pauses or saves."""

import asyncio
from collections.abc import Callable

from scn_compiler.api import one_per_line
from scn_compiler.ide.cursor.unfinished import Screen, finished
from scn_compiler.lsp.diagnostics import CheckedDocument
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import document_key
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import replace
from scn_dsl.source import Source

_Shown = tuple[int, tuple[Diagnostic, ...]]
"""How often a document had been edited, and the findings that were shown then."""

_Notify = Callable[[str], None]

_SETTLED = 0.05
"""Seconds after an edit in which a client may still send an older place of the cursor."""


class HeldFindings:
    """The findings that each open document shows, and the time of its last edit.

    Attributes:
        on_release: Called with the URI of a document that must show its held findings.
    """

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._shown: dict[str, _Shown] = {}
        self._edited: dict[str, float] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._loop: asyncio.AbstractEventLoop
        self.on_release: list[_Notify] = []

    def edited(self, uri: str) -> None:
        """Note that a document has been edited just now."""
        key = document_key(uri)
        self._loop = asyncio.get_running_loop()
        self._edited[key] = self._loop.time()
        self._stop_waiting(key)

    def left(self, document: ScriptDocument, cursor: int) -> None:
        """Release the findings of a document if the cursor isn't in the line of the last edit; for any thread."""
        changes, edited = document.recent_changes, self._edited.get(document_key(document.uri))
        if not changes or edited is None or self._loop.time() < edited + _SETTLED:
            return
        first, last = sorted((changes[-1].end, cursor))
        if "\n" in document.source[first:last]:
            self._loop.call_soon_threadsafe(self.release, document.uri)

    def release(self, uri: str) -> None:
        """Show all findings of a document until it is edited again."""
        key = document_key(uri)
        self._edited.pop(key, None)
        if self._stop_waiting(key):
            for notify in self.on_release:
                notify(uri)

    def forget(self, uri: str) -> None:
        """Drop the state of a closed document."""
        key = document_key(uri)
        self._stop_waiting(key)
        self._edited.pop(key, None)
        self._shown.pop(key, None)

    def hold(self, checked: CheckedDocument) -> CheckedDocument:
        """Leave out the findings that must wait, and release them in time."""
        document, key = checked.document, document_key(checked.document.uri)
        found = checked.findings.unmerged
        wait = self._remaining(key)
        shown = finished(found, document.source, self._screen(document, key)) if wait > 0 else found
        self._shown[key] = document.edits, shown
        if shown is found:
            return checked
        self._stop_waiting(key)
        self._timers[key] = self._loop.call_later(wait, self.release, document.uri)
        merged = one_per_line(list(shown), Source(document.source, None))
        key_of_shown = hash((checked.key, tuple((each.name, each.span) for each in shown)))
        return replace(checked, key=key_of_shown, findings=replace(checked.findings, in_script=merged))

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

    def _stop_waiting(self, key: str) -> bool:
        """Return whether findings were held."""
        timer = self._timers.pop(key, None)
        if timer:
            timer.cancel()
        return timer is not None
