"""Recovers a rejected item: explains and repairs it line by line, then parses it again."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple, Self

from scn_dsl.catalog import report
from scn_dsl.diagnostic import CODE_FENCE, OUTSIDE_BLOCK, Diagnostic, Edit, Fix
from scn_dsl.nodes import Block, CallTest, Field, ScriptItem, Text
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, BLOCK, FIELDS, TABLE, TEST
from scn_grammar.fast.reader import plain_item
from scn_grammar.lalr import engine
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.example_tables import example_table
from scn_grammar.recovery.explain import explain_line
from scn_grammar.recovery.foreign_words import is_speech_of_agent, speech_inside
from scn_grammar.recovery.logical_lines import JSON_VALUE, LogicalLine, logical_lines
from scn_grammar.recovery.mistake import Mistake, replacement
from scn_grammar.recovery.names import mistake_below
from scn_grammar.recovery.steps import called_scenario, field_inside, is_test_head, step_keyword
from scn_grammar.text_cache import cached_by_text

_INSIDE = (LineKind.ACTION, LineKind.DETAIL)


Recovered = tuple[tuple[ScriptItem, ...], tuple[Diagnostic, ...]]
"""The items that a rejected item was meant to be, with `at` relative to it, and its diagnostics."""


def recover(text: str, kind: LineKind, above: str = "") -> Recovered:
    """Recover an item that the grammar rejected.

    Args:
        text: The source of the item.
        kind: The kind of its first line.
        above: As in `understand`.

    Shapes:
        each wrong line -> a diagnostic and, if possible, a repaired line
        the repaired lines -> the item, with spans in the source; a block is `broken` if it lost a line
        a field inside a block -> an item of its own, above the block

    Raises:
        Nothing: lines that can't be recovered are dropped, with at least one diagnostic.
    """
    if table := _example_table(text):
        return table
    above = place_inside(kind, text) or above
    lines = logical_lines(text, above)
    if above == TEST and (mistake := called_scenario(lines[0].text)):
        lines[0].kind, lines[0].mistake = LineKind.OPENING, mistake
    below = mistake_below(above, text)
    if below:
        lines[0].kind = LineKind.DETAIL
    elif kind is LineKind.SETTING and len(lines) > 1 and JSON_VALUE.search(_first_line(text)):
        return _json_without_bars(lines)
    diagnostics: list[Diagnostic] = []
    usable = True
    output: list[LogicalLine] = []
    strayed: list[ScriptItem] = []
    for line in lines:
        line.new_text = line.text
        mistake = below or _misplaced(line, output, text, above)
        mistake = mistake or line.mistake or (None if _is_right(line, above) else _explain(line, kind, above))
        if mistake and above in ("", TABLE) and diagnostics and step_keyword(line.text):
            continue  # the first of several steps outside of a test is reported
        if mistake:
            diagnostics.append(mistake.diagnostic(line.start))
            if mistake.case == CODE_FENCE:
                continue
            usable = _repair(line, mistake, above) and usable
            if _continues(line, output, above):
                output.append(line)
                continue
            if not _accepted(line.new_text, line.kind, above) or _misplaced(line, output, text, above):
                if output and (field := _strayed_field(line, mistake)):
                    strayed.append(field)
                    usable = usable and not line.guessed
                    continue
                usable = False
                if output or line.kind is not LineKind.OPENING:
                    continue
                line = _placeholder(line)  # noqa: PLW2901
        output.append(line)
    item, found = _reparse(text, output, diagnostics, usable)
    return (*strayed, *(() if item is None else (item,))), found


def _example_table(text: str) -> Recovered | None:
    """Recover rows between bars as the lines of a table."""
    found = example_table(text) if "|" in text else None
    if found is None:
        return None
    mistake, lines = found
    items: list[ScriptItem] = []
    for start, line in lines:
        end = text.find("\n", start)
        source = text[start : len(text) if end == -1 else end]
        item = _parse_item(line)
        if item:
            places = _source_offsets(
                [LogicalLine(start, source, LineKind.SETTING, guessed=True, new_text=line)]
            )
            items.append(replace(_relocate(item, places), at=0))
    return tuple(items), (mistake.diagnostic(0),)


def _first_line(text: str) -> str:
    """Return the first line of a text without trailing spaces."""
    return text.split("\n", maxsplit=1)[0].rstrip(BLANKS)


def place_inside(kind: LineKind, text: str) -> str:
    """Return `TEST` or `BLOCK` for an item of this kind that is one of them; else nothing."""
    if kind is not LineKind.OPENING:
        return ""
    first = _first_line(text)
    return TEST if is_test_head(first) else BLOCK


def _misplaced(line: LogicalLine, lines: list[LogicalLine], text: str, above: str) -> Mistake | None:
    """Explain a line that is right in itself but isn't allowed inside a block or a test."""
    inside = bool(lines) and lines[0].kind is LineKind.OPENING
    if inside and above == TEST:
        return (
            field_inside(line.text) if line.kind is LineKind.SETTING and line.new_text == line.text else None
        )
    first = Span(0, len(_first_line(line.text)))
    if inside and (spoken := speech_inside(line.text, acted=len(lines) > 1)):
        return spoken
    if inside and line.kind is LineKind.SETTING and _accepted(line.new_text, line.kind, above):
        return _field_inside(line, lines[0], text)
    if inside and line.kind is LineKind.VERSION:
        message = "the version line can appear only once, at the top of the file"
        return Mistake("unknown-version", message, first, "keep one `scn 1` line, at the top of the file")
    return None


