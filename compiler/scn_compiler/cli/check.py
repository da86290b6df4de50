"""`scn check`."""

import click

from scn_compiler import api
from scn_compiler.cli.files import UNREADABLE, find, load_all
from scn_compiler.cli.options import PATHS, TARGET
from scn_compiler.cli.render import VERSION, as_json, concise, full, summary
from scn_compiler.jsontext import Json, dump
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source


@click.command()
@PATHS
@TARGET
@click.option(
    "--format", "form", type=click.Choice(["full", "concise", "json"]), default="full", show_default=True
)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
def check(paths: tuple[str, ...], target: str | None, form: str, strict: bool) -> None:
    """Report what is wrong with the scripts in PATHS (files, folders, or - for standard input)."""
    texts, readable = load_all(find(paths or (".",), ".scn"))
    found: list[Diagnostic] = []
    objects: list[Json] = []
    for source_file, text in texts:
        source = Source(text, source_file.named)
        for diagnostic in api.check(text, path=source_file.named, target=target):
            found.append(diagnostic)
            match form:
                case "full":
                    click.echo(full(diagnostic, source, source_file.shown))
                case "concise":
                    click.echo(concise(diagnostic, source, source_file.shown))
                case _:
                    objects.append(as_json(diagnostic, source, source_file.shown))
    if form == "json":
        click.echo(dump({"version": VERSION, "diagnostics": objects}))
    click.echo(summary(found, len(texts)), err=True)
    worst = Severity.WARNING if strict else Severity.ERROR
    failed = any(diagnostic.severity >= worst for diagnostic in found)
    raise SystemExit(UNREADABLE if not readable else int(failed))
