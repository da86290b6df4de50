"""The server: open documents as drafts, and the handlers."""

from importlib.metadata import version
from typing import cast

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from scn_compiler.features.draft import Draft
from scn_compiler.lsp.documents import ScriptDocument, ScriptWorkspace
from scn_compiler.lsp.handlers import HANDLERS
from scn_compiler.project.configuration import Configurations


class ScriptServer(LanguageServer):
    """A language server for one client.

    Attributes:
        target: What the client chose to compile to; `None` for what each script says.
        commands: The commands that the client says it has.
        projects: What holds for scripts, by folder.
    """

    def __init__(self) -> None:
        super().__init__("scn", version("scnlang"))
        self.target: str | None = None
        self.commands: frozenset[str] = frozenset()
        self.projects = Configurations()
        self.feature(types.INITIALIZE)(lambda params: self._begin(params))  # noqa: PLW0108  (marked by pygls)
        for register in HANDLERS:
            register(self)

    def document(self, uri: str) -> ScriptDocument:
        """An open document."""
        return cast("ScriptDocument", self.workspace.get_text_document(uri))

    def draft(self, document: ScriptDocument) -> Draft:
        """An open document as the features see it."""
        path = to_fs_path(document.uri)
        config = self.projects.of(path or "").config
        return Draft(document.source, path, self.target, config)

    @property
    def folders(self) -> list[str]:
        """The folders that the client has open."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        root = self.workspace.root_uri
        paths = [to_fs_path(uri) for uri in uris or ([root] if root else [])]
        return [path for path in paths if path]

    def can(self, capability: str) -> bool:
        """Whether the client has a capability, e.g. `text_document.diagnostic`."""
        return bool(get_capability(self.client_capabilities, capability))

    def _begin(self, params: types.InitializeParams) -> None:
        made = self.workspace
        folders = list(made.folders.values())
        self.protocol._workspace = ScriptWorkspace(
            made.root_uri, types.TextDocumentSyncKind.Incremental, folders, made.position_encoding
        )
        options = params.initialization_options
        commands = options.get("commands") if isinstance(options, dict) else None
        self.commands = frozenset(map(str, commands)) if isinstance(commands, list) else frozenset()
