"""A block indented below another that it doesn't belong to: layout has no meaning, but its author probably had one in mind."""

from collections.abc import Iterator

from scn_compiler.lint.context import Indent, RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Action, After, Do, EndCall, FirstMessage, Say, Then, Wait, When
from scn_dsl.source import Span

_NONE = Indent(0, 0)


@rule(blocks=PLAYED_OR_TOLD)
def misleading_layout(context: RuleContext) -> Iterator[Diagnostic]:
    indents = context.traits.indents
    if not indents:
        return
    rows = context.scenario.rows
    outer: list[tuple[int, ResolvedBlock]] = []
    for row in rows:
        if row.block.origin and row.block.origin.path:
            continue  # the offsets of its lines are those of another file
        indent = indents.get(row.block.at, _NONE)
        while outer and outer[-1][0] >= indent.width:
            outer.pop()
        if outer and not row.block.broken:
            yield from _check_block(row, outer[-1][1], rows, indent)
            yield from _check_actions(row, outer[-1][1], indents, indent.width)
        outer.append((indent.width, row))


def _check_block(
    row: ResolvedBlock, outer: ResolvedBlock, rows: tuple[ResolvedBlock, ...], indent: Indent
) -> Iterator[Diagnostic]:
    opening = row.block.opening
    related: tuple[Related, ...] = (Related("it is indented below this block", outer.span),)
    if isinstance(opening, When | FirstMessage):
        word = "WHEN" if isinstance(opening, When) else "FIRST_MESSAGE"
        message = f"this `{word}` isn't part of the block above: it waits for the agent throughout the call"
        hint = "remove the indentation; for the caller's next turn in the block above, whatever the agent says, write `THEN`"
        if word == "FIRST_MESSAGE":
            message = "`FIRST_MESSAGE` isn't part of the block above: it starts the call"
            hint = "remove the indentation, and move this block above all other blocks"
        yield report(
            "misleading-layout", row.span, message, hint, related=related, fix=_to_the_left(row, indent)
        )
    elif isinstance(opening, Then) and row.parent is not None and rows[row.parent] is not outer:
        message = "this `THEN` follows up on the `THEN` above it, not on the block above both"
        name = _label_of(outer, rows)
        hint = (
            f"to follow up on the block above both, label that block `@{name}` and write `AFTER @{name}` here"
        )
        hint += "; otherwise, remove the indentation"
        parent = Related("it follows up on this block", rows[row.parent].span)
        related = (parent, Related("it is indented below this block", outer.span))
        yield report(
            "misleading-layout", row.span, message, hint, related=related, fix=_branch(row, outer, name)
        )


def _check_actions(
    row: ResolvedBlock, outer: ResolvedBlock, indents: dict[int, Indent], width: int
) -> Iterator[Diagnostic]:
    """Report an action that is indented no more than its indented block, below an action that is."""
    block = row.block
    first = indents.get(block.at + block.actions[0].span.start) if block.actions else None
    for action in block.actions if first and first.width > width else ():
        indent = indents.get(block.at + action.span.start)
        if indent and indent.width <= width:
            word = _word_of(action)
            message = f"this `{word}` belongs to the block right above it, despite its indentation"
            related = (Related("it belongs to this block", row.span),)
            hint = f"to make this line part of `{_opening_word(outer)}`, move it above that block; otherwise, indent it more"
            yield report("misleading-layout", block.place(action.span), message, hint, related=related)


def _word_of(action: Action) -> str:
    match action:
        case EndCall():
            return "end call"
        case Wait():
            return "wait"
        case Say():
            return "say:"
        case Do():
            return "do:"
        case _:
            return "say/do:"


def _opening_word(row: ResolvedBlock) -> str:
    match row.block.opening:
        case When():
            return "WHEN …"
        case After(label=label):
            return f"AFTER @{label.name}"
        case Then():
            return "THEN"
        case _:
            return "FIRST_MESSAGE"


def _label_of(row: ResolvedBlock, rows: tuple[ResolvedBlock, ...]) -> str:
    """Return the label of a block, or a new one that no block has."""
    if row.block.label:
        return row.block.label.name
    taken = {each.block.label.name for each in rows if each.block.label}
    return next(name for n in range(1, len(rows) + 2) if (name := f"step-{n}") not in taken)


def _to_the_left(row: ResolvedBlock, indent: Indent) -> Fix:
    """Remove the indentation of a block."""
    indentation = row.block.place(Span(-indent.characters, 0))
    return Fix("remove the indentation", (Edit(indentation, ""),), safe=False)


def _branch(row: ResolvedBlock, outer: ResolvedBlock, name: str) -> Fix:
    edits = [Edit(row.span, f"AFTER @{name}")]
    if not outer.block.label:
        edits.insert(0, Edit(outer.block.place(Span(0, 0)), f"@{name} "))
    return Fix(f"replace with `AFTER @{name}`", tuple(edits), safe=False)
