"""Resolves labels to ids and follow-ups to parents, and reports references that don't resolve."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.broken_references import (
    NEAR,
    broken_reference,
    descending_id,
    duplicate_id,
    label_span,
    missing_number,
    missing_parent,
)
from scn_compiler.semantics.settings import Settings, Value, read_details, read_settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import (
    FOLLOW_UPS,
    After,
    Block,
    FirstMessage,
    Scenario,
    Script,
    Then,
)
from scn_dsl.records import Record, fast_constructor, field
from scn_dsl.source import Span

MANY_BLOCKS = 200
"""The number of blocks from which an edit of a scenario pays for remembering its last version."""

_MOST_VERSIONS = 4
"""The number of long scenarios that are remembered, each in its latest version."""


class ResolvedBlock(Record):
    """A block with its id and, for a follow-up, its parent.

    Attributes:
        index: Position of the block in the scenario, from 0.
        id: The number that the platform refers to it by.
        parent: Index of the parent; `None` if it has none in this scenario.
        parent_id: Id of the parent. Set without `parent` in a fragment, whose parent is in another document.
        details: Name and value of each detail line, in order.
    """

    block: Block
    index: int
    id: int
    parent: int | None = None
    parent_id: int | None = None
    details: tuple[tuple[str, Value], ...] = ()

    def get(self, name: str) -> Json:
        """Return the value of a detail; `None` if the block doesn't have it."""
        return next((value.value for known, value in self.details if known == name), None)

    @property
    def follows_up(self) -> bool:
        return isinstance(self.block.opening, FOLLOW_UPS)

    @property
    def span(self) -> Span:
        return self.block.place(self.block.opening.span)


_new_row = fast_constructor(ResolvedBlock)


class BlocksVersion(Record):
    """A version of the blocks of a long scenario that is being edited, wherever they are in the text.

    Attributes:
        mark: Stands for this version, and is compared by identity.
        before: The mark of the version before, which has as many blocks; `None` for the first version.
        changed: The indices of the blocks that differ from those of the version before.
        same_openings: Whether all blocks have the same openings as in the version before.
    """

    mark: object
    before: object | None = None
    changed: tuple[int, ...] = ()
    same_openings: bool = False

    def changes_since(self, mark: object) -> tuple[int, ...] | None:
        """Return the indices of the blocks that differ from those of a version; `None` if that isn't known."""
        if mark is self.mark:
            return ()
        return self.changed if mark is not None and mark is self.before else None


class ResolvedScenario(Record):
    """A scenario with its references resolved and its settings parsed.

    Attributes:
        own: Settings of the scenario itself.
        settings: `own` merged over the defaults of the file.
        name: From its `scenario:` line, or else the name of the file; `None` without either.
        span: Span for diagnostics about the scenario as a whole.
        version: Only for a long scenario whose references resolve, and whose blocks have no details.
    """

    scenario: Scenario
    own: Settings
    settings: Settings
    rows: tuple[ResolvedBlock, ...]
    name: str | None
    span: Span
    version: BlocksVersion | None = field(default=None, compare=False)


class ResolvedScript(Record):
    """A script with its scenarios resolved."""

    script: Script
    defaults: Settings
    scenarios: tuple[ResolvedScenario, ...]


def resolve(
    script: Script, file_name: str | None, *, fragment: bool
) -> tuple[ResolvedScript, tuple[Diagnostic, ...]]:
    """Resolve a script: number its blocks, find the parents of follow-ups, parse its settings.

    Args:
        script: The parsed script.
        file_name: Name of the file without its extension; names a scenario that has no `scenario:` line.
        fragment: Whether numeric labels may refer to blocks outside of the script.

    Raises:
        Nothing: a broken reference is reported, not raised.
    """
    defaults, problems = read_settings(script.defaults)
    diagnostics = list(problems)
    resolved: list[ResolvedScenario] = []
    for scenario in script.scenarios:
        title = (scenario.title,) if scenario.title and scenario.title.value.value else ()
        own, problems = read_settings((*title, *scenario.settings), scenario.blocks)
        diagnostics.extend(problems)
        for each in ("suite", "target") if scenario.title else ():
            if each in own.fields:
                message = f"`{each}:` applies to the whole file, so it can't be inside a scenario"
                hint = f"move `{each}:` above the first `scenario:`"
                diagnostics.append(report("bad-field-value", own.fields[each].span, message, hint))
        version = None
        if len(scenario.blocks) < MANY_BLOCKS:
            rows, found = _resolve_blocks(scenario.blocks, fragment)
        else:
            rows, found, version = resolve_again(scenario.blocks, fragment)
        diagnostics.extend(found)
        name = own.get("scenario") if scenario.title else file_name
        span = scenario.title.whole if scenario.title else _first_span(scenario)
        settings = own.over(defaults)
        resolved.append(ResolvedScenario(scenario, own, settings, rows, name, span, version))
    return ResolvedScript(script, defaults, tuple(resolved)), tuple(diagnostics)


def _first_span(scenario: Scenario) -> Span:
    items = [*scenario.settings, *(block for block in scenario.blocks)]
    first = min(items, key=lambda item: (item.origin is not None, item.at), default=None)
    if first is None:
        return Span(0, 0)
    if first.origin and first.origin.chain:
        return first.origin.chain[0].span
    return first.place(first.opening.span) if isinstance(first, Block) else first.whole


