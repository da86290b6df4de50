"""A graph as a Mermaid flowchart, which GitHub and many editors draw."""

import re
from collections.abc import Iterator

from scn_compiler.graph.model import Edge, Graph, GraphNode, GraphStep, NodeKind, Section
from scn_compiler.graph.text import breakable, printable
from scn_compiler.graph.theme import ALARM, LIGHT, LINE_COLORS, SIGN, node_state
from scn_dsl.patterns import lazy_pattern

MOST_EDGES, LONGEST = 500, 50_000
"""Mermaid's default limits (`maxEdges` and `maxTextSize`)."""

_SHAPES = {
    NodeKind.SAY: ("[", "]"),
    NodeKind.DO: ("(", ")"),
    NodeKind.UNDECIDED: ("[/", "/]"),
    NodeKind.WAIT: ("(", ")"),
    NodeKind.NOTHING: ("[", "]"),
    NodeKind.END: ("([", "])"),
    NodeKind.AGENT: ("{{", "}}"),
    NodeKind.ELSEWHERE: ("[", "]"),
}
_DASHED = {NodeKind.DO: "6 3", NodeKind.WAIT: "2 3", NodeKind.NOTHING: "2 3", NodeKind.ELSEWHERE: "2 3"}

# Character codes are Mermaid's only escapes, and depending on its version, it looks for syntax in a label before or after
# it decodes them. So characters that end a label or a line become codes, and so does HTML. Markdown, addresses, icons,
# formulas and Mermaid's own marker for a code are split by a character without width.
_CODED = lazy_pattern(
    r"""["#&<>\\|\u061c\u200e\u200f]|%(?=%)|(?<=%)%|s(?=tyle)|c(?=lassDef)|d(?=irection\s)"""
)
_SPLIT = lazy_pattern(
    r"""
    [*~] | (?<![^\W_])_ | _(?![^\W_])                # but not in FIRST_MESSAGE
    | ^[-+=] | ^\d{1,9}[.)](?=\s|$) | ^\#{1,6}(?=\s|$) | \](?=[(\[:])
    | \\(?=[!-/:-@\[-`{-~n\xa0]) | :(?=//|fa-) | (?<=www)(?=\.) | (?<=\w)(?=@)
    | \$(?=\$) | \ufb02(?=\xb0) | \xb6(?=\xdf)
    """,
    re.VERBOSE,
)
_NO_WIDTH = "\ufeff"  # Markdown reads it as a space, unlike similar characters: no emphasis starts before it
_GRAVE = "\u02cb"  # looks like "`", where splitting doesn't help
_CODES = {'"': "quot", "&": "amp", "<": "lt", ">": "gt"}


def mermaid(graph: Graph) -> str:
    """Print a graph as a flowchart."""
    lines = ["flowchart LR"]
    for section in graph.sections:
        lines.extend(_section(section))
    lines.extend(_classes(graph))
    return "\n".join(lines) + "\n"


def too_large(graph: Graph, text: str) -> str | None:
    """Return why Mermaid would not draw a graph with its default limits."""
    edges = sum(len(section.edges) for section in graph.sections)
    if edges > MOST_EDGES:
        return f"this graph has {edges} edges, but Mermaid draws at most {MOST_EDGES}: raise its `maxEdges`"
    if len(text) > LONGEST:
        return f"this graph has {len(text)} characters, but Mermaid reads at most {LONGEST}: raise its `maxTextSize`"
    return None


def _section(section: Section) -> Iterator[str]:
    if section.name:
        yield f'  subgraph {section.key}["{_text((printable(section.name),))}"]'
        yield "    direction LR"
    margin = "    " if section.name else "  "
    for line in _nodes(section):
        yield margin + line
    for edge in section.edges:
        yield margin + _edge(edge)
    if section.name:
        yield "  end"
        yield f"  style {section.key} fill:none,stroke:{LINE_COLORS[0]}"


def _nodes(section: Section) -> Iterator[str]:
    """Yield the nodes, those of a group inside of a subgraph."""
    groups = {key: group for group in section.groups for key in group.nodes}
    for node in section.nodes:
        group = groups.get(node.key)
        if group is None:
            yield _node(node)
        elif node.key == group.nodes[0]:
            yield f'subgraph {group.key}["{_text((printable(group.name),))}"]'
            yield from (f"  {_node(each)}" for each in section.nodes if each.key in group.nodes)
            yield "end"
            yield f"style {group.key} fill:none,stroke:{LINE_COLORS[0]},stroke-dasharray:4 4"


def _node(node: GraphNode) -> str:
    left, right = _SHAPES[node.kind]
    parts = (printable(node.head), breakable(node.words), *(SIGN + mark.word for mark in node.marks))
    return f'{node.key}{left}"{_text(parts)}"{right}'


def _edge(edge: Edge) -> str:
    match edge.step:
        case GraphStep.WHEN:
            label = "" if edge.head == "when" else "says "
            return f'{edge.source} -->|"{_text((breakable(label + edge.words),))}"| {edge.target}'
        case GraphStep.THEN:
            return f"{edge.source} -->|then| {edge.target}"
        case _:
            return f"{edge.source} --> {edge.target}"


def _text(parts: tuple[str, ...]) -> str:
    """Make a label; Mermaid needs at least one character."""
    return "<br/>".join(_line(part) for part in parts if part) or "?"


def _line(text: str) -> str:
    """Make a line of a label, with a code for each character that Mermaid would interpret."""
    split = _SPLIT.sub(lambda match: match[0] + _NO_WIDTH, text.replace("`", _GRAVE))
    return _CODED.sub(lambda match: f"#{_CODES.get(match[0], ord(match[0]))};", split)


def _classes(graph: Graph) -> Iterator[str]:
    """Yield the class definitions, and the nodes of each class."""
    members: dict[str, list[str]] = {}
    for section in graph.sections:
        for node in section.nodes:
            members.setdefault(_class(node.kind), []).append(node.key)
            if node_state(node):
                members.setdefault(f"{node_state(node)}Mark", []).append(node.key)
    styles = {_class(kind): _style(kind) for kind in NodeKind} | {
        "errorMark": f"stroke:{ALARM[0]},stroke-width:3px",
        "neverMark": "opacity:0.65,stroke-dasharray:2 3",
        "warnedMark": "stroke-width:3px,stroke-dasharray:8 3",
    }
    for name, style in styles.items():
        if name in members:
            yield f"  classDef {name} {style}"
            yield f"  class {','.join(members[name])} {name}"


def _class(kind: NodeKind) -> str:
    """Return a class name that isn't a Mermaid keyword such as `end`."""
    return f"{kind.name.lower()}Box"


def _style(kind: NodeKind) -> str:
    colors = LIGHT[kind]
    dashes = f",stroke-dasharray:{_DASHED[kind]}" if kind in _DASHED else ""
    return f"fill:{colors.fill},stroke:{colors.line},color:{colors.ink}{dashes}"
