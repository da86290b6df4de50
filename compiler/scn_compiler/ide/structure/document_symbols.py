"""Document symbols: scenarios, their blocks, and follow-ups as children of blocks."""

from collections.abc import Callable, Iterator
from enum import Enum, auto

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, has_ids, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.reuse.mentions import insert_lines, signature_of
from scn_compiler.ide.structure.blocks import Chain, action_summary, chains, opening_summary, short_text
from scn_dsl.nodes import Block, CallTest, ScriptItem
from scn_dsl.records import Record
from scn_dsl.source import Span


class SymbolKind(Enum):
    """The kind of a symbol."""

    SCENARIO = auto()
    FRAGMENT = auto()
    BLOCK = auto()
    FOLLOW_UP = auto()
    TEST = auto()


class DocumentSymbol(Record):
    """A scenario, a fragment, a block or a test.

    Attributes:
        name: The name of a scenario or of a fragment, or the opening of a block.
        detail: The actions of a block, or the parameters of a fragment.
        id: The id of a block in the payload, for targets with ids.
        span: The whole symbol; contains the spans of its children.
        selection_span: The part of the span that an editor selects.
    """

    name: str
    detail: str
    id: int | None
    kind: SymbolKind
    span: Span
    selection_span: Span
    children: tuple["DocumentSymbol", ...] = ()

    def walk(self, container: str = "") -> Iterator[tuple["DocumentSymbol", str]]:
        """Yield the symbol and all symbols in it, each with the name of its container."""
        yield self, container
        for each in self.children:
            yield from each.walk(self.name)


def document_symbols(
    script: OpenScript, read: Callable[[OpenScript], tuple[ScriptPart, ...]] = parts
) -> tuple[DocumentSymbol, ...]:
    """Return the scenarios and fragments of a script, and blocks above the first one.

    The ids of blocks are left out where the blocks of a fragment are between them.

    Args:
        read: `parts` or `parts_of_file`.
    """
    numbered = has_ids(script)
    found = read(script)
    return tuple(
        _shifted(symbol, part.start, numbered and not part.fragment and not insert_lines(part))
        for part in found
        for symbol in (
            *(_scenario(part) if part.has_title or len(found) == 1 else _blocks(part)),
            *_tests(part),
        )
    )


@cached_per_part
def _tests(part: ScriptPart) -> tuple[DocumentSymbol, ...]:
    found: list[DocumentSymbol] = []
    for item in part.items:
        if isinstance(item, CallTest):
            name = short_text(item.name.value) if item.name else "test"
            span = item.place(item.name.span) if item.name else item.whole
            found.append(DocumentSymbol(name, "", None, SymbolKind.TEST, item.whole, span))
    return tuple(found)


@cached_per_part
def _scenario(part: ScriptPart) -> tuple[DocumentSymbol, ...]:
    items = [item for item in part.items if not isinstance(item, CallTest)]
    is_of_tests = len(items) < len(part.items) and not (part.scenario.rows or part.has_title)
    if not items or is_of_tests:
        return ()
    title = part.scenario.scenario.title
    first = title.whole if title else _selection_span(items[0])
    blocks = _blocks(part)
    end = max(item.whole.end for item in items)
    name = short_text(part.scenario.name or "") or "scenario"
    span = Span(min(first.start, items[0].whole.start), end)
    if part.fragment:
        call = signature_of(part)
        name, detail = (call.name, name[call.end :].strip()) if call else (name, "")
        return (DocumentSymbol(name, detail, None, SymbolKind.FRAGMENT, span, first, blocks),)
    return (DocumentSymbol(name, "", None, SymbolKind.SCENARIO, span, first, blocks),)


@cached_per_part
def _blocks(part: ScriptPart) -> tuple[DocumentSymbol, ...]:
    return tuple(_block(chain, part.text) for chain in chains(part))


def _block(chain: Chain, text: str) -> DocumentSymbol:
    row = chain.row
    kind = SymbolKind.FOLLOW_UP if row.follows_up else SymbolKind.BLOCK
    children = tuple(_block(each, text) for each in chain.children)
    name, detail = opening_summary(row.block, text), action_summary(row.block)
    return DocumentSymbol(name, detail, row.id, kind, chain.span, block_name(row), children)


def _selection_span(item: ScriptItem) -> Span:
    """Return the selection span of an item: the opening of a block, or else the whole item."""
    return item.place(item.opening.span) if isinstance(item, Block) else item.whole


def _shifted(symbol: DocumentSymbol, by: int, numbered: bool) -> DocumentSymbol:
    """Convert a symbol of a part to one of the script, without its id if the target has none."""
    children = tuple(_shifted(each, by, numbered) for each in symbol.children)
    span, selection_span, id = (
        symbol.span.shift(by),
        symbol.selection_span.shift(by),
        symbol.id if numbered else None,
    )
    return DocumentSymbol(symbol.name, symbol.detail, id, symbol.kind, span, selection_span, children)


def match_rank(name: str, query: str) -> int | None:
    """Rank how well a name matches a search: 0 is best; `None` if it lacks the query's letters in order."""
    name, query = ("".join(text.casefold().split()) for text in (name, query))
    if query in name:
        return 0 if name.startswith(query) else 1
    letters = iter(name)
    return 2 if all(letter in letters for letter in query) else None
