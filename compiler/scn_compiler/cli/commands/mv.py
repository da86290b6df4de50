"""`scn mv`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("mv")
@click.argument("old")
@click.argument("new")
@config_options(select=False)
def mv_command(old: str, new: str, configs: ConfigDiscovery) -> None:
    """Give the scenario with the key OLD the key NEW, in its script and in the lock.

    The platform isn't asked. If the script has the new key already, only the lock changes.
    """
    with needing("sync", "mv"):
        from scn_compiler.cli.sync.identity import run_mv  # noqa: PLC0415  (an extra)
    raise SystemExit(run_mv(old, new, configs))
