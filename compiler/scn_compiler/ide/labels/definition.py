"""Definition, references and highlights of labels, `THEN` and `AFTER`."""

from scn_compiler.ide.document import OpenScript, ScriptPart, part_at
from scn_compiler.ide.labels.mentions import followed_up, mention_at, same_label
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.records import Record
from scn_dsl.source import Span


class Definition(Record):
    """The block that a label, `THEN` or `AFTER` refers to.

    Attributes:
        origin: The reference.
        block: The whole block.
        name: The label of the block, or its opening.
    """

    origin: Span
    block: Span
    name: Span


class DocumentHighlight(Record):
    """A label where it is defined (`defines`) or used."""

    span: Span
    defines: bool


def definition(script: OpenScript, offset: int) -> Definition | None:
    """Find the block that the label, `THEN` or `AFTER` at an offset refers to."""
    found = _of_label(script, offset) or _of_follow_up(script, offset)
    if not found:
        return None
    part, origin, row = found
    return Definition(part.absolute(origin), part.absolute(row.block.whole), part.absolute(block_name(row)))


def references(script: OpenScript, offset: int, *, definition: bool) -> tuple[Span, ...]:
    """Find the references to the label at an offset, with `definition` also its definition."""
    return tuple(each.span for each in document_highlights(script, offset) if definition or not each.defines)


def document_highlights(script: OpenScript, offset: int) -> tuple[DocumentHighlight, ...]:
    """Find the definition and references of the label at an offset."""
    found = mention_at(script, offset)
    if not found:
        return ()
    part, mention = found
    return tuple(
        DocumentHighlight(part.absolute(each.span), each.defines) for each in same_label(part, mention)
    )


def block_name(row: ResolvedBlock) -> Span:
    """Return the span of a block's label, or of its opening."""
    block = row.block
    return block.place(block.label.span if block.label else block.opening.span)


def _of_label(script: OpenScript, offset: int) -> tuple[ScriptPart, Span, ResolvedBlock] | None:
    found = mention_at(script, offset)
    if not found:
        return None
    part, mention = found
    rows = part.scenario.rows
    given = next((each for each in same_label(part, mention) if each.defines), None)
    row = rows[given.block] if given else followed_up(part, rows[mention.block])
    return (part, mention.span, row) if row else None


def _of_follow_up(script: OpenScript, offset: int) -> tuple[ScriptPart, Span, ResolvedBlock] | None:
    part = part_at(script, offset)
    for row in part.scenario.rows if part else ():
        if row.follows_up and part and row.span.start <= offset - part.start <= row.span.end:
            parent = followed_up(part, row)
            return (part, row.span, parent) if parent else None
    return None
