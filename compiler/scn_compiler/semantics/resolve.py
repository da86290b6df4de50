"""Resolves labels to ids and follow-ups to parents, and reports references that don't resolve."""

import re
from collections.abc import Iterable, Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.settings import Settings, Value, read_details, read_settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import (
    FOLLOW_UPS,
    WORDLESS,
    After,
    Block,
    FirstMessage,
    Label,
    Scenario,
    Script,
    Then,
    When,
)
from scn_dsl.records import Record, fast_constructor
from scn_dsl.source import Span
from scn_dsl.suggest import first, nearest

_NEAR = 64
"""How many blocks above a broken reference it may mean: more would cost too much if many are broken."""


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


class ResolvedScenario(Record):
    """A scenario with its references resolved and its settings parsed.

    Attributes:
        own: Settings of the scenario itself.
        settings: `own` merged over the defaults of the file.
        name: From its `scenario:` line, or else the name of the file; `None` without either.
        span: Span for diagnostics about the scenario as a whole.
    """

    scenario: Scenario
    own: Settings
    settings: Settings
    rows: tuple[ResolvedBlock, ...]
    name: str | None
    span: Span


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
        for field in ("suite", "target") if scenario.title else ():
            if field in own.fields:
                message = f"`{field}:` applies to the whole file, so it can't be inside a scenario"
                hint = f"move `{field}:` above the first `scenario:`"
                diagnostics.append(report("bad-field-value", own.fields[field].span, message, hint))
        rows, found = _resolve_blocks(scenario.blocks, fragment)
        diagnostics.extend(found)
        name = own.get("scenario") if scenario.title else file_name
        span = scenario.title.whole if scenario.title else _first_span(scenario)
        resolved.append(ResolvedScenario(scenario, own, own.over(defaults), rows, name, span))
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
            found.append(_duplicate_id(block, number, blocks[by_id[number]]))
        else:
            by_id[number] = index
            if rows and number < before:
                found.append(_descending_id(block, number, before))
        parent, outside_id = None, None
        if isinstance(opening, Then):
            parent = index - 1 if index else None
            if parent is None and not fragment:
                found.append(_missing_parent(block))
        elif isinstance(opening, After):
            label = opening.label
            parent = labels.get(label.name)
            outside_id = label.number if fragment and parent is None else None
            if outside_id is None:
                above = () if label.name in missing else blocks[max(0, index - _NEAR) : index]
                found.extend(_broken_reference(block, label, index, parent, labels, blocks, above))
                missing.add(label.name)
                found.extend(_missing_number(block, label, parent, rows, by_id))
            parent = parent if parent is not None and parent < index else None
        parent_id = rows[parent].id if parent is not None else outside_id
        details: tuple[tuple[str, Value], ...] = ()
        if block.details:
            details, problems = read_details(block)
            found.extend(problems)
        rows.append(_new_row(block, index, number, parent, parent_id, details))
    return tuple(rows), found


def _find_labels(blocks: tuple[Block, ...]) -> tuple[dict[str, int], list[Diagnostic]]:
    labels: dict[str, int] = {}
    found: list[Diagnostic] = []
    for index, block in enumerate(blocks):
        if not block.label:
            continue
        name = block.label.name
        if name in labels and block.label.number is None:
            first = blocks[labels[name]]
            related = (Related("first defined here", _label_span(first)),)
            message = f"duplicate label `@{name}`"
            hint = "give this block a different label"
            found.append(report("duplicate-label", _label_span(block), message, hint, related=related))
        labels.setdefault(name, index)
    return labels, found


def _label_span(block: Block) -> Span:
    return block.place(block.label.span if block.label else block.opening.span)


def _duplicate_id(block: Block, number: int, first: Block) -> Diagnostic:
    related = (Related("first used here", _label_span(first)),)
    message = f"duplicate id {number}"
    hint = "remove the numeric label: scn numbers blocks automatically"
    return report("duplicate-id", _label_span(block), message, hint, related=related)


def _descending_id(block: Block, number: int, before: int) -> Diagnostic:
    message = f"id {number} is lower than id {before} above it"
    return report(
        "id-not-ascending",
        _label_span(block),
        message,
        "remove the numeric label, unless this block must keep its id",
    )


