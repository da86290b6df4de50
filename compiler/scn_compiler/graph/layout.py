"""The layout of pictures, without a layout engine.

The call runs down the left: the first message, then the agent's turn, with a line along the triggers, one per row. A
follow-up is to the right of its parent; further follow-ups of this parent are below it. A chain that is too long for a
row continues on the next one, so that no picture is wider than a page.
"""

from collections import defaultdict
from collections.abc import Iterator

from scn_compiler.graph.boxes import PAD, SMALL, Box, box_of, bubble_of, width_of
from scn_compiler.graph.model import GraphStep, NodeGroup, NodeKind, Section
from scn_compiler.graph.text import wrapped
from scn_dsl.records import Record, replace

_ACTIONS = 4
"""The most actions of the caller in a row."""

AT_LEFT, TRIGGERS, FIRST_ACTIONS = -1, 0, 1
"""Columns: the call, the agent's triggers, and from 1 on the caller's actions."""

MARGIN, INDENT, GAP, BELOW = 16, 34, 54, 14
_SPINE = MARGIN + 16
_BEND = 14
"""Distance from a box to the bend of a connector that leads to a lower row."""

_EDGE = 6
"""Distance from a frame to the boxes in it; two frames fit between two rows."""


class Connector(Record):
    """A line with corners, optionally with an arrowhead and a word before it."""

    points: tuple[tuple[int, int], ...]
    word: str = ""
    arrow: bool = True


class GroupFrame(Record):
    """A frame around boxes of a group, with the group's name."""

    name: str
    x: int
    y: int
    right: int
    bottom: int


class Placed(Record):
    """A scenario with the positions of its boxes, connectors and frames."""

    name: str
    boxes: tuple[Box, ...]
    links: tuple[Connector, ...]
    width: int
    height: int
    frames: tuple[GroupFrame, ...] = ()


class _Child(Record):
    """A child box, and the word on the connector from its parent."""

    key: str
    word: str = ""


class _Seat(Record):
    """A box with a known row and column number; the column's position comes later.

    Attributes:
        parent: The key of the parent; `None` for a root.
        goes_on: Whether it continues a chain on a new row.
    """

    box: Box
    column: int
    parent: str | None = None
    word: str = ""
    goes_on: bool = False


class _Forest(Record):
    """The boxes of a scenario, the children of each, and the roots with their columns."""

    boxes: dict[str, Box]
    children: dict[str, list[_Child]]
    roots: dict[str, int]


def place(section: Section) -> Placed:
    """Lay out a scenario."""
    seats: dict[str, _Seat] = {}
    forest = _forest(section)
    top = MARGIN
    for root in forest.roots:
        tree = dict(_tree(forest, root, top))
        seats.update(tree)
        top = max(seat.box.bottom for seat in tree.values()) + BELOW
    widths = _widths(seats)
    boxes = {key: _settled(seat, widths) for key, seat in seats.items()}
    links = [*_call(section, seats, boxes)]
    for key, seat in seats.items():
        if seat.parent:
            bend = _left(seats[seat.parent].column, widths) + widths[seats[seat.parent].column] + _BEND
            again = _left(TRIGGERS, widths) + widths[TRIGGERS] + _BEND
            links.append(_link(seat, boxes[seat.parent], boxes[key], again if seat.goes_on else bend))
    frames = tuple(frame for group in section.groups for frame in _frames(group, boxes))
    named = (frame.x + PAD + width_of(frame.name, SMALL) for frame in frames)
    width = max(*(box.right for box in boxes.values()), *named, 0) + MARGIN
    height = max(box.bottom for box in boxes.values()) + MARGIN
    return Placed(section.name, tuple(boxes.values()), tuple(links), width, height, frames)


def _frames(group: NodeGroup, boxes: dict[str, Box]) -> Iterator[GroupFrame]:
    """Yield frames that together have all boxes of a group in them, and no other box."""
    keys = {key for node in group.nodes for key in (node, f"{node}when") if key in boxes}
    others = [box for key, box in boxes.items() if key not in keys]
    inside: list[Box] = []
    for each in sorted((boxes[key] for key in keys), key=lambda box: (box.y, box.x)):
        if inside and any(_overlap(_frame(group.name, [*inside, each]), other) for other in others):
            yield _frame(group.name, inside)
            inside = []
        inside.append(each)
    if inside:
        yield _frame(group.name, inside)


def _frame(name: str, inside: list[Box]) -> GroupFrame:
    return GroupFrame(
        next(iter(wrapped(name)), ""),
        min(box.x for box in inside) - _EDGE,
        min(box.y for box in inside) - _EDGE,
        max(box.right for box in inside) + _EDGE,
        max(box.bottom for box in inside) + _EDGE,
    )


def _overlap(frame: GroupFrame, box: Box) -> bool:
    return frame.x < box.right and box.x < frame.right and frame.y < box.bottom and box.y < frame.bottom


