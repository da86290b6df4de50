"""A script as pieces of text, one for each of its items, which can be edited, moved and removed without losing comments."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.patch import difference
from scn_compiler.jsondoc.spans import JsonSpans
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.reuse.substitution import FilledText
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import (
    Action,
    Block,
    CallTest,
    Detail,
    Field,
    FirstMessage,
    Scenario,
    Script,
    ScriptItem,
    Setting,
    Text,
)
from scn_dsl.records import replace
from scn_dsl.vocabulary import BLANKS, TITLES
from scn_grammar.parser import read_items
from scn_grammar.plain_text import WIDTH
from scn_grammar.printer import print_script


class NotMergeable(Exception):  # noqa: N818  (a change that a person has to make, with the reason as its message)
    """A change that can't be brought into the lines of a script."""


@dataclass(slots=True, eq=False)
class Piece:
    """An item of a script.

    Attributes:
        item: The item as it was parsed; `None` for a new one.
        above: The line break before it, with blank lines, comments and its indent.
        text: Its text.
    """

    item: ScriptItem | None
    above: str
    text: str


class Pieces:
    """A script in pieces.

    Attributes:
        ending: Its line ending.
        head: The lines above the scenario.
        own: The scenario, with its title.
        tail: The text below the last item.
    """

    def __init__(self, text: str, title_at: int) -> None:
        """Cut a script at its items; a scenario without a title is above all titles.

        Args:
            text: The script.
            title_at: The offset of the title of the scenario to edit.
        """
        self.ending = line_ending(text)
        pieces: list[Piece] = []
        at = 0
        for item in read_items(text)[0]:
            start, end = item.whole
            pieces.append(Piece(item, text[at:start], text[start:end]))
            at = end
        self.tail = text[at:]
        titles = [index for index, each in enumerate(pieces) if _is_title(each)]
        first = next((index for index in titles if _at(pieces[index]) == title_at), None)
        last = next((index for index in titles if first is None or index > first), len(pieces))
        first = first or 0
        self.head = pieces[:first]
        self.own = pieces[first:last]
        self._rest = pieces[last:]

    def text(self) -> str:
        """Return the script, with the changes that were made."""
        parts: list[str] = []
        for piece in [*self.head, *self.own, *self._rest]:
            above = piece.above
            if parts and "\n" not in above:
                above = self.ending + above
            parts += (above, piece.text)
        return "".join([*parts, self.tail])

    def printed(self, text: str, indent: str = "") -> str:
        """Return printed lines with the indent and the line endings of the script."""
        return text.replace("\n", f"{self.ending}{indent}")

    def remove(self, piece: Piece) -> None:
        """Remove a piece of the scenario; its comments go above the next one."""
        index = self.own.index(piece)
        del self.own[index]
        below = next(iter([*self.own[index:], *self._rest]), None)
        after = below.above if below else self.tail
        above = piece.above.rstrip(BLANKS) + "".join(each + self.ending for each in _comments_in(piece.text))
        if above.strip(f"{BLANKS}\n\ufeff"):
            after = above.removesuffix("\n").removesuffix("\r") + after
        elif not (self.head or index):
            after = above.strip(f"{BLANKS}\n") + after.lstrip("\r\n")
        if below:
            below.above = after
        else:
            self.tail = after

    def insert(self, index: int, text: str, *, gap: bool) -> Piece:
        """Insert a piece into the scenario; a blank line goes above it if `gap`."""
        lead = self.ending * 2 if gap else self.ending
        piece = Piece(None, lead, text)
        if index == 0 and not self.head:
            first = self.own[0]
            piece.above = first.above
            first.above = self.ending * 2 if isinstance(first.item, Block) else self.ending
        self.own.insert(index, piece)
        return piece

    def rewrite(self, piece: Piece, edits: Iterable[Edit]) -> None:
        """Edit the text of a piece; comments between the lines that an edit replaces go above these lines."""
        text = piece.text
        for edit in sorted(edits, key=lambda each: each.span, reverse=True):
            start, end = edit.span
            comments = _comments_in(text[start:end])
            text = text[:start] + edit.text + text[end:]
            line = text.rfind("\n", 0, start) + 1
            for comment in reversed(comments):
                if line:
                    indent = text[line : line + len(text[line:]) - len(text[line:].lstrip(BLANKS))]
                    text = f"{text[:line]}{indent}{comment}{self.ending}{text[line:]}"
                else:
                    piece.above += f"{comment}{self.ending}"
        piece.text = text


