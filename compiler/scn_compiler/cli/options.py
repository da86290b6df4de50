"""Arguments and options that several commands share."""

from typing import TYPE_CHECKING

import click

from scn_compiler.cli.formats import FORMATS
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_scripts(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where a script is named."""
    from scn_compiler.cli.completing import files  # noqa: PLC0415  (no command needs it to run)

    return files(incomplete, ".scn")


def complete_payloads(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where a payload is named."""
    from scn_compiler.cli.completing import files  # noqa: PLC0415  (no command needs it to run)

    return files(incomplete, ".json")


def complete_problems(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where kinds of problems are named."""
    from scn_compiler.cli.completing import problems  # noqa: PLC0415  (no command needs it to run)

    return problems(incomplete)


PATHS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_scripts)
PAYLOADS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_payloads)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", *FORMATS]),
    help="How to print what is wrong. Default: full, and on GitHub Actions with annotations below it.",
)
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Use colours: on a terminal, always, or never. NO_COLOR and FORCE_COLOR are heeded.",
)
TARGET = click.option(
    "-t",
    "--target",
    type=click.Choice(list(TARGETS)),
    metavar="TARGET",
    help=f"What to compile to; `scn targets` lists them. Default: what the script says, or {DEFAULT_TARGET}.",
)
SOURCE = click.option(
    "--from",
    "source",
    type=click.Choice(list(TARGETS)),
    metavar="TARGET",
    help="The form that the payload must have; any other is refused.",
)
