"""Text to script: piece by piece, each remembered by its text. Lark's exceptions end here."""

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import cast

from lark import Lark, UnexpectedInput

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import (
    Block,
    Contains,
    Expression,
    Field,
    Scenario,
    Script,
    Sentence,
    Setting,
    Version,
    When,
)
from scn_dsl.source import Source, Span
from scn_dsl.vocabulary import FIELDS
from scn_grammar.build import Build, NearMiss, group, scenario_of
from scn_grammar.foreign import recognise
from scn_grammar.lines import LineKind
from scn_grammar.pieces import cut
from scn_grammar.triggers import DEPTH

Item = Version | Setting | Block


@dataclass(frozen=True, slots=True)
class Parsed:
    """The outcome of reading a text: what could be understood, and what could not."""

    script: Script
    diagnostics: tuple[Diagnostic, ...] = ()


@lru_cache(maxsize=1)
def lark() -> Lark:
    """The parser that `scn.lark` describes, built once."""
    grammar = files("scn_grammar").joinpath("scn.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=["script", "piece", "trigger"],
        transformer=Build(),
        maybe_placeholders=False,
    )


def parse(source: Source) -> Parsed:
    """Read a script; a broken text is a normal outcome, not an exception."""
    foreign = recognise(source.text)
    if foreign:
        return Parsed(Script(), (foreign,))
    items: list[Item] = []
    found: list[Diagnostic] = []
    for piece in cut(source.text):
        item, slips = _read(source.text[piece.start : piece.end], piece.kind)
        found.extend(slip.shift(piece.start) for slip in slips)
        if isinstance(item, Version) and items:
            found.append(_late(piece.start, piece.end))
        elif item is not None:
            items.append(replace(item, at=piece.start))
    return Parsed(assemble(items), tuple(found))


def _late(start: int, end: int) -> Diagnostic:
    message = "the version stands once, above everything else"
    return report("unknown-version", Span(start, end), message, "move it to the top, or take it out")


def parse_whole(text: str) -> Script:
    """Read a faultless script in one go, as the grammar's rule `script` says.

    Raises:
        UnexpectedInput: where the text departs from the grammar.
    """
    return cast("Script", lark().parse("\n" + text.removeprefix("\ufeff") + "\n", start="script"))


def parse_trigger(text: str) -> Expression | Sentence | None:
    """A trigger from its text alone; `None` where the plain form cannot hold it."""
    if "\n" in text:
        return None
    try:
        return cast("Expression | Sentence", lark().parse(text, start="trigger"))
    except (UnexpectedInput, NearMiss):
        return None


def parse_piece(text: str) -> Item | None:
    """One item from its text alone; `None` where the grammar refuses it."""
    try:
        item = cast("Item", lark().parse(text + "\n", start="piece"))
    except (UnexpectedInput, NearMiss):
        return None
    return None if _too_deep(item) or _unknown(item) else item


def _unknown(item: Item) -> bool:
    return isinstance(item, Field) and item.name not in FIELDS


@lru_cache(maxsize=1 << 16)
def _read(text: str, kind: LineKind) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    item = parse_piece(text)
    if item is not None:
        return item, ()
    from scn_grammar.recover import recover  # noqa: PLC0415  (needed only once there is a mistake)

    return recover(text, kind)


def _too_deep(item: Item) -> bool:
    if not (isinstance(item, Block) and isinstance(item.opening, When)):
        return False
    level: list[Expression | Sentence] = [item.opening.trigger]
    for _ in range(DEPTH):
        level = [
            child for node in level if not isinstance(node, Contains | Sentence) for child in node.operands
        ]
        if not level:
            return False
    return True


def assemble(items: list[Item]) -> Script:
    """A script from its items in order."""
    version = next((item for item in items if isinstance(item, Version)), None)
    above: list[Setting | Block] = []
    scenarios: list[tuple[Field, list[Setting | Block]]] = []
    for item in items:
        if isinstance(item, Field) and item.name == "scenario":
            scenarios.append((item, []))
        elif not isinstance(item, Version):
            (scenarios[-1][1] if scenarios else above).append(item)
    made: tuple[Scenario, ...] = tuple(scenario_of(title, tuple(inside)) for title, inside in scenarios)
    return group(version, tuple(above), made)
