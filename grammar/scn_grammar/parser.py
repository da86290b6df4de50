"""Text to script: piece by piece, each remembered by its text; a broken piece goes to recover.py."""

from dataclasses import dataclass, replace
from functools import lru_cache

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Block, Field, Scenario, Script, Setting, Version
from scn_dsl.source import Source, Span
from scn_grammar.build import group, scenario_of
from scn_grammar.foreign import recognise
from scn_grammar.lines import LineKind
from scn_grammar.pieces import cut
from scn_grammar.syntax import Item, parse_piece


@dataclass(frozen=True, slots=True)
class Parsed:
    """The outcome of reading a text: what could be understood, and what could not."""

    script: Script
    diagnostics: tuple[Diagnostic, ...] = ()


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


@lru_cache(maxsize=1 << 16)
def _read(text: str, kind: LineKind) -> tuple[Item | None, tuple[Diagnostic, ...]]:
    item = parse_piece(text)
    if item is not None:
        return item, ()
    from scn_grammar.recover import recover  # noqa: PLC0415  (needed only once there is a mistake)

    return recover(text, kind)


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
