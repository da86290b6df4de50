"""What a flow waits for: its keywords, and how much each of them counts."""

from collections.abc import Iterator

from scn_compiler.platforms.bimpe.vocabulary import WEIGHTS
from scn_compiler.resolve import Row
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import And, Contains, Expression
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean


def keywords_of(expression: Expression) -> tuple[Contains, ...]:
    """The keywords of a trigger, in its order."""
    if isinstance(expression, Contains):
        return (expression,)
    return tuple(keyword for operand in expression.operands for keyword in keywords_of(operand))


def joins(expression: Expression) -> bool:
    """Whether a trigger wants several keywords in one message."""
    if isinstance(expression, Contains):
        return False
    return isinstance(expression, And) or any(joins(operand) for operand in expression.operands)


def weights_of(row: Row, keywords: tuple[str, ...]) -> tuple[dict[int, str], tuple[Diagnostic, ...]]:
    """The weight of each keyword that has one, by its place; and what of `weights:` does not add up."""
    value = dict(row.details).get("weights")
    weights: dict[int, str] = {}
    found: list[Diagnostic] = []
    for entry in value.value if value and value.value else ():
        keyword, _, weight = entry.rpartition(" ")
        places = [place for place, known in enumerate(keywords) if known == keyword and place not in weights]
        problem = next(_amiss(entry, keyword, weight, keywords, free=bool(places)), None)
        if problem and value:
            found.append(report("bad-field-value", _place(row, entry) or value.span, *problem))
        if places:
            weights[places[0]] = weight
    return weights, tuple(found)


def _place(row: Row, entry: str) -> Span | None:
    """Where an entry of `weights:` stands, if that can be told."""
    text = next(detail.value for detail in row.block.details if detail.name == "weights")
    at = text.value.find(entry)
    return row.block.place(text.locate(at, at + len(entry))) if at >= 0 else None


def _amiss(
    entry: str, keyword: str, weight: str, keywords: tuple[str, ...], *, free: bool
) -> Iterator[tuple[str, str]]:
    allowed = ", ".join(f"`{known}`" for known in WEIGHTS)
    if entry in keywords and weight not in WEIGHTS:
        yield f"the keyword `{entry}` stands without a weight", f"write `{entry} high`, or leave it out"
    elif not keyword:
        yield f"`{entry}` is no keyword with its weight", "write e.g. `refund high, price low`"
    elif keyword not in keywords:
        near = did_you_mean(keyword, keywords)
        yield f"the trigger has no keyword `{keyword}`", near or f'add `contains "{keyword}"` to the trigger'
    elif not free:
        yield f"the keyword `{keyword}` has two weights", "take one out"
    elif weight not in WEIGHTS:
        yield f"there is no weight `{weight}`", did_you_mean(weight, WEIGHTS) or f"the weights are {allowed}"
