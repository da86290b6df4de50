"""The attributes of the tag that is being typed, and the one at the cursor."""

from scn_compiler.ide.completion.item import Topic
from scn_compiler.ide.completion.open_markup import Unfinished, What, unfinished
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topics import about
from scn_compiler.platforms.kit.target import AttributeSpec
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind


class Parameter(Record):
    """An attribute: where it stands in the signature's text, and what it means."""

    span: Span
    text: str


class Signature(Record):
    """A tag with all its attributes; those in brackets may be left out."""

    label: str
    text: str
    parameters: tuple[Parameter, ...]
    active: int | None


def signature(draft: OpenScript, offset: int) -> Signature | None:
    """The tag around `offset`, if its attributes are being typed."""
    context = CursorContext(draft, offset)
    seen = context.seen
    if seen.kind is not LineKind.ACTION or offset < seen.owner + len(seen.head):
        return None
    being = unfinished(seen.typed)
    spec = context.target.markup.tags.get(being.tag) if being else None
    if being is None or spec is None or not spec.attributes:
        return None
    label, parameters = f"<{spec.name}", []
    for each in spec.attributes:
        form = f'{each.name}="…"'
        form = form if each.required else f"[{form}]"
        start = len(label) + 1
        label += f" {form}"
        text = about(Topic("attribute", each.name, spec.name), context)
        parameters.append(Parameter(Span(start, start + len(form)), text))
    label += " />" if "self" in spec.shapes else f">…</{spec.name}>"
    return Signature(label, spec.summary, tuple(parameters), _active(being, spec.attributes))


def _active(being: Unfinished, attributes: tuple[AttributeSpec, ...]) -> int | None:
    for place, each in enumerate(attributes):
        if (
            being.what is What.ATTRIBUTE
            and each.name not in being.given
            and each.name.startswith(being.prefix)
        ):
            return place
        if being.what is not What.ATTRIBUTE and each.name == being.attribute:
            return place
    return None
