"""The command line: files in, exit code out. 0 clean, 1 findings, 2 usage or unreadable, 101 a bug in scn."""

import sys
from importlib import import_module

import click

from scn_compiler.cli.files import UNREADABLE

COMMANDS = {
    "new": "new",
    "compile": "compile_",
    "decompile": "decompile",
    "check": "check",
    "fmt": "fmt",
    "explain": "explain",
    "targets": "targets",
    "completion": "completion",
}
"""Each command: the module of its name, and the function there."""

BUG = 101


class _Lazy(click.Group):
    """Commands that are loaded when they are run: a check does not wait for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"scn_compiler.cli.{cmd_name}"), COMMANDS[cmd_name])
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scnlang", prog_name="scn")
def cli() -> None:
    """Write what a test caller says, and when; check it; compile it to a platform's payload."""


def main() -> None:
    """Run `scn`; an error that nobody foresaw is our bug, and says so."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli()
        sys.stdout.flush()
    except OSError as error:
        click.echo(f"scn: {(error.strerror or str(error)).lower()}", err=True)
        sys.exit(UNREADABLE)
    except Exception as error:
        import traceback  # noqa: PLC0415

        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__} in {where.name}, line {where.lineno} of {where.filename.rsplit('/', 1)[-1]}"
        click.echo(f"scn: this is a bug in scn, not in your file: {reason}", err=True)
        click.echo("scn: please report it, with the input that led to it; nothing was written", err=True)
        sys.exit(BUG)
