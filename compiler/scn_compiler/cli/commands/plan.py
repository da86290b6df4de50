"""`scn plan`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, OUTPUT, PATHS, TEXT_OR_JSON, overwrite_option
from scn_compiler.cli.output.files import OutputPath
from scn_compiler.project.discovery import ConfigDiscovery

_EXIT_CHANGES = 3


@click.command("plan")
@PATHS
@click.option("-o", "--output", type=OUTPUT, help="Write the plan to this file, for `scn apply FILE`.")
@click.option("--prune", is_flag=True, help="Plan to delete scenarios on the platform that no script has.")
@overwrite_option("Let the script win over the platform for the scenario with this key.")
@click.option(
    "--detailed-exitcode", is_flag=True, help=f"Exit with {_EXIT_CHANGES} if there is something to apply."
)
@TEXT_OR_JSON
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def plan_command(
    paths: tuple[str, ...],
    output: OutputPath | None,
    prune: bool,
    overwrite: tuple[str, ...],
    detailed_exitcode: bool,
    output_format: str,
    color: str,
    configs: ConfigDiscovery,
) -> None:
    """Compare scripts with the platform, and show what `scn apply` would do. Changes nothing.

    Without PATHS, compare all scripts of the project. Exits with 1 if a scenario needs a decision.
    """
    with needing("sync", "plan"):
        from scn_compiler.cli.sync.run import exit_of_plan, run_plan  # noqa: PLC0415  (an extra)
    found = run_plan(paths, configs, output, output_format, color, prune=prune, overwrite=overwrite)
    raise SystemExit(exit_of_plan(found, changes=_EXIT_CHANGES if detailed_exitcode else 0))
