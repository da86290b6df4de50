"""Boxes for pictures without a layout engine: their lines of text and their size."""

import unicodedata

from scn_compiler.graph.model import Edge, GraphNode, NodeKind
from scn_compiler.graph.text import printable, tooltip, wrapped
from scn_compiler.graph.theme import SIGN, node_state
from scn_dsl.records import Record

FONT, SMALL, TITLE = 13, 11, 16
PAD, LINE, HEAD = 10, 17, 16
ANCHOR = 20
"""Distance from the top of a box to the point where connectors meet it."""

PILL = 28
"""Height of the box for the end of a call; connectors meet its middle."""

_WIDTHS = (
    ("iIjl.,:;'!|`", 0.35),
    ('ftr()[]{}-"/ ‹›…', 0.44),
    ("mwMW@%", 1.0),
    ("ABCDEFGHKNOPQRSTUVXYZ&", 0.74),
)
_EMS = {char: width for chars, width in _WIDTHS for char in chars}


class Box(Record):
    """A node or a trigger, with its position.

    Attributes:
        head: A small line above the others.
        marks: The findings, in lines below the others.
        title: The tooltip.
        line: Line in the script; 0 for none.
        state: See `node_state`.
        y: Relative to the row, until the box has its place.
    """

    kind: NodeKind
    width: int
    height: int
    head: str = ""
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    title: str = ""
    line: int = 0
    state: str = ""
    x: int = 0
    y: int = 0

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def anchor(self) -> int:
        return self.y + (PILL // 2 if self.kind is NodeKind.END else ANCHOR)


def box_of(node: GraphNode) -> Box:
    """Make the box of a node, without a position."""
    marks = tuple(SIGN + mark.word for mark in node.marks)
    reasons = [tooltip(mark.message) for mark in node.marks]
    title = "\n".join(
        [tooltip(node.written or node.words), *reasons, *([f"line {node.line}"] if node.line else [])]
    )
    lines: tuple[str, ...]
    if node.kind is NodeKind.END:
        head, lines = "", (" · ".join(filter(None, (node.head, node.words))),)
        height, lower = PILL + LINE * len(marks), ANCHOR - PILL // 2
    else:
        head, lines = printable(node.head), wrapped(node.words)
        height, lower = 2 * PAD + HEAD * bool(head) + LINE * (len(lines) + len(marks)), 0
    width = _width(head, (*lines, *marks))
    return Box(node.kind, width, height, head, lines, marks, title, node.line, node_state(node), y=lower)


def bubble_of(edge: Edge, line: int) -> Box:
    """Make the box of the agent's words, without a position."""
    lines = wrapped(edge.words) or ("?",)
    height = 2 * PAD + HEAD + LINE * len(lines)
    title = f"{tooltip(edge.written)}\nline {line}"
    return Box(NodeKind.AGENT, _width(edge.head, lines), height, edge.head, lines, (), title, line)


def _width(head: str, lines: tuple[str, ...]) -> int:
    inside = max([width_of(head, SMALL), *(width_of(line) for line in lines)])
    return inside + 2 * PAD + 4


def width_of(text: str, size: int = FONT) -> int:
    """Estimate the width of `text`, generously, since the font is unknown."""
    return round(sum(map(_ems, text)) * size)


def _ems(char: str) -> float:
    if char in _EMS:
        return _EMS[char]
    if char.isascii():
        return 0.63
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1.1 if unicodedata.east_asian_width(char) in "WF" else 0.75
