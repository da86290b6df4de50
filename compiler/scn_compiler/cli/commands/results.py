"""`scn results`."""

from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, PATHS, TEXT_OR_JSON
from scn_compiler.cli.runs.options import JUNIT
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("results")
@click.argument("identity", metavar="ID")
@PATHS
@TEXT_OR_JSON
@JUNIT
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def results_command(
    identity: str,
    paths: tuple[str, ...],
    output_format: str,
    junit: Path | None,
    color: str,
    configs: ConfigDiscovery,
) -> None:
    """Show the result ID of an earlier `scn run` of the scripts in PATHS. Starts nothing.

    Without PATHS, compare the calls with the scripts in the current folder. Exits like `scn run`.
    """
    with needing("sync", "results"):
        from scn_compiler.cli.runs.run import RunOptions, show_result  # noqa: PLC0415  (an extra)

    options = RunOptions("voice", 1, True, False, 0.0, None, False, output_format, junit, color)
    raise SystemExit(show_result(identity, paths, configs, options))
