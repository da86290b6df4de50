"""Which blocks belong below which: each block with the follow-ups that stand right below it."""

from scn_compiler.features.draft import Part, remembered
from scn_compiler.resolve import Row
from scn_dsl.records import Record
from scn_dsl.source import Span

DEEPEST = 24
"""Chains that are longer go on at this depth: readers of trees are not made for thousands of levels."""


class Chain(Record):
    """A block and what follows it up, as far as that stands below it without another block between.

    Attributes:
        span: From the block to the last of its follow-ups; that of each of `below` is within it.
    """

    row: Row
    span: Span
    below: tuple["Chain", ...] = ()


@remembered
def chains(part: Part) -> tuple[Chain, ...]:
    """The blocks of a part in order; a follow-up of a block further above begins a chain of its own."""
    roots: list[Chain] = []
    open_: list[tuple[Row, list[Chain]]] = []

    def close() -> None:
        row, below = open_.pop()
        end = below[-1].span.end if below else row.block.whole.end
        chain = Chain(row, Span(row.block.whole.start, end), tuple(below))
        (open_[-1][1] if open_ else roots).append(chain)

    for row in part.scenario.rows:
        levels = [each.index for each, _ in open_]
        depth = levels.index(row.parent) + 1 if row.parent in levels else 0
        while len(open_) > min(depth, DEEPEST):
            close()
        open_.append((row, []))
    while open_:
        close()
    return tuple(roots)
