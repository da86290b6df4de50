"""What a handler is given."""

from scn_compiler.lsp.config_diagnostics import ConfigDiagnostics
from scn_compiler.lsp.diagnostics import DocumentDiagnostics
from scn_compiler.lsp.session import ScriptServer


class App:
    """A session and what is kept for it.

    Attributes:
        diagnostics: What is wrong with open documents.
        config_diagnostics: What is wrong with other files, and what the client was told of it.
    """

    def __init__(self, session: ScriptServer) -> None:
        self.session = session
        self.config_diagnostics = ConfigDiagnostics(session)
        self.diagnostics = DocumentDiagnostics(session, self.config_diagnostics)
