"""Lines to items: splits a file so that each item can be parsed and cached on its own."""

from collections.abc import Iterable, Iterator

from scn_dsl.vocabulary import BLOCK, NAMED_LINES, STEPS, TABLE, TEST, FieldKind
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, parts_of, split

_JSON_SIGNS = '{}[]"'
_FIRST_STEPS = ("hear", "cut off", "silent", "plays")
"""Steps with which a test can start, and a block can't."""

_HEADS = (LineKind.VERSION, LineKind.TITLE, LineKind.SETTING, LineKind.OPENING)


class Stretch:
    """The lines of one item, with the comments between them.

    Attributes:
        kind: The kind of its first line.
        acted: Whether a block has a line, perhaps misspelled, with an action or a detail.
        above: The record the item belongs to; empty for none.
        inside: `BLOCK` or `TEST` if it is one of them.
    """

    __slots__ = ("above", "acted", "inside", "kind", "lines")

    def __init__(self, kind: LineKind, above: str) -> None:
        self.kind = kind
        self.lines: list[Line] = []
        self.acted = False
        self.above = above
        self.inside = ""

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    def trim(self) -> None:
        """Drop trailing blank lines and comments: they don't belong to an item."""
        while self.lines[-1].kind in SILENT:
            self.lines.pop()


def split_items(text: str, start: int = 0, above: str = "") -> Iterator[Stretch]:
    """Split a text into items, without parsing them.

    Args:
        start: The offset to start at.
        above: The record above `text` that its first lines can belong to; empty for none.

    Shapes:
        the first line of an item, with the lines that continue it -> a stretch
        blank lines and comments between items -> nothing

    Raises:
        Nothing: lines with unknown keywords go where their meaning puts them (see `understand`).
    """
    stretch: Stretch | None = None
    lines = list(split(text, start))
    inside = _fields_inside(lines)
    tests = _heads_of_tests(lines)
    for line in lines:
        if line.kind in SILENT:
            if stretch:
                stretch.lines.append(line)
            continue
        place = stretch.inside if stretch and stretch.inside else above
        kind = _understood(line.text, place) if line.kind is LineKind.UNKNOWN else line.kind
        if line.start in tests:
            kind = LineKind.OPENING
        if kind is LineKind.DETAIL and not (stretch and stretch.kind is LineKind.OPENING):
            kind = LineKind.SETTING
        strays = line.start in inside and stretch is not None and stretch.kind is LineKind.OPENING
        if stretch is None or line.start in tests or not (strays or _belongs(kind, line, stretch)):
            if stretch:
                stretch.trim()
                yield stretch
            stretch = Stretch(kind, above)
            if kind is LineKind.OPENING:
                stretch.inside = _place_inside(line)
            above = _record_after_line(line, kind, above)
        stretch.lines.append(line)
        stretch.acted = stretch.acted or kind in (LineKind.ACTION, LineKind.DETAIL)
    if stretch:
        stretch.trim()
        yield stretch


def _understood(line: str, place: str) -> LineKind:
    """Find the kind that a line with an unknown keyword was meant to have."""
    from scn_grammar.recovery.understand import understand  # noqa: PLC0415  (plain scripts don't need it)

    return understand(line, place).kind


def _place_inside(line: Line) -> str:
    """Return `TEST` for the first line of a test, right or wrong, and `BLOCK` for that of a block."""
    if line.kind is LineKind.OPENING:
        return TEST if line.text.startswith(TEST) else BLOCK
    from scn_grammar.recovery.recover import place_inside  # noqa: PLC0415  (plain scripts don't need it)

    return place_inside(LineKind.OPENING, line.text)


def _heads_of_tests(lines: list[Line]) -> frozenset[int]:
    """Find the offsets of lines such as `scenario: A` and `test A` with a step of a test directly below."""
    found: set[int] = set()
    title: Line | None = None
    for line in lines:
        if line.kind is LineKind.ACTION and title and line.text.startswith(_FIRST_STEPS):
            found.add(title.start)
        if line.kind not in SILENT:
            is_title = line.kind in (LineKind.TITLE, LineKind.UNKNOWN)
            title = line if is_title and line.text.casefold().startswith(("scenario", "test")) else None
    return frozenset(found)


