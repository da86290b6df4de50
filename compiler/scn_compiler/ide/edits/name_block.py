"""Refactorings with labels: name a block, `THEN` to `AFTER` and back."""

from scn_compiler.ide.document import ScriptPart, cached_per_part, parts, target_of_script
from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring, is_right
from scn_compiler.ide.reuse.symbols import library_of
from scn_compiler.platforms.kit.target import Blocks
from scn_compiler.semantics.label_names import label_for
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import After, Then
from scn_dsl.source import Span


def naming(chosen: ChosenBlock) -> Refactoring | None:
    """Give a block a label, made from its words."""
    name = _new_name(chosen, chosen.row) if chosen.is_at_opening and not chosen.row.block.label else None
    if name is None:
        return None
    return chosen.rewrite(f"Name this block `@{name}`", _label_edit(chosen.row, name), name=name)


def then_or_after(chosen: ChosenBlock) -> Refactoring | None:
    """Write `AFTER` with the label of the parent for `THEN`, or `THEN` for the `AFTER` of the block above."""
    row = chosen.row
    if row.parent is None or not chosen.is_at_opening:
        return None
    parent = chosen.part.scenario.rows[row.parent]
    if not is_right(chosen.part, parent):
        return None
    match row.block.opening:
        case Then():
            return _then_to_after(chosen, parent)
        case After(label=label) if row.parent == row.index - 1 and not _is_below_insert(chosen):
            return chosen.rewrite(f"Replace `AFTER @{label.name}` with `THEN`", Edit(row.span, "THEN"))
    return None


def _then_to_after(chosen: ChosenBlock, parent: ResolvedBlock) -> Refactoring | None:
    row = chosen.row
    if label := parent.block.label:
        if [each.block.label for each in chosen.part.scenario.rows].count(label) > 1:
            return None  # a follow-up belongs to the first block with its label
        after = f"AFTER @{label.name}"
        return chosen.rewrite(f"Replace `THEN` with `{after}`", Edit(row.span, after))
    name = _new_name(chosen, parent)
    if name is None:
        return None
    title = f"Name the block above, and replace `THEN` with `AFTER @{name}`"
    return chosen.rewrite(title, _label_edit(parent, name), Edit(row.span, f"AFTER @{name}"))


def _label_edit(row: ResolvedBlock, name: str) -> Edit:
    at = row.block.at
    return Edit(Span(at, at), f"@{name} ")


def _new_name(chosen: ChosenBlock, row: ResolvedBlock) -> str | None:
    """Make a label for a block; `None` where the payload would have it."""
    if target_of_script(chosen.script).blocks is Blocks.CONFIGURED:
        return None
    inserted = library_of(chosen.script).fragments.values()
    taken = {each.label.name for known in inserted for each in known.fragment.blocks if each.label}
    return label_for(row.block, taken.union(*map(_labels, parts(chosen.script))))


@cached_per_part
def _labels(part: ScriptPart) -> frozenset[str]:
    labels = (row.block.label for row in part.scenario.rows)
    return frozenset(each.name for each in labels if each)


def _is_below_insert(chosen: ChosenBlock) -> bool:
    uses = chosen.part.scenario.scenario.uses
    return any(each.name == "insert" and each.blocks == chosen.row.index for each in uses)
