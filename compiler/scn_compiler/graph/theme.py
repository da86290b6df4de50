"""Colors and styles of pictures, light and dark. Shapes, lines and words also express the meaning of every color."""

from scn_compiler.graph.model import NEVER, GraphNode, NodeKind
from scn_dsl.records import Record


class NodeColors(Record):
    """The colors of one kind of node."""

    fill: str
    line: str
    ink: str


LIGHT = {
    NodeKind.SAY: NodeColors("#eaf2ff", "#2f6bd6", "#10213f"),
    NodeKind.DO: NodeColors("#fff4dc", "#a8690a", "#3a2703"),
    NodeKind.UNDECIDED: NodeColors("#fdeaf4", "#b3307c", "#3d0d2a"),
    NodeKind.WAIT: NodeColors("#ffffff", "#5b6472", "#1b2430"),
    NodeKind.NOTHING: NodeColors("#ffffff", "#5b6472", "#1b2430"),
    NodeKind.END: NodeColors("#2b3440", "#2b3440", "#ffffff"),
    NodeKind.AGENT: NodeColors("#eef1f4", "#5b6472", "#1b2430"),
    NodeKind.ELSEWHERE: NodeColors("#ffffff", "#5b6472", "#1b2430"),
}
DARK = {
    NodeKind.SAY: NodeColors("#14243f", "#6c9cf3", "#e4edff"),
    NodeKind.DO: NodeColors("#33270e", "#d9a84a", "#fdf0d5"),
    NodeKind.UNDECIDED: NodeColors("#3a1429", "#e07bb4", "#ffe6f3"),
    NodeKind.WAIT: NodeColors("#161b22", "#8b949e", "#e6edf3"),
    NodeKind.NOTHING: NodeColors("#161b22", "#8b949e", "#e6edf3"),
    NodeKind.END: NodeColors("#d7dde4", "#d7dde4", "#10161d"),
    NodeKind.AGENT: NodeColors("#252c35", "#8b949e", "#e6edf3"),
    NodeKind.ELSEWHERE: NodeColors("#161b22", "#8b949e", "#e6edf3"),
}
PAPER = ("#ffffff", "#0d1117")
INK = ("#1b2430", "#e6edf3")
LINE_COLORS = ("#5b6472", "#8b949e")
"""The colors of edges and their labels, light and dark."""

ALARM = ("#c4231c", "#ff7b72")
"""The outline of a node with an error, light and dark."""

SIGN = "\N{WARNING SIGN} "


def node_state(node: GraphNode) -> str:
    """Return the state of a node by its marks: `error`, `never`, `warned`, or empty."""
    words = {mark.word for mark in node.marks}
    if "error" in words:
        return "error"
    return "never" if NEVER in words else "warned" if words else ""


FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'

SHAPES = f"""\
.scn text {{ font: 13px {FAMILY}; white-space: pre }}
.scn .title {{ font-size: 16px; font-weight: 600 }}
.scn .head, .scn .word, .scn .group {{ font-size: 11px; font-weight: 600 }}
.scn .group {{ paint-order: stroke; stroke-width: 4 }}
.scn .frame {{ fill: none; stroke-dasharray: 4 4 }}
.scn .head {{ opacity: .8 }}
.scn .mark {{ font-weight: 600 }}
.scn .link {{ fill: none; stroke-width: 1.4 }}
.scn .shape {{ stroke-width: 1.4 }}
.scn .do text {{ font-style: italic }}
.scn .do .head {{ font-style: normal }}
.scn .do .shape {{ stroke-dasharray: 7 3 }}
.scn .wait .shape, .scn .nothing .shape, .scn .elsewhere .shape {{ stroke-dasharray: 2 3 }}
.scn .error .shape {{ stroke-width: 3 }}
.scn .never {{ opacity: .7 }}
.scn .never .shape {{ stroke-dasharray: 2 3 }}
.scn .warned .shape {{ stroke-width: 2.4; stroke-dasharray: 9 3 }}
"""


def styles() -> str:
    """Return the CSS of a standalone picture."""
    dark = "".join(f"  {rule}\n" for rule in colors(dark=True).splitlines())
    return f"{SHAPES}{colors(dark=False)}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def page_styles(*, dark: bool) -> str:
    """Return the CSS of pictures in a page that is either light or dark."""
    return SHAPES + colors(dark=dark)


def colors(*, dark: bool, within: str = "") -> str:
    """Return the CSS of the colors; `within` is a selector that limits them."""
    here = f"{within} .scn" if within else ".scn"
    table = DARK if dark else LIGHT
    rules = [
        f"{here} .paper {{ fill: {PAPER[dark]} }}",
        f"{here} text {{ fill: {INK[dark]} }}",
        f"{here} .link, {here} .frame {{ stroke: {LINE_COLORS[dark]} }}",
        f"{here} .group {{ stroke: {PAPER[dark]} }}",
        f"{here} .arrow {{ fill: {LINE_COLORS[dark]} }}",
    ]
    for kind in NodeKind:
        name = class_of(kind)
        rules.append(f"{here} .{name} .shape {{ fill: {table[kind].fill}; stroke: {table[kind].line} }}")
        rules.append(f"{here} .{name} text {{ fill: {table[kind].ink} }}")
    rules.append(f"{here} .error .shape {{ stroke: {ALARM[dark]} }}")
    return "".join(f"{rule}\n" for rule in rules)


def class_of(kind: NodeKind) -> str:
    """Return the CSS class of a kind of node."""
    return kind.name.lower()
