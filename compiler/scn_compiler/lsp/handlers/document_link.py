"""`textDocument/documentLink`: links from names of rules to their pages."""

from lsprotocol import types

from scn_compiler.ide.structure import document_links as features
from scn_compiler.lsp.app import App
from scn_compiler.project.manual import rule_address


def register_document_link(app: App) -> None:
    """Register the handler: it links each name in `# scn: allow NAME` to the page of that rule."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = session.document(params.text_document.uri)
        has_tooltips = session.can("text_document.document_link.tooltip_support")
        return [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=rule_address(each.rule),
                tooltip=f"Open the page of {each.rule}" if has_tooltips else None,
            )
            for each in features.document_links(session.open_script_of(document))
        ]
