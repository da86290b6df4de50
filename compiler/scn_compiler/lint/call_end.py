"""Blocks and texts that end the call."""

from scn_compiler.semantics.resolve import ResolvedBlock
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
