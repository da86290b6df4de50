"""`scn check`."""

from typing import Any

import click

from scn_compiler.cli.check.run import CheckOptions, run_check
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import (
    COLOR,
    FORMAT,
    PATHS,
    TARGET,
    baseline_options,
    fix_options,
    performance_options,
)
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("check")
@PATHS
@TARGET
@FORMAT
@COLOR
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Fail on warnings as well as errors. [default: from the configuration, or no-strict]",
)
@fix_options
@config_options(select=True, force_exclude=True, choose=True, environments=True, values=True, measured=True)
@baseline_options
@performance_options("clean")
def check_command(paths: tuple[str, ...], configs: ConfigDiscovery, **options: Any) -> None:
    """Check the scripts in PATHS (files, folders, or - for standard input) for problems.

    Without PATHS, check the current folder.
    """
    raise SystemExit(run_check(paths, configs, CheckOptions(**options)))
