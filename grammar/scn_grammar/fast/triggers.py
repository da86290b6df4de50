"""Triggers for the fast reader: plain expressions and unmistakable prose."""

from scn_dsl.nodes import And, Contains, Expression, Or
from scn_dsl.records import fast_constructor
from scn_dsl.source import span_between
from scn_grammar.prose_words import ENDS, SUSPECT

_new_contains = fast_constructor(Contains)
_OPERATORS: dict[str, type[Or] | type[And]] = {
    " OR contains ": fast_constructor(Or),
    " AND contains ": fast_constructor(And),
}


def expression_of(trigger: str, at: int) -> Expression | None:
    """Parse `contains "…"` conditions joined by one kind of operator; `None` leaves the trigger to the grammar."""
    parts = trigger.split('"')
    if len(parts) % 2 == 0 or parts[0] != "contains " or parts[-1] or "\\" in trigger:
        return None
    if len(parts) == 3:
        return _new_contains(text=parts[1], span=span_between(at, at + len(trigger)))
    kind = _OPERATORS.get(parts[2])
    if kind is None:
        return None
    operands: list[Expression] = []
    start = at
    for index in range(1, len(parts), 2):
        if index > 1 and parts[index - 1] != parts[2]:
            return None
        end = start + len(parts[index]) + 11
        operands.append(_new_contains(text=parts[index], span=span_between(start, end)))
        start = end + len(parts[2]) - 9
    return kind(operands=tuple(operands), span=span_between(at, at + len(trigger)))


def is_prose(trigger: str) -> bool:
    """Tell whether a trigger is certainly a sentence, not a misspelled expression or an action."""
    folded = trigger.casefold().replace("\n", " ")
    first = folded.split(" ", 1)[0]
    if not first.isalpha() or first in SUSPECT or "contains" in folded:
        return False
    if not first.isascii() or '"' in folded or "`" in folded or " then" in folded:
        return False
    if folded[-1] in ENDS or "->" in folded or "=>" in folded or "→" in folded:
        return False
    return ":" not in folded or ("say" not in folded and "do" not in folded)
