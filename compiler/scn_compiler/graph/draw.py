"""Draws scripts, including unfinished ones."""

from collections.abc import Callable
from functools import partial

from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings
from scn_compiler.graph.dot import dot
from scn_compiler.graph.html import page
from scn_compiler.graph.mermaid import mermaid, too_large
from scn_compiler.graph.model import Graph, graph_of
from scn_compiler.graph.svg import svg
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.platforms import target_named
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source, Span

GRAPH_FORMATS: dict[str, Callable[[Graph], str]] = {"mermaid": mermaid, "dot": dot, "svg": svg, "html": page}


class Drawn(Record):
    """A picture of a script.

    Attributes:
        text: The picture; `None` if no scenario has the requested name.
        names: The names of the script's scenarios.
        diagnostics: The findings of `check`.
        findings: The findings before those on one line are merged, including suppressed ones.
        remark: Why Mermaid might not draw the picture.
        blocks: The blocks as spans in the script; for imported blocks, the lines that insert them.
    """

    text: str | None
    names: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    findings: Findings = Findings()
    remark: str | None = None
    blocks: tuple[Span, ...] = ()


def draw(
    text: str,
    *,
    path: str | None = None,
    target: str | None = None,
    config: Config = Config(),
    format: str = "mermaid",
    scenario: str | None = None,
    nonce: str | None = None,
    styled: bool = True,
) -> Drawn:
    """Draw the parts of a script that parse, and mark errors.

    Args:
        text, path, target, config: As for `check`.
        format: `mermaid`, `dot`, `svg` or `html`.
        scenario: Draw only the scenario of this name.
        nonce: For `html`: the nonce of its content security policy.
        styled: For `svg`: whether the picture has its own styles.

    Raises:
        KeyError: if the format is unknown, and as for `check`.
    """
    options = {"html": partial(page, nonce=nonce), "svg": partial(svg, styled=styled)}
    render = options.get(format) or GRAPH_FORMATS[format]
    compiled = compile_text(text, path=path, target=target, config=config)
    every = (*compiled.findings.reported, *compiled.findings.suppressed)
    graph = graph_of(compiled.document, every, Source(text, path), target_named(compiled.target))
    names = tuple(section.name for section in graph.sections)
    if scenario is not None:
        graph = Graph(tuple(section for section in graph.sections if section.name == scenario))
    drawn = render(graph) if graph.sections or scenario is None else None
    remark = too_large(graph, drawn) if drawn is not None and format == "mermaid" else None
    rows = (row for each in compiled.document.scenarios for row in each.rows)
    blocks = tuple(dict.fromkeys(span for row in rows if (span := row.block.in_script)))
    return Drawn(drawn, names, compiled.diagnostics, compiled.findings, remark, blocks)
