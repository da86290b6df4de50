"""`scn playground`."""

import os
from collections.abc import Mapping
from http.server import ThreadingHTTPServer

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.config import Config
from scn_compiler.ide.reuse.files import FileText, needed_files
from scn_compiler.playground.answers import PageHost
from scn_compiler.playground.page_files import PageError, PageFile, page_files
from scn_compiler.playground.server import playground_server
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, read_all
from scn_compiler.project.project_config import ImportReader
from scn_compiler.reuse.library import UnreadableFile
from scn_dsl.records import replace

_PORT = 8322
"""The usual port: browsers store what you write for each port."""


@click.command("playground")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(), shell_complete=complete_scripts)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port on 127.0.0.1; 0 for any free one. [default: {_PORT}, or any free one if that is taken]",
)
@click.option("--no-browser", is_flag=True, help="Print the address; don't open it.")
@config_options(select=False, environments=True, values=True)
def playground_command(
    files: tuple[str, ...], port: int | None, no_browser: bool, configs: ConfigDiscovery
) -> None:
    """Open a page in the browser in which you write and try scripts.

    The page starts with the scripts FILE, and the files that they import. It never writes to them: copy what you want
    to keep. The configuration of the folder applies, and nothing leaves this machine. Ctrl-C stops.
    """
    try:
        page = page_files()
    except PageError as error:
        raise click.UsageError(str(error)) from None
    with _server(page, _host(files, configs), port) as server:
        try:
            _show(f"http://127.0.0.1:{server.server_address[1]}/", no_browser=no_browser)
            server.serve_forever()
        except KeyboardInterrupt:
            echo("stopped", err=True)


def _server(page: Mapping[str, PageFile], host: PageHost, port: int | None) -> ThreadingHTTPServer:
    """Make the server at a port, or else at the usual one; if that is taken, at any free one."""
    try:
        return playground_server(page, host, _PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise click.UsageError(f"can't use port {port}: {error.strerror}") from None
    echo(f"port {_PORT} is taken, so the page can't show what you wrote there the last time", err=True)
    return playground_server(page, host, 0)


def _show(address: str, *, no_browser: bool) -> None:
    """Print the address of the page, and open it."""
    echo(f"the playground is at {address} (Ctrl-C stops it)", err=True)
    if not no_browser:
        import webbrowser  # noqa: PLC0415  (slow to load)

        webbrowser.open(address)


def _host(paths: tuple[str, ...], configs: ConfigDiscovery) -> PageHost:
    """Read the project that the page starts with: scripts, and the files that they need."""
    if not paths:
        return PageHost(local=True, base=_config("script.scn", configs))
    texts, all_readable = read_all(configs.find_scripts(paths))
    if not all_readable:
        raise SystemExit(EXIT_UNREADABLE)
    if not texts:
        raise click.UsageError("no script to start with")
    config = _config(texts[0][0].location, configs)
    files: dict[str, str] = {}
    for each, text in texts:
        name = _name(each)
        files[name] = text
        needed = needed_files(text, name, lambda path: _text(path, config))
        files |= {path: found for path, found in needed.items() if isinstance(found, str)}
    return PageHost(local=True, files=files, opened=_name(texts[0][0]), base=config)


def _config(script: str, configs: ConfigDiscovery) -> Config:
    """Return the configuration for a script; imports are read as they are at each request."""
    config = configs.config_for(script).config
    return replace(config, read=config.read.current) if isinstance(config.read, ImportReader) else config


def _name(each: Input) -> str:
    """Return the name of a script in the page: its path, as imports need it."""
    return os.path.normpath(each.file_path or "script.scn").replace(os.sep, "/")


def _text(path: str, config: Config) -> FileText:
    try:
        return config.read(path) if config.read else UnreadableFile("")
    except UnreadableFile as error:
        return error
