"""Arguments and options that several commands share."""

import click

from scn_compiler.platforms import DEFAULT_TARGET, TARGETS

PATHS = click.argument("paths", nargs=-1, type=click.Path())
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
