"""Signature help: the attributes of the tag at the cursor, or the parameters of the fragment in an `insert:` line."""

import re

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.cursor.open_markup import MarkupPart, OpenMarkup, open_markup
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.names import fragment_text
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import code, describe
from scn_compiler.ide.reuse.symbols import library_of
from scn_compiler.platforms.kit.target import AttributeSpec
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind

_CALL = lazy_pattern(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\((.*)", re.DOTALL)
_STRING = lazy_pattern(r'"(?:\\.|[^"\\])*"?')


class Parameter(Record):
    """An attribute or a parameter: its span in the signature's label, and its documentation."""

    span: Span
    text: str


class Signature(Record):
    """A tag with all its attributes, of which optional ones are in brackets; or a fragment with its parameters."""

    label: str
    text: str
    parameters: tuple[Parameter, ...]
    active: int | None


def signature_help(script: OpenScript, offset: int) -> Signature | None:
    """Return the signature of the tag or of the `insert:` around `offset`; `None` outside attributes and arguments."""
    context = CursorContext(script, offset)
    line = context.line
    if line.keyword == "insert" and offset >= line.value_start:
        return _of_insert(context)
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


def _of_insert(context: CursorContext) -> Signature | None:
    """Return the signature of the fragment whose arguments are around the cursor."""
    call = _CALL.fullmatch(_STRING.sub(lambda found: "_" * len(found[0]), context.line.value_before))
    known = library_of(context.script).fragments.get(call[1]) if call else None
    if call is None or known is None or known.call is None or ")" in call[2]:
        return None
    label = known.signature.removeprefix("fragment: ")
    names = [each.name or each.value or "" for each in known.call.entries]
    parameters = tuple(
        Parameter(
            Span(each.at, max(each.end, each.at + len(name))),
            f"Default: {code(each.value or '')}." if each.name else "Required.",
        )
        for name, each in zip(names, known.call.entries, strict=True)
    )
    before = call[2]
    typed = before.rpartition(",")[2].strip()
    name = typed.partition("=")[0].strip()
    given = re.findall(r"([A-Za-z_]\w*)[ \t\n]*=", before)
    free = (index for index, each in enumerate(names) if each not in given and each.startswith(name))
    active = names.index(name) if name in names else next(free, None)
    return Signature(label, fragment_text(context.script, known), parameters, active)


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
