"""Hover in texts and triggers: tags, attributes, markers, templates; a trigger as it is in the payload."""

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe, fenced
from scn_compiler.platforms.kit.target import Blocks
from scn_compiler.semantics.expressions import TooMany, flat_text, is_mixed
from scn_dsl.nodes import Block, Expression, Sentence, Text, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.continuation import text_of
from scn_grammar.markup import Attribute, Marker, Tag, Template, scan
from scn_grammar.parser import parse_item

_JOINS = lazy_pattern(r'"(?:\\.|[^"\\])*"|\b(OR|AND)\b')
_FENCE = "\n\n```"

HoverText = tuple[Span, str]
"""The span of a hover and its Markdown."""


def markup_hover(context: CursorContext, at: int) -> HoverText | None:
    """Return the hover of the tag, attribute, marker or template at an offset."""
    line = context.line
    if line.is_raw:
        return None
    text = text_of(
        context.script.text[line.value_start : max(line.value_end, line.value_start)], line.value_start
    )
    return _mark(context, text, text.value, 0, at)


def _mark(context: CursorContext, text: Text, value: str, base: int, at: int) -> HoverText | None:
    """Return the hover of the markup at an offset in `value`, which starts at `base` in the text."""
    for mark in scan(value):
        span = text.locate(base + mark.start, base + mark.end)
        if not span.start <= at < span.end:
            continue
        if isinstance(mark, Marker):
            return span, describe(Topic("marker", mark.name), context)
        if isinstance(mark, Template):
            return span, describe(Topic("template", mark.inside.strip()), context)
        for attribute in mark.attributes:
            inside = text.locate(base + attribute.start, base + attribute.end)
            if inside.start <= at < inside.end:
                return _attribute(context, text, mark, attribute, base, at, inside)
        return span, describe(Topic("tag", mark.name), context)
    return None


def _attribute(
    context: CursorContext, text: Text, tag: Tag, attribute: Attribute, base: int, at: int, span: Span
) -> HoverText:
    quotes = 1 if attribute.quoted else 0
    start = base + attribute.end - quotes - len(attribute.value)
    inner = _mark(context, text, attribute.value, start, at) if attribute.value else None
    return inner or (span, describe(Topic("attribute", attribute.name, tag.name), context))


def trigger_hover(context: CursorContext) -> HoverText | None:
    """Return the hover of a trigger: how the platform matches it, and its text in the payload."""
    line = context.line
    span = Span(line.value_start, max(line.value_end, line.value_start))
    opening = context.script.text[line.logical_start : span.end]
    block = parse_item(f"{opening}\n  say: words")
    if not isinstance(block, Block) or not isinstance(block.opening, When):
        return None
    trigger = block.opening.trigger
    if isinstance(trigger, Sentence):
        return span, _sentence(context, trigger)
    text = _expression(context, trigger)
    word = next(
        (
            word
            for word in _JOINS.finditer(context.script.text, line.value_start, span.end)
            if word[1] and word.start() <= context.offset < word.end()
        ),
        None,
    )
    return (
        span,
        f"{describe(Topic('keyword', word[1]), context).split(_FENCE)[0]}\n\n{text}" if word else text,
    )


def _sentence(context: CursorContext, trigger: Sentence) -> str:
    if context.target.blocks is not Blocks.PLAYED:
        return describe(Topic("keyword", "WHEN"), context).split(_FENCE)[0]
    return (
        "**Sentence trigger**: a model compares it with each message of the agent. If a message matches, the block runs."
        f"\n\nIn the payload:\n\n{fenced(trigger.text.value, 'text')}"
    )


def _expression(context: CursorContext, trigger: Expression) -> str:
    parts = [describe(Topic("keyword", "contains"), context).split(_FENCE)[0]]
    if context.target.blocks is not Blocks.PLAYED:
        return parts[0]
    try:
        parts.append(f"In the payload, character for character:\n\n{fenced(flat_text(trigger), 'text')}")
    except TooMany:
        parts.append("It is too complex for the payload.")
    if is_mixed(trigger):
        parts.append("It mixes `OR` and `AND`: the platform doesn't document which one binds tighter.")
    return "\n\n".join(parts)
