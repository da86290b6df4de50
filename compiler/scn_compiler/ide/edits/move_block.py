"""Refactoring: move a block up or down, with its follow-ups and comments."""

from bisect import bisect_left
from collections.abc import Iterator

from scn_compiler.ide.document import ScriptPart, has_ids
from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring, has_numbers, is_only_blocks, is_right
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import After, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split

_INDENTED_COMMENT = lazy_pattern(r"[ \t\xa0\r]*\n(?P<indent>[ \t\xa0]*)#[^\n]*(?<!\r)")
_ALLOW = lazy_pattern(r"(?i:#\s*scn\s*:)")


def moves(chosen: ChosenBlock) -> Iterator[Refactoring]:
    """Yield the ways to move a block past the block above and below it, with the follow-ups of both.

    The edits take away the other block and write it again on the other side, so the cursor stays in its block.
    """
    rows, start = chosen.part.scenario.rows, chosen.row.index
    if not chosen.is_at_opening or has_numbers(chosen.part):
        return
    end = end_of_follow_ups(rows, start)
    count = end - start - 1
    with_others = f" with its {count} follow-ups" if count > 1 else " with its follow-up" if count else ""
    changes = "ids change" if has_ids(chosen.script) else "the order changes"
    for word, first, middle in (("up", _start_above(rows, start), start), ("down", start, end)):
        spans = _exchangeable(chosen.part, first, middle) if first is not None else None
        if spans:
            edits = _moved(chosen.part.text, *spans, is_up=word == "up")
            yield chosen.rewrite(f"Move this block {word}{with_others}", *edits, kind="move", changes=changes)


_Rows = tuple[ResolvedBlock, ...]


def end_of_follow_ups(rows: _Rows, index: int) -> int:
    """Return the index after the follow-ups directly below a block, and their follow-ups."""
    end = index + 1
    while end < len(rows) and (parent := rows[end].parent) is not None and parent >= index:
        end += 1
    return end


def _start_above(rows: _Rows, index: int) -> int | None:
    """Find the block whose follow-ups end above a block, and which is the furthest up."""
    own, found, lowest = rows[index].parent, None, index
    for at in range(index - 1, -1 if own is None else own, -1):
        found = at if lowest >= at else found
        parent = rows[at].parent
        if parent is None:
            break
        lowest = min(lowest, parent)
    return found


def _exchangeable(part: ScriptPart, start: int, middle: int) -> tuple[Span, Span] | None:
    """Return the lines of two neighbors, with their follow-ups; `None` if one of them must stay where it is.

    Args:
        start: The index of the first one.
        middle: The index of the second one, which may be after the last block.
    """
    rows = part.scenario.rows
    if middle == len(rows) or not all(
        isinstance(rows[at].block.opening, When | After) for at in (start, middle)
    ):
        return None
    end = end_of_follow_ups(rows, middle)
    both = rows[start:end]
    if any(row.follows_up and row.parent is None for row in both):
        return None
    spans = block_lines(part, both[0], both[middle - start - 1]), block_lines(part, rows[middle], both[-1])
    if spans[0].end >= spans[1].start or not is_only_blocks(part, Span(spans[0].start, spans[1].end)):
        return None
    return spans if all(is_right(part, row) for row in both) else None


def block_lines(part: ScriptPart, first: ResolvedBlock, last: ResolvedBlock) -> Span:
    """Return the lines from one block to another, with their comments.

    A comment belongs to the block directly below it, but to the one above if it is indented more than that. A suppression
    belongs to the block below, also with blank lines in between.
    """
    text, at, end = part.text, first.block.at, last.block.whole.end
    line = text.rfind("\n", 0, at) + 1
    indent = at - line
    above = bisect_left(part.items, at, key=lambda each: each.at) - 1
    top = body_start(text) if above < 0 else text.index("\n", part.items[above].whole.end) + 1
    start, is_close = line, True
    for each in reversed(list(split(text[:line], top))[:-1]):
        begin = text.rfind("\n", 0, each.start) + 1
        is_close = is_close and each.kind is LineKind.COMMENT and each.start - begin <= indent
        if is_close or _ALLOW.match(each.text):
            start = begin
    while (comment := _INDENTED_COMMENT.match(text, end)) and len(comment["indent"]) > indent:
        end = comment.end()
    return Span(start, end)


def _moved(text: str, first: Span, second: Span, *, is_up: bool) -> tuple[Edit, ...]:
    """Return the edits that exchange two stretches of lines; the second one stays untouched if it moves up, else the first."""
    gap = text[first.end : second.start]
    if is_up:
        taken = Span(first.start, second.start)
        return Edit(taken, ""), Edit(second.after, gap + text[slice(*first)])
    taken = Span(first.end, second.end)
    return Edit(Span(first.start, first.start), text[slice(*second)] + gap), Edit(taken, "")
