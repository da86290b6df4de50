"""Where the call ends."""

from scn_compiler.resolve import Row
from scn_dsl.nodes import EndCall, Say
from scn_grammar.markup import Tag, scan


def ends_call(row: Row) -> bool:
    """Whether the call is over once the actions of `row` are done."""
    for action in row.block.actions:
        if isinstance(action, EndCall):
            return True
        if isinstance(action, Say) and "endcall" in action.text.value:
            marks = scan(action.text.value)
            if any(isinstance(mark, Tag) and mark.name == "endcall" and mark.complete for mark in marks):
                return True
    return False
