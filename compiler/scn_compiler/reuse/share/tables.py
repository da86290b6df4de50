"""Makes one table of scenarios that differ only in cells."""

from collections.abc import Iterable, Iterator, Sequence

from scn_compiler.reuse.share.clusters import Comparable, Limits, clusters
from scn_compiler.reuse.share.names import name_of_value, unused
from scn_compiler.reuse.share.patterns import Pattern, Split, common, split_at_gaps, undoubled
from scn_compiler.reuse.share.section import CellTable, SharedSection, Unit
from scn_compiler.reuse.share.slots import Lines, Slot, TextPlace
from scn_dsl.nodes import Field, Setting, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.vocabulary import FIELDS, FieldKind

_LIMITS = Limits(common=0.5, gaps=8, cells=240)
_ONE_VALUE = (
    FieldKind.TEXT,
    FieldKind.WORD,
    FieldKind.INTEGER,
    FieldKind.ID,
    FieldKind.DURATION,
    FieldKind.NUMBER,
    FieldKind.CHOICE,
)
_REFERENCE = lazy_pattern(r"\$\{(\w+)\}")
_ESCAPED = ('"', "\\")


def with_tables(units: Sequence[Unit], *, in_order: bool) -> list[SharedSection]:
    """Make sections of scenarios, those that differ only in cells in one section.

    Args:
        in_order: Whether the order of the scenarios must stay, so that only neighbors share a table.
    """
    titled = [_titled(unit) for unit in units]
    items = [item_of(lines, unit.name) for unit, lines in zip(units, titled, strict=True)]
    made = [
        group
        for cluster in clusters(items, _LIMITS)
        for group in (_neighbors(cluster.members) if in_order else [cluster.members])
    ]
    made.sort(key=lambda members: members[0])
    return [
        _table([units[each] for each in members], [titled[each] for each in members])
        if len(members) > 1
        else SharedSection((units[members[0]],), units[members[0]].lines)
        for members in made
    ]


def item_of(lines: Lines, name: str | None = None) -> Comparable:
    """Make the item of a cluster from lines; their triggers must be about the same."""
    slots = lines.slots()
    about = tuple(index for index, slot in enumerate(slots) if slot.place is TextPlace.TRIGGER)
    return Comparable(lines.shape(), tuple(slot.text for slot in slots), name, about)


def _titled(unit: Unit) -> Lines:
    """Give the lines of a scenario a title: the name that its file gives it."""
    if unit.lines.title:
        return unit.lines
    return replace(unit.lines, title=Field(name="scenario", value=Text(value=unit.name.replace("$", "$$"))))


def _neighbors(members: Iterable[int]) -> list[list[int]]:
    groups: list[list[int]] = []
    for each in members:
        if groups and groups[-1][-1] == each - 1:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


class Columns:
    """The columns of a table, or the parameters of a fragment: one for all gaps that have the same cells."""

    def __init__(self) -> None:
        self._texts: list[Split] = []
        self._places: dict[tuple[str, ...], list[tuple[Slot, str, str]]] = {}

    def add(self, slot: Slot, parts: Split) -> None:
        """Add a text with its cells."""
        self._texts.append(parts)
        for index, cells in enumerate(zip(*parts.cells, strict=True)):
            if not _is_text(cells):
                place = slot, parts.segments[index], parts.segments[index + 1]
                self._places.setdefault(cells, []).append(place)

    def filled(self) -> tuple[list[str], dict[tuple[str, ...], str]]:
        """Return the texts with the names of the columns in their gaps, and these names by the cells."""
        names: dict[tuple[str, ...], str] = {}
        composed = {cells: made for cells in self._places if (made := _composed(cells, self._places))}
        for cells, places in self._places.items():
            if cells not in composed:
                passed = next(filter(None, map(_REFERENCE.fullmatch, cells)), None)
                wanted = passed[1] if passed else name_of_value(places, [undoubled(cell) for cell in cells])
                names[cells] = unused(wanted, names.values())
        values = {cells: f"${{{name}}}" for cells, name in names.items()}
        for cells in sorted(composed, key=_length):
            values[cells] = "".join(
                part if isinstance(part, str) else values[part] for part in composed[cells]
            )
        return [_filled(parts, values) for parts in self._texts], names


