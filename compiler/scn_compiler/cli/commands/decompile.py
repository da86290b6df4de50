"""`scn decompile`."""

import sys
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.options import FROM, PAYLOADS
from scn_compiler.cli.output.documents import show_script
from scn_compiler.cli.output.files import OUTPUT, OutputPath, refuse_overwriting, unused_path, write_file
from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.platforms import DEFAULT_TARGET
from scn_compiler.project.console import echo
from scn_compiler.project.files import EXIT_UNREADABLE, STDIN, Input, ReadFailure, find_files, read_all
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source


@click.command("decompile", short_help="Make scripts of payloads.")
@PAYLOADS
@click.option(
    "-o", "--output", type=OUTPUT, help="File, or folder (with `/` at its end, or for several scripts)."
)
@FROM
def decompile_command(paths: tuple[str, ...], output: OutputPath | None, source: str | None) -> None:
    """Make scripts of payloads: PATHS are JSON files, folders of them, or - for standard input."""
    if not paths and sys.stdin.isatty():
        raise click.UsageError("name a JSON file, or - for standard input")
    inputs = find_files(paths or (STDIN,), ".json")
    if len(inputs) > 1 and output is None:
        raise click.UsageError(f"{len(inputs)} payloads make {len(inputs)} scripts: name a folder with -o")
    to_folder = output is not None and (len(inputs) > 1 or output.is_folder)
    if to_folder and output and output.path.is_file():
        raise click.UsageError(f"{output} is a file, and several scripts need a folder")
    refuse_overwriting([output.path if output else None], inputs, scripts=True)
    texts, all_readable = read_all(inputs)
    failed = False
    bugs: list[ReadFailure] = []
    taken: set[Path] = set()
    for each, text in texts:
        try:
            decompiled = api.decompile(text, source=source)
        except Exception as error:  # a bug at one file is reported as such, and the others are decompiled
            bugs.append(bug_at(each, error))
            echo(f"scn: {bugs[-1]}", err=True)
        else:
            path = output.path if output else None
            failed |= _deliver(each, text, decompiled, path, taken if to_folder else None)
    if ask_for_reports(bugs):
        raise SystemExit(EXIT_BUG)
    raise SystemExit(int(failed) if all_readable else EXIT_UNREADABLE)


def _deliver(
    each: Input, text: str, decompiled: api.Decompiled, output: Path | None, taken: set[Path] | None
) -> bool:
    """Write the scripts of one payload to `output`, or to standard output; returns whether it has errors.

    Args:
        output: A file; a folder if there is a set of the paths that are `taken` there.
    """
    made = decompiled.parts if taken is not None and decompiled.parts else (decompiled,)
    for diagnostic in [diagnostic for one in made for diagnostic in one.diagnostics]:
        echo(diagnostic_text(diagnostic, Source(text), each.display_name), err=True, styled=True)
    for one in made:
        path = output
        if output and taken is not None and one.text is not None:
            name = Path(each.relative_path)
            name = (
                name.with_name(f"{name.stem}-{one.target}.scn")
                if decompiled.parts
                else name.with_suffix(".scn")
            )
            path = unused_path(output / name, taken)
        _write(one, each, path)
    return any(diagnostic.severity is Severity.ERROR for one in made for diagnostic in one.diagnostics)


def _write(decompiled: api.Decompiled, each: Input, path: Path | None) -> None:
    """Write a script, if there is one, to `path` or to standard output."""
    if decompiled.text is None:
        return
    note = "" if decompiled.source == DEFAULT_TARGET else f" (read as {decompiled.source})"
    if path is None:
        show_script(decompiled.text, each.display_name)
        echo(f"{each.display_name}: decompiled{note}", err=True)
    else:
        write_file(path, decompiled.text)
        echo(f"{path} written{note}", err=True)
