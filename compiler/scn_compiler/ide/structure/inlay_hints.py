"""Inlay hints: the id of each block in the payload, and the id of its parent."""

from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, has_ids, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.reuse.expansion import expanded_scenario, is_own
from scn_compiler.ide.reuse.mentions import insert_lines
from scn_compiler.ide.structure.blocks import opening_summary
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.records import Record
from scn_dsl.source import Span


class InlayHint(Record):
    """A short text that an editor shows inside a line.

    Attributes:
        at: Its offset.
        tooltip: A sentence that explains the label.
        leads: Whether it goes before the words it is about, rather than after them.
        parent: The parent, in a hint about a parent.
    """

    at: int
    label: str
    tooltip: str
    leads: bool
    parent: Span | None = None


def inlay_hints(script: OpenScript, within: Span) -> tuple[InlayHint, ...]:
    """Return the hints inside `within`; none in fragments, or for a target without ids."""
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
                yield InlayHint(hint.at + part.start, hint.label, hint.tooltip, hint.leads, parent)


def _shifted(part: ScriptPart) -> Iterator[InlayHint]:
    for hint in _hints(part):
        parent = hint.parent and part.absolute(hint.parent)
        yield InlayHint(hint.at + part.start, hint.label, hint.tooltip, hint.leads, parent)


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
        yield InlayHint(row.block.whole.start, str(row.id), f"id in the payload: {row.id}", leads=True)
    if row.parent_id is None or row.parent is None:
        return
    parent = rows[row.parent]
    if not is_own(parent.block):
        words = "a block of a fragment"
        tooltip = f"follows up on {words} (id {row.parent_id})"
        yield InlayHint(row.span.end, f"↳ {row.parent_id}", tooltip, leads=False)
    elif not parent.block.label or parent.block.label.number is None:
        opening = opening_summary(parent.block, part.text)
        tooltip = f"follows up on `{opening}` (id {row.parent_id})"
        yield InlayHint(row.span.end, f"↳ {row.parent_id}", tooltip, leads=False, parent=block_name(parent))
