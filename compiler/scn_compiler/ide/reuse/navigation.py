"""Definition, references and highlights of names about reuse, over files."""

from collections.abc import Callable, Iterable, Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, part_at, parts
from scn_compiler.ide.reuse.files import file_mentions, script_of_file, text_of_file
from scn_compiler.ide.reuse.mentions import NameMention, name_at, name_mentions
from scn_compiler.ide.reuse.rows import header_cells
from scn_compiler.ide.reuse.symbols import CONFIG_FILE, Place, Symbol, owner_of, symbol_of
from scn_dsl.nodes import Block
from scn_dsl.records import Record
from scn_dsl.source import Span

Importers = Callable[[str | None], Iterable[OpenScript]]
"""Returns the scripts that need a file, or all scripts for `CONFIG_FILE`."""


class NamedPlace(Record):
    """A place with a name.

    Attributes:
        defines: Whether the name is declared there.
        whole: The span of all that it declares, e.g. of a fragment.
    """

    place: Place
    defines: bool
    whole: Span


class FoundName(Record):
    """The name at an offset of a script.

    Attributes:
        span: Its span in the script.
    """

    symbol: Symbol
    mention: NameMention
    span: Span


def find_name(script: OpenScript, offset: int) -> FoundName | None:
    """Find the name about reuse at an offset; `None` for one that nothing declares, and for labels of scenarios."""
    for at in (offset, offset - 1):
        part = part_at(script, max(at, 0))
        mention = name_at(part, offset - part.start) if part else None
        if part and mention:
            symbol = symbol_of(script, part, mention)
            of_scenario = symbol and symbol.kind == "label" and not symbol.owner.startswith("fragment ")
            if symbol is None or of_scenario:
                return None
            return FoundName(symbol, mention, part.absolute(mention.span))
    return None


def definitions(script: OpenScript, symbol: Symbol) -> tuple[NamedPlace, ...]:
    """Return where a symbol is declared."""
    home = script_of_file(script, symbol.path) if symbol.path != CONFIG_FILE else None
    if symbol.kind == "column":
        here = home if home and not _is_of_rows(symbol) else script
        found = (each for each in _places_in(here, symbol) if each.defines)
        return (*found, *_header_places(script, symbol))
    if symbol.kind == "environment":
        keys = (each.key for each in script.config.values if each.name == symbol.name)
        return tuple(NamedPlace(Place(CONFIG_FILE, key), True, key) for key in keys if key.end)
    return tuple(each for each in _places_in(home, symbol) if each.defines) if home else ()


def path_at(script: OpenScript, offset: int) -> tuple[Span, str] | None:
    """Find the path of a file at an offset: its span, and the file."""
    for each in file_mentions(script):
        if each.span.start <= offset <= each.span.end:
            return each.span, each.path
    return None


def all_places(script: OpenScript, symbol: Symbol, importers: Importers) -> tuple[NamedPlace, ...]:
    """Return all places of a symbol in all files, each once."""
    scripts = {script.path: script}
    home = script_of_file(script, symbol.path) if symbol.path not in (CONFIG_FILE, script.path) else None
    if home and not _is_of_rows(symbol):
        scripts[home.path] = home
    if not symbol.owner or symbol.owner.startswith("fragment "):
        scripts |= {each.path: each for each in importers(symbol.path) if each.path not in scripts}
    found = [place for each in scripts.values() for place in _places_in(each, symbol)]
    if symbol.kind == "column":
        found += _header_places(script, symbol)
    if symbol.kind == "environment":
        found += definitions(script, symbol)
    return tuple(dict.fromkeys(found))


def highlights(script: OpenScript, symbol: Symbol) -> tuple[NamedPlace, ...]:
    """Return the places of a symbol in one script."""
    return tuple(_places_in(script, symbol))


def _places_in(script: OpenScript, symbol: Symbol) -> Iterator[NamedPlace]:
    for part in parts(script):
        if symbol.owner and not _may_mention(part, symbol):
            continue
        for mention in name_mentions(part):
            if mention.name == symbol.name and symbol_of(script, part, mention) == symbol:
                whole = _whole(part, mention) if mention.defines else mention.span
                place = Place(script.path, part.absolute(mention.span))
                yield NamedPlace(place, mention.defines, part.absolute(whole))


def _may_mention(part: ScriptPart, symbol: Symbol) -> bool:
    return symbol.owner.startswith("fragment ") or owner_of(part) == symbol.owner


def _whole(part: ScriptPart, mention: NameMention) -> Span:
    if mention.kind == "fragment":
        return Span(part.items[0].whole.start, max(item.whole.end for item in part.items))
    for item in part.items:
        if item.whole.start <= mention.span.start < item.whole.end:
            return item.whole if mention.kind != "label" or isinstance(item, Block) else mention.span
    return mention.span


def _is_of_rows(symbol: Symbol) -> bool:
    return symbol.kind == "column" and not symbol.owner


def _header_places(script: OpenScript, symbol: Symbol) -> Iterator[NamedPlace]:
    """Yield the cells of the header of a file of rows."""
    if _is_of_rows(symbol) and symbol.path:
        for name, span in header_cells(text_of_file(script, symbol.path) or "", symbol.path):
            if name == symbol.name:
                yield NamedPlace(Place(symbol.path, span), True, span)
