"""`scn schema`."""

import json

import click

from scn_compiler.cli.output.documents import print_document


@click.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of `scn.toml`, for editors of TOML files."""
    from scn_compiler.project.config_schema import config_schema  # noqa: PLC0415  (slow to load)

    print_document(json.dumps(config_schema(), indent=2) + "\n")
