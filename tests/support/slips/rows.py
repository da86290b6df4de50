"""Scripts as rows for injecting slips, and the kinds of slips by name."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify


@dataclass(frozen=True)
class Row:
    """One line of a script, with its original number if it had one, and whether the slip touched it."""

    text: str
    origin: int | None = None
    touched: bool = False

    @property
    def bare(self) -> str:
        return self.text.strip()

    @property
    def indent(self) -> str:
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def kind(self) -> LineKind:
        return classify(self.bare)

    def to(self, bare: str) -> "Row":
        return replace(self, text=self.indent + bare, touched=True)


Rows = list[Row]
Make = Callable[[Rows, int, random.Random], Rows | None]
KINDS: dict[str, Make] = {}


def rows_of(text: str) -> Rows:
    return [Row(line, number) for number, line in enumerate(text.split("\n"))]


def kind(make: Make) -> Make:
    KINDS[make.__name__.replace("_", " ")] = make
    return make


def on_line(change: Callable[[str, random.Random], str | None]) -> Make:
    """A kind that changes one line, without its indentation and without continuations."""

    def make(rows: Rows, at: int, rng: random.Random) -> Rows | None:
        bare = change(rows[at].bare, rng) if is_alone(rows, at) else None
        return None if bare is None or bare == rows[at].bare else put(rows, at, [rows[at].to(bare)])

    make.__name__ = change.__name__
    return kind(make)


def put(rows: Rows, at: int, new: Rows, length: int = 1) -> Rows:
    return rows[:at] + new + rows[at + length :]


def touch(rows: Rows, at: int) -> None:
    """Mark the lines on both sides of a gap before `at` as touched."""
    for side in (at - 1, at):
        if 0 <= side < len(rows):
            rows[side] = replace(rows[side], touched=True)


def is_alone(rows: Rows, at: int) -> bool:
    following = next((row for row in rows[at + 1 :] if row.bare and row.kind is not LineKind.COMMENT), None)
    return following is None or following.kind is not LineKind.CONTINUATION


def actions_of(rows: Rows, at: int) -> Rows:
    """The action lines of the block that starts at `at`."""
    found: Rows = []
    for row in rows[at + 1 :]:
        if row.kind in (LineKind.OPENING, LineKind.TITLE, LineKind.SETTING):
            break
        found += [row] if row.kind is LineKind.ACTION else []
    return found


def opening_above(rows: Rows, at: int) -> int | None:
    """The start of the block above the opening at `at`; `None` if there is no block above."""
    for before in range(at - 1, -1, -1):
        if rows[before].kind is LineKind.OPENING:
            return before
        if rows[before].kind in (LineKind.TITLE, LineKind.SETTING, LineKind.VERSION):
            return None
    return None


def is_spoken(row: Row) -> bool:
    return row.bare.startswith(("say", "do"))


def label_of(row: Row) -> str | None:
    found = re.match(r"@([a-z][\w-]*)(?= )", row.bare)
    return found[1] if found and row.kind is LineKind.OPENING else None
