"""`scn mcp`."""

import gc
import os
import signal
from threading import enumerate as enumerate_threads
from threading import main_thread

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
    gc.set_threshold(3_000, 1_000, 1_000)  # full collections are rare: most loaded objects stay alive anyway
    with needing("mcp", "mcp"):
        from scn_compiler.mcp_server.server import serve_agent  # noqa: PLC0415  (an extra)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # otherwise Ctrl-C waits for the next line of standard input
    serve_agent(folders, replace_text)
    if any(each is not main_thread() and not each.daemon for each in enumerate_threads()):
        os._exit(0)  # a call that the client no longer waits for would keep this process alive
