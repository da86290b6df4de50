"""Adds up what batches of transcripts say about conditions. Sums and smallest examples: the order of batches can't matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

import numpy as np

from scn_compiler.measure.conditions import NOT_MEASURED, Condition
from scn_compiler.measure.matching import FIGURES, MOST_EXAMPLES, MatchPlan, Partial
from scn_compiler.measure.near import NearWords, SampledText, near_misses
from scn_compiler.measure.together import added, ascending

if TYPE_CHECKING:
    from scn_compiler.measure.triggers import Ints


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance in which a condition holds."""

    call: str
    turn: int


@dataclass(frozen=True, slots=True)
class MeasuredCondition:
    """A condition and how often it held. All figures count utterances, except `calls`.

    Attributes:
        holds: Utterances in which it holds.
        first: Those in which no condition above it in its scenario holds; blocks with the same wording share one figure.
        calls: Calls with at least one such utterance.
        heard: Utterances with a text by speech recognition in which it holds.
        lost: Those in which it holds for what was said, but not for what was recognized.
        gained: Those in which it holds for what was recognized, but not for what was said.
        numbers: Utterances in which it holds only if numbers in words and in digits are the same. Counts for what was
            recognized, or said if that isn't known.
        undecided: Utterances for which a sentence has no verdict.
        near: Words in a sample of the utterances that almost are the missing keyword; the most frequent ones first.
        examples: The utterances with the smallest call and turn.
        reason: Why it isn't measured; empty if it is. Its figures are 0 then.
    """

    condition: Condition
    holds: int = 0
    first: int = 0
    calls: int = 0
    heard: int = 0
    lost: int = 0
    gained: int = 0
    numbers: int = 0
    undecided: int = 0
    near: tuple[NearWords, ...] = ()
    examples: tuple[Example, ...] = ()
    reason: str = ""

    @property
    def is_measured(self) -> bool:
        return not self.reason

    @property
    def never(self) -> bool:
        """Whether it was measured, and never holds."""
        return self.is_measured and not self.holds

    @property
    def is_shadowed(self) -> bool:
        """Whether conditions above it hold whenever it does."""
        return not self.first and self.holds > 0


@dataclass(frozen=True, slots=True, order=True)
class MeasuredPair:
    """Two conditions of one scenario with different wordings, and in how many utterances both hold; at least one.

    Attributes:
        upper: The index in `Measured.conditions` of the one that comes first in the scenario.
        lower: The index of the other one.
    """

    upper: int
    lower: int
    both: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The conditions of scripts, and how often they hold in transcripts.

    Attributes:
        utterances: Utterances that count: those with a text.
        calls: Calls with such an utterance.
        recognized: Utterances that also have a text by speech recognition.
        without_text: Rows that have no text.
        conditions: In the order of the scripts.
        pairs: In the same order.
    """

    utterances: int
    calls: int
    recognized: int
    without_text: int
    conditions: tuple[MeasuredCondition, ...]
    pairs: tuple[MeasuredPair, ...]

    def share(self, condition: MeasuredCondition) -> float:
        """Return the share of the utterances in which a condition holds, from 0 to 1."""
        return condition.holds / self.utterances if self.utterances else 0.0

    @property
    def digest(self) -> str:
        """A hash of everything: equal if two measurements are."""
        return sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()


def total(plan: MatchPlan, parts: Iterable[Partial]) -> Measured:
    """Add up the counts of batches; their order doesn't matter."""
    sums = summed(plan, parts)
    open_calls = [ascending(nodes) for nodes in sums.open_calls.values()]
    figures = dict(zip(FIGURES, sums.figures.copy(), strict=True))
    for nodes in open_calls:
        figures["calls"][nodes] += 1
    near = near_misses(plan.conditions, sums.sample) if sums.sample else {}
    conditions = []
    first_of: dict[int, int] = {}
    for index, (condition, entry) in enumerate(zip(plan.conditions, plan.entry_of, strict=True)):
        if entry < 0:
            conditions.append(MeasuredCondition(condition, reason=NOT_MEASURED[condition.kind]))
            continue
        first_of.setdefault(entry, index)
        node = int(plan.entries.nodes[entry])
        trigger = condition.trigger
        near_here = () if isinstance(trigger, str | None) else near.get((trigger, condition.words), ())
        counts: dict[str, Any] = {name: int(values[node]) for name, values in figures.items()}
        examples = tuple(Example(call, turn) for call, turn in sums.examples.get(node, ()))
        conditions.append(
            MeasuredCondition(
                condition, first=int(sums.first[entry]), near=near_here, examples=examples, **counts
            )
        )
    upper, lower = np.divmod(sums.pairs[0], max(len(plan.entries.nodes), 1))
    pairs = zip(upper.tolist(), lower.tolist(), sums.pairs[1].tolist(), strict=True)
    return Measured(
        sums.utterances,
        sums.calls + len(open_calls),
        sums.recognized,
        sums.without_text,
        tuple(conditions),
        tuple(sorted(MeasuredPair(first_of[one], first_of[other], both) for one, other, both in pairs)),
    )


def summed(plan: MatchPlan, parts: Iterable[Partial]) -> Partial:
    """Add up the counts of batches, as if they were one batch; open calls stay open."""
    sums = Sums(plan)
    for part in parts:
        sums.add(part)
    return sums.partial()


class Sums:
    """The sums of the batches so far."""

    def __init__(self, plan: MatchPlan) -> None:
        self._sample = plan.sample
        self._figures = np.zeros((len(FIGURES), plan.size), np.int64)
        self._first = np.zeros(len(plan.entries.nodes), np.int64)
        self._counts = [0, 0, 0, 0]
        self._pairs: tuple[Ints, Ints] = (np.empty(0, np.int64), np.empty(0, np.int64))
        self._open: dict[str, Ints] = {}
        self._examples: dict[int, tuple[tuple[str, int], ...]] = {}
        self._texts: tuple[SampledText, ...] = ()

    def add(self, part: Partial) -> None:
        counts = (part.utterances, part.recognized, part.without_text, part.calls)
        self._counts = [sum(pair) for pair in zip(self._counts, counts, strict=True)]
        self._figures += part.figures
        self._first += part.first
        self._pairs = added(self._pairs, part.pairs)
        for call, nodes in part.open_calls.items():
            known = self._open.get(call)
            self._open[call] = nodes if known is None else np.concatenate((known, nodes))
        for node, examples in part.examples.items():
            known_examples = self._examples.get(node)
            if (
                known_examples is None
                or len(known_examples) < MOST_EXAMPLES
                or examples[0] < known_examples[-1]
            ):
                self._examples[node] = tuple(sorted({*(known_examples or ()), *examples})[:MOST_EXAMPLES])
        if self._sample:
            self._texts = tuple(nsmallest(self._sample, (*self._texts, *part.sample)))

    def partial(self) -> Partial:
        utterances, recognized, without_text, calls = self._counts
        return Partial(
            utterances,
            recognized,
            without_text,
            self._figures,
            self._first,
            self._pairs,
            calls,
            self._open,
            self._examples,
            self._texts,
        )
