"""Finds out which block of a payload became which block of a changed one."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.sync.merge.pieces import print_block
from scn_dsl.nodes import Then
from scn_dsl.records import replace

_SIMILAR = 0.6
"""Two blocks whose words are this much alike are one block that was changed."""

_MANY = 60
"""With more blocks that changed, blocks aren't compared by their words, which would take long."""

Rows = Sequence[ResolvedBlock]


def matched_blocks(before: Rows, after: Rows) -> list[int | None]:
    """Return for each block of `after` the block of `before` that it was, or `None`."""
    known: list[int | None] = [None] * len(after)
    old, new = _paths(before), _paths(after)
    for start, new_start, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for offset in range(size):
            known[new_start + offset] = start + offset
    left = [index for index in range(len(before)) if index not in {*known}]
    open_ = [index for index, each in enumerate(known) if each is None]
    compares = len(left) <= _MANY and len(open_) <= _MANY
    for least in (1.0, _SIMILAR):
        for index in open_:
            if known[index] is not None:
                continue
            likeness = {each: _likeness(before[each], after[index], known, compares) for each in left}
            best = max(left, key=lambda each: likeness[each], default=None)
            if best is not None and likeness[best] >= least:
                known[index] = best
                left.remove(best)
    return known


def _paths(rows: Rows) -> list[tuple[object, ...]]:
    """Return what each block says, with what the blocks say that it follows."""
    paths: list[tuple[object, ...]] = []
    for row in rows:
        own = (print_block(replace(row.block, label=None, opening=Then())),)
        if row.parent is None:
            own = (print_block(replace(row.block, label=None)),)
        paths.append((paths[row.parent], *own) if row.parent is not None else own)
    return paths


def _likeness(old: ResolvedBlock, new: ResolvedBlock, known: list[int | None], compares: bool) -> float:
    """Return how much two blocks are alike: from 1 if they have the same trigger, the same parent or the same words."""
    if (old.parent is None) != (new.parent is None):
        return 0
    same_words = old.block.actions == new.block.actions
    is_root = new.parent is None
    same_place = old.block.opening == new.block.opening if is_root else known[new.parent or 0] == old.parent
    if same_words or same_place:
        return 1 + same_words + same_place
    if not compares:
        return 0
    texts = [print_block(replace(each.block, label=None)) for each in (old, new)]
    return SequenceMatcher(None, texts[0], texts[1], autojunk=False).ratio()


def longest_rising(values: list[int]) -> set[int]:
    """Return the indexes of a longest rising part of a list; negative values don't count."""
    best: list[tuple[int, int | None]] = []
    for index, value in enumerate(values):
        earlier = [(best[at][0], at) for at in range(index) if 0 <= values[at] < value]
        length, at = max(earlier, default=(0, None), key=lambda each: each[0])
        best.append((length + 1 if value >= 0 else 0, at))
    at = max(range(len(values)), key=lambda each: best[each][0], default=None)
    found: set[int] = set()
    while at is not None and values[at] >= 0:
        found.add(at)
        at = best[at][1]
    return found
