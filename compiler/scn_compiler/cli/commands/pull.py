"""`scn pull`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, PATHS, TEXT_OR_JSON, overwrite_option
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("pull")
@PATHS
@overwrite_option("Let the platform win over the script for the scenario with this key.")
@click.option("--adopt", is_flag=True, help="Write scripts for scenarios on the platform that have none.")
@click.option("-o", "--output", "folder", metavar="DIR",
              help="With --adopt: the folder for the new scripts.  [default: the current one]")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@TEXT_OR_JSON
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def pull_command(
    paths: tuple[str, ...],
    overwrite: tuple[str, ...],
    adopt: bool,
    folder: str | None,
    dry_run: bool,
    output_format: str,
    color: str,
    configs: ConfigDiscovery,
) -> None:
    """Take others' changes on the platform into the scripts in PATHS, which keep their comments.

    Without PATHS, look at all scripts of the project. Exits with 1 if a person has to make or decide about a
    change, or if --adopt can't find scenarios because the platform has no list.
    """
    with needing("sync", "pull"):
        from scn_compiler.cli.sync.pull import run_pull  # noqa: PLC0415  (an extra)
        from scn_compiler.cli.sync.pull_report import PullOptions  # noqa: PLC0415  (an extra)
    options = PullOptions(overwrite, adopt, folder, dry_run, output_format, color)
    raise SystemExit(run_pull(paths, configs, options))
