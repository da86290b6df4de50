"""Labels to ids, follow-ups to parents: the graph of a scenario, with what does not fit in it."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.settings import Settings, Value, read_details, read_settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import FOLLOW_UPS, After, Block, FirstMessage, Label, Scenario, Script, Then
from scn_dsl.records import Record, fast_constructor
from scn_dsl.source import Span
from scn_dsl.suggest import first, nearest


class ResolvedBlock(Record):
    """A block with its id, and its parent's if it is a follow-up.

    Attributes:
        index: The block's place in the scenario, from 0.
        id: What the platform knows it by.
        parent: Index of the block that it follows up; `None` where there is none.
        details: What else its lines say of it, in order, by name.
        parent_id: That block's id; set without `parent` in a fragment, whose parents are elsewhere.
    """

    block: Block
    index: int
    id: int
    parent: int | None = None
    parent_id: int | None = None
    details: tuple[tuple[str, Value], ...] = ()

    def get(self, name: str) -> Json:
        """The value of a detail, `None` if it is not there."""
        return next((value.value for known, value in self.details if known == name), None)

    @property
    def follows_up(self) -> bool:
        return isinstance(self.block.opening, FOLLOW_UPS)

    @property
    def span(self) -> Span:
        return self.block.place(self.block.opening.span)


_new_row = fast_constructor(ResolvedBlock)


class ResolvedScenario(Record):
    """A scenario with everything that it refers to found.

    Attributes:
        own: What the scenario itself sets.
        settings: The same on top of the file's defaults.
        name: From its `scenario:` line, or the file's name; `None` if it has none.
        span: Where messages about the whole scenario point.
    """

    scenario: Scenario
    own: Settings
    settings: Settings
    rows: tuple[ResolvedBlock, ...]
    name: str | None
    span: Span


class ResolvedScript(Record):
    """A file with its scenarios resolved."""

    script: Script
    defaults: Settings
    scenarios: tuple[ResolvedScenario, ...]


def resolve(
    script: Script, stem: str | None, *, fragment: bool
) -> tuple[ResolvedScript, tuple[Diagnostic, ...]]:
    """Find what `script` refers to.

    Args:
        stem: The name of the file, after which a scenario without a `scenario:` line is named.
        fragment: Whether numeric labels may refer to blocks that stand elsewhere.
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
                message = f"`{field}:` is about the whole file"
                hint = "put it above the first `scenario:`"
                diagnostics.append(report("bad-field-value", own.fields[field].span, message, hint))
        rows, found = _rows(scenario.blocks, fragment)
        diagnostics.extend(found)
        name = own.get("scenario") if scenario.title else stem
        span = scenario.title.whole if scenario.title else _start(scenario)
        resolved.append(ResolvedScenario(scenario, own, own.over(defaults), rows, name, span))
    return ResolvedScript(script, defaults, tuple(resolved)), tuple(diagnostics)


def _start(scenario: Scenario) -> Span:
    items = [*scenario.settings, *(block for block in scenario.blocks)]
    first = min(items, key=lambda item: item.at, default=None)
    if first is None:
        return Span(0, 0)
    return first.place(first.opening.span) if isinstance(first, Block) else first.whole


def _rows(blocks: tuple[Block, ...], fragment: bool) -> tuple[tuple[ResolvedBlock, ...], list[Diagnostic]]:
    labels, found = _labels(blocks)
    rows: list[ResolvedBlock] = []
    taken: dict[int, int] = {}
    following = 0 if blocks and isinstance(blocks[0].opening, FirstMessage) else 1
    for index, block in enumerate(blocks):
        fixed = block.label.number if block.label else None
        number = following if fixed is None else fixed
        if number in taken:
            found.append(_duplicate_id(block, number, blocks[taken[number]]))
        elif rows and number < rows[-1].id:
            found.append(_descending(block, number, rows[-1].id))
        taken.setdefault(number, index)
        parent, elsewhere = None, None
        match block.opening:
            case Then():
                parent = index - 1 if index else None
                if parent is None and not fragment:
                    found.append(_orphan(block))
            case After(label=label):
                parent = labels.get(label.name)
                elsewhere = label.number if fragment and parent is None else None
                if elsewhere is None:
                    found.extend(_reference(block, label, index, parent, labels, blocks))
                    found.extend(_counted(block, label, parent, rows, taken))
                parent = parent if parent is not None and parent < index else None
        parent_id = rows[parent].id if parent is not None else elsewhere
        details: tuple[tuple[str, Value], ...] = ()
        if block.details:
            details, problems = read_details(block)
            found.extend(problems)
        rows.append(_new_row(block, index, number, parent, parent_id, details))
        following = number + 1
    return tuple(rows), found


