"""Searches the blocks of a scenario; after an edit of a long one, only those that changed."""

from collections.abc import Callable, Sequence

from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario

BlockSearch = Callable[[Sequence[ResolvedBlock]], list[ResolvedBlock]]
"""Returns those of the blocks that have something, in order. Whether a block has it must depend only on its lines."""

_MOST_VERSIONS = 4
"""The number of versions of scenarios whose blocks are remembered for each search."""

_found: dict[BlockSearch, tuple[tuple[object, tuple[int, ...]], ...]] = {}
"""By search, the marks of the last versions and the indices of the blocks that were found in them."""


def search_blocks(scenario: ResolvedScenario, search: BlockSearch) -> list[ResolvedBlock]:
    """Search the blocks of a scenario.

    `cache_clear()` of the function forgets the earlier versions of scenarios.

    Args:
        search: A function of a module, because what it found is remembered.
    """
    rows, version = scenario.rows, scenario.version
    if version is None:
        return search(rows)
    known = _found.get(search, ())
    for mark, before in known:
        changed = version.changes_since(mark)
        if changed is not None:
            now = [row.index for row in search([rows[index] for index in changed])]
            found = tuple(sorted([*(index for index in before if index not in changed), *now]))
            others = tuple([each for each in known if each[0] is not mark])
            break
    else:
        found = tuple([row.index for row in search(rows)])
        others = known
    _found[search] = ((version.mark, found), *others[: _MOST_VERSIONS - 1])
    return [rows[index] for index in found]


search_blocks.cache_clear = _found.clear  # type: ignore[attr-defined]
