"""`scn targets`."""

import click

from scn_compiler.platforms import DEFAULT_TARGET, TARGETS


@click.command(short_help="List what a script can be compiled to.")
def targets() -> None:
    """List what a script can be compiled to."""
    width = max(map(len, TARGETS))
    for target in TARGETS.values():
        default = " (default)" if target.name == DEFAULT_TARGET else ""
        click.echo(f"{target.name:<{width}}  {target.summary}{default}")
