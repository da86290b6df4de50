"""`textDocument/definition`, `references` and `documentHighlight` of labels, fragments, values and files."""

from lsprotocol import types

from scn_compiler.ide.labels.navigation import (
    DefinitionPlace,
    definition_places,
    highlights_at,
    reference_places,
)
from scn_compiler.ide.reuse.symbols import Place
from scn_compiler.lsp.app import App
from scn_compiler.lsp.places import location_of
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument


def register_definition(app: App) -> None:
    """Register the handlers: they find what a name stands for, and where else it is, also in other files."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(
        params: types.DefinitionParams,
    ) -> types.Location | list[types.Location] | list[types.LocationLink] | None:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        targets = definition_places(script, document.offset_at_position(params.position))
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

        def find() -> list[types.Location]:
            places = reference_places(
                script, offset, app.scripts.importers, with_definition=params.context.include_declaration
            )
            located = (location_of(session, each, document) for each in places)
            return [each for each in located if each]

        return await session.run_in_thread(find) or None

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        app.held.left(document, offset)
        script = session.open_script_of(document)
        kinds = types.DocumentHighlightKind
        return [
            types.DocumentHighlight(
                range=document.range_of(each.span), kind=kinds.Write if each.defines else kinds.Read
            )
            for each in highlights_at(script, offset)
        ] or None


def _link(
    session: ScriptServer, target: DefinitionPlace, document: ScriptDocument
) -> types.LocationLink | None:
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
