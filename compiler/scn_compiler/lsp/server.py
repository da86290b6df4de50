"""The server: open documents as drafts, and the handlers."""

from collections.abc import Callable
from importlib.metadata import version
from typing import cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from scn_compiler.features.draft import Draft
from scn_compiler.lsp.documents import ScriptDocument, ScriptWorkspace
from scn_compiler.lsp.handlers import HANDLERS
from scn_compiler.project.configuration import Loaded


class ScriptServer(LanguageServer):
    """A language server for one client.

    Attributes:
        configured: What holds for the script of a path.
        target: What the client chose to compile to; `None` for what each script says.
    """

    def __init__(self, configured: Callable[[str], Loaded]) -> None:
        super().__init__("scn", version("scnlang"))
        self.configured = configured
        self.target: str | None = None
        self.feature(types.INITIALIZE)(lambda _params: self._bring_workspace())
        for register in HANDLERS:
            register(self)

    def document(self, uri: str) -> ScriptDocument:
        """An open document."""
        return cast("ScriptDocument", self.workspace.get_text_document(uri))

    def draft(self, document: ScriptDocument) -> Draft:
        """An open document as the features see it."""
        path = to_fs_path(document.uri)
        config = self.configured(path or "").config
        return Draft(document.source, path, self.target, config)

    def _bring_workspace(self) -> None:
        made = self.workspace
        folders = list(made.folders.values())
        self.protocol._workspace = ScriptWorkspace(
            made.root_uri, types.TextDocumentSyncKind.Incremental, folders, made.position_encoding
        )
