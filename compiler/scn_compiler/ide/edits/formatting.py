"""Formatting as minimal edits: a whole script, a range, or while typing."""

from scn_compiler.ide.edits.diff import minimal_edits
from scn_compiler.pipeline.format import format_text
from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Source, Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.items import split_items
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, Rest
from scn_grammar.lines import body_start, classify
from scn_grammar.parser import parse

_HEADS = (LineKind.OPENING, LineKind.TITLE, LineKind.SETTING)

_SPOKEN = "|".join(each.words[0] for each in LINE_SHAPES if each.rest is Rest.SPEECH)
_TEXT_LINE = lazy_pattern(rf"[ \t]*(?:\|\|?(?!\|)|(?:{_SPOKEN}):)[ \t]*[^\s#]")
"""A line with spoken text, or one that continues a text."""

MAX_LINES_ABOVE = 100
"""How many lines above a new one are searched for the start of its block."""


def format_edits(text: str, wrap: int = 0) -> tuple[Edit, ...]:
    """Format a script as `scn fmt` does; return the edits in order. `wrap` is that of `format_text`."""
    return tuple(minimal_edits(text, format_text(text, wrap=wrap).text))


def range_format_edits(text: str, span: Span, wrap: int = 0) -> tuple[Edit, ...]:
    """Format the items that `span` touches."""
    touched = [
        stretch
        for stretch in split_items(text, body_start(text))
        if stretch.start <= span.end and span.start <= stretch.end
    ]
    first = min([span.start, *(stretch.start for stretch in touched)])
    last = max([span.end, *(stretch.end for stretch in touched)])
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    return _within(format_edits(text, wrap), start, len(text) if end == -1 else end)


def on_type_format_edits(text: str, offset: int) -> tuple[Edit, ...]:
    """Format the line above a new line at `offset`; if it opens a block, indent the new line.

    If Enter broke a text, the new line continues it.
    """
    start = text.rfind("\n", 0, offset) + 1
    if not start:
        return ()
    above = text.rfind("\n", 0, start - 1) + 1
    head = _block_start(text, above)
    edits = _within(format_edits(text[head:start]), above - head, start - head)
    line_above = classify(text[above : start - 1].strip(BLANKS))
    if line_above is LineKind.CONTINUATION and not _is_layout(text[head:start], edits):
        edits = ()  # a line break takes two lines, and only one of them would change
    edits = tuple(Edit(edit.span.shift(head), edit.text) for edit in edits)
    end = text.find("\n", start)
    fresh = text[start : len(text) if end == -1 else end].rstrip("\r")
    if not fresh and line_above is LineKind.OPENING:
        edits = (*edits, Edit(Span(start, start), "  "))
    if classify(fresh.strip(BLANKS)) is LineKind.UNKNOWN and _TEXT_LINE.match(text, above):
        blanks = len(fresh) - len(fresh.lstrip(BLANKS))
        edits = (*edits, Edit(Span(start, start + blanks), "    | "))
    return edits


def _is_layout(text: str, edits: tuple[Edit, ...]) -> bool:
    """Return whether some formatting edits of a text, without the others, keep its meaning."""
    result = text
    for edit in reversed(edits):
        result = result[: edit.span.start] + edit.text + result[edit.span.end :]
    return parse(Source(result)).script == parse(Source(text)).script


def _block_start(text: str, line: int) -> int:
    """Find the start of the block around the line at `line`; in a long block, some line above."""
    for _ in range(MAX_LINES_ABOVE):
        end = text.find("\n", line)
        if not line or classify(text[line : len(text) if end == -1 else end].strip(BLANKS)) in _HEADS:
            break
        line = text.rfind("\n", 0, line - 1) + 1
    return line


def _within(edits: tuple[Edit, ...], start: int, end: int) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if start <= edit.span.start and edit.span.end <= end)
