"""A label without a reference: a follow-up may be missing. A numeric label sets an id, so it counts as used."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import After, Block
from scn_dsl.source import FRAGMENT, Span


@rule(blocks=PLAYED_OR_TOLD)
def unused_label(context: RuleContext) -> Iterator[Diagnostic]:
    blocks = context.scenario.scenario.blocks
    if not any(block.label for block in blocks):
        return
    used = {block.opening.label.name for block in blocks if isinstance(block.opening, After)}
    if used - {block.label.name for block in blocks if block.label}:
        return  # a reference is misspelled, and may have meant this label
    for block in blocks:
        label = block.label
        if block.origin and _is_of_fragment(block):
            continue
        if label and not block.broken and label.number is None and label.name not in used:
            span = block.place(label.span)
            cut = block.place(Span(label.span.start, block.opening.span.start))
            fix = Fix("remove the label", (Edit(cut, ""),), safe=False)
            message = f"unused label `@{label.name}`"
            yield report(
                "unused-label",
                span,
                message,
                f"refer to the label with `AFTER @{label.name}`, or remove the label",
                fix=fix,
            )


def _is_of_fragment(block: Block) -> bool:
    """Tell whether a block is inserted: the labels of a fragment are for the scenarios that need them."""

    return block.origin is not None and block.origin.kind == FRAGMENT
