"""The command line: files in, exit code out. 0 clean, 1 findings, 2 usage or unreadable, 101 a bug in scn."""

import sys
import traceback

import click

from scn_compiler.cli.check import check
from scn_compiler.cli.compile import compile_
from scn_compiler.cli.decompile import decompile
from scn_compiler.cli.files import UNREADABLE
from scn_compiler.cli.fmt import fmt
from scn_compiler.cli.targets import targets

COMMANDS = (compile_, decompile, check, fmt, targets)

BUG = 101


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scnlang", prog_name="scn")
def cli() -> None:
    """Write what a test caller says, and when; check it; compile it to a platform's payload."""


for _command in COMMANDS:
    cli.add_command(_command)


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
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__} in {where.name}, line {where.lineno} of {where.filename.rsplit('/', 1)[-1]}"
        click.echo(f"scn: this is a bug in scn, not in your file: {reason}", err=True)
        click.echo("scn: please report it, with the input that led to it; nothing was written", err=True)
        sys.exit(BUG)
