"""Makes fragments of the blocks that several sections have alike."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from scn_compiler.reuse.share.clusters import Cluster, Limits, clusters
from scn_compiler.reuse.share.names import fragment_name, starts_call, unused
from scn_compiler.reuse.share.section import Insert, SharedFragment, SharedSection
from scn_compiler.reuse.share.slots import Lines, Slot
from scn_compiler.reuse.share.tables import Columns, item_of, split_slot
from scn_dsl.nodes import After, Block, Then
from scn_dsl.records import Record, replace

_LIMITS = Limits(common=0.6, gaps=3, cells=100)
_WORTH = 0.95
"""The most that a fragment with its inserts may be as long as the blocks that it replaces."""


class _Chain(Record):
    """A block of a section with its `THEN` blocks, which must stay together."""

    section: int
    start: int
    lines: Lines
    slots: tuple[Slot, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.lines.blocks)

    @property
    def length(self) -> int:
        return sum(len(slot.text) + 10 for slot in self.slots) + 2


def with_fragments(
    sections: Sequence[SharedSection], skipped: Container[int]
) -> tuple[list[SharedSection], list[SharedFragment]]:
    """Replace blocks that sections have alike with inserts of fragments.

    Args:
        skipped: The numbers of sections that stay as they are.
    """
    chains = [
        [] if number in skipped else list(_chains(number, section)) for number, section in enumerate(sections)
    ]
    flat = [chain for each in chains for chain in each]
    kinds: dict[tuple[int, int], int] = {}
    found = clusters([item_of(chain.lines) for chain in flat], _LIMITS)
    for kind, cluster in enumerate(found):
        kinds.update(((flat[each].section, flat[each].start), kind) for each in cluster.members)
    sequences = [[kinds[chain.section, chain.start] for chain in each] for each in chains]
    inserts: defaultdict[int, list[tuple[Insert, int]]] = defaultdict(list)
    fragments: list[SharedFragment] = []
    names: set[str] = set()
    for runs in _repeated(chains, sequences):
        made = _fragment(runs, [found[kinds[chain.section, chain.start]] for chain in runs[0]], names)
        if made is None:
            continue
        fragment, calls = made
        names.add(fragment.name)
        fragments.append(fragment)
        for run, insert in zip(runs, calls, strict=True):
            inserts[run[0].section].append((insert, run[-1].end))
    return [_inserted(each, inserts[number]) for number, each in enumerate(sections)], fragments


def _chains(number: int, section: SharedSection) -> Iterator[_Chain]:
    blocks = section.lines.blocks
    starts = [index for index, block in enumerate(blocks) if not isinstance(block.opening, Then) or not index]
    for start, end in pairwise([*starts, len(blocks)] if starts else ()):
        lines = Lines(blocks=blocks[start:end])
        yield _Chain(number, start, lines, lines.slots())


def _repeated(chains: list[list[_Chain]], sequences: list[list[int]]) -> Iterator[list[list[_Chain]]]:
    """Yield the runs of chains that always come together, with each place where they do."""
    counts = Counter(kind for sequence in sequences for kind in sequence)
    after: defaultdict[int, set[int | None]] = defaultdict(set)
    before: defaultdict[int, set[int | None]] = defaultdict(set)
    for sequence in sequences:
        for one, two in zip([None, *sequence], [*sequence, None], strict=True):
            if one is not None:
                after[one].add(two)
            if two is not None:
                before[two].add(one)
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, sequence in enumerate(sequences):
        for index, kind in enumerate(sequence):
            places[kind].append((number, index))
    for kind, first in places.items():
        if counts[kind] < 2 or _joined(before[kind], after, counts) is not None:
            continue
        length, last = 1, kind
        while (following := _joined_next(after[last], before, counts)) is not None and following != kind:
            length, last = length + 1, following
        yield from _closed([chains[number][index : index + length] for number, index in first])


def _joined(before: set[int | None], after: dict[int, set[int | None]], counts: Counter[int]) -> int | None:
    """Return the kind that always comes before, if this one always comes after it."""
    one = next(iter(before)) if len(before) == 1 else None
    return one if one is not None and counts[one] > 1 and len(after[one]) == 1 else None


def _joined_next(
    after: set[int | None], before: dict[int, set[int | None]], counts: Counter[int]
) -> int | None:
    two = next(iter(after)) if len(after) == 1 else None
    return two if two is not None and counts[two] > 1 and len(before[two]) == 1 else None


def _closed(runs: list[list[_Chain]]) -> Iterator[list[list[_Chain]]]:
    """Cut runs before and after each block that follows up on a label which isn't in the run."""
    first, start = runs[0], 0
    labels: set[str] = set()
    for index, chain in enumerate(first):
        own = {block.label.name for block in chain.lines.blocks if block.label}
        open_ends = [
            block
            for block in chain.lines.blocks
            if isinstance(block.opening, After) and block.opening.label.name not in labels | own
        ]
        if open_ends or isinstance(chain.lines.blocks[0].opening, Then):
            if index > start:
                yield [run[start:index] for run in runs]
            start, labels = index + 1, set()
        else:
            labels |= own
    if len(first) > start:
        yield [run[start:] for run in runs]