def _resolve_blocks(
    blocks: tuple[Block, ...], fragment: bool
) -> tuple[tuple[ResolvedBlock, ...], list[Diagnostic]]:
    labels, found = _find_labels(blocks)
    rows: list[ResolvedBlock] = []
    by_id: dict[int, int] = {}
    missing: set[str] = set()
    number = -1 if blocks and isinstance(blocks[0].opening, FirstMessage) else 0
    for index, block in enumerate(blocks):
        before, opening = number, block.opening
        fixed = block.label.number if block.label else None
        number = before + 1 if fixed is None else fixed
        if number in by_id:
            found.append(duplicate_id(block, number, blocks[by_id[number]]))
        else:
            by_id[number] = index
            if rows and number < before:
                found.append(descending_id(block, number, before))
        parent, outside_id = None, None
        if isinstance(opening, Then):
            parent = index - 1 if index else None
            if parent is None and not fragment:
                found.append(missing_parent(block))
        elif isinstance(opening, After):
            label = opening.label
            parent = labels.get(label.name)
            outside_id = label.number if fragment and parent is None else None
            if outside_id is None and (parent is None or parent >= index):
                above = () if label.name in missing else blocks[max(0, index - NEAR) : index]
                found.extend(broken_reference(block, label, index, parent, labels, blocks, above))
                missing.add(label.name)
                if parent is None and label.number is not None:
                    at = by_id.get(label.number, index)
                    found.append(missing_number(block, label, blocks[at] if at < index else None))
            parent = parent if parent is not None and parent < index else None
        parent_id = rows[parent].id if parent is not None else outside_id
        details: tuple[tuple[str, Value], ...] = ()
        if block.details:
            details, problems = read_details(block)
            found.extend(problems)
        rows.append(_new_row(block, index, number, parent, parent_id, details))
    return tuple(rows), found


_Rows = tuple[ResolvedBlock, ...]

_versions: tuple[tuple[BlocksVersion, bool, _Rows], ...] = ()
"""The last versions with their rows, and whether they are of fragments; replaced as a whole, so threads can't see half of
a change."""


def resolve_again(
    blocks: tuple[Block, ...], fragment: bool
) -> tuple[_Rows, list[Diagnostic], BlocksVersion | None]:
    """Resolve the blocks of a long scenario, with the help of an earlier version of it.

    As long as all labels and all kinds of openings stay, so do all ids and parents. `cache_clear()` of the function forgets
    the earlier versions.
    """
    global _versions  # noqa: PLW0603
    others = _versions
    found: list[Diagnostic] = []
    for before in others:
        again = _moved_rows(before[0], before[2], blocks) if before[1] == fragment else None
        if again:
            rows, version = again
            others = tuple([each for each in others if each is not before])
            break
    else:
        rows, found = _resolve_blocks(blocks, fragment)
        if found or any(row.details for row in rows):
            return rows, found, None
        version = BlocksVersion(object())
    _versions = ((version, fragment, rows), *others[: _MOST_VERSIONS - 1])
    return rows, found, version


def _cache_clear() -> None:
    global _versions  # noqa: PLW0603
    _versions = ()


resolve_again.cache_clear = _cache_clear  # type: ignore[attr-defined]


def _moved_rows(
    version: BlocksVersion, before: _Rows, blocks: tuple[Block, ...]
) -> tuple[_Rows, BlocksVersion] | None:
    """Give blocks the ids and parents that they had in a version before; return `None` if some may have others."""
    if len(before) != len(blocks):
        return None
    if (
        before[0].block.actions is not blocks[0].actions
        and before[-1].block.actions is not blocks[-1].actions
    ):
        return None  # another scenario
    same = 0
    for row, block in zip(before, blocks, strict=True):
        if row.block is not block:
            break
        same += 1
    else:
        return before, version
    rows = list(before[:same])
    changed: list[int] = []
    same_openings = True
    for row, block in zip(before[same:], blocks[same:], strict=True):
        was = row.block
        only_moved = (
            was.actions is block.actions
            and was.opening is block.opening
            and was.label is block.label
            and was.details is block.details
            and was.broken is block.broken
        )
        if not only_moved:
            if not _has_same_reference(was, block):
                return None
            changed.append(row.index)
            same_openings = same_openings and was.opening == block.opening
        rows.append(_new_row(block, row.index, row.id, row.parent, row.parent_id, ()))
    if changed:
        version = BlocksVersion(object(), version.mark, tuple(changed), same_openings)
    return tuple(rows), version


def _has_same_reference(was: Block, block: Block) -> bool:
    """Return whether a block without details has the label, and refers to the label, of the block that it was."""
    one, other = was.opening, block.opening
    refers = one.label == other.label if isinstance(one, After) and isinstance(other, After) else True
    return type(one) is type(other) and refers and was.label == block.label and not block.details


def _find_labels(blocks: tuple[Block, ...]) -> tuple[dict[str, int], list[Diagnostic]]:
    labels: dict[str, int] = {}
    found: list[Diagnostic] = []
    for index, block in enumerate(blocks):
        if not block.label:
            continue
        name = block.label.name
        if name in labels and block.label.number is None:
            first = blocks[labels[name]]
            related = (Related("first defined here", label_span(first)),)
            message = f"duplicate label `@{name}`"
            hint = "give this block a different label"
            found.append(report("duplicate-label", label_span(block), message, hint, related=related))
        labels.setdefault(name, index)
    return labels, found
