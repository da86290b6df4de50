"""Refactorings, and the block at a cursor that they change."""

from bisect import bisect_left, bisect_right

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, part_at
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Block
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.fast.reader import plain_item
from scn_grammar.lalr.engine import accept_item


class Refactoring(Record):
    """A change that an author chooses.

    Attributes:
        kind: `extract`, `inline`, `rewrite` or `move`.
        edits: The edits by file.
        changes: Its effect on the payload, for the author; empty if the payload stays the same.
        name: The name that its only edit gives to something, which the author can type over.
    """

    title: str
    kind: str
    edits: dict[str | None, tuple[Edit, ...]]
    changes: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """The title, with the effect on the payload."""
        return f"{self.title} ({self.changes})" if self.changes else self.title


class ChosenBlock(Record):
    """The block at a cursor, without mistakes in its lines.

    Attributes:
        offset: The cursor, from the start of the part.
    """

    script: OpenScript
    part: ScriptPart
    row: ResolvedBlock
    offset: int

    @property
    def opening(self) -> Span:
        """The span of its label and opening in the part."""
        return Span(self.row.block.at, self.row.span.end)

    @property
    def is_at_opening(self) -> bool:
        """Whether the cursor is on the lines of its opening."""
        return self.offset <= self.opening.end

    def rewrite(
        self, title: str, *edits: Edit, kind: str = "rewrite", changes: str = "", name: str = ""
    ) -> Refactoring:
        """Make a refactoring from edits of the part, in order."""
        moved = tuple(Edit(self.part.absolute(each.span), each.text) for each in edits)
        return Refactoring(title, kind, {self.script.path: moved}, changes, name)


def chosen_block(script: OpenScript, offset: int) -> ChosenBlock | None:
    """Find the block that an offset is in, or on whose first line it is; `None` if a line of the block has a mistake."""
    part = part_at(script, offset)
    if part is None:
        return None
    end = script.text.find("\n", offset)
    line_end = (len(script.text) if end == -1 else end) - part.start
    rows = part.scenario.rows
    index = bisect_right(rows, line_end, key=lambda each: each.block.at) - 1
    if index < 0:
        return None
    row = rows[index]
    at = max(offset - part.start, row.block.at)
    if at > row.block.whole.end or not is_right(part, row):
        return None
    return ChosenBlock(script, part, row, at)


def is_right(part: ScriptPart, row: ResolvedBlock) -> bool:
    """Tell whether all lines of a block are right, so that none of them was only guessed."""
    start, end = row.block.whole
    line_end = part.text.find("\n", end)
    text = part.text[start : None if line_end == -1 else line_end]
    return not row.block.broken and (plain_item(text) or accept_item(text)) is not None


@cached_per_part
def has_numbers(part: ScriptPart) -> bool:
    """Tell whether labels of a part set ids, which a block above or below can change."""
    labels = (row.block.label for row in part.scenario.rows)
    return any(each.number is not None for each in labels if each)


def is_only_blocks(part: ScriptPart, span: Span) -> bool:
    """Tell whether a span of a part has no other lines than those of blocks, such as an `insert:`."""
    first, end = (bisect_left(part.items, at, key=lambda each: each.at) for at in span)
    touched = part.items[max(first - 1, 0) : end]
    return all(isinstance(each, Block) for each in touched if each.whole.end > span.start)
