"""Lines to pieces: what a file is cut into, so that each part is read and remembered alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scn_dsl.vocabulary import BLOCK, FIELDS, Kind
from scn_grammar.keywords import LONE_LABEL, guess
from scn_grammar.lines import SILENT, Line, LineKind, split
from scn_grammar.misnamed import meant_field

_JSON_SIGNS = '{}[]"'
_JSON_VALUE = re.compile(r"(?:\.[\w$.-]+|\braw)[ \t\xa0]*:")
_HEADS = (LineKind.VERSION, LineKind.TITLE, LineKind.SETTING, LineKind.OPENING)


@dataclass(slots=True)
class Piece:
    """One item of a file: its kind (that of its first line) and its lines, comments between them included.

    `above` is the record that it stands below, empty if none. `acted` is whether a line of a block says, perhaps
    misspelt, what the caller does.
    """

    kind: LineKind
    lines: list[Line] = field(default_factory=list)
    acted: bool = False
    above: str = ""

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    def trim(self) -> None:
        """Leave out the blank and comment lines that only stand before the next piece."""
        while self.lines[-1].kind in SILENT:
            self.lines.pop()


def cut(text: str, start: int = 0, above: str = "") -> Iterator[Piece]:
    """The pieces of `text` in order; blank lines and comments between them belong to none.

    Args:
        above: The record that `text` stands below, empty if none.
    """
    piece: Piece | None = None
    for line in split(text, start):
        if line.kind in SILENT:
            if piece:
                piece.lines.append(line)
            continue
        place = BLOCK if piece and piece.kind is LineKind.OPENING else above
        kind = guess(line.text, place) if line.kind is LineKind.UNKNOWN else line.kind
        if kind is LineKind.DETAIL and not (piece and piece.kind is LineKind.OPENING):
            kind = LineKind.SETTING
        if piece is None or not _belongs(kind, line, piece):
            if piece:
                piece.trim()
                yield piece
            piece = Piece(kind, above=above)
            above = _record(line, kind, above)
        piece.lines.append(line)
        piece.acted = piece.acted or kind in (LineKind.ACTION, LineKind.DETAIL)
    if piece:
        piece.trim()
        yield piece


def _record(line: Line, kind: LineKind, above: str) -> str:
    """The record that what comes after `line` may belong to."""
    if kind not in (LineKind.SETTING, LineKind.UNKNOWN):
        return ""
    guessed = line.kind is LineKind.UNKNOWN
    name = meant_field(line.text, above) if guessed else line.text.partition(":")[0].split(maxsplit=1)[0]
    if name not in FIELDS:
        return above if guessed else ""
    if FIELDS[name].kind is Kind.RECORD:
        return name
    return above if above in FIELDS[name].under else ""


def _belongs(kind: LineKind, line: Line, piece: Piece) -> bool:
    """Whether a line of `kind` goes on with `piece` rather than beginning another."""
    if piece.kind is LineKind.OPENING:
        return kind not in _HEADS or _strays_into(kind, piece)
    if piece.kind is LineKind.SETTING and line.kind is LineKind.UNKNOWN and line.text[0] in _JSON_SIGNS:
        return _JSON_VALUE.search(piece.lines[0].text) is not None
    if kind in _HEADS or line.kind is LineKind.UNKNOWN:
        return False
    return line.kind is LineKind.CONTINUATION and piece.kind is not LineKind.VERSION


def _strays_into(kind: LineKind, piece: Piece) -> bool:
    """Whether a line that is no part of a block stands in the middle of one: nothing is done in it yet."""
    if kind is LineKind.OPENING:
        said = [line for line in piece.lines if line.kind not in SILENT]
        return len(said) == 1 and LONE_LABEL.match(said[0].text) is not None
    return kind in (LineKind.SETTING, LineKind.VERSION) and not piece.acted
