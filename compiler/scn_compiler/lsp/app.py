"""The argument of every handler's registration: the session and the state of diagnostics."""

from scn_compiler.lsp.config_diagnostics import ConfigDiagnostics
from scn_compiler.lsp.diagnostics import DocumentDiagnostics
from scn_compiler.lsp.held_findings import HeldFindings
from scn_compiler.lsp.script_index import ScriptIndex
from scn_compiler.lsp.session import ScriptServer


class App:
    """One client's session, and the state that handlers share.

    Attributes:
        diagnostics: Checks of open documents.
        held: The findings about what the author is still typing.
        config_diagnostics: Diagnostics of configurations, baselines and measurements.
        scripts: The scripts in the folders of the client, by the files that they need.
    """

    def __init__(self, session: ScriptServer) -> None:
        self.session = session
        self.config_diagnostics = ConfigDiagnostics(session)
        self.diagnostics = DocumentDiagnostics(session, self.config_diagnostics)
        self.held = HeldFindings(session)
        self.scripts = ScriptIndex(session)
