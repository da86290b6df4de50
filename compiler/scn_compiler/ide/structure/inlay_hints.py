"""Inlay hints at the ends of lines: ids of blocks in the payload, ids of their parents, and a target that is overridden."""

from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, has_ids, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.reuse.expansion import expanded_scenario, is_own
from scn_compiler.ide.reuse.mentions import insert_lines
from scn_compiler.ide.structure.blocks import opening_summary
from scn_compiler.ide.structure.effective_target import effective_target
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.records import Record
from scn_dsl.source import Span


class InlayHint(Record):
    """A short text that an editor shows at the end of a line.

    Attributes:
        at: Its offset.
        tooltip: A sentence that explains the label.
        parent: The parent, in a hint about a parent.
    """

    at: int
    label: str
    tooltip: str
    parent: Span | None = None


def target_hints(script: OpenScript, within: Span) -> tuple[InlayHint, ...]:
    """Return the hint at the `target:` line of a script for which another target is picked."""
    if not script.target:
        return ()
    found = effective_target(script)
    if not (found.is_overridden and found.line and within.start <= found.line.end <= within.end):
        return ()
    tooltip = f"the editor's choice for all scripts, `{found.name}`, overrides this line"
    return (InlayHint(found.line.end, f"overridden: {found.name}", tooltip),)


def inlay_hints(script: OpenScript, within: Span) -> tuple[InlayHint, ...]:
    """Return the hints about ids inside `within`; none in fragments, or for a target without ids."""
    found = parts(script)
    if not has_ids(script):
        return ()
    return tuple(
        hint
        for part in found
        if part.start <= within.end
        and within.start <= part.end
        and not part.fragment
        and (part.has_title or len(found) == 1)
        for hint in (_expanded_hints(script, part) if insert_lines(part) else _shifted(part))
        if within.start <= hint.at <= within.end
    )


def _expanded_hints(script: OpenScript, part: ScriptPart) -> Iterator[InlayHint]:
    """Yield the hints of a scenario with inserts, whose blocks also have ids."""
    scenario = expanded_scenario(script, part)
    if scenario is None or scenario.settings.get("instructions") is not None:
        return
    for row in scenario.rows:
        if is_own(row.block):
            for hint in _block_hints(part, row, scenario.rows):
                parent = hint.parent and part.absolute(hint.parent)
                yield InlayHint(hint.at + part.start, hint.label, hint.tooltip, parent)


def _shifted(part: ScriptPart) -> Iterator[InlayHint]:
    for hint in _hints(part):
        parent = hint.parent and part.absolute(hint.parent)
        yield InlayHint(hint.at + part.start, hint.label, hint.tooltip, parent)


@cached_per_part
def _hints(part: ScriptPart) -> tuple[InlayHint, ...]:
    if part.scenario.settings.get("instructions") is not None:
        return ()
    return tuple(hint for row in part.scenario.rows for hint in _block_hints(part, row, part.scenario.rows))


def _block_hints(
    part: ScriptPart, row: ResolvedBlock, rows: tuple[ResolvedBlock, ...]
) -> Iterator[InlayHint]:
    """Yield the ids of a block and its parent; a label that is a number already shows the id."""
    label = row.block.label
    if not label or label.number is None:
        yield InlayHint(row.span.end, f"id {row.id}", f"id in the payload: {row.id}")
    if row.parent_id is None or row.parent is None:
        return
    parent = rows[row.parent]
    if not is_own(parent.block):
        words = "a block of a fragment"
        tooltip = f"follows up on {words} (id {row.parent_id})"
        yield InlayHint(row.span.end, f"↳ {row.parent_id}", tooltip)
    elif not parent.block.label or parent.block.label.number is None:
        opening = opening_summary(parent.block, part.text)
        tooltip = f"follows up on `{opening}` (id {row.parent_id})"
        yield InlayHint(row.span.end, f"↳ {row.parent_id}", tooltip, block_name(parent))
