"""Refactoring: split a `WHEN` with an `OR` into two blocks."""

from bisect import bisect_right
from itertools import pairwise

from scn_compiler.ide.document import target_of_script
from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring, has_numbers, is_only_blocks, is_right
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.platforms.kit.target import Blocks
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Or, Then, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span

_BARS_AND_COMMENTS = lazy_pattern(r"\n[ \t\xa0\r]*(?:\||#[^\n]*)")
_COMMENT = lazy_pattern(r"#[^\r\n]*")


def splitting(chosen: ChosenBlock) -> Refactoring | None:
    """Split the `WHEN` at a cursor after the condition there; each block gets the actions and the follow-ups."""
    block, part = chosen.row.block, chosen.part
    trigger = block.opening.trigger if isinstance(block.opening, When) else None
    if not chosen.is_at_opening or not isinstance(trigger, Or) or not block.actions or block.details:
        return None
    places = [block.place(each.span) for each in trigger.operands]
    between = [Span(one.end, other.start) for one, other in pairwise(places)]
    is_flat = block.place(trigger.span) == Span(places[0].start, places[-1].end)
    words = [_BARS_AND_COMMENTS.sub(" ", part.text[slice(*each)]).split() for each in between]
    if not is_flat or any(each != ["OR"] for each in words):  # parentheses
        return None
    chain = chain_of(chosen, chosen.row)
    if not chain or has_numbers(part):
        return None
    at = bisect_right(places, chosen.offset, hi=len(places) - 1, key=lambda each: each.start) or 1
    gap = between[at - 1]
    line = part.text.rfind("\n", 0, block.at) + 1
    ending = line_ending(chosen.script.text)
    comments = "".join(f"{each}{ending}" for each in _COMMENT.findall(part.text[slice(*gap)]))
    rest = part.text[chosen.opening.end : chain[-1].block.whole.end]
    added = f"{rest}{ending}{ending}{comments}{part.text[line : block.at]}WHEN "
    labels = (Edit(Span(each.block.at, each.span.start), "") for each in chain[1:] if each.block.label)
    changes = "a message that matches both then triggers both"
    return chosen.rewrite("Split this `WHEN` in two", Edit(gap, added), *labels, changes=changes)


def chain_of(chosen: ChosenBlock, row: ResolvedBlock) -> tuple[ResolvedBlock, ...]:
    """Return a block and the `THEN` blocks below it; nothing if the lines of its follow-ups can't be copied.

    Labels of follow-ups stay in the first copy, so that each is there once.
    """
    rows = chosen.part.scenario.rows
    last = row.index
    while last + 1 < len(rows) and isinstance(rows[last + 1].block.opening, Then):
        last += 1
    chain = rows[row.index : last + 1]
    copied = chain[1:]
    labelled = [each for each in copied if each.block.label]
    are_plain = all(each.block.actions and not each.details for each in copied)
    if not are_plain or not all(is_right(chosen.part, each) for each in copied):
        return ()
    if labelled and target_of_script(chosen.script).blocks is Blocks.CONFIGURED:
        return ()  # its payload has the labels
    if any(each.parent in range(row.index, last + 1) for each in rows[last + 1 :]):
        return ()
    if chosen.part.fragment and any(each.block.label for each in chain):
        return ()  # a script that inserts the fragment may continue there
    is_alone = is_only_blocks(chosen.part, Span(row.block.at, chain[-1].block.whole.end))
    return chain if is_alone else ()
