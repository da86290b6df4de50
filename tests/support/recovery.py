"""Measures how well scn finds slips: injects one or two into right scripts, and scores the reports."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from scn_compiler import check, decompile, format_text
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source
from support.laws import with_edits
from support.paths import CORPUS, SAMPLES
from support.slips import KINDS, Rows, rows_of

REPORTED, SPURIOUS = 0.95, 0.1
EACH = 2
"""The number of places in each script at which each kind of slip is tried."""

FOLLOWS = {
    "opening deleted": {
        "undefined-label",
        "unused-label",
        "no-first-message",
        "then-without-parent",
        "too-many-scenarios",
    },
    "line twice": {"first-message-not-first", "too-many-scenarios"},
    "label misspelled at its block": {"undefined-label"},
    "label of another block": {"undefined-label", "unused-label"},
    "label misspelled where it is used": {"unused-label"},
}
"""Rules that a slip really breaks elsewhere: a deleted opening removes a label
and a parent, and a reference to one; and the number of conditions changes, which a target may limit."""


@dataclass
class Score:
    """A score for some slips."""

    files: int = 0
    slips: int = 0
    reported: int = 0
    spurious: int = 0
    fixes: int = 0
    restored: int = 0
    examples: list[str] = field(default_factory=list)


def scripts() -> Iterator[tuple[str, str]]:
    """Each script with its name."""
    for path in SAMPLES:
        yield path.name, path.read_text(encoding="utf-8")
    for path in sorted(CORPUS.rglob("*.json")):
        made = decompile(path.read_text(encoding="utf-8")).text
        if made is not None:
            yield path.name, made


def measure(named: Iterable[tuple[str, str]], *, pairs: bool = True, each: int = EACH) -> dict[str, Score]:
    """The scores of each kind of slip alone, and of random `pairs`."""
    scores: dict[str, Score] = defaultdict(Score)
    for name, text in named:
        rng = random.Random(name)
        rows = rows_of(text)
        found = []
        for kind in KINDS:
            made = _places(rows, kind, rng)
            for slipped in made[:each]:
                _judge(text, slipped, (kind,), scores[kind])
            found += [kind] if made else []
        for _ in range(len(found) * each // 2 if pairs else 0):
            two = _two(rows, found, rng)
            if two:
                _judge(text, two[1], two[0], scores["pairs"])
    return dict(scores)


def _places(rows: Rows, kind: str, rng: random.Random) -> list[Rows]:
    order = rng.sample(range(len(rows)), len(rows))
    made = (KINDS[kind](rows, at, rng) for at in order)
    return [slipped for slipped in made if slipped]


def _two(rows: Rows, kinds: list[str], rng: random.Random) -> tuple[tuple[str, str], Rows] | None:
    """Two slips that leave at least three lines between them untouched."""
    one, other = rng.choice(kinds), rng.choice(kinds)
    for first in _places(rows, one, rng)[:3]:
        near = {at + near for at, row in enumerate(first) if row.touched for near in range(-4, 5)}
        for at in rng.sample(range(len(first)), len(first)):
            both = KINDS[other](first, at, rng) if at not in near else None
            if both:
                return (one, other), both
    return None


def _judge(text: str, rows: Rows, kinds: tuple[str, ...], score: Score) -> None:
    slipped = "\n".join(row.text for row in rows)
    before = Counter((line, found.message) for line, found in _reports(text))
    new: list[tuple[int, Diagnostic]] = []
    for line, found in _reports(slipped):
        known = (rows[line].origin, found.message)
        if before[known]:
            before[known] -= 1
        else:
            new.append((line, found))
    touched = [number for number, row in enumerate(rows) if row.touched]
    slips = _runs(touched)
    missed = [
        slip
        for slip in slips
        if not any(slip[0] - 1 <= line <= slip[-1] + 1 for line in _lines(new, slipped))
    ]
    follows = set().union(*(FOLLOWS.get(kind, set()) for kind in kinds))
    spurious = [(line, found) for line, found in new if line not in touched and found.name not in follows]
    score.files += 1
    score.slips += len(slips)
    score.reported += len(slips) - len(missed)
    score.spurious += len(spurious)
    if missed or spurious:
        score.examples.append(_example(kinds, rows, missed, spurious))
    for line, found in new:
        if found.fix and line in touched and len(slips) == 1:
            score.fixes += 1
            score.restored += _laid_out(with_edits(slipped, found.fix.edits)) == _laid_out(text)


def _reports(text: str) -> list[tuple[int, Diagnostic]]:
    """Each diagnostic with its line, from 0."""
    source = Source(text)
    return [(source.position(found.span.start).line - 1, found) for found in check(text, path="a.scn")]


def _lines(found: list[tuple[int, Diagnostic]], text: str) -> set[int]:
    """The lines of the reports, including notes of others."""
    source = Source(text)
    noted = (source.position(note.span.start).line - 1 for _, each in found for note in each.related)
    return {line for line, _ in found} | set(noted)


def _runs(lines: list[int]) -> list[list[int]]:
    """Lines next to each other: what one slip touched."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


@lru_cache(maxsize=256)
def _laid_out(text: str) -> str:
    return format_text(text).text


def _example(
    kinds: tuple[str, ...], rows: Rows, missed: list[list[int]], spurious: list[tuple[int, Diagnostic]]
) -> str:
    lines = [f"  missed {line + 1}: {rows[line].text}" for slip in missed for line in slip]
    lines += [
        f"  spurious {line + 1}: {rows[line].text}  <- {found.name}: {found.message}"
        for line, found in spurious
    ]
    lines += [
        f"  touched {line + 1}: {row.text}" for line, row in enumerate(rows) if row.touched and not missed
    ]
    return "\n".join([" + ".join(kinds), *lines])


def total(scores: Iterable[Score]) -> Score:
    """The sum of all scores."""
    whole = Score()
    for score in scores:
        whole.files += score.files
        whole.slips += score.slips
        whole.reported += score.reported
        whole.spurious += score.spurious
        whole.fixes += score.fixes
        whole.restored += score.restored
        whole.examples += score.examples
    return whole
