"""Where the call ends."""

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import EndCall, Say
from scn_grammar.markup import Tag, scan

ENDING = "endcall"
"""The tag that ends the call."""


def ends_call(row: ResolvedBlock) -> bool:
    """Whether the call is over once the actions of `row` are done."""
    for action in row.block.actions:
        if isinstance(action, EndCall) or (isinstance(action, Say) and is_last(action.text.value)):
            return True
    return False


def is_last(text: str) -> bool:
    """Whether a text that is said ends the call."""
    return ENDING in text and any(
        isinstance(mark, Tag) and mark.name == ENDING and mark.complete for mark in scan(text)
    )