def _fields_inside(lines: list[Line]) -> frozenset[int]:
    """Find the offsets of fields above an action: the block above them continues below, so they are inside it."""
    inside: set[int] = set()
    goes_on = False
    for line in reversed(lines):
        if line.kind is LineKind.SETTING and goes_on:
            inside.add(line.start)
        elif line.kind not in (*SILENT, LineKind.CONTINUATION, LineKind.SETTING):
            goes_on = line.kind is LineKind.ACTION
    return frozenset(inside)


def record_above(fields: Iterable[str]) -> str:
    """Find the record that a line can belong to; empty for none.

    Args:
        fields: Names of the fields above the line, the nearest first, up to the first line that isn't a field.
    """
    names: list[str] = []
    for name in fields:
        names.append(name)
        if not NAMED_LINES[name].under:
            break
    record = ""
    for name in reversed(names):
        record = _record_after(name, record)
    return record


def _record_after(name: str, above: str) -> str:
    """Find the record that a line after the field `name` can belong to; `above` is the record of that field itself."""
    if NAMED_LINES[name].kind is FieldKind.RECORD:
        return name
    if NAMED_LINES[name].kind is FieldKind.CELLS or name == "rows":
        return TABLE
    return above if above in NAMED_LINES[name].under else ""


def _record_after_line(line: Line, kind: LineKind, above: str) -> str:
    if kind not in (LineKind.SETTING, LineKind.UNKNOWN):
        return ""
    if line.kind is LineKind.UNKNOWN:
        from scn_grammar.recovery.names import meant_field  # noqa: PLC0415  (plain scripts don't need it)

        name = meant_field(line.text, above)
        return _record_after(name, above) if name in NAMED_LINES else above
    parts = parts_of(line.text)
    return _record_after(parts.keyword, above) if parts and parts.keyword in NAMED_LINES else ""


def _belongs(kind: LineKind, line: Line, stretch: Stretch) -> bool:
    """Tell whether a line of `kind` continues `stretch` instead of starting an item."""
    if stretch.kind is LineKind.OPENING:
        return kind not in _HEADS or _strays_into(kind, line, stretch)
    if kind is LineKind.ACTION and stretch.kind is LineKind.ACTION:
        return stretch.lines[0].text.startswith(STEPS)
    if LineKind.UNKNOWN in (line.kind, stretch.kind):
        return _unknown_belongs(line, stretch)
    return line.kind is LineKind.CONTINUATION and stretch.kind is not LineKind.VERSION


def _unknown_belongs(line: Line, stretch: Stretch) -> bool:
    """Tell whether a line continues `stretch`, which isn't a block, if either has an unknown keyword."""
    from scn_grammar.recovery.code_fences import closes_text, is_fence  # noqa: PLC0415
    from scn_grammar.recovery.logical_lines import (  # noqa: PLC0415  (plain scripts don't need it)
        JSON_VALUE,
        ends_comment,
        is_bare,
        opens_comment,
    )

    first, last = stretch.lines[0], stretch.lines[-1]
    if line.kind is not LineKind.UNKNOWN:
        return line.kind is LineKind.CONTINUATION and not opens_comment(first.text)
    if stretch.kind is LineKind.SETTING and JSON_VALUE.search(first.text):
        return line.text[0] in _JSON_SIGNS
    if stretch.kind is LineKind.UNKNOWN and opens_comment(first.text):
        return first is last or not ends_comment(first.text, last.text)
    if stretch.kind is LineKind.UNKNOWN:
        return is_fence(first.text) and is_bare(line.text)
    return stretch.kind in (LineKind.SETTING, LineKind.TITLE) and (
        is_bare(line.text) or closes_text(line.text, first.text)
    )


def _strays_into(kind: LineKind, line: Line, stretch: Stretch) -> bool:
    """Tell whether a line that can't be part of a block is inside one, before its first action."""
    if stretch.acted:
        return False
    if kind is LineKind.OPENING:
        from scn_grammar.recovery.foreign_words import is_speech_of_agent  # noqa: PLC0415  (few scripts need it)
        from scn_grammar.recovery.keywords import LONE_LABEL  # noqa: PLC0415

        lines = [line for line in stretch.lines if line.kind not in SILENT]
        alone = len(lines) == 1 and LONE_LABEL.match(lines[0].text) is not None
        return alone or is_speech_of_agent(line.text)
    return kind in (LineKind.SETTING, LineKind.VERSION)
