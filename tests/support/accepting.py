"""Drafts with a cursor, before and after a completion is accepted."""

from scn_compiler.ide.completion.item import CompletionItem
from scn_compiler.ide.document import OpenScript
from support.cursors import cursor


def at(script: str, target: str | None = None) -> tuple[OpenScript, int]:
    """The script without its cursor, and the cursor's offset."""
    text, offset = cursor(script)
    return OpenScript(text, "example.scn", target), offset


def accepted(text: str, offer: CompletionItem) -> str:
    """The text with an offer instead of the word at the cursor."""
    made = text[: offer.span.start] + offer.text + text[offer.end :]
    for edit in offer.extra_edits:
        assert edit.span.end <= offer.span.start
        made = made[: edit.span.start] + edit.text + made[edit.span.end :]
    return made
