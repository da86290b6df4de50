"""Blocks and texts that end the call."""

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.semantics.settings import Settings
from scn_dsl.nodes import EndCall, Say
from scn_grammar.markup import Tag, scan

ENDING = "endcall"
"""The tag that ends the call."""


def ends_call(row: ResolvedBlock) -> bool:
    """Return whether a block ends the call."""
    for action in row.block.actions:
        if isinstance(action, EndCall) or (isinstance(action, Say) and is_last(action.text.value)):
            return True
    return False


def is_last(text: str) -> bool:
    """Return whether a verbatim text ends the call."""
    return ENDING in text and any(
        isinstance(mark, Tag) and mark.name == ENDING and mark.complete for mark in scan(text)
    )


def may_hang_up(settings: Settings) -> bool:
    """Return whether the caller has a tool that ends the call."""
    named, passed = settings.get("tools"), settings.platform.get(("cekura", "tool_ids"))
    return "end_call" in str([named, passed.value if passed else None]).lower()
