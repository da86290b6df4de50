"""Drafts with a cursor in them, and what becomes of them when an offer is accepted."""

from scn_compiler.ide.completion.item import CompletionItem
from scn_compiler.ide.document import OpenScript
from support.cursors import cursor


def at(script: str, target: str | None = None) -> tuple[OpenScript, int]:
    """The script without its cursor, and where that stood."""
    text, offset = cursor(script)
    return OpenScript(text, "example.scn", target), offset


def accepted(text: str, offer: CompletionItem) -> str:
    """The text with an offer in it, in place of the word that the cursor is in."""
    made = text[: offer.span.start] + offer.text + text[offer.end :]
    for edit in offer.extra_edits:
        assert edit.span.end <= offer.span.start
        made = made[: edit.span.start] + edit.text + made[edit.span.end :]
    return made
