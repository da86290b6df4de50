"""Labels in a script, including those of broken blocks: where they are defined and used, and what they refer to."""

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, part_at
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import After, Label
from scn_dsl.records import Record
from scn_dsl.source import Span


class Mention(Record):
    """A label in the script.

    Attributes:
        block: The index of the block with this mention.
        defines: Whether it names that block, rather than the parent of the block.
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
    """Return the labels of a part, in order."""
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
    """Find the label at an offset or right before it, with its part."""
    part = part_at(script, offset)
    if not part:
        return None
    offset -= part.start
    found = next((each for each in mentions(part) if each.span.start <= offset <= each.span.end), None)
    return (part, found) if found else None


def definition_of(part: ScriptPart, name: str) -> Mention | None:
    """Find the definition of a label; the first one counts."""
    return next((each for each in mentions(part) if each.defines and each.name == name), None)


def same_label(part: ScriptPart, mention: Mention) -> tuple[Mention, ...]:
    """Return all mentions of the same label, in order; a second definition stands for itself."""
    first = definition_of(part, mention.name)
    if mention.defines and mention != first:
        return (mention,)
    return tuple(
        each for each in mentions(part) if each.name == mention.name and (not each.defines or each == first)
    )


def followed_up(part: ScriptPart, row: ResolvedBlock) -> ResolvedBlock | None:
    """Find the block that a follow-up refers to, even where that is an error, e.g. a block further down."""
    rows = part.scenario.rows
    if row.parent is not None:
        return rows[row.parent]
    if not isinstance(row.block.opening, After):
        return None
    label = row.block.opening.label
    if first := definition_of(part, label.name):
        return rows[first.block]
    return next((each for each in rows if each.id == label.number), None)
