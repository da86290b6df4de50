"""`scn check`."""

from typing import Any

import click

from scn_compiler.cli.checking.run import CheckOptions, run_check
from scn_compiler.cli.options import COLOR, FORMAT, PATHS, TARGET, configured, fixing, known, working
from scn_compiler.project.discovery import Configurations


@click.command(short_help="Report what is wrong with scripts, and fix it.")
@PATHS
@TARGET
@FORMAT
@COLOR
@click.option("--strict/--no-strict", default=None, help="Let warnings fail, too, or not. Default: not.")
@fixing
@configured(selecting=True, excluding=True)
@known
@working
def check(paths: tuple[str, ...], configs: Configurations, **asked: Any) -> None:
    """Report what is wrong with the scripts in PATHS (files, folders, or - for standard input)."""
    raise SystemExit(run_check(paths, configs, CheckOptions(**asked)))
