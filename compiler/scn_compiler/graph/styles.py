"""How pictures look in a browser: in light and in dark, as the reader has it."""

from scn_compiler.graph.model import NodeKind
from scn_compiler.graph.palette import ALARM, DARK, INK, LIGHT, LINES, PAPER

FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'

SHAPES = f"""\
.scn text {{ font: 13px {FAMILY}; white-space: pre }}
.scn .title {{ font-size: 16px; font-weight: 600 }}
.scn .head, .scn .word {{ font-size: 11px; font-weight: 600 }}
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
    """The rules of a picture that stands alone."""
    dark = "".join(f"  {rule}\n" for rule in colours(dark=True).splitlines())
    return f"{SHAPES}{colours(dark=False)}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def colours(*, dark: bool, within: str = "") -> str:
    """The rules of colours; `within` is a selector of where they hold."""
    here = f"{within} .scn" if within else ".scn"
    table = DARK if dark else LIGHT
    rules = [
        f"{here} .paper {{ fill: {PAPER[dark]} }}",
        f"{here} text {{ fill: {INK[dark]} }}",
        f"{here} .link {{ stroke: {LINES[dark]} }}",
        f"{here} .arrow {{ fill: {LINES[dark]} }}",
    ]
    for kind in NodeKind:
        name = class_of(kind)
        rules.append(f"{here} .{name} .shape {{ fill: {table[kind].fill}; stroke: {table[kind].line} }}")
        rules.append(f"{here} .{name} text {{ fill: {table[kind].ink} }}")
    rules.append(f"{here} .error .shape {{ stroke: {ALARM[dark]} }}")
    return "".join(f"{rule}\n" for rule in rules)


def class_of(kind: NodeKind) -> str:
    """The class of a kind of node."""
    return kind.name.lower()
