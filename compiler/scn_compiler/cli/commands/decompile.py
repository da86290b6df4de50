"""`scn decompile`."""

import sys
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.options import FROM, PAYLOADS
from scn_compiler.cli.output.files import OUTPUT, free, guard, is_folder, write_file
from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.platforms import DEFAULT_TARGET
from scn_compiler.project.files import STDIN, UNREADABLE, Input, find_files, load_all
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source


@click.command(short_help="Make scripts of payloads.")
@PAYLOADS
@click.option(
    "-o", "--output", type=OUTPUT, help="File, or folder (with `/` at its end, or for several scripts)."
)
@FROM
def decompile(paths: tuple[str, ...], output: Path | None, source: str | None) -> None:
    """Make scripts of payloads: PATHS are JSON files, folders of them, or - for standard input."""
    if not paths and sys.stdin.isatty():
        raise click.UsageError("name a JSON file, or - for standard input")
    inputs = find_files(paths or (STDIN,), ".json")
    folder = output is not None and (len(inputs) > 1 or is_folder(output))
    if len(inputs) > 1 and output is None:
        raise click.UsageError(f"{len(inputs)} payloads make {len(inputs)} scripts: name a folder with -o")
    if folder and output and output.is_file():
        raise click.UsageError(f"{output} is a file, and several scripts need a folder")
    guard([output], inputs)
    texts, readable = load_all(inputs)
    failed = False
    taken: set[Path] = set()
    for each, text in texts:
        path = free(output / Path(each.below).with_suffix(".scn"), taken) if output and folder else output
        failed |= _one(each, text, source, path)
    raise SystemExit(UNREADABLE if not readable else int(failed))


def _one(each: Input, text: str, source: str | None, path: Path | None) -> bool:
    """Decompile one payload to `path`, or to standard output; whether it has errors."""
    made = api.decompile(text, source=source)
    for found in made.diagnostics:
        click.echo(diagnostic_text(found, Source(text), each.shown), err=True)
    if made.text is not None:
        form = "" if made.source == DEFAULT_TARGET else f" (read as {made.source})"
        if path is None:
            click.echo(made.text, nl=False)
            click.echo(f"{each.shown}: decompiled{form}", err=True)
        else:
            write_file(path, made.text)
            click.echo(f"{path} written{form}", err=True)
    return any(found.severity is Severity.ERROR for found in made.diagnostics)
