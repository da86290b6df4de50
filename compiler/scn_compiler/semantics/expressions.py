"""Expressions as the platforms take them: an OR of ANDs, without parentheses."""

from scn_dsl.nodes import And, Contains, Expression, Or

LIMIT = 64
"""How many alternatives a trigger may be written out to."""


class TooMany(Exception):  # noqa: N818  (an outcome, reported at the trigger)
    """The expression has more than LIMIT alternatives."""


def alternatives(expression: Expression) -> tuple[tuple[str, ...], ...]:
    """The keywords of each alternative; all of one of them must occur.

    Raises:
        TooMany: if there are more than LIMIT.
    """
    match expression:
        case Contains():
            return ((expression.text,),)
        case Or():
            found = tuple(entry for operand in expression.operands for entry in alternatives(operand))
        case And():
            found = ((),)
            for operand in expression.operands:
                more = alternatives(operand)
                if len(found) * len(more) > LIMIT:
                    raise TooMany
                found = tuple((*left, *right) for left in found for right in more)
    if len(found) > LIMIT:
        raise TooMany
    return found


def is_mixed(expression: Expression) -> bool:
    """Whether an expression has both AND and OR, whose precedence no platform documents."""
    if isinstance(expression, Contains):
        return False
    other = And if isinstance(expression, Or) else Or
    for operand in expression.operands:
        if not isinstance(operand, Contains) and (isinstance(operand, other) or is_mixed(operand)):
            return True
    return False


def flat_text(expression: Expression) -> str:
    """The expression on the wire, e.g. `contains "a" AND contains "b" OR contains "c"`."""
    if isinstance(expression, Contains):
        return _quoted(expression.text)
    if words := _flat(expression):
        return (" AND " if isinstance(expression, And) else " OR ").join(words)
    return " OR ".join(" AND ".join(_quoted(word) for word in words) for words in alternatives(expression))


def _flat(expression: And | Or) -> list[str]:
    """The keywords of an expression without another one in it, as they are written; none for any other."""
    words: list[str] = []
    for operand in expression.operands:
        if not isinstance(operand, Contains):
            return []
        words.append(_quoted(operand.text))
    return words if len(words) <= LIMIT else []


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\") if "\\" in word else word
    return 'contains "' + (escaped.replace('"', '\\"') if '"' in word else escaped) + '"'
