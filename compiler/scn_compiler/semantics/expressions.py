"""Trigger expressions in disjunctive normal form (an OR of ANDs): platforms have no parentheses."""

from collections.abc import Sequence

from scn_dsl.nodes import And, Contains, Expression, Or

MAX_ALTERNATIVES = 64
"""The maximum number of alternatives that a trigger may expand to."""


class TooMany(Exception):  # noqa: N818  (control flow: the caller reports it at the trigger)
    """An expression has more than `MAX_ALTERNATIVES` alternatives."""


def alternatives(expression: Expression) -> tuple[tuple[str, ...], ...]:
    """Expand an expression to its alternatives: tuples of keywords that must all occur.

    Raises:
        TooMany: if there are more than `MAX_ALTERNATIVES`.
    """
    match expression:
        case Contains():
            return ((expression.text,),)
        case Or():
            expanded = tuple(entry for operand in expression.operands for entry in alternatives(operand))
        case And():
            return _combined([alternatives(operand) for operand in expression.operands])
    if len(expanded) > MAX_ALTERNATIVES:
        raise TooMany
    return expanded


def _combined(operands: list[tuple[tuple[str, ...], ...]]) -> tuple[tuple[str, ...], ...]:
    """Combine the alternatives of the operands of an AND."""
    combined: list[list[str]] = [[]]
    for branches in operands:
        if len(combined) * len(branches) > MAX_ALTERNATIVES:
            raise TooMany
        if len(branches) > 1:
            combined = [[*left, *right] for left in combined for right in branches]
        else:  # in place: copying each time would make a long AND quadratic
            for left in combined:
                left.extend(branches[0])
    return tuple(map(tuple, combined))


def is_mixed(expression: Expression) -> bool:
    """Return whether an expression mixes AND and OR; no platform documents their precedence."""
    if isinstance(expression, Contains):
        return False
    other = And if isinstance(expression, Or) else Or
    for operand in expression.operands:
        if not isinstance(operand, Contains) and (isinstance(operand, other) or is_mixed(operand)):
            return True
    return False


def flat_text(expression: Expression) -> str:
    """Print an expression as platforms accept it, e.g. `contains "a" AND contains "b" OR contains "c"`.

    Raises:
        TooMany: if it must be expanded, and then has more than `MAX_ALTERNATIVES` alternatives.
    """
    if isinstance(expression, Contains):
        return _joined([expression.text], "")
    words = [operand.text for operand in expression.operands if isinstance(operand, Contains)]
    if len(words) == len(expression.operands):
        return _joined(words, "AND" if isinstance(expression, And) else "OR")
    return " OR ".join(_joined(words, "AND") for words in alternatives(expression))


def _joined(words: Sequence[str], operator: str) -> str:
    """Print `contains` conditions with an operator between them."""
    between = f'" {operator} contains "'
    joined = between.join(words)
    if "\\" in joined or joined.count('"') > 2 * (len(words) - 1):
        joined = between.join([word.replace("\\", "\\\\").replace('"', '\\"') for word in words])
    return f'contains "{joined}"'
