"""`scn drift`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, PATHS, TEXT_OR_JSON
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("drift")
@PATHS
@TEXT_OR_JSON
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def drift_command(paths: tuple[str, ...], output_format: str, color: str, configs: ConfigDiscovery) -> None:
    """Show what others have changed on the platform. Changes nothing.

    Exits with 1 if a scenario of the scripts was changed or deleted there since scn last saw it.
    """
    with needing("sync", "drift"):
        from scn_compiler.cli.sync.run import run_drift  # noqa: PLC0415  (an extra)
    raise SystemExit(run_drift(paths, configs, output_format, color))
