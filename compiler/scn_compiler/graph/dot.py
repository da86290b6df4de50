"""A graph as Graphviz DOT."""

from collections.abc import Iterator

from scn_compiler.graph.model import Edge, Graph, GraphNode, GraphStep, NodeKind, Section
from scn_compiler.graph.text import printable, tooltip, wrapped
from scn_compiler.graph.theme import ALARM, INK, LIGHT, LINE_COLORS, PAPER, SIGN, node_state
from scn_compiler.inert_text import inert_markup

_SHAPES = {
    NodeKind.SAY: ("box", "filled"),
    NodeKind.DO: ("box", "filled,rounded,dashed"),
    NodeKind.UNDECIDED: ("box", "filled,diagonals"),
    NodeKind.WAIT: ("box", "filled,rounded,dotted"),
    NodeKind.NOTHING: ("box", "filled,dotted"),
    NodeKind.END: ("box", "filled,rounded"),
    NodeKind.AGENT: ("hexagon", "filled"),
    NodeKind.ELSEWHERE: ("plaintext", "filled"),
}
_STATES = {"": "", "error": ",bold", "never": ",dashed", "warned": ",dashed,bold"}
_HEAD = f"""\
digraph script {{
  rankdir=LR
  ordering=out
  charset="UTF-8"
  bgcolor="{PAPER[0]}"
  node [fontname="Helvetica,Arial,sans-serif", fontsize=11]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, color="{LINE_COLORS[0]}", fontcolor="{INK[0]}"]
"""


def dot(graph: Graph) -> str:
    """Print a graph as a digraph with a cluster for each scenario."""
    lines: list[str] = []
    for section in graph.sections:
        lines.extend(_section(section))
    return _HEAD + "".join(f"  {line}\n" for line in lines) + "}\n"


def _section(section: Section) -> Iterator[str]:
    yield f"subgraph cluster_{section.key} {{"
    yield (
        f"  label={_quoted(printable(section.name))}; labeljust=l; color={_quoted(LINE_COLORS[0])}; "
        f"fontcolor={_quoted(INK[0])}; fontname={_quoted('Helvetica,Arial,sans-serif')}"
    )
    yield from (f"  {line}" for line in _nodes(section))
    # With rankdir=LR, Graphviz puts the last edge on top.
    yield from (f"  {_edge(edge)}" for edge in reversed(section.edges))
    yield "}"


def _nodes(section: Section) -> Iterator[str]:
    """Yield the nodes, those of a group inside of a cluster."""
    groups = {key: group for group in section.groups for key in group.nodes}
    for node in section.nodes:
        group = groups.get(node.key)
        if group is None:
            yield _node(node)
        elif node.key == group.nodes[0]:
            yield f"subgraph cluster_{group.key} {{"
            yield f"  label={_quoted(printable(group.name))}; style={_quoted('dashed,rounded')}"
            yield from (f"  {_node(each)}" for each in section.nodes if each.key in group.nodes)
            yield "}"


def _node(node: GraphNode) -> str:
    shape, style = _SHAPES[node.kind]
    colors = LIGHT[node.kind]
    parts = (printable(node.head), *wrapped(node.words), *(SIGN + mark.word for mark in node.marks))
    attributes = {
        "label": _lines(parts),
        "tooltip": _quoted(_tooltip(node)),
        "shape": shape,
        "style": _quoted(style + _STATES[node_state(node)]),
        "fillcolor": _quoted(colors.fill),
        "color": _quoted(ALARM[0] if node_state(node) == "error" else colors.line),
        "fontcolor": _quoted(colors.ink),
    }
    return f"{node.key} [{', '.join(f'{name}={value}' for name, value in attributes.items())}]"


def _tooltip(node: GraphNode) -> str:
    place = f"line {node.line}: " if node.line else ""
    return place + tooltip(". ".join([node.written or node.words, *(mark.message for mark in node.marks)]))


def _edge(edge: Edge) -> str:
    match edge.step:
        case GraphStep.WHEN:
            words = edge.words if edge.head == "when" else f"says {edge.words}"
            attributes = f" [label={_lines(wrapped(words))}, tooltip={_quoted(tooltip(edge.written))}]"
        case GraphStep.THEN:
            attributes = ' [label="then"]'
        case _:
            attributes = ""
    return f"{edge.source} -> {edge.target}{attributes}"


def _lines(parts: tuple[str, ...]) -> str:
    """Make a label with left-aligned lines."""
    return '"' + "".join(f"{_escaped(part)}\\l" for part in parts if part) + '"'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    """Escape quotes, backslashes, which Graphviz reads as its own escapes, and HTML entities."""
    return inert_markup(text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;"))
