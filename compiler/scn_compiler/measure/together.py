"""Counts for the entries of each scenario: which of them comes first, and which hold together."""

from dataclasses import dataclass, field

import numpy as np

from scn_compiler.measure.triggers import PIECE, Ints, set_bits

_DENSE = 100
"""In how many texts of a piece the entries of a scenario hold on average, above which sets of bits are faster than lists."""

_MOST_PAIRS = 1 << 20
"""How many pairs are collected before they are added up: conditions that often hold together have very many."""


@dataclass(frozen=True, slots=True)
class EntryTable:
    """The entries of scenarios.

    Attributes:
        nodes: The node of each entry.
        scenarios: The number of the scenario of each entry, ascending.
        bounds: Where the entries of each scenario start, and where the last ones end.
        by_node: The entries, ordered by node.
        starts: Where the entries of each node start in `by_node`, and where the last ones end.
    """

    nodes: Ints
    scenarios: Ints
    bounds: Ints
    by_node: Ints
    starts: Ints


def entry_table(nodes: Ints, scenarios: Ints, size: int) -> EntryTable:
    """Prepare entries.

    Args:
        nodes: The node of each entry.
        scenarios: The number of the scenario of each entry, ascending.
        size: The number of nodes.
    """
    by_node = np.argsort(nodes, kind="stable")
    bounds = np.append(np.flatnonzero(run_starts(scenarios)), len(scenarios))
    return EntryTable(nodes, scenarios, bounds, by_node, np.searchsorted(nodes[by_node], np.arange(size + 1)))


@dataclass(slots=True)
class EntryCounts:
    """The counts of one batch.

    Attributes:
        first: For each entry, in how many texts no entry above it in its scenario holds.
        pairs: Pairs of entries of a scenario, `upper * entries + lower`, ascending, and in how many texts both hold.
    """

    entries: EntryTable
    first: Ints = field(init=False)
    pairs: tuple[Ints, Ints] = (np.empty(0, np.int64), np.empty(0, np.int64))

    def __post_init__(self) -> None:
        self.first = np.zeros(len(self.entries.nodes), np.int64)

    def note(self, holding: Ints, node: Ints, row: Ints) -> None:
        """Count in a piece.

        Args:
            holding: A key for each node that holds in a text, `node * PIECE + row`, ascending.
            node, row: The node and the row of each key.
        """
        if not len(holding) or not len(self.first):
            return
        table = self.entries
        held = np.bincount(node, minlength=len(table.starts) - 1)[table.nodes]
        starts, sizes = table.bounds[:-1], np.diff(table.bounds)
        is_dense = np.add.reduceat(held, starts) > _DENSE * sizes
        if is_dense.any():
            bits = np.zeros((len(table.starts) - 1, PIECE // 8), np.uint8)
            set_bits(bits, holding)
            pairs = [
                self._note_bits(bits, *table.bounds[scenario : scenario + 2].tolist())
                for scenario in np.flatnonzero(is_dense)
            ]
            keys, counts = (joined_arrays([*each]) for each in zip(*pairs, strict=True))
            self.pairs = added(self.pairs, (keys, counts))
        if not is_dense.all():
            self._note_list(node, row, is_dense)

    def _note_bits(
        self, bits: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], start: int, end: int
    ) -> tuple[Ints, Ints]:
        """Count for the entries of a scenario in which many hold, from a bit for each node and text; return its pairs."""
        here = bits[self.entries.nodes[start:end]].view(np.uint64)
        above = np.bitwise_or.accumulate(here, axis=0)
        self.first[start] += _ones(here[0])
        self.first[start + 1 : end] += _ones(here[1:] & ~above[:-1])
        keys: list[Ints] = []
        counts: list[Ints] = []
        for upper in range(end - start - 1):
            both = _ones(here[upper] & here[upper + 1 :])
            (lower,) = np.nonzero(both)
            keys.append((start + upper) * len(self.first) + start + upper + 1 + lower)
            counts.append(both[lower])
        return joined_arrays(keys), joined_arrays(counts)

    def _note_list(
        self, node: Ints, row: Ints, is_dense: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    ) -> None:
        """Count for the entries of scenarios in which few hold, from a list of those that do."""
        table, size = self.entries, len(self.first)
        lengths = table.starts[node + 1] - table.starts[node]
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        entry = table.by_node[np.repeat(table.starts[node], lengths) + offsets]
        keys = (table.scenarios[entry] * PIECE + np.repeat(row, lengths)) * size + entry
        keys = np.sort(keys[~is_dense[table.scenarios[entry]]] if is_dense.any() else keys)
        group, entry = np.divmod(keys, size)
        self.first += np.bincount(entry[run_starts(group)], minlength=size)
        at: Ints = np.arange(len(group) - 1)
        pairs: list[Ints] = []
        for distance in range(1, len(group)):
            at = at[at + distance < len(group)]
            at = at[group[at] == group[at + distance]]
            if not len(at):
                break
            pairs.append(entry[at] * size + entry[at + distance])
            if sum(map(len, pairs)) > _MOST_PAIRS:
                self._add_pairs(pairs)
                pairs = []
        self._add_pairs(pairs)

    def _add_pairs(self, pairs: list[Ints]) -> None:
        found = joined_arrays(pairs)
        self.pairs = added(self.pairs, (found, np.ones(len(found), np.int64)))


def _ones(bits: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> Ints:
    """Count the bits that are set in each row."""
    counts: Ints = np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)
    return counts


def run_starts(values: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where a value differs from the one before it."""
    differs = np.ones(len(values), np.bool_)
    differs[1:] = values[1:] != values[:-1]
    return differs


def added(some: tuple[Ints, Ints], others: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Add up counts of keys; the keys of the sums are ascending."""
    keys, counts = (np.concatenate(pair) for pair in zip(some, others, strict=True))
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(run_starts(keys))
    return keys[starts], np.add.reduceat(counts, starts) if len(starts) else counts


def ascending(keys: Ints) -> Ints:
    """Sort keys, and drop repeated ones; `numpy.unique` takes ten times as long."""
    keys = np.sort(keys)
    return keys[run_starts(keys)]


def joined_arrays(arrays: list[Ints]) -> Ints:
    """Join arrays, of which there may be none."""
    return np.concatenate(arrays) if arrays else np.empty(0, np.int64)
