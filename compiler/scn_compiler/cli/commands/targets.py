"""`scn targets`."""

import click

from scn_compiler.platforms import DEFAULT_TARGET, all_targets, package_of, unusable_platforms


@click.command("targets", short_help="List what a script can be compiled to.")
@click.option(
    "--matrix", is_flag=True, help="Show which part of the language each target takes, as Markdown."
)
def targets_command(matrix: bool) -> None:
    """List what a script can be compiled to."""
    targets = all_targets()
    if matrix:
        from scn_compiler.platforms.matrix import matrix_of, matrix_table  # noqa: PLC0415  (no other command needs it)

        click.echo(matrix_table(matrix_of(targets.values())), nl=False)
    else:
        width = max(map(len, targets))
        for target in targets.values():
            default = " (default)" if target.name == DEFAULT_TARGET else ""
            package = package_of(target)
            origin = f" (platform {target.platform}, of {package})" if package else ""
            click.echo(f"{target.name:<{width}}  {target.summary}{default}{origin}")
    for message in unusable_platforms():
        click.echo(f"scn: {message}", err=True)
