"""Changes of blocks, brought into the blocks of a scenario."""

from collections.abc import Iterator, Sequence

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.sync.merge.matching import Rows, longest_rising, matched_blocks
from scn_compiler.sync.merge.pieces import (
    NotMergeable,
    Piece,
    Pieces,
    changed_words,
    changes,
    has_values,
    is_end,
    print_block,
    print_line,
)
from scn_compiler.sync.merge.settings import is_insert, shown_origin
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import (
    FOLLOW_UPS,
    Action,
    After,
    Block,
    Detail,
    Do,
    Label,
    Opening,
    Say,
    Sentence,
    Text,
    Then,
    Undecided,
    When,
)
from scn_dsl.records import replace
from scn_dsl.source import FRAGMENT, Span

_Line = Action | Detail


class BlocksMerge:
    """Brings the blocks of a payload into one scenario of a script.

    Args:
        pieces: The script.
        rows: The blocks of the scenario, expanded.
        before, after: The blocks of its payload, now and with the changes.
        exact: Whether to change only the words that differ, and not the whole text.
        labels: Whether to add the labels that blocks get by the changes; on some platforms they are ids.
    """

    def __init__(
        self, pieces: Pieces, rows: Rows, before: Rows, after: Rows, *, exact: bool, labels: bool
    ) -> None:
        self.pieces = pieces
        self.rows = rows
        self.before = before
        self.after = after
        self.exact = exact
        self.labels = labels
        self.known = matched_blocks(before, after)
        self.is_as_written = True
        self.sources: list[int | None] = []
        self.places: list[Piece | None] = [None] * len(after)
        self.new_labels: dict[int, str] = {}

    def run(self) -> None:
        """Edit, move, add and remove blocks.

        Raises:
            NotMergeable: if a block comes from elsewhere.
        """
        if [_whole(each) for each in self.before] == [_whole(each) for each in self.after]:
            return
        script_row = _in_order_of(self.rows, self.before)
        self.is_as_written = script_row == sorted(script_row)
        self.sources = [None if each is None else script_row[each] for each in self.known]
        steady = longest_rising([-1 if each is None else each for each in self.known])
        order = self._order(steady)
        if any(
            each.parent is not None and order.index(each.parent) > order.index(each.index)
            for each in self.after
        ):
            order = list(range(len(self.after)))
            steady = longest_rising([-1 if each is None else each for each in self.sources])
        self._arrange(order, steady)
        for position, index in enumerate(order):
            self._write(index, order[position - 1] if position else None)
        for index, row in enumerate(self.after if self.labels else ()):
            if row.block.label:
                self._label(index)
        for index, name in self.new_labels.items():
            if place := self.places[index]:
                place.text = f"@{name} {place.text}"

    def _order(self, steady: set[int]) -> list[int]:
        """Return the order of the new blocks in the script: blocks that nobody moved keep their places."""
        at = {self.sources[index]: index for index in steady}
        order = [at[row] for row in range(len(self.rows)) if row in at]
        for index in range(len(self.after)):
            if index not in steady:
                order.insert(self._position(index, order), index)
        return order

    def _position(self, index: int, order: list[int]) -> int:
        """Return the place of a new block: below the one before it, or else above the next one that isn't a follow-up."""
        if self.is_as_written or self.after[index].parent is not None:
            return order.index(index - 1) + 1 if index else 0
        below = [each for each in order if each > index and self.after[each].parent in (None, index)]
        return min(map(order.index, below), default=len(order))

    def _arrange(self, order: list[int], steady: set[int]) -> None:
        """Put the pieces into the new order, with an empty piece for each new block."""
        for index, source in enumerate(self.sources):
            self.places[index] = None if source is None else self._place(source)
        self._check_fragments()
        for row in set(range(len(self.rows))) - {*self.sources}:
            place = self._place(row)
            if place is None:
                raise NotMergeable(self._from_fragment(row))
            self.pieces.remove(place)
        own = self.pieces.own
        cursor = next((at for at, piece in enumerate(own) if self._has_blocks(piece)), None)
        if cursor is None:
            cursor = next((at for at, piece in enumerate(own) if is_end(piece)), len(own))
        for index in order:
            place, source = self.places[index], self.sources[index]
            if source is None:
                self.places[index] = self.pieces.insert(cursor, "", gap=True)
            elif place is None:
                cursor = max(cursor, self._insert_line(source))
            elif index in steady:
                cursor = own.index(place)
            else:
                cursor -= own.index(place) < cursor
                own.remove(place)
                own.insert(cursor, place)
            cursor += 1

    def _place(self, row: int) -> Piece | None:
        """Return the piece of a block; `None` if it comes from a fragment."""
        block = self.rows[row].block
        if block.origin and block.origin.kind == FRAGMENT:
            return None
        return next(each for each in self.pieces.own if each.item and each.item.at == block.at)

    def _check_fragments(self) -> None:
        """Refuse changes of blocks that come from fragments."""
        for index, place in enumerate(self.places):
            known, source = self.known[index], self.sources[index]
            if place or known is None or source is None:
                continue
            parent = self.after[index].parent
            is_moved = (None if parent is None else self.sources[parent]) != self.rows[source].parent
            if is_moved or _content(self.before[known].block) != _content(self.after[index].block):
                raise NotMergeable(self._from_fragment(source))

    def _from_fragment(self, row: int) -> str:
        block = self.rows[row].block
        first = print_block(replace(block, label=None)).split("\n", 1)[0]
        return f"the block `{first}` comes from {shown_origin(block.origin)}"

    def _has_blocks(self, piece: Piece) -> bool:
        return isinstance(piece.item, Block) or any(
            self._inserts(piece, row) for row in self.rows if is_insert(piece)
        )

    def _insert_line(self, row: int) -> int:
        """Return the index of the `insert:` line that a block comes from."""
        found = (at for at, piece in enumerate(self.pieces.own) if self._inserts(piece, self.rows[row]))
        return next(found)

    def _inserts(self, piece: Piece, row: ResolvedBlock) -> bool:
        origin = row.block.origin
        return is_insert(piece) and any(
            piece.item is not None and piece.item.at == step.span.start and step.span.origin is None
            for step in (origin.chain if origin else ())
        )

    def _write(self, index: int, above: int | None) -> None:
        """Write the text of a block."""
        place, source, known = self.places[index], self.sources[index], self.known[index]
        if place is None:
            return
        block = self.after[index].block
        opening = self._opening(index, above)
        if source is None or known is None:
            whole = replace(block, label=None, opening=opening or block.opening)
            place.text = self.pieces.printed(print_block(whole))
            if isinstance(opening, Then):
                place.above = self.pieces.ending
            return
        edits = [*self._edit_opening(place, index, opening)]
        blocks = (self.rows[source].block, self.before[known].block, block)
        edits += self._edit_lines(place, [each.actions for each in blocks], blocks[0].opening.span.end)
        above = max((each.span.end for each in blocks[0].actions), default=blocks[0].opening.span.end)
        edits += self._edit_lines(place, [each.details for each in blocks], above)
        self.pieces.rewrite(place, edits)

    def _opening(self, index: int, above: int | None) -> Opening | None:
        """Return the new opening of a block; `None` if it keeps the one that it has."""
        row, source, known = self.after[index], self.sources[index], self.known[index]
        if row.parent is None:
            is_same = known is not None and self.before[known].block.opening == row.block.opening
            return None if is_same else row.block.opening
        if source is not None and self.rows[source].parent == self.sources[row.parent] is not None:
            written = self.rows[source].block.opening
            if isinstance(written, After) or row.parent == above:
                return None
        return Then() if row.parent == above else After(label=Label(name=self._label(row.parent)))

    def _label(self, index: int) -> str:
        """Return the label of a block, or a new one if it has none."""
        source, label = self.sources[index], self.after[index].block.label
        written = self.rows[source].block.label if source is not None else None
        if written:
            return written.name
        if self.places[index] is None and source is not None:
            raise NotMergeable(f"{self._from_fragment(source)}, and needs a label")
        if index not in self.new_labels:
            taken = {row.block.label.name for row in self.rows if row.block.label} | {
                *self.new_labels.values()
            }
            stem = label.name if label and not label.name.isdigit() else "step"
            names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, 10_000))
            self.new_labels[index] = next(name for name in names if name not in taken)
        return self.new_labels[index]

    def _edit_opening(self, place: Piece, index: int, opening: Opening | None) -> Iterator[Edit]:
        source, known = self.sources[index], self.known[index]
        if opening is None or source is None or known is None or not isinstance(place.item, Block):
            return
        written, before = self.rows[source].block.opening, self.before[known].block.opening
        if self.exact:
            match written, before, opening:
                case (
                    When(trigger=Sentence(text=text)),
                    When(trigger=Sentence(text=old)),
                    When(trigger=Sentence(text=new)),
                ):
                    edit = changed_words(place.text, text, old.value, new.value)
                    if edit:
                        yield edit
                        return
        if _opening_has_values(written, place.item.opening):
            raise NotMergeable(self._from_value(place.item))
        yield Edit(place.item.opening.span, self.pieces.printed(print_block(Block(opening=opening))))

    def _edit_lines(self, place: Piece, sides: list[Sequence[_Line]], above: int) -> Iterator[Edit]:
        """Edit the actions of a block, or its details.

        Args:
            place: The block.
            sides: Its lines in the script, in its payload, and in the payload with the changes.
            above: The end of the line above the first one.
        """
        written, old, new = sides
        if old == new:
            return
        base = old if list(map(type, old)) == list(map(type, written)) else written
        indent = self._indent(place)
        for _, start, end, new_start, new_end in changes(base, new):
            lines, texts = written[start:end], new[new_start:new_end]
            for at, (line, text) in enumerate(zip(lines, texts, strict=False)):
                yield self._edit_line(place, line, base[start + at], text, indent)
            for line in lines[len(texts) :]:
                yield Edit(Span(place.text.rindex("\n", 0, line.span.start), line.span.end), "")
            more = "".join(f"\n{print_line(each)}" for each in texts[len(lines) :])
            if more:
                after = written[end - 1].span.end if end else above
                yield Edit(Span(after, after), self.pieces.printed(more, indent))

    def _edit_line(self, place: Piece, line: _Line, old: _Line, new: _Line, indent: str) -> Edit:
        """Change the words of a line, or print it again."""
        text, before, after = map(_text_of, (line, old, new))
        is_same_kind = type(line) is type(old) is type(new) and _keyword(line) == _keyword(new)
        if self.exact and is_same_kind and text and before and after:
            edit = changed_words(place.text, text, before.value, after.value)
            if edit:
                return edit
        if has_values(text):
            raise NotMergeable(self._from_value(place.item))
        return Edit(line.span, self.pieces.printed(print_line(new), indent))

    def _from_value(self, block: object) -> str:
        first = print_block(block).split("\n", 1)[0] if isinstance(block, Block) else "block"
        return f"the block `{first}` has a value of the script or of a table in it"

    def _indent(self, place: Piece) -> str:
        """Return the indent of the actions of a block."""
        block = place.item
        if not isinstance(block, Block) or not block.actions:
            return "  "
        start = block.actions[0].span.start
        indent = place.text[place.text.rfind("\n", 0, start) + 1 : start]
        return "  " if indent.strip() else indent


