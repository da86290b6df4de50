"""A label without a reference: a follow-up may be missing. A numeric label sets an id, so it counts as used."""

from collections.abc import Iterator, Sequence

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.semantics.block_search import search_blocks
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import After, Block
from scn_dsl.source import FRAGMENT, Span


@rule(blocks=PLAYED_OR_TOLD)
def unused_label(context: RuleContext) -> Iterator[Diagnostic]:
    labeled = [row.block for row in search_blocks(context.scenario, _with_label)]
    if not labeled:
        return
    openings = [row.block.opening for row in search_blocks(context.scenario, _with_reference)]
    used = {opening.label.name for opening in openings if isinstance(opening, After)}
    if used - {block.label.name for block in labeled if block.label}:
        return  # a reference is misspelled, and may have meant this label
    for block in labeled:
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


def _with_label(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [row for row in rows if row.block.label]


def _with_reference(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [row for row in rows if isinstance(row.block.opening, After)]


def _is_of_fragment(block: Block) -> bool:
    """Tell whether a block is inserted: the labels of a fragment are for the scenarios that need them."""
    return block.origin is not None and block.origin.kind == FRAGMENT