def _forest(section: Section) -> _Forest:
    boxes = {node.key: box_of(node) for node in section.nodes}
    children: defaultdict[str, list[_Child]] = defaultdict(list)
    triggers: dict[str, str] = {}
    hanging: set[str] = set()
    for edge in section.edges:
        if edge.step is GraphStep.WHEN:
            triggers[edge.target] = trigger = f"{edge.target}when"
            boxes[trigger] = bubble_of(edge, boxes[edge.target].line)
            children[trigger].append(_Child(edge.target))
        elif edge.step is not GraphStep.ANSWER:
            hanging.add(edge.target)
            children[edge.source].append(_Child(edge.target, "then" if edge.step is GraphStep.THEN else ""))
    roots: dict[str, int] = {}
    for node in section.nodes:
        if node.key in triggers:
            roots[triggers[node.key]] = TRIGGERS
        elif node.key not in hanging:
            roots[node.key] = TRIGGERS if node.kind is NodeKind.ELSEWHERE else AT_LEFT
    return _Forest(boxes, children, roots)


def _tree(forest: _Forest, root: str, top: int) -> Iterator[tuple[str, _Seat]]:
    """Yield the seats of a tree: the first child is in its parent's row, the others are below all earlier boxes."""
    waiting = [(root, _Seat(forest.boxes[root], forest.roots[root]), False)]
    rows: dict[str, int] = {}
    bottom = top - BELOW
    while waiting:
        key, seat, is_beside = waiting.pop()
        rows[key] = rows[seat.parent or key] if is_beside else bottom + BELOW * (1 + seat.goes_on)
        box = replace(seat.box, y=rows[key] + seat.box.y)
        bottom = max(bottom, box.bottom)
        yield key, replace(seat, box=box)
        column = max(seat.column, TRIGGERS) + 1
        hanging: list[tuple[str, _Seat, bool]] = []
        for child in forest.children.get(key, ()):
            below = forest.boxes[child.key]
            goes_on = column > _ACTIONS and below.kind is not NodeKind.END
            seat_below = _Seat(below, FIRST_ACTIONS if goes_on else column, key, child.word, goes_on)
            hanging.append((child.key, seat_below, not hanging and not goes_on))
        waiting.extend(reversed(hanging))


def _widths(seats: dict[str, _Seat]) -> dict[int, int]:
    """Return the width of each column; the triggers' column also fits the boxes above it."""
    widths: defaultdict[int, int] = defaultdict(int)
    for seat in seats.values():
        column, width = max(seat.column, TRIGGERS), seat.box.width
        widths[column] = max(widths[column], width - INDENT if seat.column == AT_LEFT else width)
    return widths


def _left(column: int, widths: dict[int, int]) -> int:
    """Return the left edge of a column."""
    if column == AT_LEFT:
        return MARGIN
    return MARGIN + INDENT + sum(widths[each] + GAP for each in range(column))


def _settled(seat: _Seat, widths: dict[int, int]) -> Box:
    """Move a box to its position; all boxes in a column get the same width, except the ends of calls."""
    width = INDENT + widths[TRIGGERS] if seat.column == AT_LEFT else widths[seat.column]
    keeps = seat.box.kind is NodeKind.END or (seat.box.kind is NodeKind.AGENT and seat.column == AT_LEFT)
    return replace(seat.box, x=_left(seat.column, widths), width=seat.box.width if keeps else width)


def _call(section: Section, seats: dict[str, _Seat], boxes: dict[str, Box]) -> Iterator[Connector]:
    """Yield the connectors on the left: from the first message to the agent's turn, and on to the triggers."""
    agent = next((boxes[node.key] for node in section.nodes if node.kind is NodeKind.AGENT), None)
    if agent is None:
        return
    for edge in section.edges:
        if edge.step is GraphStep.ANSWER:
            yield Connector(((_SPINE, boxes[edge.source].bottom), (_SPINE, agent.y)))
    triggers = [
        boxes[key]
        for key, seat in seats.items()
        if seat.column == TRIGGERS and seat.box.kind is NodeKind.AGENT
    ]
    yield Connector(((_SPINE, agent.bottom), (_SPINE, triggers[-1].anchor)), arrow=False)
    for trigger in triggers:
        yield Connector(((_SPINE, trigger.anchor), (trigger.x, trigger.anchor)))


def _link(seat: _Seat, parent: Box, child: Box, bend: int) -> Connector:
    end = (child.x, child.anchor)
    if seat.goes_on:
        start, between = parent.x + 2 * _BEND, child.y - BELOW
        around = ((start, parent.bottom), (start, between), (bend, between), (bend, child.anchor))
        return Connector((*around, end), seat.word)
    if parent.anchor == child.anchor:
        return Connector(((parent.right, parent.anchor), end), seat.word)
    return Connector(
        ((parent.right, parent.anchor), (bend, parent.anchor), (bend, child.anchor), end), seat.word
    )
