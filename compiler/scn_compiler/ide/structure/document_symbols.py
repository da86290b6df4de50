"""What is in a script: its scenarios, their blocks, and the follow-ups below them."""

from collections.abc import Callable, Iterator
from enum import Enum, auto

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, has_ids, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.structure.blocks import Chain, action_summary, chains, opening_summary, short_text
from scn_dsl.nodes import Block, ScriptItem
from scn_dsl.records import Record
from scn_dsl.source import Span


class SymbolKind(Enum):
    """What a symbol is."""

    SCENARIO = auto()
    BLOCK = auto()
    FOLLOW_UP = auto()


class DocumentSymbol(Record):
    """Something in a script that has a name.

    Attributes:
        name: Of a scenario its name; of a block the words that open it.
        detail: Of a block what the caller does.
        id: Of a block what the platform will know it by.
        span: All of it; that of each of `below` is within it.
        place: Where an editor goes that goes to it.
    """

    name: str
    detail: str
    id: int | None
    kind: SymbolKind
    span: Span
    place: Span
    below: tuple["DocumentSymbol", ...] = ()

    def walk(self, container: str = "") -> Iterator[tuple["DocumentSymbol", str]]:
        """The symbol and all below it, each with the name of what it is in."""
        yield self, container
        for each in self.below:
            yield from each.walk(self.name)


def document_symbols(
    script: OpenScript, read: Callable[[OpenScript], tuple[ScriptPart, ...]] = parts
) -> tuple[DocumentSymbol, ...]:
    """The scenarios of a script; a block above the first one stands beside them."""
    numbered = has_ids(script)
    found = read(script)
    return tuple(
        _settled(symbol, part.start, numbered)
        for part in found
        for symbol in (_scenario(part) if part.is_titled or len(found) == 1 else _blocks(part))
    )


@cached_per_part
def _scenario(part: ScriptPart) -> tuple[DocumentSymbol, ...]:
    if not part.items:
        return ()
    title = part.scenario.scenario.title
    first = title.whole if title else _words(part.items[0])
    blocks = _blocks(part)
    end = max(item.whole.end for item in part.items)
    name = short_text(part.scenario.name or "") or "scenario"
    span = Span(min(first.start, part.items[0].whole.start), end)
    return (DocumentSymbol(name, "", None, SymbolKind.SCENARIO, span, first, blocks),)


@cached_per_part
def _blocks(part: ScriptPart) -> tuple[DocumentSymbol, ...]:
    return tuple(_block(chain, part.text) for chain in chains(part))


def _block(chain: Chain, text: str) -> DocumentSymbol:
    row = chain.row
    kind = SymbolKind.FOLLOW_UP if row.follows_up else SymbolKind.BLOCK
    below = tuple(_block(each, text) for each in chain.below)
    name, detail = opening_summary(row.block, text), action_summary(row.block)
    return DocumentSymbol(name, detail, row.id, kind, chain.span, block_name(row), below)


def _words(item: ScriptItem) -> Span:
    """What of an item stands for it: of a block the words that open it."""
    return item.place(item.opening.span) if isinstance(item, Block) else item.whole


def _settled(symbol: DocumentSymbol, by: int, numbered: bool) -> DocumentSymbol:
    """A symbol of a part as one of the draft."""
    below = tuple(_settled(each, by, numbered) for each in symbol.below)
    span, place, id = symbol.span.shift(by), symbol.place.shift(by), symbol.id if numbered else None
    return DocumentSymbol(symbol.name, symbol.detail, id, symbol.kind, span, place, below)


def match_rank(name: str, query: str) -> int | None:
    """How well a name fits what an author types to find it, 0 is best; `None` if it does not have its letters in order."""
    name, query = ("".join(text.casefold().split()) for text in (name, query))
    if query in name:
        return 0 if name.startswith(query) else 1
    letters = iter(name)
    return 2 if all(letter in letters for letter in query) else None
