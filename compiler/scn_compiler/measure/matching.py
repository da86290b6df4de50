"""Counts in one batch of transcripts where conditions hold: a pure function from a batch to sums and smallest examples."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.near import SampledText, sample_of
from scn_compiler.measure.numbers import NumberForms, number_forms
from scn_compiler.measure.together import (
    EntryCounts,
    EntryTable,
    ascending,
    entry_table,
    joined_arrays,
    run_starts,
)
from scn_compiler.measure.triggers import PIECE, Ints, TriggerTable, keywords_in, trigger_table
from scn_compiler.rehearsal.engine import plain_sentence
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.matching import fold

MOST_EXAMPLES = 3
"""How many examples a condition has at most."""

FIGURES = ("holds", "calls", "heard", "lost", "gained", "numbers", "undecided")
"""The rows of `Partial.figures`."""


@dataclass(frozen=True, slots=True)
class MatchPlan:
    """Conditions, prepared for batches.

    In a scenario, conditions with the same wording are one *entry*: only one of them runs at a time. Entries are
    numbered by scenario, from top to bottom. A *node* is a trigger, or a part of one, that entries may share.

    Attributes:
        conditions: The conditions.
        triggers: Their expressions.
        sentences: Sentences to ask `verdict` about; their nodes come after those of `triggers`.
        entry_of: The entry of each condition; -1 if it isn't measured.
        entries: The entries.
        verdict: The verdicts about sentences, if there are any.
        numbers: How to find numbers in other forms; `None` if they don't count.
        sample: How many utterances to keep for near misses.
    """

    conditions: tuple[Condition, ...]
    triggers: TriggerTable
    sentences: tuple[str, ...]
    entry_of: tuple[int, ...]
    entries: EntryTable
    verdict: Verdict | None = None
    numbers: NumberForms | None = None
    sample: int = 0

    @property
    def size(self) -> int:
        """The number of nodes."""
        return self.triggers.size + len(self.sentences)


@dataclass(frozen=True, slots=True)
class Partial:
    """The counts of one batch.

    Attributes:
        utterances: Rows with a text.
        recognized: Those that also have a text by speech recognition.
        without_text: Rows without a text.
        figures: For each of `FIGURES`, a count for each node. `calls` are those that lie inside the batch.
        first: For each entry, in how many utterances no entry above it holds.
        pairs: Pairs of entries, `upper * entries + lower`, ascending, and the number of utterances in which both hold.
        calls: The number of calls that lie inside the batch.
        open_calls: The first and the last call, which may go on in other batches, with the nodes that hold in them.
        examples: For each node that holds, the smallest calls and turns.
        sample: Utterances for near misses.
    """

    utterances: int
    recognized: int
    without_text: int
    figures: Ints
    first: Ints
    pairs: tuple[Ints, Ints]
    calls: int
    open_calls: dict[str, Ints]
    examples: dict[int, tuple[tuple[str, int], ...]]
    sample: tuple[SampledText, ...] = ()


def plan_of(
    conditions: Iterable[Condition], *, verdict: Verdict | None = None, numbers: bool = False, sample: int = 0
) -> MatchPlan:
    """Prepare conditions for batches.

    Args:
        conditions: The conditions; those of a scenario lie together, from top to bottom.
        verdict: The verdicts about sentences, for example a cassette; without them, sentences aren't measured.
        numbers: Whether numbers in words and digits are the same, for the figure of that name.
        sample: How many utterances to keep for near misses.
    """
    conditions = tuple(conditions)
    measured = [each for each in conditions if is_measured(each, verdict)]
    expressions = [
        (each.trigger, each.words) for each in measured if not isinstance(each.trigger, str | None)
    ]
    triggers = trigger_table(expressions)
    sentences = dict.fromkeys(each.trigger for each in measured if isinstance(each.trigger, str))
    node_of: dict[object, int] = dict(zip(expressions, triggers.roots, strict=True))
    node_of |= {sentence: triggers.size + number for number, sentence in enumerate(sentences)}
    scenarios: dict[tuple[str, int], int] = {}
    entries: dict[tuple[int, object], int] = {}
    nodes: list[int] = []
    entry_of: list[int] = []
    for each in conditions:
        if not is_measured(each, verdict):
            entry_of.append(-1)
            continue
        scenario = scenarios.setdefault((each.script, each.number), len(scenarios))
        wording = plain_sentence(each.trigger) if isinstance(each.trigger, str) else each.trigger
        if (scenario, wording) not in entries:
            entries[scenario, wording] = len(entries)
            key = each.trigger if isinstance(each.trigger, str) else (each.trigger, each.words)
            nodes.append(node_of[key])
        entry_of.append(entries[scenario, wording])
    return MatchPlan(
        conditions,
        triggers,
        tuple(sentences),
        tuple(entry_of),
        entry_table(
            np.array(nodes, np.int64),
            np.array([scenario for scenario, _ in entries], np.int64),
            triggers.size + len(sentences),
        ),
        verdict,
        number_forms(measured, triggers) if numbers else None,
        sample,
    )


def is_measured(condition: Condition, verdict: Verdict | None) -> bool:
    """Return whether a condition gets figures."""
    is_sentence = isinstance(condition.trigger, str)
    return verdict is not None if is_sentence else condition.trigger is not None


def partial(plan: MatchPlan, batch: pa.RecordBatch) -> Partial:
    """Count where conditions hold in a batch.

    Args:
        plan: The conditions.
        batch: Rows with the columns of `UTTERANCES`. Rows of a call lie together, except for a call that goes on in other
            batches. In an optional column `repeated`, rows of calls whose rows don't lie together are true. `asr` may be
            missing or NULL. Rows whose `text` is NULL only count as such.

    Raises:
        KeyError: if a column is missing.
        UnicodeDecodeError: if a text isn't UTF-8.
    """
    rows = batch.num_rows
    batch = batch.filter(batch.column("text").is_valid())
    return _Counting(plan, batch).run(rows - batch.num_rows)


class _Counting:
    """The counts of one batch, piece by piece."""

    def __init__(self, plan: MatchPlan, batch: pa.RecordBatch) -> None:
        self.plan = plan
        self.batch = batch
        calls = batch.column("call").fill_null("").dictionary_encode()
        names = calls.dictionary.to_pylist()
        order = sorted(range(len(names)), key=names.__getitem__)
        ranks = np.empty(len(names), np.int64)
        ranks[order] = np.arange(len(names))
        self.names = [names[index] for index in order]
        self.call: Ints = ranks[calls.indices.to_numpy()]
        self.open_calls = ascending(self.call[[0, -1]]) if batch.num_rows else np.empty(0, np.int64)
        if "repeated" in batch.schema.names:
            repeated = batch.column("repeated").fill_null(False).to_numpy(zero_copy_only=False)
            self.open_calls = ascending(np.concatenate((self.open_calls, self.call[repeated])))
        self.is_open = np.zeros(len(names), np.bool_)
        self.is_open[self.open_calls] = True
        self.turn: Ints = batch.column("turn").fill_null(0).to_numpy().astype(np.int64)
        self.figures: dict[str, Ints] = {name: np.zeros(plan.size, np.int64) for name in FIGURES}
        self.entries = EntryCounts(plan.entries)
        self.at_edges: list[Ints] = []
        self.examples: list[Ints] = []
        self.recognized = 0

    def run(self, without_text: int) -> Partial:
        plan, batch, calls = self.plan, self.batch, max(len(self.names), 1)
        has_asr = "asr" in batch.schema.names
        for start in range(0, batch.num_rows, PIECE):
            piece = slice(start, start + PIECE)
            text = batch.column("text")[piece]
            self._piece(piece, text, batch.column("asr")[piece] if has_asr else None)
        node, call = np.divmod(ascending(joined_arrays(self.at_edges)), calls)
        is_open = self.is_open[call]
        self.figures["calls"] += self._by_node(node[~is_open])
        node, call = node[is_open], call[is_open]
        order = np.argsort(call, kind="stable")
        bounds = np.searchsorted(call[order], self.open_calls)
        nodes = np.split(node[order], bounds[1:])
        return Partial(
            batch.num_rows,
            self.recognized,
            without_text,
            np.stack([self.figures[name] for name in FIGURES]),
            self.entries.first,
            self.entries.pairs,
            len(self.names) - len(self.open_calls),
            dict(zip([self.names[each] for each in self.open_calls], nodes, strict=False)),
            self._smallest_examples(),
            sample_of(batch, plan.sample) if plan.sample else (),
        )

    def _by_node(self, nodes: Ints) -> Ints:
        return np.bincount(nodes, minlength=self.plan.size)

    def _piece(self, piece: slice, text: pa.Array, asr: pa.Array | None) -> None:
        """Count in at most `PIECE` rows, in the order of calls and turns."""
        plan, triggers = self.plan, self.plan.triggers
        call, turn = self.call[piece], self.turn[piece]
        order = np.lexsort((turn, call))
        row_of = np.empty_like(order)
        row_of[order] = np.arange(len(order))
        holding = triggers.holding(self._keywords(text, row_of), len(order))
        if plan.numbers:
            self._note_numbers(plan.numbers, text if asr is None else pc.coalesce(asr, text), row_of)
        if asr is not None and asr.null_count < len(asr):
            self._recognized(holding, asr, row_of)
        if plan.sentences:
            holding = np.concatenate((holding, self._judged(text, row_of)))
        node, row = holding // PIECE, holding % PIECE
        self.figures["holds"] += self._by_node(node)
        call, turn = call[order], turn[order]
        self._note_calls(node, call[row], self.call[piece][[0, -1]])
        self.examples.append(_first_examples(node, call[row], turn[row]))
        self.entries.note(holding, node, row)

    def _keywords(self, texts: pa.Array, row_of: Ints) -> Ints:
        """Return a key for each keyword in each row, ascending."""
        triggers = self.plan.triggers
        keyword, row, _, _ = keywords_in(*folded(texts), triggers.keywords)
        return ascending(triggers.keyword_nodes[keyword] * PIECE + row_of[row])

    def _note_numbers(self, numbers: NumberForms, texts: pa.Array, row_of: Ints) -> None:
        others = numbers.found_in(texts, row_of)
        if not len(others):
            return
        found, triggers = self._keywords(texts, row_of), self.plan.triggers
        with_others = triggers.holding(ascending(np.concatenate((found, others))), len(row_of))
        without = triggers.holding(found, len(row_of))
        self.figures["numbers"] += self._by_node(with_others // PIECE) - self._by_node(without // PIECE)

    def _recognized(self, holding: Ints, asr: pa.Array, row_of: Ints) -> None:
        triggers = self.plan.triggers
        known = np.zeros(PIECE, np.bool_)
        known[row_of] = asr.is_valid().to_numpy(zero_copy_only=False)
        heard = triggers.holding(self._keywords(asr.fill_null(""), row_of), len(row_of))
        heard, said = (keys[known[keys % PIECE]] for keys in (heard, holding))
        keys = np.sort(np.concatenate((heard, said)))
        both = self._by_node(keys[1:][keys[1:] == keys[:-1]] // PIECE)
        self.figures["heard"] += self._by_node(heard // PIECE)
        self.figures["gained"] += self._by_node(heard // PIECE) - both
        self.figures["lost"] += self._by_node(said // PIECE) - both
        self.recognized += int(known.sum())

    def _judged(self, text: pa.Array, row_of: Ints) -> Ints:
        """Return the keys of the sentences that texts count as."""
        assert self.plan.verdict
        found: list[int] = []
        words = text.to_pylist()
        for node, sentence in enumerate(self.plan.sentences, self.plan.triggers.size):
            verdicts = [self.plan.verdict(sentence, each) for each in words]
            self.figures["undecided"][node] += verdicts.count(None)
            found += sorted(node * PIECE + int(row) for row in compress(row_of, verdicts))
        return np.array(found, np.int64)

    def _smallest_examples(self) -> dict[int, tuple[tuple[str, int], ...]]:
        if not self.examples:
            return {}
        node, call, turn = np.concatenate(self.examples, axis=1)
        order = np.lexsort((turn, call, node))
        node, call, turn = _first_examples(node[order], call[order], turn[order])
        found: dict[int, list[tuple[str, int]]] = {}
        for each, name, number in zip(node.tolist(), call.tolist(), turn.tolist(), strict=True):
            found.setdefault(each, []).append((self.names[name], number))
        return {each: tuple(examples) for each, examples in found.items()}

    def _note_calls(self, node: Ints, call: Ints, edges: Ints) -> None:
        """Count calls; those at the edges of a piece may go on in the next one, and open ones elsewhere."""
        keys = node * max(len(self.names), 1) + call
        is_new = run_starts(keys)
        is_edge = (call == edges[0]) | (call == edges[1]) | self.is_open[call]
        self.at_edges.append(keys[is_new & is_edge])
        self.figures["calls"] += self._by_node(node[is_new & ~is_edge])


def _first_examples(node: Ints, call: Ints, turn: Ints) -> Ints:
    """Return the first examples of each node, without repetition; they are sorted by node, call and turn."""
    another = run_starts(node)
    differs = another | run_starts(call) | run_starts(turn)
    another = another[differs]
    at = np.arange(len(another))
    kept = at - np.maximum.accumulate(np.where(another, at, 0)) < MOST_EXAMPLES
    return np.stack([each[differs][kept] for each in (node, call, turn)])


def folded(texts: pa.Array) -> tuple[bytes, Ints]:
    """Return texts as one text in UTF-8, folded, and where each starts and the last one ends."""
    if not pa.types.is_string(texts.type):
        texts = texts.cast(pa.string())
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = bytes(data[int(starts[0]) : int(starts[-1])]) if data is not None else b""
    if whole.isascii():
        return whole.lower(), starts - starts[0]
    rows = [fold(each).encode("utf-8") for each in texts.to_pylist()]
    return b"".join(rows), np.cumsum([0, *map(len, rows)])
