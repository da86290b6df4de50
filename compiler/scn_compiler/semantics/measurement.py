"""A measurement, as `scn measure --format json` writes it: how often conditions held in recorded calls.

Its figures belong to the wording of a condition, not to a line: they stay true wherever a script has this condition, and
a condition that was edited has none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from hashlib import sha256

from scn_dsl.records import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

MEASUREMENT_VERSION = 1
"""The version of the JSON. The first documents had none."""

_MUCH_LOST = 0.1

_COUNTS = ("holds", "first", "heard", "lost", "gained", "numbers", "undecided")


class NotAMeasurement(ValueError):  # noqa: N818  (the command line prints the reason)
    """A text is not a measurement; the message says why."""


class AlmostKeyword(Record):
    """Words that almost are a keyword, and an utterance that has them."""

    keyword: str
    words: str
    call: str
    turn: int


class MeasuredFigures(Record):
    """The figures of a condition; all count utterances.

    Attributes:
        holds: Those in which it holds.
        heard: Those in which it holds for what was recognized.
        said: Those with recognized text in which it holds for what was said.
        lost: Of these, those in which it doesn't hold for what was recognized.
        numbers: Those in which it holds only if numbers in words and in digits are the same.
        near: Words that almost are a keyword that it looks for.
        within: The conditions that hold whenever it does.
        within_all: Groups of conditions, at least one of which holds whenever it does.
    """

    holds: int
    heard: int
    said: int
    lost: int
    numbers: int
    near: tuple[AlmostKeyword, ...] = ()
    within: frozenset[str] = frozenset()
    within_all: tuple[frozenset[str], ...] = ()

    @property
    def is_much_lost(self) -> bool:
        """Whether speech recognition often loses it."""
        return is_much_lost(self.lost, self.said)


class Measurement(Record):
    """Figures of conditions from recorded calls; two measurements are equal if their texts are.

    Attributes:
        digest: A hash of its text.
        name: Its file, for messages.
        utterances: How many utterances of the agent were measured.
        figures: The figures of each condition that was measured, by its wording. Left out are sentences without a verdict
            about each utterance, and wordings whose figures differ between projects.
        wordings: The wordings of all conditions in the scripts that were measured.
    """

    digest: str
    name: str = field(compare=False)
    utterances: int = field(compare=False)
    figures: Mapping[str, MeasuredFigures] = field(compare=False)
    wordings: frozenset[str] = field(compare=False)


def is_much_lost(lost: int, said: int) -> bool:
    """Return whether speech recognition loses a condition in many of the utterances in which it holds."""
    return lost > 0 and lost >= _MUCH_LOST * said


def read_measurement(text: str, name: str) -> Measurement:
    """Read the JSON of a measurement.

    Raises:
        NotAMeasurement: if `text` is something else, or of a version that can't be read.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotAMeasurement(f"not valid JSON (line {error.lineno}, column {error.colno})") from None
    except (ValueError, RecursionError):
        raise NotAMeasurement("not valid JSON") from None
    if not (isinstance(document, dict) and {"utterances", "conditions", "pairs"} <= document.keys()):
        raise NotAMeasurement("other JSON")
    version = document.get("version")
    if version != MEASUREMENT_VERSION:
        raise NotAMeasurement(
            "an older scn wrote it"
            if version is None
            else f"scn reads version {MEASUREMENT_VERSION}, and this is another"
        )
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        measurement = _read(document, digest, name)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        raise NotAMeasurement("values are missing or wrong") from None
    if not measurement.utterances:
        raise NotAMeasurement("no utterance was measured")
    return measurement


def _read(document: dict[str, Any], digest: str, name: str) -> Measurement:
    conditions = document["conditions"]
    wordings = [_text(each["condition"]) for each in conditions]
    counts = [
        None if each["not_measured"] else {count: _count(each[count]) for count in _COUNTS}
        for each in conditions
    ]
    above: defaultdict[int, set[str]] = defaultdict(set)
    within: defaultdict[str, set[str]] = defaultdict(set)
    for pair in document["pairs"]:
        both = _count(pair["both"])
        ends = _count(pair["upper"]), _count(pair["lower"])
        above[ends[1]].add(wordings[ends[0]])
        for one, other in (ends, ends[::-1]):
            if both == _figure(counts, one, "holds"):
                within[wordings[one]].add(wordings[other])
    groups: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    for index, found in above.items():
        if not _figure(counts, index, "first"):
            groups[wordings[index]].add(frozenset(found))
    figures: dict[str, MeasuredFigures] = {}
    ambiguous: set[str] = set()
    for wording, count, each in zip(wordings, counts, conditions, strict=True):
        if not count or count["undecided"]:
            continue
        own = MeasuredFigures(
            holds=count["holds"],
            heard=count["heard"],
            said=count["heard"] - count["gained"] + count["lost"],
            lost=count["lost"],
            numbers=count["numbers"],
            near=tuple(_near(each)),
            within=frozenset(within[wording]),
            within_all=tuple(groups[wording]),
        )
        if figures.setdefault(wording, own).holds != own.holds:
            ambiguous.add(wording)  # projects with different answers to the open question `words`
    for wording in ambiguous:
        del figures[wording]
    return Measurement(digest, name, _count(document["utterances"]), figures, frozenset(wordings))


def _near(condition: dict[str, Any]) -> Iterator[AlmostKeyword]:
    for each in condition["near"]:
        yield AlmostKeyword(
            _text(each["keyword"]), _text(each["words"]), _text(each["call"]), int(each["turn"])
        )


def _figure(counts: list[dict[str, int] | None], index: int, name: str) -> int:
    found = counts[index]
    if found is None:
        raise ValueError("a pair has a condition without figures")
    return found[name]


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
