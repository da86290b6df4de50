"""`scn mcp`."""

import click

from scn_compiler.cli.extras import needing
from scn_compiler.cli.output.files import replace_text


@click.command("mcp")
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(exists=True, file_okay=False))
def mcp_command(folders: tuple[str, ...]) -> None:
    """Run the server for coding agents: it speaks the Model Context Protocol on standard input and output.

    It reads and writes scripts in the FOLDERs only. Without a FOLDER, these are the folders that the client names, or else
    the current one.
    """
    with needing("mcp", "mcp"):
        from scn_compiler.mcp_server.server import serve_agent  # noqa: PLC0415  (an extra)
    serve_agent(folders, replace_text)
