"""`scn decompile`."""

import os
import sys
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import FROM, OUTPUT, PAYLOADS
from scn_compiler.cli.output.documents import show_script
from scn_compiler.cli.output.files import (
    OutputPath,
    refuse_outside,
    refuse_overwriting,
    tidy_folders,
    unused_path,
    write_file,
)
from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.platforms import DEFAULT_TARGET
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, STDIN, Input, ReadFailure, find_files, read_all
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source


@click.command("decompile")
@PAYLOADS
@click.option(
    "-o", "--output", type=OUTPUT, help="Write to this file or folder; end the path of a new folder with `/`."
)
@FROM
@click.option("--force", is_flag=True, help="Overwrite existing scripts that have different content.")
@config_options(select=False, environments=True)
def decompile_command(
    paths: tuple[str, ...],
    output: OutputPath | None,
    source: str | None,
    force: bool,
    configs: ConfigDiscovery,
) -> None:
    """Decompile the payloads in PATHS (JSON files, folders, or - for standard input) to scripts.

    If the environment has a name for an id, the script has the name.
    """
    if not paths and sys.stdin.isatty():
        raise click.UsageError("name a JSON file, or - for standard input")
    inputs = find_files(
        paths or (STDIN,),
        ".json",
        no_ignore=configs.no_ignore,
        remark=lambda sentence: echo(f"scn: {sentence}", err=True),
    )
    if len(inputs) > 1 and output is None:
        raise click.UsageError(
            f"{len(inputs)} payloads decompile to {len(inputs)} scripts: write them to a folder with -o"
        )
    to_folder = output is not None and (len(inputs) > 1 or output.is_folder)
    if to_folder and output and output.path.is_file():
        raise click.UsageError(f"{output} is a file, but several scripts need a folder")
    refuse_overwriting([output.path if output else None], inputs, scripts=True)
    if output:
        names = [each.relative_path for each in inputs] if to_folder else [""]
        tidy_folders(output.path / name for name in names)
    texts, all_readable = read_all(inputs)
    failed = False
    unwritten: list[Path] = []
    bugs: list[ReadFailure] = []
    taken: set[Path] = set()
    folder = output.path if output and to_folder else None
    config_of = {
        each.path: configs.config_for(_place_of_script(each, output, folder)).config for each, _ in texts
    }
    for each, text in texts:
        try:
            decompiled = api.decompile(text, source=source, config=config_of[each.path])
        except Exception as error:  # a bug that shows at one file doesn't stop the others
            bugs.append(bug_at(each, error))
            echo(f"scn: {bugs[-1]}", err=True)
            continue
        path = output.path if output else None
        failed |= _deliver(each, text, decompiled, path, taken if to_folder else None, unwritten, force=force)
    if ask_for_reports(bugs):
        raise SystemExit(EXIT_BUG)
    raise SystemExit(int(failed) if all_readable and not unwritten else EXIT_UNREADABLE)


def _place_of_script(each: Input, output: OutputPath | None, folder: Path | None) -> str:
    """Return the path whose configuration applies to the script of a payload."""
    if folder:
        return str(folder / each.relative_path)
    return str(output) if output else each.location


def _deliver(
    each: Input,
    text: str,
    decompiled: api.Decompiled,
    output: Path | None,
    taken: set[Path] | None,
    unwritten: list[Path],
    *,
    force: bool,
) -> bool:
    """Write the scripts of one payload to `output` or to standard output; return whether it has errors.

    Args:
        output: A file, or a folder if `taken` is a set.
        taken: The paths already used in the folder.
        unwritten: Collects the paths that can't be written.
        force: Whether to overwrite other scripts.
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
        try:
            if path and output and taken is not None:
                refuse_outside(output, [path])
                refuse_overwriting([path], [each], scripts=True)
            if path and one.text is not None and not force:
                _refuse_other_script(path, one.text)
            _write(one, each, path)
        except click.UsageError as error:
            if path is None:
                raise
            echo(f"scn: {error.message}", err=True)
            unwritten.append(path)
    return any(diagnostic.severity is Severity.ERROR for one in made for diagnostic in one.diagnostics)


def _write(decompiled: api.Decompiled, each: Input, path: Path | None) -> None:
    """Write a script, if the payload has one, to `path` or to standard output."""
    if decompiled.text is None:
        return
    note = "" if decompiled.source == DEFAULT_TARGET else f" (read as {decompiled.source})"
    if path is None:
        show_script(decompiled.text, each.display_name)
        echo(f"decompiled {each.display_name}{note}", err=True)
    else:
        write_file(path, decompiled.text)
        echo(f"wrote {path}{note}", err=True)


def _refuse_other_script(path: Path, text: str) -> None:
    """Check that `text` overwrites no other text: somebody may have edited it.

    Raises:
        click.UsageError: if it would.
    """
    if os.path.isfile(path) and path.read_bytes() not in (b"", text.encode("utf-8")):  # noqa: PTH113
        raise click.UsageError(f"{path} already exists with different content: use --force to overwrite it")
