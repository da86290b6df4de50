"""A graph as an SVG picture, drawn without other programs."""

import unicodedata
from collections.abc import Iterator
from html import escape

from scn_compiler.graph.boxes import ANCHOR, HEAD, LINE, PAD, PILL, TITLE, Box, width_of
from scn_compiler.graph.layout import MARGIN, Connector, GroupFrame, Placed, place
from scn_compiler.graph.model import Graph, NodeKind
from scn_compiler.graph.text import wrapped
from scn_compiler.graph.theme import class_of, styles
from scn_compiler.inert_text import inert_markup

_TITLE_COLUMNS = 80
_HEADING = 24
"""The height of a scenario's name, without the margin above it."""

_TAIL, _TIP = 8, 4
_BASELINE = 13
"""Distance from the top of a line of text to its baseline."""


def svg(graph: Graph, *, styled: bool = True) -> str:
    """Print a graph as one picture, with the scenarios below each other.

    Args:
        styled: Whether the picture has its own styles; a page that shows it may have them instead.
    """
    parts: list[str] = []
    width = height = 0
    for section in graph.sections:
        placed = place(section)
        for title in wrapped(section.name, _TITLE_COLUMNS, 1):
            parts.append(_text("title", title, MARGIN, height + MARGIN + _BASELINE))
            width, height = max(width, width_of(title, TITLE) + 2 * MARGIN), height + _HEADING
        height += _TAIL * any(frame.y < MARGIN for frame in placed.frames)
        parts.append(f'<g transform="translate(0 {height})">\n{_inside(placed)}</g>\n')
        width, height = max(width, placed.width), height + placed.height
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {_size(width, height)}>\n'
    style = f"<style>\n{styles()}</style>\n" if styled else ""
    return f"{head}{style}{_paper(width, height)}{''.join(parts)}</svg>\n"


def within_page(placed: Placed) -> str:
    """Print the picture of a scenario, for a page that has the styles."""
    size = _size(placed.width, placed.height)
    return f"<svg {size}>\n{_paper(placed.width, placed.height)}{_inside(placed)}</svg>\n"


def _size(width: int, height: int) -> str:
    return f'class="scn" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'


def _paper(width: int, height: int) -> str:
    return f'<rect class="paper" width="{width}" height="{height}"/>\n'


def _inside(placed: Placed) -> str:
    return "".join((*map(_frame, placed.frames), *map(_link, placed.links), *map(_box, placed.boxes)))


def _frame(frame: GroupFrame) -> str:
    """Print a frame, with its name on its upper edge."""
    size = f'width="{frame.right - frame.x}" height="{frame.bottom - frame.y}"'
    drawn = f'<rect class="frame" x="{frame.x}" y="{frame.y}" {size} rx="6"/>\n'
    return drawn + _text("group", frame.name, frame.x + PAD, frame.y + _TIP - 1)


def _link(link: Connector) -> str:
    drawn = [f'<path class="link" d="{_path(link.points)}"/>\n']
    x, y = link.points[-1]
    if link.arrow:
        down = link.points[-2][0] == x
        tip = (
            ((x, y), (x - _TIP, y - 2 * _TIP), (x + _TIP, y - 2 * _TIP))
            if down
            else ((x, y), (x - 2 * _TIP, y - _TIP), (x - 2 * _TIP, y + _TIP))
        )
        drawn.append(f'<path class="arrow" d="{_path(tip)}Z"/>\n')
    if link.word:
        drawn.append(f'<text class="word" text-anchor="end" x="{x - 10}" y="{y - 5}">{link.word}</text>\n')
    return "".join(drawn)


def _path(points: tuple[tuple[int, int], ...]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _box(box: Box) -> str:
    line = f' data-line="{box.line}"' if box.line else ""
    classes = f"node {class_of(box.kind)} {box.state}".rstrip()
    return f'<g class="{classes}"{line}>\n<title>{_escaped(box.title)}</title>\n{_shape(box)}{"".join(_texts(box))}</g>\n'


def _shape(box: Box) -> str:
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    corners: tuple[tuple[int, int], ...] = ()
    match box.kind:
        case NodeKind.AGENT if box.head:  # a bubble; its tail points to the caller's action
            inner, at = right - _TAIL, top + ANCHOR
            corners = ((left, top), (inner, top), (inner, at - _TAIL), (right, at), (inner, at + _TAIL))
            corners = (*corners, (inner, bottom), (left, bottom))
        case NodeKind.UNDECIDED:
            corners = ((left + _TAIL, top), (right, top), (right - _TAIL, bottom), (left, bottom))
    if corners:
        return f'<path class="shape" d="{_path(corners)}Z"/>\n'
    sharp = box.kind in (NodeKind.SAY, NodeKind.NOTHING, NodeKind.ELSEWHERE)
    place = f'x="{left}" y="{top}" width="{box.width}" height="{box.height}"'
    return f'<rect class="shape" {place} rx="{3 if sharp else PILL // 2}"/>\n'


def _texts(box: Box) -> Iterator[str]:
    y = box.y + (PILL - LINE) // 2 if box.kind is NodeKind.END else box.y + PAD
    if box.head:
        yield _text("head", box.head, box.x + PAD + 2, y + _BASELINE - 3)
        y += HEAD
    for line in box.lines:
        yield _text("", line, box.x + PAD + 2, y + _BASELINE, box.right - PAD - 2)
        y += LINE
    for mark in box.marks:
        yield _text("mark", mark, box.x + PAD + 2, y + _BASELINE)
        y += LINE


def _text(name: str, text: str, left: int, y: int, right: int = 0) -> str:
    """Print a line of text; right-to-left text starts at `right`."""
    name = f' class="{name}"' if name else ""
    if right and _is_right_to_left(text):
        return f'<text{name} direction="rtl" x="{right}" y="{y}">{_escaped(text)}</text>\n'
    return f'<text{name} x="{left}" y="{y}">{_escaped(text)}</text>\n'


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def _escaped(text: str) -> str:
    return inert_markup(escape(text, quote=False))
