"""`scn lsp`."""

import gc
import sys

import click

from scn_compiler.cli.extras import needing


@click.command("lsp")
@click.option(
    "--tcp",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Listen on a local port instead of standard input; 0 picks a free port. Editors must send a token.",
)
def lsp_command(port: int | None) -> None:
    """Run the language server, for editors: it speaks the Language Server Protocol on standard input and output."""
    gc.set_threshold(3_000, 1_000, 1_000)  # full collections are rare: most loaded objects stay alive anyway
    with needing("lsp", "lsp"):
        from scn_compiler.lsp.transport import serve_stdio, serve_tcp  # noqa: PLC0415  (an extra)
    if port is None:
        sys.exit(serve_stdio())
    serve_tcp(port)