def _strayed_field(line: LogicalLine, mistake: Mistake) -> ScriptItem | None:
    """Parse a field inside a block as an item of its own; `None` if the line isn't clearly a field."""
    if line.kind is not LineKind.SETTING or not mistake.usable or mistake.name == "missing-colon":
        return None
    item = None if is_speech_of_agent(line.text) else _parse_item(line.new_text)
    return None if item is None else replace(_relocate(item, _source_offsets([line])), at=0)


def _continues(line: LogicalLine, output: list[LogicalLine], above: str) -> bool:
    """Tell whether bare words are read as a continuation of the line above."""
    if not (output and line.is_bare and line.new_text.startswith("|")):
        return False
    return _accepted(f"{output[-1].new_text}\n{line.new_text}", output[-1].kind, above)


def _field_inside(line: LogicalLine, opening: LogicalLine, text: str) -> Mistake:
    """Explain a field between the lines of a block; the fix moves it above the block."""
    first = Span(0, len(_first_line(line.text)))
    top, line_end = opening.start - line.start, text.rfind("\n", 0, line.start) - line.start
    edits = (Edit(Span(top, top), f"{line.new_text}\n\n"), Edit(Span(line_end, len(line.text)), ""))
    hint = f"move `{_first_line(line.text)[:60]}` above `{_first_line(opening.text)[:60]}`"
    message, title = "this field isn't allowed inside a block", "move the field above the block"
    stays = replacement(0, 0, "")
    return Mistake("stray-line", message, first, hint, edits, title, safe=False, read_as=stays)


def _json_without_bars(lines: list[LogicalLine]) -> Recovered:
    """Report JSON over several lines without `|` once for all lines."""
    bare = lines[1]
    edits = tuple(Edit(Span(line.start, line.start), "| ") for line in lines[1:])
    span = Span(bare.start, bare.start + len(_first_line(bare.text)))
    title = "start each continuation line with `|`"
    diagnostic = report(
        "bad-json",
        span,
        "this line continues the JSON above, so it must start with `|`",
        title,
        fix=Fix(title, edits),
    )
    for line in lines:
        line.new_text = line.text if line is lines[0] else f"| {line.text}"
    item = _parse_item("\n".join(line.new_text for line in lines))
    return (() if item is None else (_relocate(item, _source_offsets(lines)),)), (diagnostic,)


def _parse_item(text: str) -> ScriptItem | None:
    return plain_item(text) or engine.accept_item(text)


def _is_right(line: LogicalLine, above: str) -> bool:
    return not line.guessed and _accepted(line.text, line.kind, above)


@cached_by_text(1 << 10)
def _accepted(line: str, kind: LineKind, above: str) -> bool:
    if kind in (LineKind.UNKNOWN, LineKind.CONTINUATION):
        return False
    head = "test: A" if above == TEST else "THEN"
    return _parse_item(f"{head}\n{line}" if kind in _INSIDE else line) is not None


def _explain(line: LogicalLine, whole: LineKind, above: str) -> Mistake:
    mistake = explain_line(line.text, line.kind, above)
    if line.kind is LineKind.ACTION and not step_keyword(line.text) and whole is not LineKind.OPENING:
        first = _first_line(line.text)
        word = re.match(r"(?:end call|[\w/]+)(?: raw)?", first)
        message = f"`{word[0] if word else first}` is outside a block"
        hint = "start a block above it: `FIRST_MESSAGE`, `WHEN The agent asks …`, `THEN` or `AFTER @name`"
        return Mistake("stray-line", message, Span(0, len(first)), hint, case=OUTSIDE_BLOCK)
    return mistake


