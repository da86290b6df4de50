"""`textDocument/definition`, `references` and `documentHighlight` of labels, fragments, values and files."""

from lsprotocol import types

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels import definition as navigation
from scn_compiler.ide.labels.tests import find_tested_label, uses_of_label
from scn_compiler.ide.reuse.navigation import (
    all_places,
    definitions,
    find_name,
    highlights,
    path_at,
)
from scn_compiler.ide.reuse.symbols import Place
from scn_compiler.lsp.app import App
from scn_compiler.lsp.places import location_of
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_dsl.records import Record
from scn_dsl.source import Span


class _Target(Record):
    """Where a name leads to: its span in the document, the name there, and all that it declares."""

    origin: Span
    name: Place
    whole: Span


def register_definition(app: App) -> None:
    """Register the handlers: they find what a name stands for, and where else it is, also in other files."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(
        params: types.DefinitionParams,
    ) -> types.Location | list[types.Location] | list[types.LocationLink] | None:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        targets = _targets(script, document.offset_at_position(params.position))
        if not session.can("text_document.definition.link_support"):
            located = (location_of(session, each.name, document) for each in targets)
            found = [each for each in located if each]
            return found[0] if len(found) == 1 else found or None
        links = (_link(session, each, document) for each in targets)
        return [each for each in links if each] or None

    @session.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        script = session.open_script_of(document)
        with_definition = params.context.include_declaration

        def places_of_label(script: OpenScript, offset: int) -> list[Place]:
            spans = navigation.references(script, offset, definition=with_definition)
            uses = uses_of_label(script, offset, app.scripts.importers)
            in_tests = [Place(tests.path, use.span) for tests, use in uses]
            return [*(Place(script.path, span) for span in spans), *in_tests]

        def find() -> list[types.Location]:
            name = find_name(script, offset)
            if known := find_tested_label(script, offset):
                places = places_of_label(known.script, known.part.absolute(known.mention.span).start)
            elif name:
                places = [
                    each.place
                    for each in all_places(script, name.symbol, app.scripts.importers)
                    if with_definition or not each.defines
                ]
            else:
                places = places_of_label(script, offset)
            located = (location_of(session, each, document) for each in places)
            return [each for each in located if each]

        return await session.run_in_thread(find) or None

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        app.held.left(document, offset)
        script = session.open_script_of(document)
        name = find_name(script, offset)
        if name:
            found = [(each.place.span, each.defines) for each in highlights(script, name.symbol)]
        else:
            found = [(each.span, each.defines) for each in navigation.document_highlights(script, offset)]
        kinds = types.DocumentHighlightKind
        return [
            types.DocumentHighlight(
                range=document.range_of(span), kind=kinds.Write if defines else kinds.Read
            )
            for span, defines in found
        ] or None


def _targets(script: OpenScript, offset: int) -> list[_Target]:
    if path := path_at(script, offset):
        return [_Target(path[0], Place(path[1], Span(0, 0)), Span(0, 0))]
    if known := find_tested_label(script, offset):
        row = known.part.scenario.rows[known.mention.block]
        label, block = (known.part.absolute(each) for each in (known.mention.span, row.block.whole))
        return [_Target(known.use.span, Place(known.script.path, label), block)]
    name = find_name(script, offset)
    if name:
        return [_Target(name.span, each.place, each.whole) for each in definitions(script, name.symbol)]
    found = navigation.definition(script, offset)
    return [_Target(found.origin, Place(script.path, found.name), found.block)] if found else []


def _link(session: ScriptServer, target: _Target, document: ScriptDocument) -> types.LocationLink | None:
    name = location_of(session, target.name, document)
    whole = location_of(session, Place(target.name.path, target.whole), document)
    if name is None or whole is None:
        return None
    return types.LocationLink(
        origin_selection_range=document.range_of(target.origin),
        target_uri=name.uri,
        target_range=whole.range,
        target_selection_range=name.range,
    )
