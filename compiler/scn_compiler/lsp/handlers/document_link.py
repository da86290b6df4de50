"""`textDocument/documentLink`: links from names of rules to their pages, and from paths to their files."""

from lsprotocol import types

from scn_compiler.ide.reuse.files import file_mentions, text_of_file
from scn_compiler.ide.structure import document_links as features
from scn_compiler.lsp.app import App
from scn_compiler.lsp.places import uri_of_file
from scn_compiler.project.manual import rule_address


def register_document_link(app: App) -> None:
    """Register the handler: it links each rule in `# scn: allow NAME` to its page, and each path to its file."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        has_tooltips = session.can("text_document.document_link.tooltip_support")
        files = [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=uri_of_file(session, each.path),
                tooltip=f"Open {each.written}" if has_tooltips else None,
            )
            for each in file_mentions(script)
            if text_of_file(script, each.path) is not None
        ]
        return files + [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=rule_address(each.rule),
                tooltip=f"Open the page of {each.rule}" if has_tooltips else None,
            )
            for each in features.document_links(script)
        ]
