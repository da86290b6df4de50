"""Labels: the syntax of `@name`."""

from scn_dsl.nodes import Label
from scn_dsl.source import span_between

_LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-.")


def label_of(typed: str, at: int) -> Label | None:
    """Parse a label such as `@day` at offset `at` of its item; `None` if `typed` isn't a label."""
    name = typed[1:]
    if not (typed[0] == "@" and name and _LABEL.issuperset(name)):
        return None
    if not (name[0].isalpha() or (name.isdigit() and len(name) <= 18)):
        return None
    if "." in name and not all(part[:1].isalpha() for part in name.split(".")):
        return None
    return Label(name=name, span=span_between(at, at + len(typed)))
