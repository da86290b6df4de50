"""`scn rollback`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("rollback")
@click.argument("key")
@click.option("--list", "only_list", is_flag=True, help="List the revisions, and change nothing.")
@click.option("--to", "revision", default="", metavar="REVISION",
              help="Restore this revision. [default: the one before the newest]")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Don't ask.")
@config_options(select=False, environments=True)
def rollback_command(key: str, only_list: bool, revision: str, yes: bool, configs: ConfigDiscovery) -> None:
    """Restore an earlier revision of the scenario with this KEY, on the platform.

    The script stays as it is: `scn pull` takes the restored scenario into it.
    """
    with needing("sync", "rollback"):
        from scn_compiler.cli.sync.rollback import run_rollback  # noqa: PLC0415  (an extra)
    raise SystemExit(run_rollback(key, revision, configs, only_list=only_list, yes=yes))
