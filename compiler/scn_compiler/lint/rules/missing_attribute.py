"""A tag without a required attribute (rules 14, 16 to 23, 28)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import TagSpec, ValueKind
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.suggest import nearest
from scn_grammar.markup import Attribute, Tag

EXAMPLES = {
    ValueKind.SECONDS: "2s",
    ValueKind.NUMBER: "1.0",
    ValueKind.DIGITS: "1",
    ValueKind.MILLISECONDS: "1100",
    ValueKind.SOUND: "…",
}


@rule(blocks=PLAYED)
def missing_attribute(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None or tag.shape == "close" or not tag.complete:
                continue
            for attribute in spec.attributes:
                if attribute.required and tag.get(attribute.name) is None:
                    example = EXAMPLES.get(attribute.kind, "…")
                    end = "/>" if "self" in spec.shapes else ">"
                    hint = f'write `<{tag.name} {attribute.name}="{example}" {end}`'
                    message = f"`<{tag.name}>` needs `{attribute.name}`"
                    if misnamed := misnamed_attribute(tag, spec, attribute.name):
                        yield _misnamed(words, tag, misnamed, attribute.name)
                        continue
                    yield report("missing-attribute", words.place(tag.start, tag.end), message, hint)
            if spec.one_of and not any(tag.get(name) for name in spec.one_of):
                hint = f'write `<{tag.name} {spec.one_of[0]}="5" />`'
                names = ", ".join(f"`{name}`" for name in spec.one_of)
                message = f"`<{tag.name}>` needs one of {names}"
                yield report("missing-attribute", words.place(tag.start, tag.end), message, hint)


def misnamed_attribute(tag: Tag, spec: TagSpec, missing: str) -> Attribute | None:
    """Find the attribute that was meant to be `missing`: the only unknown one, or one with a similar spelling."""
    known = {each.name for each in spec.attributes}
    unknown = [each for each in tag.attributes if each.name not in known]
    near = [each for each in unknown if nearest(each.name, (missing,), 0.6)]
    others = [each.name for each in spec.attributes if each.required and tag.get(each.name) is None]
    return near[0] if len(near) == 1 else unknown[0] if len(unknown) == 1 and others == [missing] else None


def _misnamed(words: Spoken, tag: Tag, attribute: Attribute, meant: str) -> Diagnostic:
    typed = words.text[attribute.start : attribute.end]
    written = meant + typed[len(attribute.name) :]
    message = f"`<{tag.name}>` needs `{meant}`, not `{attribute.name}`"
    if "=" not in typed:
        written = f'{meant}="{attribute.name}"'
        message = f"the value `{attribute.name}` in `<{tag.name}>` needs an attribute name: `{meant}`"
    fix = None
    if tag in words.tags and words.may_edit(attribute.start, attribute.end):
        edit = Edit(words.place(attribute.start, attribute.end), written)
        fix = Fix(
            f"replace with `{written}`", (edit,), safe=nearest(attribute.name, (meant,), 0.8) is not None
        )
    span = words.place(attribute.start, attribute.end)
    return report("missing-attribute", span, message, f"replace with `{written}`", fix=fix)
