"""A tag without a required attribute (rules 14, 16 to 23, 28)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import ValueKind
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_EXAMPLES = {
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
                    example = _EXAMPLES.get(attribute.kind, "…")
                    end = "/>" if "self" in spec.shapes else ">"
                    hint = f'write `<{tag.name} {attribute.name}="{example}" {end}`'
                    message = f"`<{tag.name}>` needs `{attribute.name}`"
                    yield report("missing-attribute", words.place(tag.start, tag.end), message, hint)
            if spec.one_of and not any(tag.get(name) for name in spec.one_of):
                hint = f'write e.g. `<{tag.name} {spec.one_of[0]}="5" />`'
                names = ", ".join(f"`{name}`" for name in spec.one_of)
                message = f"`<{tag.name}>` needs one of {names}"
                yield report("missing-attribute", words.place(tag.start, tag.end), message, hint)