def _labels(blocks: tuple[Block, ...]) -> tuple[dict[str, int], list[Diagnostic]]:
    labels: dict[str, int] = {}
    found: list[Diagnostic] = []
    for index, block in enumerate(blocks):
        if not block.label:
            continue
        name = block.label.name
        if name in labels and block.label.number is None:
            first = blocks[labels[name]]
            related = (Related("first given here", _label_span(first)),)
            message = f"the label `@{name}` is given twice"
            hint = "give this block another label"
            found.append(report("duplicate-label", _label_span(block), message, hint, related=related))
        labels.setdefault(name, index)
    return labels, found


def _label_span(block: Block) -> Span:
    return block.place(block.label.span if block.label else block.opening.span)


def _duplicate_id(block: Block, number: int, first: Block) -> Diagnostic:
    related = (Related("it has it already", _label_span(first)),)
    message = f"the id {number} is given twice"
    hint = "take the numeric label out: ids are counted by themselves"
    return report("duplicate-id", _label_span(block), message, hint, related=related)


def _descending(block: Block, number: int, before: int) -> Diagnostic:
    message = f"the id {number} comes after {before}"
    return report(
        "id-not-ascending", _label_span(block), message, "take the numeric label out, unless ids must stay"
    )


def _orphan(block: Block) -> Diagnostic:
    message = "THEN follows up the block above it, and there is none"
    return report(
        "then-without-parent", block.place(block.opening.span), message, "begin with FIRST_MESSAGE or WHEN"
    )


def _reference(
    block: Block,
    label: Label,
    index: int,
    target: int | None,
    labels: dict[str, int],
    blocks: tuple[Block, ...],
) -> Iterator[Diagnostic]:
    span = block.place(label.span)
    if target == index:
        message = f"a block cannot follow up itself, and `@{label.name}` is this one"
        yield report("self-reference", span, message, "name the block that comes before it")
    elif target is not None and target > index:
        message = f"`@{label.name}` is further down: a follow-up stands below its parent"
        yield report("forward-reference", span, message, "move this block below it")
    elif target is None and label.number is None:
        close = nearest(label.name, first(labels))
        hint = (
            f"did you mean `@{close}`?"
            if close
            else f"put `@{label.name}` before the block that it follows up"
        )
        slip = Fix(f"write `@{close}`", (Edit(span, f"@{close}"),), safe=False) if close else None
        fix = slip or _labelling(label, blocks[:index])
        message = f"there is no label `@{label.name}`"
        related = (Related(f"`@{close}` is here", _label_span(blocks[labels[close]])),) if close else ()
        yield report("undefined-label", span, message, hint, related=related, fix=fix)


def _labelling(label: Label, above: tuple[Block, ...]) -> Fix | None:
    """The label given to the block right above, where that has none, and no other follow-up asked for it before."""
    asked = any(isinstance(each.opening, After) and each.opening.label.name == label.name for each in above)
    if asked or not above or above[-1].label or above[-1].broken:
        return None
    start = above[-1].place(above[-1].opening.span).start
    edit = Edit(Span(start, start), f"@{label.name} ")
    return Fix(f"put `@{label.name}` before the block above", (edit,), safe=False)


def _counted(
    block: Block, label: Label, target: int | None, rows: list[ResolvedBlock], taken: dict[int, int]
) -> Iterator[Diagnostic]:
    """A numeric label that no block has; perhaps a block has that id without it."""
    if target is not None or label.number is None:
        return
    at = taken.get(label.number)
    meant = rows[at] if at is not None and at < len(rows) else None
    related = (Related(f"this block has the id {label.number}, but no label", meant.span),) if meant else ()
    hint = f"write `@{label.name}`, or better a name, before the block that it follows up"
    message = f"there is no label `@{label.name}`"
    yield report("undefined-label", block.place(label.span), message, hint, related=related)
