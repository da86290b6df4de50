"""`scn lsp`."""

import click

from scn_compiler.project.files import UNREADABLE


class _Missing(click.ClickException):
    exit_code = UNREADABLE


@click.command(short_help="Serve an editor.")
@click.option(
    "--tcp",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Listen on this port of this machine.",
)
def lsp(port: int | None) -> None:
    """Serve an editor: the Language Server Protocol on standard input and output."""
    try:
        from scn_compiler.lsp.server import ScriptServer  # noqa: PLC0415  (an extra)
    except ImportError as error:
        message = f"scn lsp needs {error.name}: install scnlang[lsp], e.g. `uv tool install '.[lsp]'`"
        raise _Missing(message) from None
    server = ScriptServer()
    if port is None:
        server.start_io()
    else:
        server.start_tcp("127.0.0.1", port)
