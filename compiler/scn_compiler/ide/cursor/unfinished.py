"""Which findings are only about what the author is still typing."""

from collections.abc import Iterator
from functools import cached_property, partial

from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, TITLES

_MISSING = frozenset(
    (
        "bad-table",
        "missing-action",
        "missing-expectation",
        "missing-instructions",
        "missing-key",
        "missing-language",
        "missing-name",
        "missing-reason",
        "missing-role",
        "no-endcall",
        "no-first-message",
        "nothing-to-update",
    )
)
"""Rules about something that the author may write next, in the same scenario."""

_ELSEWHERE = frozenset(
    (
        "bad-function",
        "block-outside-scenario",
        "then-without-parent",
        "undeclared-value",
        "undefined-label",
        "unknown-fragment",
        "unsupported-by-target",
        "unused-label",
        "unused-value",
    )
)
"""Rules about something that the author may write next, anywhere in the file."""

_CONTINUED = frozenset(("bad-json", "empty-text"))
"""Rules about something that the author may write next, in the line below."""


_TITLES = tuple(f"\n{name}:" for name in (*TITLES, "test"))


class TextChange(Record):
    """A change of a text: the place in the old text, and the length of the new words there."""

    span: Span
    length: int

    @property
    def end(self) -> int:
        """The offset after the new words."""
        return self.span.start + self.length


class Screen(Record):
    """The findings on an author's screen.

    Attributes:
        shown: The findings that the editor shows for a text.
        changes: How that text has changed since then, in order.
        cursor: The offset in the changed text at which the author is typing; `None` if nothing is being typed.
    """

    shown: tuple[Diagnostic, ...] = ()
    changes: tuple[TextChange, ...] = ()
    cursor: int | None = None


def finished(found: tuple[Diagnostic, ...], text: str, screen: Screen) -> tuple[Diagnostic, ...]:
    """Leave out the findings that are new on a screen and only about what the author is still typing.

    While the line at the cursor has an error, other lines keep their findings: the error may hide them.

    Args:
        found: All findings in `text`, before those on one line are merged.

    Returns:
        `found` itself if all of it can be shown.
    """
    cursor = screen.cursor
    if cursor is None or not found:
        return found
    known = {(each.name, each.span.start) for each in screen.shown}
    fresh = [each for each in found if not _is_known(each, known, screen.changes)]
    if not fresh:
        return found
    surroundings = _Surroundings(text, cursor)
    in_line = [each for each in fresh if surroundings.is_in_line(each)]
    held = [
        each
        for each in fresh
        if surroundings.is_in_line(each)
        or surroundings.may_follow(each)
        or (in_line and not _is_about_its_line(each))
    ]
    if not held:
        return found
    identities = set(map(id, held))
    hidden = _hidden_names(held, screen)
    kept = (
        each for each in _gone(screen, found) if each.name in hidden and not surroundings.is_in_line(each)
    )
    return (*(each for each in found if id(each) not in identities), *kept)


def _is_about_its_line(found: Diagnostic) -> bool:
    """Return whether a problem is an error in the line itself, whatever other lines say."""
    return found.severity is Severity.ERROR and found.code < "SCN200"


def _hidden_names(held: list[Diagnostic], screen: Screen) -> set[str]:
    """Return the rules whose findings the held errors may hide: a block with an error may end the call."""
    errors = {each.name for each in held if each.severity is Severity.ERROR}
    if errors - _CONTINUED - _MISSING:
        return {each.name for each in screen.shown}
    return {"no-endcall"} if errors else set()


def _gone(screen: Screen, found: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """Yield the shown findings that are no longer found, each at its place after the changes."""
    now = {(each.name, each.span.start) for each in found}
    for each in screen.shown:
        if each.origin is None and all(_survives(each.span.start, screen.changes)):
            moved = each.move(partial(_moved, screen.changes))
            if (moved.name, moved.span.start) not in now:
                yield moved


def _survives(at: int, changes: tuple[TextChange, ...]) -> Iterator[bool]:
    """Yield for each change whether it keeps the character at an offset."""
    for change in changes:
        yield not change.span.start <= at < change.span.end
        at = _offset(at, change)


def _moved(changes: tuple[TextChange, ...], span: Span) -> Span:
    if span.origin is not None:
        return span
    start, end = span.start, span.end
    for change in changes:
        start, end = _offset(start, change), _offset(end, change)
    return Span(start, end)


def _offset(at: int, change: TextChange) -> int:
    """Convert an offset in the text before a change to one in the text after it."""
    if at >= change.span.end:
        return at + change.end - change.span.end
    return min(at, change.span.start)


def _is_known(found: Diagnostic, known: set[tuple[str, int]], changes: tuple[TextChange, ...]) -> bool:
    """Return whether a finding was there before the changes."""
    if not known:
        return False
    at = found.span.start
    for change in reversed(changes):
        if at >= change.end:
            at += change.span.end - change.end
        elif at >= change.span.start:
            at = change.span.start
    return (found.name, at) in known


class _Surroundings:
    """The surroundings of a cursor."""

    def __init__(self, text: str, cursor: int) -> None:
        start, end = text.rfind("\n", 0, cursor) + 1, text.find("\n", cursor)
        self._line = Span(start, len(text) if end == -1 else end)
        self._word = start + len(text[start:cursor].rstrip(BLANKS))
        self._text = text

    def is_in_line(self, found: Diagnostic) -> bool:
        """Return whether a problem may be gone when the line is finished."""
        start, end = found.span.start, found.span.end
        if start <= self._line.end and end >= self._word:
            return True
        if self._line.start <= start <= self._line.end:
            return found.severity is Severity.ERROR
        return found.name in _CONTINUED and self._is_continued(found)

    def _is_continued(self, found: Diagnostic) -> bool:
        """Return whether the line continues that of a problem, or might."""
        below = self._text[self._text.find("\n", found.span.start) : self._line.start].split("\n")
        line = self._text[self._line.start : self._word].lstrip(BLANKS)
        return (
            found.span.start < self._line.start
            and (not line or line[0] == "|")
            and all(_is_more(each) for each in below[1:-1])
        )

    def may_follow(self, found: Diagnostic) -> bool:
        """Return whether a problem may be gone when the scenario, or the file, is finished."""
        if found.name in _MISSING:
            return self._scenario.start <= found.span.start <= self._scenario.end
        return found.name in _ELSEWHERE

    @cached_property
    def _scenario(self) -> Span:
        """The scenario, fragment or test; the whole text if none starts above the cursor."""
        start = max(self._text.rfind(each, 0, self._line.end) for each in _TITLES)
        if start == -1:
            return Span(0, len(self._text))
        below = [at for each in _TITLES if (at := self._text.find(each, self._line.end)) != -1]
        return Span(start, min(below, default=len(self._text)))


def _is_more(line: str) -> bool:
    """Return whether a line continues the one above."""
    return line.lstrip(BLANKS).startswith("|")
