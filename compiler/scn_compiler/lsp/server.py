"""The server of one client: the session, and every handler registered with it."""

from scn_compiler.lsp.app import App
from scn_compiler.lsp.handlers import HANDLERS
from scn_compiler.lsp.session import ScriptServer


def make_server() -> App:
    """A session that answers everything that this package has a handler for."""
    app = App(ScriptServer())
    for register in HANDLERS:
        register(app)
    return app
