"""Slips that authors make, put into scripts that are right: each kind only where the result is wrong for certain."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scn_dsl.vocabulary import FIELDS
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify

NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wqretuyoiasdfghjklkxzcvbnb", strict=True))


@dataclass(frozen=True)
class Row:
    """One line of a script: its number before the slip, if it had one, and whether the slip touched it."""

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
    """A kind that changes one line, given without its indentation and nothing that continues it."""

    def make(rows: Rows, at: int, rng: random.Random) -> Rows | None:
        bare = change(rows[at].bare, rng) if _alone(rows, at) else None
        return None if bare is None or bare == rows[at].bare else put(rows, at, [rows[at].to(bare)])

    make.__name__ = change.__name__
    return kind(make)


def put(rows: Rows, at: int, new: Rows, length: int = 1) -> Rows:
    return rows[:at] + new + rows[at + length :]


def _touch(rows: Rows, at: int) -> None:
    """The lines on both sides of a gap before `at` are what a slip that took a line out touched."""
    for side in (at - 1, at):
        if 0 <= side < len(rows):
            rows[side] = replace(rows[side], touched=True)


def _alone(rows: Rows, at: int) -> bool:
    following = next((row for row in rows[at + 1 :] if row.bare and row.kind is not LineKind.COMMENT), None)
    return following is None or following.kind is not LineKind.CONTINUATION


def _block(rows: Rows, at: int) -> Rows:
    """The lines of the block that begins at `at` which do something."""
    found: Rows = []
    for row in rows[at + 1 :]:
        if row.kind in (LineKind.OPENING, LineKind.TITLE, LineKind.SETTING):
            break
        found += [row] if row.kind is LineKind.ACTION else []
    return found


def _above(rows: Rows, at: int) -> int | None:
    """Where the block above the opening at `at` begins; `None` if fields or nothing are above."""
    for before in range(at - 1, -1, -1):
        if rows[before].kind is LineKind.OPENING:
            return before
        if rows[before].kind in (LineKind.TITLE, LineKind.SETTING, LineKind.VERSION):
            return None
    return None


def _speaks(row: Row) -> bool:
    return row.bare.startswith(("say", "do"))


def label_of(row: Row) -> str | None:
    found = re.match(r"@([a-z][\w-]*)(?= )", row.bare)
    return found[1] if found and row.kind is LineKind.OPENING else None


def _keyword(bare: str) -> str | None:
    """The word of the language that a line begins with."""
    found = re.match(r"FIRST_MESSAGE|WHEN|THEN|AFTER|(?:say|do)(?=:)|end call|wait$|([a-z_]+)(?=:)", bare)
    return None if not found or (found[1] and found[1] not in FIELDS) else found[0]


# A keyword


@on_line
def letter_dropped(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    return bare[:at] + bare[at + 1 :] if word and word[at] != " " else None


@on_line
def letter_doubled(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    return bare[: at + 1] + bare[at:] if word and word[at] not in " _" else None


@on_line
def letters_transposed(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word) - 1) if word else 0
    return bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :] if word and " " not in word else None


@on_line
def letter_replaced(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    at = rng.randrange(len(word)) if word else 0
    other = NEIGHBOURS.get(word[at].lower()) if word else None
    if not other or not word:
        return None
    return bare[:at] + (other.upper() if word[at].isupper() else other) + bare[at + 1 :]


@on_line
def wrong_case(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    forms = {word.lower(), word.upper(), word.capitalize()} - {word} if word else set()
    return rng.choice(sorted(forms)) + bare[len(word or "") :] if forms else None


@on_line
def missing_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(":", "", 1) if re.match(r"(?:say|do|[a-z_]+): \S", bare) and _keyword(bare) else None


@on_line
def colon_too_many(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return (
        f"{word}:{bare[len(word) :]}"
        if word and bare[len(word) : len(word) + 1] != ":" and word != "wait"
        else None
    )


@on_line
def full_width_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(": ", "：", 1) if re.match(r"(?:say|do|role|language): \S", bare) else None


@on_line
def equals_sign_for_colon(bare: str, rng: random.Random) -> str | None:
    return bare.replace(":", " =", 1) if re.match(r"(?:say|do|role|language): \S", bare) else None


@on_line
def zero_width_space_in_keyword(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return bare[:1] + "\u200b" + bare[1:] if word else None


@on_line
def zero_width_space_before_line(bare: str, rng: random.Random) -> str | None:
    return "\u200b" + bare if _keyword(bare) else None


@on_line
def another_verb(bare: str, rng: random.Random) -> str | None:
    if bare.startswith("say: "):
        return rng.choice(["says:", "speak:", "reply:", "Caller:"]) + bare[4:]
    if bare.startswith("do: "):
        return rng.choice(["does:", "improvise:"]) + bare[3:]
    return (
        rng.choice(["hang up", "hangup", "endcall", "end_call", "end call."]) if bare == "end call" else None
    )


@on_line
def keyword_twice(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    return f"{word} {bare}" if word in ("WHEN", "THEN", "AFTER", "FIRST_MESSAGE") else None


@on_line
def bullet_before_line(bare: str, rng: random.Random) -> str | None:
    return rng.choice("-*") + " " + bare if _keyword(bare) else None


@on_line
def key_and_value_of_json(bare: str, rng: random.Random) -> str | None:
    found = re.match(r'(say|do|role|language): ([^"\\]+)$', bare)
    return f'"{found[1]}": "{found[2]}",' if found else None


# A field, a comment, a value


@on_line
def another_fields_name(bare: str, rng: random.Random) -> str | None:
    other = {"role": "persona", "language": "lang", "expect": "assert", "tags": "labels", "scenario": "title"}
    word = _keyword(bare)
    return other[word] + bare[len(word) :] if word in other else None


@on_line
def value_missing(bare: str, rng: random.Random) -> str | None:
    word = _keyword(bare)
    if not word or word in ("scenario", "THEN", "FIRST_MESSAGE", "end call", "wait"):
        return None
    return word if word in ("WHEN", "AFTER") else f"{word}:"


@on_line
def json_broken(bare: str, rng: random.Random) -> str | None:
    value = re.search(r"(?:^[a-z]+\.[\w$.-]+|^[a-z/]+ raw): (.+)$", bare)
    if not value:
        return None
    return bare[:-1] if value[1][-1] in '"]}' else bare + "}"


@on_line
def wrong_comment_mark(bare: str, rng: random.Random) -> str | None:
    return rng.choice(["//", "--", ";", "%"]) + bare[1:] if bare.startswith("# ") else None


@on_line
def version_misspelt(bare: str, rng: random.Random) -> str | None:
    return rng.choice(["scn1", "SCN 1", "scn 9", "scn v1", "scn: 1"]) if bare == "scn 1" else None
