"""`textDocument/hover`."""

from lsprotocol import types

from scn_compiler.ide.hover.hover import hover as hover_at
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import markup_content, prefers_markdown
from scn_compiler.lsp.uris import configuration_table, is_toml
from scn_compiler.project.manual import page_address


def register_hover(app: App) -> None:
    """Register the handler: it returns the documentation of a word, and the findings in it."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        document = session.document(params.text_document.uri)
        offset = document.offset_at_position(params.position)
        client = session.client_capabilities.text_document
        formats = client.hover.content_format if client and client.hover else None
        links = page_address if prefers_markdown(formats) else None
        if is_toml(document.uri):
            # most sessions never open a configuration
            from scn_compiler.ide.configuration.help import hover_configuration  # noqa: PLC0415

            table = configuration_table(document.uri)
            found = None if table is None else hover_configuration(document.source, offset, table, links)
        else:
            found = hover_at(session.open_script_of(document), offset, links)
        if found is None:
            return None
        return types.Hover(contents=markup_content(found.text, formats), range=document.range_of(found.span))
