"""The scenario that a test plays: its `plays:` line has the scenario's name, cells of the scenario's row, or both."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import CallTest, Plays
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.suggest import first, nearest

_BAR = " | "
_CELL = re.compile(r"(?P<column>\w+)\s*=\s*(?P<text>.*)", re.DOTALL)
_LIKE_A_CELL = re.compile(r"(?P<column>\w+)\s*(?:=+|:|\bis\b)\s*(?P<text>.*)", re.DOTALL)

_MOST_CELLS = 3
"""How many cells together tell a row from others; if that takes more, all cells are named."""

_MOST_NAMES = 6

_Cells = tuple[tuple[str, str], ...]


class _Wanted(Record):
    """The words of a `plays:` line: part of a name, and the cells of a row."""

    name: str
    cells: _Cells = ()

    def __str__(self) -> str:
        return _BAR.join((*([self.name] if self.name else []), *map(" = ".join, self.cells)))


def scenario_of(test: CallTest, scenarios: Sequence[ResolvedScenario], found: list[Diagnostic]) -> int | None:
    """Find the scenario that a test plays: the one that it names, or the only one.

    Args:
        scenarios: The scenarios of the script that have blocks.
        found: Gets a report if the test names no scenario, or several.

    Returns:
        The index of the scenario.
    """
    plays = next((step for step in test.steps if isinstance(step, Plays)), None)
    if plays is None:
        if len(scenarios) == 1:
            return 0
        span = test.place(test.name.span if test.name else test.span)
        message, hint = "the script has no scenario with blocks", "write the script first"
        if scenarios:
            message = (
                f"the script has {len(scenarios)} scenarios, and this test doesn't say which one it plays"
            )
            hint = f"add a line below: `plays: {plays_texts(scenarios)[0]}`"
        found.append(report("unknown-scenario", span, message, hint))
        return None
    words = plays.text.value
    matching = scenarios_named(words, scenarios)
    if len(matching) == 1:
        return matching[0]
    found.append(not_one(test.place(plays.text.span), words, matching, scenarios))
    return None


def scenarios_named(words: str, scenarios: Sequence[ResolvedScenario]) -> tuple[int, ...]:
    """Return the indexes of the scenarios that the words of a `plays:` line match."""
    if found := _with_name(words, range(len(scenarios)), scenarios):
        return found
    wanted = _read(words, scenarios)
    if not wanted.cells:
        return ()
    folded = [(column, _folded(text)) for column, text in wanted.cells]
    rows = [
        index
        for index, each in enumerate(scenarios)
        if each.scenario.cells and all(_has(each, *cell) for cell in folded)
    ]
    return _with_name(wanted.name, rows, scenarios)


def plays_texts(scenarios: Sequence[ResolvedScenario]) -> list[str]:
    """Return the text of a `plays:` line for each scenario: its name, and cells of its row if others have this name."""
    names = [each.name or "" for each in scenarios]
    counts = Counter(name.casefold() for name in names)
    return [
        name if name and counts[name.casefold()] == 1 else str(_Wanted(name, cells))
        for name, cells in zip(names, _telling_cells(scenarios), strict=True)
    ]


def row_texts(scenarios: Sequence[ResolvedScenario]) -> list[str]:
    """Return for each scenario the cells that tell its row from the others of its table; empty without a table."""
    return [str(_Wanted("", cells)) for cells in _telling_cells(scenarios)]


def _telling_cells(scenarios: Sequence[ResolvedScenario]) -> list[_Cells]:
    """Return the fewest cells of each row that no other row has; all of them if that takes more."""
    cells = [
        tuple(cell for cell in each.scenario.cells if _BAR not in cell[1] and "\n" not in cell[1])
        for each in scenarios
    ]
    found = list(cells)
    left = [index for index, each in enumerate(cells) if each]
    for count in range(1, _MOST_CELLS + 1):
        if not left:
            break
        seen = Counter(_key(some) for each in scenarios for some in combinations(each.scenario.cells, count))
        for index in left:
            for some in combinations(cells[index], count):
                if seen[_key(some)] == 1:
                    found[index] = some
                    break
        left = [index for index in left if found[index] is cells[index]]
    return found


def _key(cells: _Cells) -> _Cells:
    return tuple((column, _folded(text)) for column, text in cells)


def _with_name(words: str, among: Iterable[int], scenarios: Sequence[ResolvedScenario]) -> tuple[int, ...]:
    """Return the scenarios with exactly this name, or else those with the words in their names."""
    folded = words.casefold()
    named = [(index, (scenarios[index].name or "").casefold()) for index in among]
    exact = tuple(index for index, name in named if name == folded)
    return exact or tuple(index for index, name in named if folded in name)


def _read(words: str, scenarios: Sequence[ResolvedScenario], like: re.Pattern[str] = _CELL) -> _Wanted:
    """Read the words of a `plays:` line; what isn't a cell is part of the name."""
    names: list[str] = []
    cells: list[tuple[str, str]] = []
    for number, part in enumerate(words.split(_BAR)):
        cell = like.fullmatch(part.strip())
        if cell and (number or cell["column"] in _columns(scenarios)):
            cells.append((cell["column"], cell["text"]))
        else:
            names.append(part.strip())
    return _Wanted(_BAR.join(names), tuple(cells))


