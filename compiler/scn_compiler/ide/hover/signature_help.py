"""Signature help: the attributes of the tag at the cursor, and which of them is active."""

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.cursor.open_markup import MarkupPart, OpenMarkup, open_markup
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe
from scn_compiler.platforms.kit.target import AttributeSpec
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind


class Parameter(Record):
    """An attribute: its span in the signature's label, and its documentation."""

    span: Span
    text: str


class Signature(Record):
    """A tag with all its attributes; optional ones are in brackets."""

    label: str
    text: str
    parameters: tuple[Parameter, ...]
    active: int | None


def signature_help(script: OpenScript, offset: int) -> Signature | None:
    """Return the signature of the tag around `offset`; `None` outside a tag's attributes."""
    context = CursorContext(script, offset)
    line = context.line
    if line.kind is not LineKind.ACTION or offset < line.logical_start + len(line.head):
        return None
    markup = open_markup(line.value_before)
    spec = context.target.markup.tags.get(markup.tag) if markup else None
    if markup is None or spec is None or not spec.attributes:
        return None
    label, parameters = f"<{spec.name}", []
    for each in spec.attributes:
        form = f'{each.name}="…"'
        form = form if each.required else f"[{form}]"
        start = len(label) + 1
        label += f" {form}"
        text = describe(Topic("attribute", each.name, spec.name), context)
        parameters.append(Parameter(Span(start, start + len(form)), text))
    label += " />" if "self" in spec.shapes else f">…</{spec.name}>"
    return Signature(label, spec.summary, tuple(parameters), _active(markup, spec.attributes))


def _active(markup: OpenMarkup, attributes: tuple[AttributeSpec, ...]) -> int | None:
    for place, each in enumerate(attributes):
        if (
            markup.part is MarkupPart.ATTRIBUTE
            and each.name not in markup.given
            and each.name.startswith(markup.prefix)
        ):
            return place
        if markup.part is not MarkupPart.ATTRIBUTE and each.name == markup.attribute:
            return place
    return None
