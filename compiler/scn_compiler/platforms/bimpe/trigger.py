"""The trigger of a flow: its keywords and their weights."""

from collections.abc import Collection, Iterator

from scn_compiler.platforms.bimpe.vocabulary import WEIGHTS
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import And, Contains, Expression
from scn_dsl.source import Span
from scn_dsl.suggest import first, nearest


def keywords_of(expression: Expression) -> tuple[Contains, ...]:
    """Return the keywords of a trigger, in order."""
    if isinstance(expression, Contains):
        return (expression,)
    return tuple(keyword for operand in expression.operands for keyword in keywords_of(operand))


def has_and(expression: Expression) -> bool:
    """Return whether a trigger needs several keywords in one message."""
    if isinstance(expression, Contains):
        return False
    return isinstance(expression, And) or any(has_and(operand) for operand in expression.operands)


def weights_of(
    row: ResolvedBlock, keywords: tuple[str, ...]
) -> tuple[dict[int, str], tuple[Diagnostic, ...]]:
    """Return the weights of keywords by index, and the problems of the `weights:` line."""
    value = dict(row.details).get("weights")
    weights: dict[int, str] = {}
    found: list[Diagnostic] = []
    unweighed: dict[str, list[int]] = {}
    for place in reversed(range(len(keywords))):
        unweighed.setdefault(keywords[place], []).append(place)
    start = 0
    for entry in value.value if value and value.value else ():
        keyword, _, weight = entry.rpartition(" ")
        places = unweighed.get(keyword, [])
        problem = next(_amiss(entry, keyword, weight, unweighed, free=bool(places)), None)
        if problem and value:
            found.append(_reported(row, entry, start, value.span, *problem))
        if places:
            weights[places.pop()] = weight
        start += len(entry)
    return weights, tuple(found)


def _reported(
    row: ResolvedBlock, entry: str, start: int, line: Span, message: str, hint: str, better: str | None
) -> Diagnostic:
    """Report a problem with an entry of `weights:`, at the entry if it can be found after `start`."""
    written = next(detail for detail in row.block.details if detail.name == "weights")
    at = written.value.value.find(entry, start)
    if at < 0:
        return report("bad-field-value", line, message, hint)
    end = at + len(entry)
    span = row.block.place(written.value.locate(at, end))
    if better is None or written.raw or not written.value.is_unbroken(at, end):
        return report("bad-field-value", span, message, hint)
    fix = Fix(f"replace with `{better}`", (Edit(span, better),), safe=False)
    return report("bad-field-value", span, message, f"did you mean `{better}`?", fix=fix)


def _amiss(
    entry: str, keyword: str, weight: str, keywords: Collection[str], *, free: bool
) -> Iterator[tuple[str, str, str | None]]:
    """Yield a message, a hint, and the entry that was probably meant."""
    allowed = "write one of " + ", ".join(f"`{known}`" for known in WEIGHTS)
    if entry in keywords and weight not in WEIGHTS:
        yield f"the `{entry}` keyword needs a weight", f"write `{entry} high`, or remove the keyword", None
    elif not keyword:
        yield (
            f"`{entry}` isn't a keyword with a weight",
            "write keywords with their weights, for example `refund high, price low`",
            None,
        )
    elif keyword not in keywords:
        near = nearest(keyword.strip("\"'“”:="), first(keywords))
        close = nearest(weight, WEIGHTS)
        better = f"{near} {close}" if near and close else None
        yield (
            f"the trigger doesn't contain `{keyword}`",
            f"add `contains {_quoted(keyword)}` to the trigger",
            better,
        )
    elif not free:
        yield f"the `{keyword}` keyword has 2 weights", "remove one of the weights", None
    elif weight not in WEIGHTS:
        close = nearest(weight, WEIGHTS)
        yield f"unknown weight `{weight}`", allowed, f"{keyword} {close}" if close else None


def _quoted(keyword: str) -> str:
    return f'"{keyword.strip(chr(34))}"'
