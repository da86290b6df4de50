"""`scn cost`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import PATHS, TEXT_OR_JSON
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.runs.options import CHANNEL, FREQUENCY
from scn_compiler.cli.runs.prices import price_cases, price_document, price_table
from scn_compiler.cli.runs.scripts import read_scripts
from scn_compiler.inert_text import inert
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("cost")
@PATHS
@CHANNEL
@FREQUENCY
@TEXT_OR_JSON
@config_options(select=False, choose=True, environments=True, values=True)
def cost_command(
    paths: tuple[str, ...], channel: str, frequency: int, output_format: str, configs: ConfigDiscovery
) -> None:
    """Estimate what `scn run` of the scripts in PATHS costs, without contacting the platform.

    Without PATHS, estimate the scripts in the current folder.
    """
    priced = price_cases(read_scripts(paths, configs, frequency).cases, channel)
    if output_format == "json":
        print_document(dump(price_document(priced, channel)) + "\n")
    else:
        print_document(inert("\n".join(price_table(priced, channel)) + "\n"))
