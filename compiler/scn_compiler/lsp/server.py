"""The server of one client: a session with every handler registered."""

from scn_compiler.lsp.app import App
from scn_compiler.lsp.handlers import HANDLERS
from scn_compiler.lsp.session import ScriptServer


def make_server() -> App:
    """Create a session with every handler of `HANDLERS`."""
    app = App(ScriptServer())
    for register in HANDLERS:
        register(app)
    return app
