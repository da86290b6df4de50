"""`textDocument/documentLink`: names of rules link to their pages."""

from lsprotocol import types

from scn_compiler.ide.structure import document_links as features
from scn_compiler.lsp.app import App
from scn_compiler.project.manual import rule_address


def register_document_link(app: App) -> None:
    """Answer with links from `# scn: allow NAME` to the page about NAME."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = session.document(params.text_document.uri)
        has_tooltips = session.can("text_document.document_link.tooltip_support")
        return [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=rule_address(each.rule),
                tooltip=f"what {each.rule} means" if has_tooltips else None,
            )
            for each in features.document_links(session.open_script_of(document))
        ]
