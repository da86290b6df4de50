"""Refactorings at a cursor, and scripts after their edits."""

from collections.abc import Iterable

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.refactoring import Refactoring
from scn_compiler.ide.edits.refactorings import refactorings
from scn_dsl.diagnostic import Edit
from scn_dsl.source import Span
from support.cursors import CURSOR, cursor


def after_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits, which must be in order, within the text, and must not overlap or split a CRLF."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        start, end = edit.span
        assert at <= start <= end <= len(text)
        assert not any(text[place - 1 : place + 1] == "\r\n" for place in (start, end))
        parts += (text[at:start], edit.text)
        at = end
    return "".join((*parts, text[at:]))


def offered(text: str, path: str = "a.scn", **options: str) -> dict[str, Refactoring]:
    """The refactorings at the cursor in a script, by their labels."""
    source, offset = cursor(text)
    script = OpenScript(source, path, **options)
    return {each.label: each for each in refactorings(script, Span(offset, offset))}


def refactored(text: str, title: str) -> str:
    """The script after the only refactoring at the cursor whose label starts with `title`."""
    (found,) = (each for label, each in offered(text).items() if label.startswith(title))
    return after_edits(text.replace(CURSOR, ""), found.edits["a.scn"])
