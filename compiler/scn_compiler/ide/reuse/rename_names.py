"""Renaming of fragments, parameters, values, columns and labels, over files."""

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import script_of_file
from scn_compiler.ide.reuse.mentions import NameMention
from scn_compiler.ide.reuse.navigation import FoundName, Importers, NamedPlace, all_places
from scn_compiler.ide.reuse.symbols import Symbol, library_of, part_around, symbol_of
from scn_compiler.reuse.library import EXTENSIONS
from scn_compiler.reuse.signature import FRAGMENT_NAME, VALUE_NAME
from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS

_FORMS = {
    "fragment": (lazy_pattern(FRAGMENT_NAME), "letters, digits, `-` and `_`"),
    "parameter": (lazy_pattern(VALUE_NAME), "letters, digits and `_`"),
    "value": (lazy_pattern(VALUE_NAME), "letters, digits and `_`"),
    "column": (lazy_pattern(VALUE_NAME), "letters, digits and `_`"),
    "label": (lazy_pattern("[a-z][a-z0-9_-]*"), "lowercase letters, digits, `-` and `_`"),
    "prefix": (lazy_pattern("[a-z][a-z0-9_-]*"), "lowercase letters, digits, `-` and `_`"),
}
"""The form of each kind of name, as a pattern and for people."""


def rename_problem(found: FoundName) -> str | None:
    """Return why a name can't be renamed at all."""
    symbol = found.symbol
    if symbol.kind == "environment":
        return f"`${symbol.name}` comes from the configuration: rename it there, for all scripts"
    if symbol.kind == "column" and symbol.name in FIELDS:
        return f"the column `{symbol.name}` sets the field of that name"
    return None


def rename_everywhere(
    script: OpenScript, found: FoundName, name: str, importers: Importers
) -> dict[str | None, list[Edit]] | str:
    """Rename a symbol in all files.

    Returns:
        The edits by file, or the reason why the new name is impossible.
    """
    if problem := rename_problem(found):
        return problem
    symbol = found.symbol
    name = name.removeprefix("$").removeprefix("@")
    pattern, form = _FORMS[symbol.kind]
    if not pattern.fullmatch(name):
        return f"invalid name `{name}`: use {form}, and start with a letter"
    places = all_places(script, symbol, importers)
    if taken := _taken(script, symbol, name, places):
        return taken
    edits: dict[str | None, list[Edit]] = {}
    for each in places:
        edits.setdefault(each.place.path, []).append(Edit(each.place.span, name))
    return edits


def _taken(script: OpenScript, symbol: Symbol, name: str, places: tuple[NamedPlace, ...]) -> str | None:
    """Return a message if the name already means something at one of the places."""
    if name == symbol.name:
        return None
    for each in places:
        home = script_of_file(script, each.place.path)
        around = part_around(home, each.place.span.start) if home else None
        if home is None or around is None or (each.place.path or "").endswith(EXTENSIONS[1:]):
            continue
        part, owner = around
        if symbol.kind == "parameter" and (home.path, owner) != (symbol.path, symbol.owner):
            continue  # the name of an argument
        if symbol.kind == "fragment":
            if name in library_of(home).fragments:
                return f"the fragment `{name}` already exists"
        elif symbol.kind in ("label", "prefix"):
            mention = NameMention("label", name, Span(0, 0), 0)
            if symbol.kind == "label" and each.defines and symbol_of(home, part, mention):
                return f"the label `@{name}` already exists"
        elif symbol_of(home, part, NameMention("value", name, Span(0, 0), 0)):
            return f"`${name}` already has a value"
    return None
