"""A tag under its old name, which still works, but which newer documents replace."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix


@rule(blocks=PLAYED)
def deprecated_tag(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None or spec.replaced_by is None:
                continue
            span = words.place(tag.start, tag.end)
            edits = (Edit(span.part(1, 1 + len(tag.name)), spec.replaced_by),)
            fix = (
                Fix(f"rename to `<{spec.replaced_by}>`", edits, safe=False)
                if words.may_edit(tag.start, tag.end)
                else None
            )
            message = f"`<{tag.name}>` is the old name of `<{spec.replaced_by}>`"
            yield report("deprecated-tag", span, message, f"write `<{spec.replaced_by} … />`", fix=fix)
