"""Blocks as lists and hints show them: in few words, each with the follow-ups that stand right below it."""

import re

from scn_compiler.ide.document import ScriptPart, cached_per_part
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Block, Do, EndCall, Say, Undecided, Wait
from scn_dsl.records import Record
from scn_dsl.source import Span

_LONGEST = 80
"""Characters of a block or a text in a list."""

DEEPEST = 24
"""Chains that are longer go on at this depth: readers of trees are not made for thousands of levels."""


class Chain(Record):
    """A block and what follows it up, as far as that stands below it without another block between.

    Attributes:
        span: From the block to the last of its follow-ups; that of each of `below` is within it.
    """

    row: ResolvedBlock
    span: Span
    below: tuple["Chain", ...] = ()


@cached_per_part
def chains(part: ScriptPart) -> tuple[Chain, ...]:
    """The blocks of a part in order; a follow-up of a block further above begins a chain of its own."""
    roots: list[Chain] = []
    open_: list[tuple[ResolvedBlock, list[Chain]]] = []

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


def short_text(text: str) -> str:
    """A text in one line that is not too long."""
    line = re.sub(r"(?:\s*\n[ \t\xa0\r]*\|?)+\s*|\s+", " ", text).strip()
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def opening_summary(block: Block, text: str) -> str:
    """A block's label and the words that open it, as they stand in `text`; at least its first word."""
    start, end = block.whole.start, block.place(block.opening.span).end
    return short_text(text[start:end]) or short_text(text[start : block.whole.end]) or "WHEN"


def action_summary(block: Block) -> str:
    """What the caller does in a block."""
    said: list[str] = []
    for action in block.actions:
        match action:
            case Say(text=text) | Do(text=text) | Undecided(text=text):
                said.append(text.value)
            case EndCall():
                said.append("end call")
            case Wait():
                said.append("wait")
    return short_text(" · ".join(said))