def _repair(line: LogicalLine, mistake: Mistake, above: str) -> bool:
    """Repair `line` until it parses, because a mistake can hide another; return whether the result is usable."""
    usable = mistake.usable
    line.new_text = mistake.repair(line.text)
    for _ in range(4):
        if not mistake.edits or _accepted(line.new_text, line.kind, above):
            break
        mistake = explain_line(line.new_text, line.kind, above)
        usable = usable and mistake.usable
        line.new_text = mistake.repair(line.new_text)
    return usable


def _placeholder(line: LogicalLine) -> LogicalLine:
    """Replace an opening that can't be repaired with a placeholder that has its label."""
    label = line.text.split()[0] if line.text.startswith("@") else ""
    for opening in (f'{label} WHEN raw: "?"', 'WHEN raw: "?"'):
        if _accepted(opening.strip(), LineKind.OPENING, BLOCK):
            line.new_text = opening.strip()
            break
    return line


def _reparse(
    text: str, lines: list[LogicalLine], diagnostics: list[Diagnostic], usable: bool
) -> tuple[ScriptItem | None, tuple[Diagnostic, ...]]:
    new_text = "\n".join(line.new_text for line in lines)
    item = _parse_item(new_text) if lines else None
    if not diagnostics:
        diagnostics.append(_unexplained(text))
        return None, tuple(diagnostics)
    if isinstance(item, Block | CallTest):
        item = replace(item, broken=not usable)
    if item is None:
        return _empty_field(text), tuple(diagnostics)
    return _relocate(item, _source_offsets(lines)), tuple(diagnostics)


def _empty_field(line: str) -> ScriptItem | None:
    """Make a field without a value, so that rules don't report the field as missing."""
    name = re.match(r"([a-z_]+)[ \t\xa0]*(?:raw[ \t\xa0]*)?:", line)
    if not name or name[1] not in FIELDS:
        return None
    span = Span(0, len(line))
    return Field(name=name[1], value=Text(value="", span=span), span=span)


def _unexplained(text: str) -> Diagnostic:
    """Report a line in which nothing finds a mistake."""
    span = Span(0, len(_first_line(text)))
    word = text.split(maxsplit=1)[0] if text.split() else text
    if text.startswith("end call"):
        word = "end call"
    if text.startswith(("say", "do", "end", "wait")):
        return report("stray-line", span, f"`{word.rstrip(':')}` is outside a block", case=OUTSIDE_BLOCK)
    return report("stray-line", span, f"can't parse this line: `{word} …`")


def _source_offsets(lines: list[LogicalLine]) -> Callable[[int], int]:
    """Map offsets in the repaired text to offsets in the source."""
    starts: list[int] = []
    offset = 0
    for line in lines:
        starts.append(offset)
        offset += len(line.new_text) + 1
    changes = [_Change.of(line.text, line.new_text) for line in lines]

    def place(offset: int) -> int:
        at = bisect_right(starts, max(offset, 0)) - 1
        return lines[at].start + changes[at].undo(offset - starts[at])

    return place


class _Change(NamedTuple):
    """The difference between a line and its repair: everything between their common prefix and suffix.

    Attributes:
        old: The length of the source line.
        new: The length of the repaired line.
        prefix: The length of their common prefix.
        suffix: The length of their common suffix.
    """

    old: int
    new: int
    prefix: int
    suffix: int

    @classmethod
    def of(cls, old: str, new: str) -> Self:
        prefix = 0 if new.endswith(old) else _common_prefix(old, new)
        room = min(len(old), len(new)) - prefix
        return cls(len(old), len(new), prefix, min(room, _common_prefix(old[::-1], new[::-1])))

    def undo(self, at: int) -> int:
        """Map an offset in the repaired line to the source line."""
        if at <= self.prefix:
            return at
        if at < self.new - self.suffix:
            return self.prefix
        return max(self.prefix, self.old - max(self.suffix and self.new - at, 0))


def _common_prefix(one: str, other: str) -> int:
    """Measure the common prefix of two texts."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _relocate(node: Any, place: Callable[[int], int]) -> Any:
    """Map every span of `node` and its children with `place`."""
    changes: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Span):
            changes[each.name] = Span(place(value.start), place(value.end))
        elif isinstance(node, Text) and each.name == "places":
            changes[each.name] = tuple((index, place(offset)) for index, offset in value)
        elif is_dataclass(value):
            changes[each.name] = _relocate(value, place)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[each.name] = tuple(_relocate(child, place) for child in value)
    return replace(node, **changes)
