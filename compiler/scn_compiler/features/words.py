"""Blocks in few words, as lists and hints show them."""

import re

from scn_dsl.nodes import Block, Do, EndCall, Say, Undecided, Wait

LONGEST = 80


def shown(text: str) -> str:
    """A text in one line that is not too long."""
    line = re.sub(r"(?:\s*\n[ \t\xa0\r]*\|?)+\s*|\s+", " ", text).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def opening_of(block: Block, text: str) -> str:
    """A block's label and the words that open it, as they stand in `text`; at least its first word."""
    start, end = block.whole.start, block.place(block.opening.span).end
    return shown(text[start:end]) or shown(text[start : block.whole.end]) or "WHEN"


def action_of(block: Block) -> str:
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
    return shown(" · ".join(said))
