"""`scn fmt`."""

from typing import Any

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.fmt.run import FmtOptions, run_fmt
from scn_compiler.cli.options import PATHS, performance_options
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("fmt")
@PATHS
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would be reformatted."
)
@click.option("--diff", is_flag=True, help="Write nothing; print the changes as a diff.")
@click.option(
    "--wrap",
    type=click.IntRange(0),
    metavar="N",
    help="Wrap text at N columns; 0 keeps their line breaks. [default: from the configuration, or 0]",
)
@config_options(select=False, force_exclude=True)
@performance_options("formatted")
def fmt_command(paths: tuple[str, ...], configs: ConfigDiscovery, **options: Any) -> None:
    """Format the scripts in PATHS (files, folders, or - for standard input).

    Only the layout changes, and comments are kept. Blocks that don't parse are left unchanged.
    """
    raise SystemExit(run_fmt(paths, configs, FmtOptions(**options)))
