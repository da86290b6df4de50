"""Names of kinds of problems as links to their pages."""

from lsprotocol import types

from scn_compiler.ide.structure import document_links as features
from scn_compiler.lint.rule_pages import page_uri
from scn_compiler.lsp.app import App


def register_document_link(app: App) -> None:
    """Go from `# scn: allow NAME` to the page about NAME."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = session.document(params.text_document.uri)
        explains = session.can("text_document.document_link.tooltip_support")
        return [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=page_uri(each.problem),
                tooltip=f"what {each.problem} means" if explains else None,
            )
            for each in features.document_links(session.open_script_of(document))
        ]