def _length(cells: tuple[str, ...]) -> int:
    return sum(map(len, cells))


def _composed(
    cells: tuple[str, ...], others: Iterable[tuple[str, ...]]
) -> "list[str | tuple[str, ...]] | None":
    """Write cells as a text around the cells of other columns; `None` if they aren't that in every row."""
    shorter = [each for each in others if _length(each) < _length(cells) and all(map(len, each))]
    parts: list[str | tuple[str, ...]] = []
    left = list(cells)
    while len(set(left)) > 1 or "${" in left[0]:
        found = [
            (min(ends), each, ends)
            for each in shorter
            if (ends := [_word_at(text, cell) for text, cell in zip(left, each, strict=True)])
            and min(ends) >= 0
            and len({text[:end] for text, end in zip(left, ends, strict=True)}) == 1
        ]
        if not found:
            return None
        _, other, starts = min(found, key=lambda each: (each[0], -_length(each[1])))
        parts += (left[0][: starts[0]], other)
        left = [text[at + len(cell) :] for text, at, cell in zip(left, starts, other, strict=True)]
    return [*parts, left[0]]


def _word_at(text: str, cell: str) -> int:
    """Return where a cell is in a text, as words of its own; -1 if it isn't there."""
    at = text.find(cell)
    end = at + len(cell)
    is_word = not text[max(at - 1, 0) : at].isalnum() and not text[end : end + 1].isalnum()
    return at if (is_word and cell[:1] != "$") or (is_word and cell.startswith("$$")) else -1


def _is_text(cells: tuple[str, ...]) -> bool:
    """Tell whether cells are the same text everywhere."""
    return len(set(cells)) == 1 and "${" not in cells[0]


def _filled(parts: Split, values: dict[tuple[str, ...], str]) -> str:
    first, *segments = parts.segments
    columns = zip(*parts.cells, strict=True)
    return first + "".join(
        f"{cells[0] if _is_text(cells) else values[cells]}{segment}"
        for cells, segment in zip(columns, segments, strict=True)
    )


def split_slot(pattern: Pattern, slot: Slot, texts: Sequence[str]) -> Split:
    """Split texts at their gaps; a text that may be JSON has no gap in which something would be escaped."""
    parts = split_at_gaps(pattern, texts)
    if slot.is_json and any(sign in cell for cells in parts.cells for cell in cells for sign in _ESCAPED):
        return Split(("", ""), tuple((text,) for text in texts))
    return parts


def _table(units: list[Unit], lines: list[Lines]) -> SharedSection:
    slots = lines[0].slots()
    texts = list(zip(*(tuple(slot.text for slot in each.slots()) for each in lines), strict=True))
    columns = Columns()
    for slot, column in zip(slots, texts, strict=True):
        columns.add(slot, split_slot(common(column), slot, column))
    filled, names = columns.filled()
    shared = lines[0].with_texts(filled)
    shared = replace(shared, settings=tuple(_without_columns(shared.settings, filled, names)))
    rows = zip(*names, strict=True)
    table = CellTable(tuple(names.values()), tuple(tuple(map(undoubled, row)) for row in rows))
    return SharedSection(tuple(units), shared, table)


def _without_columns(
    settings: tuple[Setting, ...], texts: Sequence[str], names: dict[tuple[str, ...], str]
) -> Iterator[Setting]:
    """Leave out the fields that a column of their name sets."""
    for setting in settings:
        if not (
            isinstance(setting, Field)
            and not setting.raw
            and FIELDS[setting.name].kind in _ONE_VALUE
            and not FIELDS[setting.name].under
            and not FIELDS[setting.name].of_file
            and setting.value.value == f"${{{setting.name}}}"
            and sum(setting.value.value in text for text in texts) == 1
            and all(next(cells for cells, name in names.items() if name == setting.name))
        ):
            yield setting
