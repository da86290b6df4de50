"""`textDocument/definition`, `references` and `documentHighlight` of labels."""

from lsprotocol import types

from scn_compiler.ide.labels import definition as navigation
from scn_compiler.lsp.app import App


def register_definition(app: App) -> None:
    """Register the handlers: they find the block that a label, `THEN` or `AFTER` refers to, and a label's references."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition(params: types.DefinitionParams) -> types.Location | list[types.LocationLink] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = navigation.definition(session.open_script_of(document), offset)
        if not found:
            return None
        name = document.range_of(found.name)
        if not session.can("text_document.definition.link_support"):
            return types.Location(uri=document.uri, range=name)
        link = types.LocationLink(
            origin_selection_range=document.range_of(found.origin),
            target_uri=document.uri,
            target_range=document.range_of(found.block),
            target_selection_range=name,
        )
        return [link]

    @session.feature(types.TEXT_DOCUMENT_REFERENCES)
    def references(params: types.ReferenceParams) -> list[types.Location] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        with_definition = params.context.include_declaration
        found = navigation.references(session.open_script_of(document), offset, definition=with_definition)
        places = [types.Location(uri=document.uri, range=document.range_of(span)) for span in found]
        return places or None

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        found = navigation.document_highlights(session.open_script_of(document), offset)
        kinds = types.DocumentHighlightKind
        result = [
            types.DocumentHighlight(
                range=document.range_of(each.span), kind=kinds.Write if each.defines else kinds.Read
            )
            for each in found
        ]
        return result or None
