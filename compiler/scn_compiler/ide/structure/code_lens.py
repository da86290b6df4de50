"""Code lenses: the number of follow-ups above a block, and the payload above a scenario."""

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_compiler.ide.labels.definition import block_name
from scn_dsl.records import Record
from scn_dsl.source import Span


class FollowUpLens(Record):
    """The lens of a block with follow-ups.

    Attributes:
        span: The name of the block, below the lens.
        follow_ups: The names of its follow-ups.
    """

    span: Span
    follow_ups: tuple[Span, ...]

    @property
    def title(self) -> str:
        return "1 follow-up" if len(self.follow_ups) == 1 else f"{len(self.follow_ups)} follow-ups"


def follow_up_lenses(script: OpenScript) -> tuple[FollowUpLens, ...]:
    """Return a lens for each block that has follow-ups."""
    return tuple(
        FollowUpLens(part.absolute(each.span), tuple(map(part.absolute, each.follow_ups)))
        for part in parts(script)
        for each in _follow_ups(part)
    )


def scenario_lenses(script: OpenScript) -> tuple[Span, ...]:
    """Return the start of each scenario that has a payload."""
    found = parts(script)
    return tuple(
        part.absolute(part.scenario.span)
        for part in found
        if part.items and (part.has_title or len(found) == 1)
    )


@cached_per_part
def _follow_ups(part: ScriptPart) -> tuple[FollowUpLens, ...]:
    rows = part.scenario.rows
    below: dict[int, list[Span]] = {}
    for row in rows:
        if row.parent is not None:
            below.setdefault(row.parent, []).append(block_name(row))
    return tuple(
        FollowUpLens(block_name(rows[parent]), tuple(found)) for parent, found in sorted(below.items())
    )