def _fragment(
    runs: list[list[_Chain]], kinds: Sequence[Cluster], taken: Container[str]
) -> tuple[SharedFragment, list[Insert]] | None:
    """Make a fragment of equal runs, and the insert for each; `None` if the scripts wouldn't be much shorter."""
    if len({run[0].section for run in runs}) < len(runs) and _has_labels(runs[0]):
        return None
    parameters = Columns()
    for number, chain in enumerate(runs[0]):
        for index, slot in enumerate(chain.slots):
            texts = [run[number].slots[index].text for run in runs]
            parameters.add(slot, split_slot(kinds[number].patterns[index], slot, texts))
    filled, names = parameters.filled()
    blocks: tuple[Block, ...] = tuple(block for chain in runs[0] for block in chain.lines.blocks)
    lines = Lines(blocks=blocks).with_texts(filled)
    calls = [tuple((name, values[number]) for values, name in names.items()) for number in range(len(runs))]
    defaults = {name: _usual(values) for values, name in names.items()}
    calls = [tuple((name, value) for name, value in call if value != defaults[name]) for call in calls]
    shared = sum(map(len, filled)) + 10 * len(filled) + 30
    used = sum(12 + sum(len(name) + len(value) + 7 for name, value in call) for call in calls)
    if shared + used > _WORTH * sum(chain.length for run in runs for chain in run):
        return None
    label = next((block.label for block in blocks if block.label), None)
    shown = lines.slots()
    name = unused(fragment_name(shown, label, is_opening=starts_call(shown)), taken, "-")
    inserts = [Insert(name, call, run[0].start) for call, run in zip(calls, runs, strict=True)]
    return SharedFragment(name, lines, tuple(defaults.items())), inserts


def _has_labels(run: list[_Chain]) -> bool:
    return any(block.label for chain in run for block in chain.lines.blocks)


def _usual(values: tuple[str, ...]) -> str | None:
    """Return the value that most inserts pass, as the default."""
    value, count = Counter(values).most_common(1)[0]
    return value if count * 2 > len(values) and "${" not in value and count > 2 else None


def _inserted(section: SharedSection, inserts: list[tuple[Insert, int]]) -> SharedSection:
    """Replace blocks of a section with inserts."""
    if not inserts:
        return section
    blocks: list[Block] = []
    kept: list[Insert] = []
    at = 0
    for insert, end in sorted(inserts, key=lambda each: each[0].at or 0):
        blocks += section.lines.blocks[at : insert.at]
        kept.append(replace(insert, at=len(blocks)))
        at = end
    blocks += section.lines.blocks[at:]
    return replace(
        section, lines=replace(section.lines, blocks=tuple(blocks)), inserts=(*section.inserts, *kept)
    )
