"""Slips in whole lines: deleted, doubled, swapped, joined, split, pasted; and labels."""

import random
import re

from scn_grammar.line_shapes import LineKind
from support.slips.rows import (
    Row,
    Rows,
    actions_of,
    is_alone,
    is_spoken,
    kind,
    label_of,
    opening_above,
    put,
    touch,
)


def _gone(rows: Rows, at: int, length: int = 1) -> Rows:
    left = put(rows, at, [], length)
    touch(left, at)
    return left


@kind
def opening_deleted(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    """Its action then belongs to the block above, which already has one, or to no block."""
    inside = actions_of(rows, at) if rows[at].kind is LineKind.OPENING and is_alone(rows, at) else []
    above = opening_above(rows, at)
    if not inside or not is_spoken(inside[0]):
        return None
    if above is not None and not any(is_spoken(row) for row in actions_of(rows, above)):
        return None
    return _gone(rows, at)


@kind
def action_deleted(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    is_opening = rows[at].kind is LineKind.OPENING and is_alone(rows, at)
    inside = actions_of(rows, at) if is_opening else []
    if (
        len(inside) != 1
        or at + 1 >= len(rows)
        or rows[at + 1].kind is not LineKind.ACTION
        or not is_alone(rows, at + 1)
    ):
        return None
    return _gone(rows, at + 1)


@kind
def line_twice(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    row = rows[at]
    once = row.kind in (LineKind.OPENING, LineKind.SETTING) or is_spoken(row)
    if not once or not is_alone(rows, at) or row.bare.startswith("expect"):
        return None
    return put(rows, at, [Row(row.text, row.origin, True), Row(row.text, None, True)])


@kind
def opening_and_action_swapped(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    above = opening_above(rows, at)
    if rows[at].kind is not LineKind.OPENING or not is_alone(rows, at) or len(actions_of(rows, at)) != 1:
        return None
    if at + 1 >= len(rows) or not is_spoken(rows[at + 1]) or not is_alone(rows, at + 1):
        return None
    if above is not None and not any(is_spoken(row) for row in actions_of(rows, above)):
        return None
    two = [Row(row.text, row.origin, True) for row in (rows[at + 1], rows[at])]
    return put(rows, at, two, 2)


@kind
def opening_and_action_joined(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    """Not `end call` after a sentence, which is still a sentence."""
    if rows[at].kind is not LineKind.OPENING or not is_alone(rows, at) or at + 1 >= len(rows):
        return None
    action = rows[at + 1]
    if action.kind is not LineKind.ACTION or not (is_spoken(action) or not rows[at].bare.startswith("WHEN")):
        return None
    return put(rows, at, [rows[at].to(f"{rows[at].bare} {action.bare}")], 2)


@kind
def text_split_in_two(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    """Before a plain word, which can't start a line of the language."""
    if not re.match(r"(?:say|do|role|expect): |WHEN (?!contains|raw)", rows[at].bare) or not is_alone(
        rows, at
    ):
        return None
    ends = r"(?!(?:say|do|wait|end|then|when|if|after|while|on|once|given|caller)\b)"
    places = [
        found.start() for found in re.finditer(rf"(?<=[a-z]) {ends}[a-z]+ [a-z]+\b(?!:)", rows[at].bare)
    ]
    if not places:
        return None
    cut = rng.choice(places)
    bare, indent = rows[at].bare, rows[at].indent
    return put(rows, at, [rows[at].to(bare[:cut]), Row(indent + "    " + bare[cut + 1 :], None, True)])


@kind
def expression_split_in_two(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    bare = rows[at].bare
    cut = bare.find(" OR contains")
    if not bare.startswith('WHEN contains "') or cut == -1 or not is_alone(rows, at):
        return None
    return put(rows, at, [rows[at].to(bare[:cut]), Row("    " + bare[cut + 1 :], None, True)])


def _inserted(rows: Rows, at: int, *lines: str) -> Rows:
    return put(rows, at + 1, [Row(line, None, True) for line in lines], 0)


@kind
def stray_prose(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    if rows[at].kind is not LineKind.ACTION or not is_alone(rows, at):
        return None
    return _inserted(
        rows,
        at,
        rng.choice(["  And then some more words.", "  Thank you very much, bye", "check this later"]),
    )


@kind
def stray_prose_below_opening(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    if rows[at].kind is not LineKind.OPENING or not is_alone(rows, at) or not actions_of(rows, at):
        return None
    return _inserted(rows, at, "  I would like to know more.")


@kind
def words_without_say(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    """Spoken words without `say:`, after a complete line."""
    found = re.match(r"say: ([A-Z][a-z']+ [a-z]+ [a-z].*)", rows[at].bare)
    speaks = found and not re.match(r"(?:If|When|Then|After|End|Wait|Say|Do)\b", found[1])
    return put(rows, at, [rows[at].to(found[1])]) if found and speaks and is_alone(rows, at) else None


@kind
def merge_conflict(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    if not is_spoken(rows[at]) or rows[at].kind is not LineKind.ACTION or not is_alone(rows, at):
        return None
    one, other = Row(rows[at].text, rows[at].origin, True), Row(rows[at].text + " or so", None, True)
    marks = [Row(mark, None, True) for mark in ("<<<<<<< HEAD", "=======", ">>>>>>> theirs")]
    return put(rows, at, [marks[0], one, marks[1], other, marks[2]])


@kind
def conflict_marker(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    if rows[at].kind not in (LineKind.ACTION, LineKind.SETTING) or not is_alone(rows, at):
        return None
    return _inserted(rows, at, rng.choice(["<<<<<<< HEAD", "=======", ">>>>>>> theirs"]))


@kind
def otherwise_block(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    if rows[at].kind is not LineKind.ACTION or not is_alone(rows, at):
        return None
    return _inserted(rows, at, rng.choice(["ELSE", "OTHERWISE", "DEFAULT:"]))


@kind
def wait_in_another_block(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    """Next to a spoken text, not as the only action."""
    speaks = is_spoken(rows[at]) and rows[at].kind is LineKind.ACTION and is_alone(rows, at)
    return _inserted(rows, at, "  wait") if speaks else None


# Labels


@kind
def label_misspelt_at_its_block(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    label = label_of(rows[at])
    if not label or not _used(rows, label):
        return None
    return put(rows, at, [rows[at].to(rows[at].bare.replace(label, label + "x", 1))])


@kind
def label_misspelt_where_it_is_used(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    found = re.match(r"AFTER @([a-z][\w-]*)$", rows[at].bare)
    return put(rows, at, [rows[at].to(rows[at].bare + "x")]) if found else None


@kind
def label_without_its_sign(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    return put(rows, at, [rows[at].to(rows[at].bare.replace("@", "", 1))]) if _names_label(rows[at]) else None


@kind
def label_in_capitals(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    found = _names_label(rows[at])
    return put(rows, at, [rows[at].to(rows[at].bare.replace(found, found.upper(), 1))]) if found else None


@kind
def label_of_another_block(rows: Rows, at: int, rng: random.Random) -> Rows | None:
    label = label_of(rows[at])
    others = {label_of(row) for row in rows[:at]} - {None, label}
    if not label or not others:
        return None
    return put(rows, at, [rows[at].to(rows[at].bare.replace(label, min(filter(None, others)), 1))])


def _names_label(row: Row) -> str | None:
    found = re.match(r"AFTER @([a-z][\w-]*)$", row.bare)
    return found[1] if found else label_of(row)


def _used(rows: Rows, label: str) -> bool:
    return any(row.bare.endswith(f"AFTER @{label}") for row in rows)
