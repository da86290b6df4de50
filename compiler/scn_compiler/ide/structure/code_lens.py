"""What an editor shows above a line: how many follow-ups a block has, and that a scenario has a payload."""

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_compiler.ide.labels.definition import block_name
from scn_dsl.records import Record
from scn_dsl.source import Span


class FollowUpLens(Record):
    """A block that others follow up.

    Attributes:
        place: Where its lens stands.
        below: Where each of its follow-ups is.
    """

    place: Span
    below: tuple[Span, ...]

    @property
    def title(self) -> str:
        return "1 follow-up" if len(self.below) == 1 else f"{len(self.below)} follow-ups"


def follow_up_lenses(script: OpenScript) -> tuple[FollowUpLens, ...]:
    """The blocks that have follow-ups."""
    return tuple(
        FollowUpLens(part.absolute(each.place), tuple(map(part.absolute, each.below)))
        for part in parts(script)
        for each in _follow_ups(part)
    )


def scenarios(script: OpenScript) -> tuple[Span, ...]:
    """Where each scenario that has a payload begins."""
    found = parts(script)
    return tuple(
        part.absolute(part.scenario.span)
        for part in found
        if part.items and (part.is_titled or len(found) == 1)
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
