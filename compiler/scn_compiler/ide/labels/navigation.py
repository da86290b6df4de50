"""Definitions, references and highlights of what is at an offset: a label, in a script or in its tests, a name or a file."""

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels.definition import DocumentHighlight, definition, document_highlights, references
from scn_compiler.ide.labels.tests import find_tested_label, uses_of_label
from scn_compiler.ide.reuse.navigation import (
    Importers,
    all_places,
    definitions,
    find_name,
    highlights,
    path_at,
)
from scn_compiler.ide.reuse.symbols import Place
from scn_dsl.records import Record
from scn_dsl.source import Span


class DefinitionPlace(Record):
    """Where something leads to.

    Attributes:
        origin: Its span in the script.
        name: The place of its definition.
        whole: The span of everything that is defined there, in the file of `name`.
    """

    origin: Span
    name: Place
    whole: Span


def definition_places(script: OpenScript, offset: int) -> list[DefinitionPlace]:
    """Find where the label, name or path at an offset leads to; a name may have several definitions."""
    if path := path_at(script, offset):
        return [DefinitionPlace(path[0], Place(path[1], Span(0, 0)), Span(0, 0))]
    if known := find_tested_label(script, offset):
        row = known.part.scenario.rows[known.mention.block]
        label, block = (known.part.absolute(each) for each in (known.mention.span, row.block.whole))
        return [DefinitionPlace(known.use.span, Place(known.script.path, label), block)]
    if name := find_name(script, offset):
        return [
            DefinitionPlace(name.span, each.place, each.whole) for each in definitions(script, name.symbol)
        ]
    found = definition(script, offset)
    return [DefinitionPlace(found.origin, Place(script.path, found.name), found.block)] if found else []


def reference_places(
    script: OpenScript, offset: int, importers: Importers, *, with_definition: bool
) -> list[Place]:
    """Find all places of the label or name at an offset, in all files.

    Args:
        importers: Returns the files that need a file.
        with_definition: Whether to include the places that define it.
    """
    if known := find_tested_label(script, offset):
        script, offset = known.script, known.part.absolute(known.mention.span).start
    elif name := find_name(script, offset):
        places = all_places(script, name.symbol, importers)
        return [each.place for each in places if with_definition or not each.defines]
    own = [Place(script.path, span) for span in references(script, offset, definition=with_definition)]
    return own + [Place(tests.path, use.span) for tests, use in uses_of_label(script, offset, importers)]


def highlights_at(script: OpenScript, offset: int) -> tuple[DocumentHighlight, ...]:
    """Find the places of the label or name at an offset, in the script alone."""
    name = find_name(script, offset)
    if name is None:
        return document_highlights(script, offset)
    return tuple(DocumentHighlight(each.place.span, each.defines) for each in highlights(script, name.symbol))
