"""`scn compile`."""

from pathlib import Path
from typing import Any

import click

from scn_compiler.cli.compile.run import CompileOptions, run_compile
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import OUTPUT, PATHS, TARGET
from scn_compiler.cli.output.streams import is_standard_output
from scn_compiler.project.discovery import ConfigDiscovery


def _source_map_path(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Return the path of the source map: `/dev/stdout` for `-`."""
    return Path("/dev/stdout") if path and is_standard_output(str(path)) else path


@click.command("compile")
@PATHS
@TARGET
@click.option(
    "-o", "--output", type=OUTPUT, help="Write to this file or folder; end the path of a new folder with `/`."
)
@click.option("--jsonl", is_flag=True, help="Write one payload per line (JSON Lines).")
@click.option("--compact", is_flag=True, help="Write JSON without line breaks and spaces.")
@click.option("--source-map", type=click.Path(path_type=Path), callback=_source_map_path,
              help="Write the source map to PATH: which line each condition came from.")  # fmt: skip
@click.option(
    "--propose", is_flag=True, help="Add lines that the target proposes for missing parts of the script."
)
@click.option(
    "--keep-going", is_flag=True, help="Compile scripts without errors even if other scripts have errors."
)
@click.option("--prune", is_flag=True,
              help="With -o FOLDER: delete payloads from earlier runs that scripts no longer compile to.")  # fmt: skip
@config_options(select=True, choose=True, environments=True, values=True)
def compile_command(paths: tuple[str, ...], configs: ConfigDiscovery, **options: Any) -> None:
    """Compile the scripts in PATHS (files, folders, or - for standard input) to payloads for a platform.

    A single payload goes to standard output or to the file -o. Several payloads need a folder (-o FOLDER/), --jsonl,
    or a target that holds them all. If a script has an error, nothing is written, unless you use --keep-going.
    """
    raise SystemExit(run_compile(paths, configs, CompileOptions(**options)))
