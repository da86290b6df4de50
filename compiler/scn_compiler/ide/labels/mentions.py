"""Where labels are written, and which block each means; blocks that could not be read have theirs all the same."""

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, part_at
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import After, Label
from scn_dsl.records import Record
from scn_dsl.source import Span


class Mention(Record):
    """A label where it is written.

    Attributes:
        block: Index of the block that it stands at.
        defines: Whether it names that block, rather than the one that is followed up.
    """

    label: Label
    span: Span
    block: int
    defines: bool

    @property
    def name(self) -> str:
        return self.label.name


@cached_per_part
def mentions(part: ScriptPart) -> tuple[Mention, ...]:
    """All labels of a part, in order."""
    found: list[Mention] = []
    for row in part.scenario.rows:
        label, opening = row.block.label, row.block.opening
        if label:
            found.append(Mention(label, row.block.place(label.span), row.index, defines=True))
        if isinstance(opening, After):
            span = row.block.place(opening.label.span)
            found.append(Mention(opening.label, span, row.index, defines=False))
    return tuple(found)


def mention_at(script: OpenScript, offset: int) -> tuple[ScriptPart, Mention] | None:
    """The label at an offset, or right before it."""
    part = part_at(script, offset)
    if not part:
        return None
    offset -= part.start
    found = next((each for each in mentions(part) if each.span.start <= offset <= each.span.end), None)
    return (part, found) if found else None


def definition_of(part: ScriptPart, name: str) -> Mention | None:
    """Where a label is given; if twice, the first time counts."""
    return next((each for each in mentions(part) if each.defines and each.name == name), None)


def same_label(part: ScriptPart, mention: Mention) -> tuple[Mention, ...]:
    """All mentions of what `mention` means, in order; a label that is given again means that block alone."""
    first = definition_of(part, mention.name)
    if mention.defines and mention != first:
        return (mention,)
    return tuple(
        each for each in mentions(part) if each.name == mention.name and (not each.defines or each == first)
    )


def followed_up(part: ScriptPart, row: ResolvedBlock) -> ResolvedBlock | None:
    """The block that a follow-up names, also where it must not, e.g. further down."""
    rows = part.scenario.rows
    if row.parent is not None:
        return rows[row.parent]
    if not isinstance(row.block.opening, After):
        return None
    label = row.block.opening.label
    if first := definition_of(part, label.name):
        return rows[first.block]
    return next((each for each in rows if each.id == label.number), None)
