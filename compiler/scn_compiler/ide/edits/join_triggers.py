"""Refactoring: join two `WHEN` blocks with the same actions and follow-ups, the reverse of splitting one."""

from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring, has_numbers, is_only_blocks
from scn_compiler.ide.edits.split_trigger import chain_of
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.semantics.expressions import is_mixed
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import And, Expression, Or, When
from scn_dsl.source import Span
from scn_grammar.plain_text import WIDTH
from scn_grammar.printer import expression_text


def joining(chosen: ChosenBlock) -> Refactoring | None:
    """Join the `WHEN` at a cursor with the one below its follow-ups; the conditions become an `OR`.

    Both must have the same lines below their conditions. Comments in the lower one would be lost, so it has none. Two
    conditions that mix `AND` and `OR` only when joined stay apart: platforms might group them differently.
    """
    part, rows = chosen.part, chosen.part.scenario.rows
    first = _condition(chosen.row)
    if not chosen.is_at_opening or first is None or has_numbers(part):
        return None
    upper = chain_of(chosen, chosen.row)
    if not upper or upper[-1].index + 1 >= len(rows):
        return None
    below = rows[upper[-1].index + 1]
    trigger = _condition(below)
    lower = chain_of(chosen, below) if trigger is not None else ()
    if trigger is None or len(lower) != len(upper) or any(each.block.label for each in lower):
        return None
    if _mixes(first, trigger):
        return None
    end = upper[-1].block.whole.end
    taken = Span(end, lower[-1].block.whole.end)
    is_alone = (
        is_only_blocks(part, Span(chosen.row.block.at, taken.end)) and "#" not in part.text[slice(*taken)]
    )
    if not is_alone or [_lines(chosen, each) for each in upper] != [_lines(chosen, each) for each in lower]:
        return None
    added = Edit(Span(chosen.opening.end, chosen.opening.end), _added(chosen, first, below, trigger))
    changes = "a message that matches both then triggers one block"
    edits = (each for each in (added, Edit(taken, "")) if each.text or each.span.start < each.span.end)
    return chosen.rewrite("Join this `WHEN` with the one below", *edits, changes=changes)


def _mixes(upper: Expression, lower: Expression) -> bool:
    """Tell whether two conditions mix `AND` and `OR` when they are joined, and neither does so alone."""
    if is_mixed(upper) or is_mixed(lower):
        return False
    parts = (*_operands(upper), *_new_operands(upper, lower))
    return len(parts) > 1 and any(isinstance(each, And) for each in parts)


def _operands(condition: Expression) -> tuple[Expression, ...]:
    return condition.operands if isinstance(condition, Or) else (condition,)


def _new_operands(upper: Expression, lower: Expression) -> tuple[Expression, ...]:
    """Return the operands of the lower condition that the upper one doesn't have."""
    known = {expression_text(each) for each in _operands(upper)}
    return tuple(each for each in _operands(lower) if expression_text(each) not in known)


def _added(chosen: ChosenBlock, upper: Expression, below: ResolvedBlock, lower: Expression) -> str:
    """Write the new operands behind the upper condition: on its last line, or on a line with `|` if that has some."""
    new = _new_operands(upper, lower)
    if not new:
        return ""
    text = chosen.part.text
    condition = text[slice(*below.block.place(lower.span))]
    if len(new) < len(_operands(lower)):
        condition = " OR ".join(expression_text(each) for each in new)
    line = text.rfind("\n", 0, chosen.opening.end) + 1
    first = condition.partition("\n")[0].rstrip()
    if line <= chosen.opening.start and chosen.opening.end - line + len(f" OR {first}") <= WIDTH:
        return f" OR {condition}"
    bar = text.find("|", line, chosen.opening.end) if line > chosen.opening.start else -1
    begin = text.rfind("\n", 0, chosen.opening.start) + 1
    indent = text[line:bar] if bar != -1 else f"{text[begin : chosen.row.block.at]}  "
    lines = [condition] if "\n" in condition else _lines_of(new, WIDTH - len(f"{indent}| OR "))
    return "".join(f"{line_ending(chosen.script.text)}{indent}| OR {each}" for each in lines)


def _lines_of(operands: tuple[Expression, ...], width: int) -> list[str]:
    """Write operands of an `OR` on as few lines as fit into a width."""
    lines: list[str] = []
    for each in map(expression_text, operands):
        if lines and len(f"{lines[-1]} OR {each}") <= width:
            lines[-1] += f" OR {each}"
        else:
            lines.append(each)
    return lines


def _condition(row: ResolvedBlock) -> Expression | None:
    """Return the keyword condition of a `WHEN` with actions and without details."""
    block = row.block
    trigger = block.opening.trigger if isinstance(block.opening, When) else None
    return trigger if isinstance(trigger, Expression) and block.actions and not block.details else None


def _lines(chosen: ChosenBlock, row: ResolvedBlock) -> tuple[type, list[str]]:
    """Return the kind of a block, and its lines below the opening."""
    text = chosen.part.text[row.span.end : row.block.whole.end]
    return type(row.block.opening), [line.strip() for line in text.splitlines()]
