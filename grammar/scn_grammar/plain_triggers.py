"""Triggers and labels that are plainly one thing; see plain.py."""

from scn_dsl.nodes import And, Contains, Expression, Label, Or
from scn_dsl.records import maker
from scn_dsl.source import span_of

_new_contains = maker(Contains)
_OPERATORS: dict[str, type[Or] | type[And]] = {" OR contains ": maker(Or), " AND contains ": maker(And)}
BEGINNINGS = tuple(":-=–\"'`“”„‟‘’‚‛«»([{@0123456789|")
MISSPELT = frozenset(
    """ctonains ontains cntains cotains conains contins contans contais ocntains cnotains cotnains conatins contians
    contanis contaisn ccontains coontains conntains conttains contaains contaiins contaitns containns containss
    contaions contrains comtains xontains vontains""".split()
)
"""What fingers make of `contains`."""

_SUSPECT = (
    frozenset(
        """not and or raw when then after first first_message contain contains containing include includes including
    match matches matching has have having mention mentions mentioning say says said equal equals is like regex
    regexp pattern starts begins ends any one either do does keyword keywords phrase phrases condition trigger if
    text""".split()
    )
    | MISSPELT
)
"""First words of a trigger that may be those of an expression gone wrong."""

_ENDS = frozenset(":;,{|\\")
"""What ends lines of other formats."""

_LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


def label_of(typed: str, at: int) -> Label | None:
    name = typed[1:]
    if not (typed[0] == "@" and name and _LABEL.issuperset(name)):
        return None
    if not (name[0].isalpha() or (name.isdigit() and len(name) <= 18)):
        return None
    return Label(name=name, span=span_of((at, at + len(typed))))


def expression_of(trigger: str, at: int) -> Expression | None:
    """`contains "…"`, any number of them with one kind of operator between."""
    parts = trigger.split('"')
    if len(parts) % 2 == 0 or parts[0] != "contains " or parts[-1] or "\\" in trigger:
        return None
    if len(parts) == 3:
        return _new_contains(text=parts[1], span=span_of((at, at + len(trigger))))
    kind = _OPERATORS.get(parts[2])
    if kind is None:
        return None
    operands: list[Expression] = []
    start = at
    for index in range(1, len(parts), 2):
        if index > 1 and parts[index - 1] != parts[2]:
            return None
        end = start + len(parts[index]) + 11
        operands.append(_new_contains(text=parts[index], span=span_of((start, end))))
        start = end + len(parts[2]) - 9
    return kind(operands=tuple(operands), span=span_of((at, at + len(trigger))))


def is_prose(trigger: str) -> bool:
    """Whether a trigger is surely a sentence, and not an expression or an action gone wrong."""
    folded = trigger.casefold().replace("\n", " ")
    first = folded.split(" ", 1)[0]
    if not first.isalpha() or first in _SUSPECT or "contains" in folded:
        return False
    if not first.isascii() or '"' in folded or "`" in folded or " then" in folded:
        return False
    if folded[-1] in _ENDS or "->" in folded or "=>" in folded or "→" in folded:
        return False
    return ":" not in folded or ("say" not in folded and "do" not in folded)
