"""A graph as an HTML page: a self-contained file that shows the line of a block on a click."""

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

from scn_compiler.graph.layout import place
from scn_compiler.graph.model import Graph
from scn_compiler.graph.svg import within_page
from scn_compiler.graph.text import printable
from scn_compiler.graph.theme import colors, styles
from scn_compiler.inert_text import inert_markup

_TOOLS = """\
<div id="tools">
<output id="place"></output>
<button id="smaller" title="zoom out (Ctrl+wheel)">−</button>
<button id="larger" title="zoom in (Ctrl+wheel)">+</button>
<button id="fitting" title="fit the graph into the window">↔</button>
</div>
"""

# An editor's theme is independent of the system's. The light high-contrast theme has both classes.
_THEMES = {
    "body.vscode-dark": True,
    "body.vscode-high-contrast": True,
    "body.vscode-light": False,
    "body.vscode-high-contrast-light": False,
}


def page(graph: Graph, nonce: str | None = None) -> str:
    """Print a graph as an HTML page.

    Args:
        nonce: The nonce of the viewer's content security policy; without it, the policy allows the hashes of the
            style and the script.
    """
    themes = "".join(colors(dark=dark, within=body) for body, dark in _THEMES.items())
    style = f"\n{styles()}{themes}{_file('page.css')}"
    script = f"\n{_file('page.js')}"
    mark = f' nonce="{escape(nonce)}"' if nonce else ""
    names = [printable(section.name) for section in graph.sections if section.name]
    policy = f"default-src 'none'; style-src {_source(style, nonce)}; script-src {_source(script, nonce)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{inert_markup(escape(names[0] if len(names) == 1 else 'Graph'))}</title>\n"
        f"<style{mark}>{style}</style>\n</head>\n<body>\n"
        f'<div id="bar" role="status"></div>\n<main>\n{_sections(graph)}</main>\n{_TOOLS}'
        f"<script{mark}>{script}</script>\n</body>\n</html>\n"
    )


def _sections(graph: Graph) -> str:
    parts: list[str] = []
    for section in graph.sections:
        name = f"<h2>{inert_markup(escape(printable(section.name)))}</h2>\n" if section.name else ""
        parts.append(f'<section>\n{name}<div class="view">{within_page(place(section))}</div>\n</section>\n')
    return "".join(parts)


def _source(text: str, nonce: str | None) -> str:
    """Return a source expression for the policy: the nonce, or the hash of the text."""
    checksum = b64encode(sha256(text.encode()).digest()).decode()
    return f"'nonce-{nonce}'" if nonce else f"'sha256-{checksum}'"


def _file(name: str) -> str:
    return files("scn_compiler").joinpath("graph", name).read_text(encoding="utf-8")
