"""An attribute that the tag doesn't have: refused for pauses and the network (rules 19 and 22), ignored elsewhere."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.missing_attribute import misnamed_attribute
from scn_compiler.platforms.kit.target import TagSpec
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.suggest import did_you_mean
from scn_grammar.markup import Attribute, Tag


@rule(blocks=PLAYED)
def unknown_attribute(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None:
                continue
            names = [attribute.name for attribute in spec.attributes]
            meant = _meant(tag, spec)
            for attribute in tag.attributes:
                if attribute.name in names or attribute in meant:
                    continue
                span = words.place(attribute.start, attribute.end)
                severity = Severity.ERROR if spec.only_attributes else Severity.WARNING
                message = f"unknown attribute `{attribute.name}` in `<{tag.name}>`"
                hint = _hint(attribute.name, tag, names)
                yield report("unknown-attribute", span, message, hint, severity=severity)


def _hint(name: str, tag: Tag, names: list[str]) -> str:
    unused = [each for each in names if tag.get(each) is None]
    if close := did_you_mean(name, unused):
        return close
    if not unused:
        return f"remove `{name}`"
    instead = ("one of " if len(unused) > 1 else "") + ", ".join(f"`{each}`" for each in unused)
    return f"remove `{name}`, or write {instead} instead"


def _meant(tag: Tag, spec: TagSpec) -> list[Attribute | None]:
    """Find attributes that were meant to be a missing one, and are reported as such."""
    missing = (each.name for each in spec.attributes if each.required and tag.get(each.name) is None)
    return [misnamed_attribute(tag, spec, name) for name in missing] if tag.complete else []
