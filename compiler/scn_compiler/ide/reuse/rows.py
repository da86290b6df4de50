"""The names of the columns in a file of rows."""

import re
from collections.abc import Iterator

from scn_compiler.reuse.signature import VALUE_NAME
from scn_dsl.source import Span

_KEY = re.compile(rf'"({VALUE_NAME})"(?=\s*:)')


def header_cells(text: str, path: str) -> Iterator[tuple[str, Span]]:
    """Yield each column with the span of its name: in the header line, or in each object of a `.jsonl` file."""
    if path.endswith(".jsonl"):
        for key in _KEY.finditer(text):
            yield key[1], Span(*key.span(1))
        return
    start = next((found.start() for found in re.finditer(r"[^\s\ufeff]", text)), len(text))
    end = text.find("\n", start)
    delimiter = "\t" if path.endswith(".tsv") else ","
    line = text[start : end if end != -1 else len(text)].rstrip("\r")
    at = start
    for cell in line.split(delimiter):
        name = re.search(r'[^\s"](?:[^"]*[^\s"])?', cell)
        if name:
            yield name[0], Span(*name.span()).shift(at)
        at += len(cell) + 1
