"""Judges what was measured: which conditions need a look, the worst first."""

from collections.abc import Iterator

from scn_compiler.measure.totals import Measured, MeasuredCondition
from scn_compiler.semantics.measurement import is_much_lost
from scn_dsl.records import Record

NEVER_FIRES = "never-fires"
ALWAYS_SHADOWED = "always-shadowed"
LOST_IN_RECOGNITION = "lost-in-recognition"
FIRES_EVERYWHERE = "fires-everywhere"
KINDS = (NEVER_FIRES, ALWAYS_SHADOWED, LOST_IN_RECOGNITION, FIRES_EVERYWHERE)
"""The findings about conditions, the worst first."""

FAILURES = (NEVER_FIRES, ALWAYS_SHADOWED)
"""Those with which a run exits with 1."""

_EVERYWHERE = 0.5


class JudgedCondition(Record):
    """A condition that needs a look.

    Attributes:
        kind: One of `KINDS`.
        scenarios: In how many scenarios the same block is like that.
        shadow: For a condition in the shadow of a single other one: that one's place.
    """

    kind: str
    index: int
    condition: MeasuredCondition
    scenarios: int = 1
    shadow: str | None = None


def judge(measured: Measured) -> tuple[JudgedCondition, ...]:
    """Return the conditions that need a look, the worst first; a block that is alike in several scenarios once."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for index, each in enumerate(measured.conditions):
        kind = finding_of(measured, each)
        if kind:
            found.setdefault((kind, each.condition.place, each.condition.wording), []).append(index)
    shadows = dict(_shadows(measured))
    judged = [
        JudgedCondition(
            kind, indexes[0], measured.conditions[indexes[0]], len(indexes), shadows.get(indexes[0])
        )
        for (kind, _, _), indexes in found.items()
    ]
    return tuple(sorted(judged, key=lambda each: (KINDS.index(each.kind), -_weight(each))))


def finding_of(measured: Measured, each: MeasuredCondition) -> str | None:
    """Return what is wrong with a condition, the worst of it; `None` if nothing is, or if verdicts or utterances are missing."""
    if each.undecided or not measured.utterances:
        return None
    if each.never and not each.heard:
        return NEVER_FIRES
    if each.is_shadowed:
        return ALWAYS_SHADOWED
    if is_much_lost(each.lost, said(each)):
        return LOST_IN_RECOGNITION
    return FIRES_EVERYWHERE if measured.share(each) >= _EVERYWHERE else None


def said(each: MeasuredCondition) -> int:
    """Return in how many utterances with recognized text a condition holds for what was said."""
    return each.heard - each.gained + each.lost


def _weight(each: JudgedCondition) -> int:
    return each.condition.lost if each.kind == LOST_IN_RECOGNITION else each.condition.holds


def _shadows(measured: Measured) -> Iterator[tuple[int, str]]:
    for pair in measured.pairs:
        lower = measured.conditions[pair.lower]
        if pair.both == lower.holds and lower.is_shadowed:
            yield pair.lower, measured.conditions[pair.upper].condition.place
