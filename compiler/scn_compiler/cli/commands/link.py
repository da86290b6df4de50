"""`scn link`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import complete_scripts
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("link")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.argument("identity", metavar="ID")
@config_options(select=False, folders=False, choose=True, environments=True, values=True)
def link_command(file: str, identity: str, configs: ConfigDiscovery) -> None:
    """Link the scenario in the script FILE to the scenario on the platform that has this ID.

    Changes neither of them, except that the script gets a key. If FILE has several scenarios, choose one with --name.
    """
    with needing("sync", "link"):
        from scn_compiler.cli.sync.identity import run_link  # noqa: PLC0415  (an extra)
    raise SystemExit(run_link(file, identity, configs))
