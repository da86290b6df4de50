"""`scn apply`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, PATHS, TEXT_OR_JSON, overwrite_option
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("apply")
@PATHS
@click.option(
    "--prune", is_flag=True, help="Delete scenarios on the platform that no script has, after keeping a copy."
)
@click.option("--max-deletes", type=click.IntRange(0), default=10, show_default=True, metavar="N",
              help="With --prune: delete nothing if it would be more than N.")  # fmt: skip
@overwrite_option("Let the script win over the platform for the scenario with this key.")
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@TEXT_OR_JSON
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def apply_command(
    paths: tuple[str, ...],
    prune: bool,
    max_deletes: int,
    overwrite: tuple[str, ...],
    yes: bool,
    output_format: str,
    color: str,
    configs: ConfigDiscovery,
) -> None:
    """Update the platform's scenarios to match the scripts in PATHS, or carry out a plan of `scn plan -o FILE`.

    Without PATHS, apply all scripts of the project. Nothing that others have changed is overwritten, and nothing is
    deleted without --prune. Exits with 1 if something failed or needs a decision.
    """
    with needing("sync", "apply"):
        from scn_compiler.cli.sync.run import ApplyOptions, run_apply  # noqa: PLC0415  (an extra)
    options = ApplyOptions(prune, max_deletes, overwrite, yes, output_format, color)
    raise SystemExit(run_apply(paths, configs, options))
