"""Starts of scripts for the tests of pictures, and where boxes lie."""

from scn_compiler import compile_text
from scn_compiler.graph.boxes import Box
from scn_compiler.graph.model import Graph, graph_of
from scn_compiler.platforms import TARGETS
from scn_dsl.source import Source

HEAD = "role: A caller\nlanguage: en\n"
FIRST = f"{HEAD}FIRST_MESSAGE\n  say: Hello\n"


def printed(text: str) -> Graph:
    compiled = compile_text(text, path="a.scn")
    return graph_of(compiled.document, compiled.findings.reported, Source(text), TARGETS[compiled.target])


def lie_apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
