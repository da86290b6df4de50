"""Summaries of blocks for lists and hints, and chains of follow-ups."""

import re

from scn_compiler.ide.document import ScriptPart, cached_per_part
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Block, Do, EndCall, Say, Undecided, Wait
from scn_dsl.records import Record
from scn_dsl.source import Span

_MAX_LENGTH = 80
"""The maximum length of a summary, in characters."""

MAX_DEPTH = 24
"""Longer chains continue at this depth: clients can't handle thousands of levels."""


class Chain(Record):
    """A block with the follow-ups directly below it.

    Attributes:
        span: From the block to the end of its last follow-up; contains the span of each child.
    """

    row: ResolvedBlock
    span: Span
    children: tuple["Chain", ...] = ()


@cached_per_part
def chains(part: ScriptPart) -> tuple[Chain, ...]:
    """Group the blocks of a part into chains, in order; a follow-up of a block further up starts a new chain."""
    roots: list[Chain] = []
    open_: list[tuple[ResolvedBlock, list[Chain]]] = []

    def close() -> None:
        row, children = open_.pop()
        end = children[-1].span.end if children else row.block.whole.end
        chain = Chain(row, Span(row.block.whole.start, end), tuple(children))
        (open_[-1][1] if open_ else roots).append(chain)

    for row in part.scenario.rows:
        levels = [each.index for each, _ in open_]
        depth = levels.index(row.parent) + 1 if row.parent in levels else 0
        while len(open_) > min(depth, MAX_DEPTH):
            close()
        open_.append((row, []))
    while open_:
        close()
    return tuple(roots)


def short_text(text: str) -> str:
    """Shorten a text to one line."""
    line = re.sub(r"(?:\s*\n[ \t\xa0\r]*\|?)+\s*|\s+", " ", text).strip()
    return line if len(line) <= _MAX_LENGTH else line[: _MAX_LENGTH - 1].rstrip() + "…"


def opening_summary(block: Block, text: str) -> str:
    """Return a block's label and opening as they are in `text`; never empty."""
    start, end = block.whole.start, block.place(block.opening.span).end
    return short_text(text[start:end]) or short_text(text[start : block.whole.end]) or "WHEN"


def action_summary(block: Block) -> str:
    """Summarize the actions of a block on one line."""
    summaries: list[str] = []
    for action in block.actions:
        match action:
            case Say(text=text) | Do(text=text) | Undecided(text=text):
                summaries.append(text.value)
            case EndCall():
                summaries.append("end call")
            case Wait():
                summaries.append("wait")
    return short_text(" · ".join(summaries))
