"""`scn run`."""

from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, PATHS, TEXT_OR_JSON
from scn_compiler.cli.runs.options import CHANNEL, FREQUENCY, JUNIT, TIMEOUT
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("run")
@PATHS
@CHANNEL
@FREQUENCY
@TIMEOUT
@click.option("-y", "--yes", is_flag=True, help="Place the calls without asking.")
@click.option("--dry-run", is_flag=True, help="Let the platform check the scripts, show the price, and stop.")
@click.option(
    "--max-cost",
    type=click.FloatRange(0),
    metavar="CREDITS",
    help="Place no calls if the estimate may exceed this.",
)
@click.option(
    "--stored",
    is_flag=True,
    help="Run the scenarios that `scn apply` has stored, by their ids, instead of sending the scripts.",
)
@TEXT_OR_JSON
@JUNIT
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def run_command(
    paths: tuple[str, ...],
    channel: str,
    frequency: int,
    timeout: float,
    yes: bool,
    dry_run: bool,
    max_cost: float | None,
    stored: bool,
    output_format: str,
    junit: Path | None,
    color: str,
    configs: ConfigDiscovery,
) -> None:
    """Place the calls of the scripts in PATHS on the platform, wait for them, and show how they went.

    Without PATHS, run the scripts in the current folder. Exits with 0 if every call passed, with 1 if a call failed its
    checks, and with 3 if not every call could be judged.
    """
    with needing("sync", "run"):
        from scn_compiler.cli.runs.run import RunOptions, run_scripts  # noqa: PLC0415  (an extra)

    options = RunOptions(
        channel, frequency, yes, dry_run, timeout, max_cost, stored, output_format, junit, color
    )
    raise SystemExit(run_scripts(paths, configs, options))
