"""`scn targets`."""

import click

from scn_compiler.cli.output.documents import print_document
from scn_compiler.inert_text import inert
from scn_compiler.platforms import DEFAULT_TARGET, all_targets, package_of, unusable_platforms
from scn_compiler.project.console import echo


@click.command("targets")
@click.option(
    "--matrix", is_flag=True, help="Print which parts of the language each target supports, as Markdown."
)
def targets_command(matrix: bool) -> None:
    """List the targets that scripts can be compiled to."""
    targets = all_targets()
    if matrix:
        from scn_compiler.platforms.matrix import matrix_of, matrix_table  # noqa: PLC0415  (no other command needs it)

        print_document(inert(matrix_table(matrix_of(targets.values()))))
    else:
        width = max(map(len, targets))
        for target in targets.values():
            default = " (default)" if target.name == DEFAULT_TARGET else ""
            package = package_of(target)
            origin = f" (platform {target.platform}, from {package})" if package else ""
            echo(f"{target.name:<{width}}  {target.summary}{default}{origin}")
    for message in unusable_platforms():
        echo(f"scn: {message}", err=True)