def _is_title(piece: Piece) -> bool:
    return isinstance(piece.item, Field) and piece.item.name in TITLES


def _at(piece: Piece) -> int:
    return piece.item.at if piece.item else -1


def _comments_in(text: str) -> list[str]:
    """Return the comments between the lines of an item; its first line isn't one."""
    return [line.strip() for line in text.split("\n")[1:] if line.lstrip(BLANKS).startswith("#")]


def is_end(piece: Piece) -> bool:
    """Tell whether a piece is a test, which is below all lines of its scenario."""
    return isinstance(piece.item, CallTest)


def print_setting(setting: Setting) -> str:
    """Print a line of settings."""
    return print_script(Script(defaults=(setting,))).rstrip("\n")


def print_block(block: Block) -> str:
    """Print a block."""
    return print_script(Script(scenarios=(Scenario(blocks=(block,)),))).rstrip("\n")


def print_line(line: Action | Detail) -> str:
    """Print an action or a detail of a block, without the indent of its first line."""
    block = Block(opening=FirstMessage())
    block = replace(block, details=(line,)) if isinstance(line, Detail) else replace(block, actions=(line,))
    return print_block(block).split("\n", 1)[1].lstrip(" ")


def changed_words(line: str, written: Text, before: str, after: str) -> Edit | None:
    """Change only the words of a text that differ, if they are on one line of the script, without values in it.

    Args:
        line: The text of the item.
        written: The text as it is in the script.
        before: The text as the payload has it.
        after: The text as it should become.

    Returns:
        The edit; `None` if the whole text has to be printed again.
    """
    if written.value != before or not written.is_plain or "\n" in after:
        return None
    start = _same_start(before, after)
    end = len(before) - _same_start(before[start:][::-1], after[start:][::-1])
    while start and not before[start - 1].isspace():
        start -= 1
    while end < len(before) and not before[end].isspace():
        end += 1
    words = after[start : len(after) - len(before) + end]
    if not words or start == end or not written.is_unbroken(start, end):
        return None
    span = written.locate(start, end)
    above, below = line[: span.start].rpartition("\n")[2], line[span.end :].partition("\n")[0]
    is_long = len(above) + len(words) + len(below.rstrip()) > WIDTH and len(words) > span.end - span.start
    return None if is_long or span.origin else Edit(span, words)


def _same_start(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))


def changes(old: Sequence[object], new: Sequence[object]) -> list[tuple[str, int, int, int, int]]:
    """Return what differs between two lists, from the last change to the first."""
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [each for each in reversed(opcodes) if each[0] != "equal"]


def edits_of_json(written: Text, before: Json, after: Json) -> list[Edit] | None:
    """Return an edit for each value in a JSON text that differs; `None` if values are added, removed or moved."""
    edits: list[Edit] = []
    spans = JsonSpans(written.value)
    for operation in difference(before, after):
        if operation["op"] != "replace" or isinstance(operation["value"], dict | list):
            return None
        value, path = before, []
        for part in operation["path"].split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            path.append(int(name) if isinstance(value, list) else name)
            value = value[path[-1]]
        start, end = spans.locate(tuple(path))
        if isinstance(value, dict | list) or not written.is_unbroken(start, end):
            return None
        edits.append(Edit(written.locate(start, end), json.dumps(operation["value"], ensure_ascii=False)))
    return edits


def has_values(text: Text | None) -> bool:
    """Tell whether a text has values in it, which a new text would replace; `$$` is a dollar sign, and no value."""
    return isinstance(text, FilledText) and any(
        text.written.value[start:end] != "$$" for start, end, *_ in text.filled
    )
