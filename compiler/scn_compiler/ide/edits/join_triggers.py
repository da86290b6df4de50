"""Refactoring: join two `WHEN` blocks with the same actions and follow-ups, the reverse of splitting one."""

from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring, has_numbers, is_only_blocks
from scn_compiler.ide.edits.split_trigger import chain_of
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Expression, When
from scn_dsl.source import Span


def joining(chosen: ChosenBlock) -> Refactoring | None:
    """Join the `WHEN` at a cursor with the one below its follow-ups; the conditions become an `OR`.

    Both must have the same lines below their conditions. Comments in the lower one would be lost, so it has none.
    """
    part, rows = chosen.part, chosen.part.scenario.rows
    if not chosen.is_at_opening or _condition(chosen.row) is None or has_numbers(part):
        return None
    upper = chain_of(chosen, chosen.row)
    if not upper or upper[-1].index + 1 >= len(rows):
        return None
    below = rows[upper[-1].index + 1]
    trigger = _condition(below)
    lower = chain_of(chosen, below) if trigger is not None else ()
    if trigger is None or len(lower) != len(upper) or any(each.block.label for each in lower):
        return None
    end = upper[-1].block.whole.end
    taken = Span(end, lower[-1].block.whole.end)
    is_alone = (
        is_only_blocks(part, Span(chosen.row.block.at, taken.end)) and "#" not in part.text[slice(*taken)]
    )
    if not is_alone or [_lines(chosen, each) for each in upper] != [_lines(chosen, each) for each in lower]:
        return None
    condition = part.text[slice(*below.block.place(trigger.span))]
    added = Edit(Span(chosen.opening.end, chosen.opening.end), f" OR {condition}")
    changes = "a message that matches both then triggers one block"
    return chosen.rewrite("Join this `WHEN` with the one below", added, Edit(taken, ""), changes=changes)


def _condition(row: ResolvedBlock) -> Expression | None:
    """Return the keyword condition of a `WHEN` with actions and without details."""
    block = row.block
    trigger = block.opening.trigger if isinstance(block.opening, When) else None
    return trigger if isinstance(trigger, Expression) and block.actions and not block.details else None


def _lines(chosen: ChosenBlock, row: ResolvedBlock) -> tuple[type, list[str]]:
    """Return the kind of a block, and its lines below the opening."""
    text = chosen.part.text[row.span.end : row.block.whole.end]
    return type(row.block.opening), [line.strip() for line in text.splitlines()]
