"""`scn targets`."""

import click

from scn_compiler.platforms import DEFAULT_TARGET, all_targets, package_of, unusable


@click.command(short_help="List what a script can be compiled to.")
def targets() -> None:
    """List what a script can be compiled to."""
    every = all_targets()
    width = max(map(len, every))
    for target in every.values():
        default = " (default)" if target.name == DEFAULT_TARGET else ""
        package = package_of(target)
        origin = f" (platform {target.platform}, of {package})" if package else ""
        click.echo(f"{target.name:<{width}}  {target.summary}{default}{origin}")
    for message in unusable():
        click.echo(f"scn: {message}", err=True)
