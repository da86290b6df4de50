"""Names of kinds of problems as links to their pages."""

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from scn_compiler import lint
from scn_compiler.features import links as features

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer

_PAGES = Path(lint.__file__).with_name("pages")


def links(server: "ScriptServer") -> None:
    """Go from `# scn: allow NAME` to the page about NAME."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = server.document(params.text_document.uri)
        explains = server.can("text_document.document_link.tooltip_support")
        return [
            types.DocumentLink(
                range=document.range_of(each.span),
                target=(_PAGES / f"{each.problem}.md").as_uri(),
                tooltip=f"what {each.problem} means" if explains else None,
            )
            for each in features.links(server.draft(document))
        ]