def _opening_has_values(filled: Opening, written: Opening) -> bool:
    if isinstance(filled, When) and isinstance(filled.trigger, Sentence):
        return has_values(filled.trigger.text)
    return filled != written


def _text_of(line: _Line) -> Text | None:
    """Return the words of a line, unless they are JSON."""
    if isinstance(line, Detail):
        return None if line.raw else line.value
    return line.text if isinstance(line, Say | Do | Undecided) else None


def _keyword(line: _Line) -> str:
    return line.name if isinstance(line, Detail) else ""


def _whole(row: ResolvedBlock) -> tuple[object, ...]:
    return (*_content(row.block), row.parent)


def _content(block: Block) -> tuple[object, ...]:
    """Return what a block says, wherever it is."""
    opening = None if isinstance(block.opening, FOLLOW_UPS) else block.opening
    return opening, block.actions, block.details


def _in_order_of(rows: Rows, before: Rows) -> list[int]:
    """Return the block of the script for each block of its payload, which may have follow-ups right below their parents."""
    for order in (list(range(len(rows))), list(_chains(rows))):
        at = {row: index for index, row in enumerate(order)}
        parents = [None if (parent := rows[row].parent) is None else at[parent] for row in order]
        if parents == [row.parent for row in before]:
            return order
    raise NotMergeable("the blocks of the script are in another order than those of its payload")


def _chains(rows: Rows) -> Iterator[int]:
    """Yield the indexes of blocks, each above its follow-ups."""
    below: dict[int | None, list[int]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row.index)
    waiting = below.get(None, [])[::-1]
    while waiting:
        index = waiting.pop()
        yield index
        waiting.extend(reversed(below.get(index, [])))
