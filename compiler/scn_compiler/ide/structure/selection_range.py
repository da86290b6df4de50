"""Selection ranges: the spans to which a selection grows."""

from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, part_at
from scn_compiler.ide.structure.blocks import Chain, chains
from scn_dsl.nodes import Node, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.markup import scan

_WORD = lazy_pattern(r"[\w'’-]+")
_STRING = lazy_pattern(r'"((?:[^"\\\n]|\\.)*)"')


def selection_ranges(script: OpenScript, offset: int) -> tuple[Span, ...]:
    """Return the spans around an offset, from the word to the whole script; each is inside the next."""
    part = part_at(script, offset)
    whole = Span(0, len(script.text))
    if not part:
        return (whole,)
    at = offset - part.start
    enclosing = {part.absolute(span) for span in _spans(part, at) if span.start <= at <= span.end}
    found: list[Span] = []
    for span in sorted({*enclosing, whole}, key=lambda span: (span.end - span.start, span.start)):
        inside = not found or (span.start <= found[-1].start and found[-1].end <= span.end)
        if inside and span.start < span.end:
            found.append(span)
    return tuple(found) or (whole,)


def _spans(part: ScriptPart, at: int) -> Iterator[Span]:
    """Yield candidates for spans around `at`."""
    nodes = [
        item.place(span)
        for item in part.items
        if item.whole.start <= at <= item.whole.end
        for span in _node_spans(item, at - item.at)
    ]
    yield from nodes
    line = _line(part.text, at)
    if not any(node.start < line.end < node.end and line.start < node.start for node in nodes):
        yield line
    for form in (_WORD, _STRING):
        for found in form.finditer(part.text, *line):
            yield Span(*found.span())
            yield Span(*found.span(form.groups))
    for chain in chains(part):
        yield from _chain_spans(chain, at)
    if part.items:
        yield Span(part.items[0].whole.start, max(item.whole.end for item in part.items))


def _line(text: str, at: int) -> Span:
    """Return the line at `at`, without the spaces around it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : None if end == -1 else end]
    left = start + len(line) - len(line.lstrip(BLANKS))
    return Span(left, max(left, start + len(line.rstrip(BLANKS))))


def _node_spans(node: Node, at: int) -> Iterator[Span]:
    """Yield a node, its descendants around `at`, and the markup in texts."""
    yield node.span
    if isinstance(node, Text):
        yield from (node.locate(mark.start, mark.end) for mark in scan(node.value))
    for name in node.__fields__:
        value = getattr(node, name)
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, Node) and child.span.start <= at <= child.span.end:
                yield from _node_spans(child, at)


def _chain_spans(chain: Chain, at: int) -> Iterator[Span]:
    if chain.span.start <= at <= chain.span.end:
        yield chain.span
        for each in chain.children:
            yield from _chain_spans(each, at)