def _missing_parent(block: Block) -> Diagnostic:
    message = "`THEN` needs a block above it to follow up on"
    return report(
        "then-without-parent",
        block.place(block.opening.span),
        message,
        "start with `FIRST_MESSAGE` or `WHEN`",
    )


def _broken_reference(
    block: Block,
    label: Label,
    index: int,
    target: int | None,
    labels: dict[str, int],
    blocks: tuple[Block, ...],
    above: tuple[Block, ...],
) -> Iterator[Diagnostic]:
    """Report a reference to the block itself, to a block below it, or to an unknown label.

    Args:
        above: The blocks that may get an unknown label; empty if an earlier follow-up refers to it.
    """
    span = block.place(label.span)
    if target == index:
        message = f"`@{label.name}` is this block, and a block can't follow up on itself"
        yield report("self-reference", span, message, "write the label of an earlier block")
    elif target is not None and target > index:
        message = f"`@{label.name}` is below this block, but a follow-up must come after its parent"
        yield report("forward-reference", span, message, f"move this block below `@{label.name}`")
    elif target is None and label.number is None:
        close = nearest(label.name, first(labels)) or _with_prefix(label.name, labels)
        hint = (
            f"did you mean `@{close}`?"
            if close
            else f"label the block that this block follows up on: `@{label.name} WHEN …`"
        )
        renaming = Fix(f"replace with `@{close}`", (Edit(span, f"@{close}"),), safe=False) if close else None
        fix = renaming or _label_above(label, above)
        message = f"unknown label `@{label.name}`"
        related = (Related(f"`@{close}` is here", _label_span(blocks[labels[close]])),) if close else ()
        yield report("undefined-label", span, message, hint, related=related, fix=fix)


def _with_prefix(name: str, labels: Iterable[str]) -> str | None:
    """Return the one label that an `insert: … as PREFIX` made of a label; `None` if there are several."""
    found = [each for each in labels if each.endswith(f".{name}")]
    return found[0] if len(found) == 1 else None


def _label_above(label: Label, above: tuple[Block, ...]) -> Fix | None:
    """Label the one block above that the label describes; `None` if it describes no block, or several."""
    fitting = [each for each in above if not each.label and not each.broken and _fits(label.name, each)]
    if len(fitting) != 1:
        return None
    edit = Edit(fitting[0].place(fitting[0].opening.span).part(0, 0), f"@{label.name} ")
    return Fix(f"add `@{label.name}` to the block that it describes", (edit,), safe=False)


def _fits(label: str, block: Block) -> bool:
    """Return whether a label is made of a block's words, or of their first letters: `dob` for `date of birth`."""
    from scn_grammar.printer import trigger_text  # noqa: PLC0415  (only a broken reference needs it)

    texts = [action.text.value for action in block.actions if not isinstance(action, WORDLESS)]
    if isinstance(block.opening, When):
        texts.append(trigger_text(block.opening.trigger))
    words = re.findall(r"[^\W\d_]+", " ".join(texts).casefold())
    parts = [part for part in re.split(r"[-_\d]+", label) if len(part) > 2]
    letters = "".join(word[0] for word in words)
    known = set(words)
    return bool(parts) and all(
        any(word.startswith(part) or part.startswith(word) for word in known if len(word) > 2)
        or part in letters
        for part in parts
    )


def _missing_number(
    block: Block, label: Label, target: int | None, rows: list[ResolvedBlock], by_id: dict[int, int]
) -> Iterator[Diagnostic]:
    """Report a numeric label that no block has, with the block that has this id but no label."""
    if target is not None or label.number is None:
        return
    at = by_id.get(label.number)
    same_id = rows[at] if at is not None and at < len(rows) else None
    related = (Related(f"this block has id {label.number} but no label", same_id.span),) if same_id else ()
    hint = f"label the block that this block follows up on: `@{label.name}`, or better yet, a name"
    message = f"unknown label `@{label.name}`"
    yield report("undefined-label", block.place(label.span), message, hint, related=related)
