"""A broken item: line by line, what is wrong in it, and what it says all the same."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Block, Field, ScriptItem, Text
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, BLOCK, FIELDS
from scn_grammar.fast.reader import plain_item
from scn_grammar.lalr import engine
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, split
from scn_grammar.recovery.explain import explain_line
from scn_grammar.recovery.keywords import LONE_LABEL
from scn_grammar.recovery.mistake import Mistake
from scn_grammar.recovery.names import mistake_below
from scn_grammar.recovery.understand import understand

_INSIDE = (LineKind.ACTION, LineKind.DETAIL)


@dataclass(slots=True)
class _Logical:
    """A line with the lines that continue it: what was typed, and what is read instead.

    Attributes:
        guessed: Whether its first words are none of the language's, so that its kind is only what it was meant to be.
    """

    start: int
    text: str
    kind: LineKind
    guessed: bool
    mended: str = ""


def recover(text: str, kind: LineKind, above: str = "") -> tuple[ScriptItem | None, tuple[Diagnostic, ...]]:
    """The item that a refused text was meant to be, if any, and what is wrong with it; `above` as of `understand`."""
    above = BLOCK if kind is LineKind.OPENING else above
    lines = list(_logical_lines(text, above))
    below = mistake_below(above, text)
    if below:
        lines[0].kind = LineKind.DETAIL
    elif kind is LineKind.SETTING and len(lines) > 1:
        return _unbarred(lines)
    found: list[Diagnostic] = []
    usable = True
    kept: list[_Logical] = []
    for line in lines:
        line.mended = line.text
        mistake = below or _misplaced(line, kept)
        mistake = mistake or (None if _is_right(line) else _explain(line, kind, above))
        if mistake:
            found.append(mistake.diagnostic(line.start))
            usable = _mend(line, mistake, above) and usable
            if not _accepted(line.mended, line.kind) or _misplaced(line, kept):
                usable = False
                if kept or line.kind is not LineKind.OPENING:
                    continue
                line = _stand_in(line)  # noqa: PLW2901
        kept.append(line)
    return _reread(text, kept, found, usable)


def _first_line(text: str) -> str:
    """The line that a text begins with, without what its end may be made of."""
    return text.split("\n", maxsplit=1)[0].rstrip(BLANKS)


def _misplaced(line: _Logical, kept: list[_Logical]) -> Mistake | None:
    """What is right in itself, but not inside a block."""
    inside = bool(kept) and kept[0].kind is LineKind.OPENING
    first = Span(0, len(_first_line(line.text)))
    if inside and line.kind is LineKind.SETTING and _accepted(line.mended, line.kind):
        return Mistake(
            "stray-line", "a field does not stand inside a block", first, "move it above the blocks"
        )
    if inside and line.kind is LineKind.VERSION:
        message = "the version stands once, above everything else"
        return Mistake("unknown-version", message, first, "move it to the top, or take it out")
    return None


def _unbarred(lines: list[_Logical]) -> tuple[ScriptItem | None, tuple[Diagnostic, ...]]:
    """JSON over several lines without `|`: one report, however many lines."""
    bare = lines[1]
    edits = tuple(Edit(Span(line.start, line.start), "| ") for line in lines[1:])
    span = Span(bare.start, bare.start + len(_first_line(bare.text)))
    title = "begin each further line with `|`"
    found = report("bad-json", span, "JSON goes on in the next line behind `|`", title, fix=Fix(title, edits))
    for line in lines:
        line.mended = line.text if line is lines[0] else f"| {line.text}"
    item = _item("\n".join(line.mended for line in lines))
    return (None if item is None else _moved(item, _places(lines))), (found,)


def _logical_lines(text: str, above: str) -> Iterator[_Logical]:
    lines = [line for line in split(text) if line.kind not in SILENT]
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and lines[end].kind is LineKind.CONTINUATION:
            end += 1
        first: Line = lines[start]
        if LONE_LABEL.match(first.text) and end < len(lines) and lines[end].kind is LineKind.OPENING:
            end += 1
        guessed = first.kind is LineKind.UNKNOWN
        kind = understand(first.text, above).kind if guessed else first.kind
        yield _Logical(first.start, text[first.start : lines[end - 1].end], kind, guessed)
        start = end


def _item(text: str) -> ScriptItem | None:
    return plain_item(text) or engine.accept_item(text)


def _is_right(line: _Logical) -> bool:
    return not line.guessed and _accepted(line.text, line.kind)


@lru_cache(maxsize=1 << 10)
def _accepted(line: str, kind: LineKind) -> bool:
    if kind in (LineKind.UNKNOWN, LineKind.CONTINUATION):
        return False
    return _item(f"THEN\n{line}" if kind in _INSIDE else line) is not None


def _explain(line: _Logical, whole: LineKind, above: str) -> Mistake:
    mistake = explain_line(line.text, line.kind, above)
    if line.kind is LineKind.ACTION and whole is not LineKind.OPENING:
        first = _first_line(line.text)
        word = re.match(r"[a-z/]+(?: call| raw)?", first)
        message = f"`{word[0] if word else first}` stands in no block"
        hint = "put FIRST_MESSAGE, `WHEN …`, THEN or `AFTER @name` above it"
        return Mistake("stray-line", message, Span(0, len(first)), hint)
    return mistake


def _mend(line: _Logical, mistake: Mistake, above: str) -> bool:
    """Mend `line` until it is parse_item: a mistake may hide another. Whether it then says what was meant."""
    usable = mistake.usable
    line.mended = mistake.mend(line.text)
    for _ in range(4):
        if not mistake.edits or _accepted(line.mended, line.kind):
            break
        mistake = explain_line(line.mended, line.kind, above)
        usable = usable and mistake.usable
        line.mended = mistake.mend(line.mended)
    return usable


def _stand_in(line: _Logical) -> _Logical:
    """An opening that keeps the label and the place of one that cannot be read."""
    label = line.text.split()[0] if line.text.startswith("@") else ""
    for opening in (f'{label} WHEN raw: "?"', 'WHEN raw: "?"'):
        if _accepted(opening.strip(), LineKind.OPENING):
            line.mended = opening.strip()
            break
    return line


def _reread(
    text: str, kept: list[_Logical], found: list[Diagnostic], usable: bool
) -> tuple[ScriptItem | None, tuple[Diagnostic, ...]]:
    mended = "\n".join(line.mended for line in kept)
    item = _item(mended) if kept else None
    if not found:
        name, message = _unexplained(text)
        found.append(report(name, Span(0, len(_first_line(text))), message))
        return None, tuple(found)
    if isinstance(item, Block):
        item = replace(item, broken=not usable)
    if item is None:
        return _empty(text), tuple(found)
    return _moved(item, _places(kept)), tuple(found)


def _empty(line: str) -> ScriptItem | None:
    """A field whose value is missing: it is reported, and not missing itself."""
    name = re.match(r"([a-z_]+)[ \t\xa0]*(?:raw[ \t\xa0]*)?:", line)
    if not name or name[1] not in FIELDS:
        return None
    span = Span(0, len(line))
    return Field(name=name[1], value=Text(value="", span=span), span=span)


def _unexplained(text: str) -> tuple[str, str]:
    word = text.split(maxsplit=1)[0] if text.split() else text
    if text.startswith(("say", "do", "end", "wait")):
        return "stray-line", f"`{word.rstrip(':')}` stands in no block"
    return "stray-line", f"the line that begins with `{word}` cannot be read"


def _places(kept: list[_Logical]) -> Callable[[int], int]:
    """From an offset in the mended text to one in what was typed."""
    starts: list[int] = []
    offset = 0
    for line in kept:
        starts.append(offset)
        offset += len(line.mended) + 1
    mendings = [_Mending.of(line.text, line.mended) for line in kept]

    def place(offset: int) -> int:
        at = bisect_right(starts, max(offset, 0)) - 1
        return kept[at].start + mendings[at].undo(offset - starts[at])

    return place


class _Mending(NamedTuple):
    """How a line was mended: both begin with `same` characters alike and end with `tail`; between is one place."""

    typed: int
    mended: int
    same: int
    tail: int

    @classmethod
    def of(cls, typed: str, mended: str) -> Self:
        same = _shared(typed, mended)
        room = min(len(typed), len(mended)) - same
        return cls(len(typed), len(mended), same, min(room, _shared(typed[::-1], mended[::-1])))

    def undo(self, at: int) -> int:
        """The offset in what was typed of one in the mended line."""
        if at <= self.same:
            return at
        if at < self.mended - self.tail:
            return self.same
        return max(self.same, self.typed - max(self.tail and self.mended - at, 0))


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _moved(node: Any, place: Callable[[int], int]) -> Any:
    """`node` with every span, of itself and of what is in it, put where it was typed."""
    changes: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Span):
            changes[each.name] = Span(place(value.start), place(value.end))
        elif isinstance(node, Text) and each.name == "places":
            changes[each.name] = tuple((index, place(offset)) for index, offset in value)
        elif is_dataclass(value):
            changes[each.name] = _moved(value, place)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[each.name] = tuple(_moved(child, place) for child in value)
    return replace(node, **changes)