def not_one(
    span: Span, words: str, matching: Sequence[int], scenarios: Sequence[ResolvedScenario]
) -> Diagnostic:
    """Report words that match no scenario, or several.

    Args:
        span: The span of the words.
        matching: The indexes of the scenarios that match.
    """
    if not matching:
        return _unknown(span, words, scenarios)
    one = plays_texts(scenarios)[matching[0]]
    cells = row_texts(scenarios)[matching[0]]
    if _read(words, scenarios).cells:
        message = f"{len(matching)} rows match `{words}`"
        hint = f"add a cell that only one row has, for example `{one}`"
    elif all((scenarios[index].name or "").casefold() == words.casefold() for index in matching):
        message = f"{len(matching)} scenarios have the name `{words}`"
        hint = f"add a cell of the row, for example `{one}`"
    else:
        message = f"`{words}` is part of the names of {len(matching)} scenarios"
        hint = f"write the whole name, for example `{one}`"
        if cells:
            hint = f"add a cell of the row, for example `{words}{_BAR}{cells}`"
    if len(scenarios_named(one, scenarios)) != 1:
        hint = "give each scenario of the script its own name"
    return report("unknown-scenario", span, message, hint)


def _unknown(span: Span, words: str, scenarios: Sequence[ResolvedScenario]) -> Diagnostic:
    message = f"the script has no scenario `{words}`"
    strange = [column for column, _ in _read(words, scenarios).cells if column not in _columns(scenarios)]
    if strange:
        message = f"no table of the script has the column `{strange[0]}`"
    elif _read(words, scenarios).cells:
        message = f"no row of the script matches `{words}`"
    if near := _near(words, scenarios):
        fix = Fix(f"replace with `{near}`", (Edit(span, near),), safe=False)
        return report("unknown-scenario", span, message, f"did you mean `{near}`?", fix=fix)
    known = plays_texts(scenarios)[:_MOST_NAMES]
    more = len(scenarios) - len(known)
    hint = f"its scenarios are {', '.join(f'`{each}`' for each in known)}" + (
        f" and {more} more" if more else ""
    )
    return report("unknown-scenario", span, message, hint)


def _near(words: str, scenarios: Sequence[ResolvedScenario]) -> str | None:
    """Return words that match a scenario and are similar to those of a `plays:` line."""
    wanted = _read(words, scenarios, _LIKE_A_CELL)
    name, *rest = wanted.name.split(_BAR)
    mended: list[tuple[str, str]] = []
    for column, text in (*wanted.cells, *(("", each) for each in rest)):
        if not (cell := _near_cell(column, text, scenarios)):
            return None
        mended.append(cell)
    names = first(each.name for each in scenarios if each.name)
    for near in (name, nearest(name, names)):
        found = str(_Wanted(near or "", tuple(mended)))
        if near is not None and scenarios_named(found, scenarios):
            return found
    return nearest(words, names)


def _near_cell(column: str, text: str, scenarios: Sequence[ResolvedScenario]) -> tuple[str, str] | None:
    """Return the cell that words mean; without a column, the only one with this text."""
    cells = dict.fromkeys(cell for each in scenarios for cell in each.scenario.cells)
    bare = text.strip("\"' ")
    if not column:
        columns = {name for name, known in cells if _folded(known) == _folded(bare)}
        return (columns.pop(), bare) if len(columns) == 1 else None
    name = nearest(column, first(_columns(scenarios)))
    known = first(text for each, text in cells if each == name)
    near = nearest(bare, known)
    return (name, near) if name and near else None


def _columns(scenarios: Sequence[ResolvedScenario]) -> dict[str, None]:
    return dict.fromkeys(name for each in scenarios for name, _ in each.scenario.cells)


def _has(scenario: ResolvedScenario, column: str, folded: str) -> bool:
    return any(name == column and _folded(text) == folded for name, text in scenario.scenario.cells)


@lru_cache(maxsize=1 << 12)
def _folded(text: str) -> str:
    """Return a text in which case and spaces don't count."""
    return " ".join(text.casefold().split())
