"""`scn decompile`."""

import os
import sys
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.decompile.shared_scripts import DecompiledFile
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
@click.option(
    "--share",
    is_flag=True,
    help="Write what scripts have alike once, as tables, fragments and fields of a file.",
)
@click.option("--force", is_flag=True, help="Overwrite existing scripts that have different content.")
@config_options(select=False, environments=True)
def decompile_command(
    paths: tuple[str, ...],
    output: OutputPath | None,
    source: str | None,
    share: bool,
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
    made: list[DecompiledFile] = []
    for each, text in texts:
        try:
            decompiled = api.decompile(text, source=source, config=config_of[each.path])
        except Exception as error:  # a bug that shows at one file doesn't stop the others
            bugs.append(bug_at(each, error))
            echo(f"scn: {bugs[-1]}", err=True)
            continue
        files = _files_of(each, decompiled, output.path if output else None, taken if to_folder else None)
        failed |= _report(each, text, [one.decompiled for one in files])
        made += [one for one in files if one.decompiled.text is not None]
    if share and made:
        unwritten = _share(made, output.path if output else None, configs, to_folder=to_folder, force=force)
    else:
        for one in made:
            path = folder / one.name if folder else output.path if output else None
            note = "" if one.decompiled.source == DEFAULT_TARGET else f" (read as {one.decompiled.source})"
            if not _write(one.decompiled.text or "", one.input, path, folder, note, force=force) and path:
                unwritten.append(path)
    if ask_for_reports(bugs):
        raise SystemExit(EXIT_BUG)
    raise SystemExit(int(failed) if all_readable and not unwritten else EXIT_UNREADABLE)


def _place_of_script(each: Input, output: OutputPath | None, folder: Path | None) -> str:
    """Return the path whose configuration applies to the script of a payload."""
    if folder:
        return str(folder / each.relative_path)
    return str(output) if output else each.location


def _files_of(
    each: Input, decompiled: api.Decompiled, output: Path | None, taken: set[Path] | None
) -> list[DecompiledFile]:
    """Name the scripts of one payload: in a folder, one for each target.

    Args:
        taken: The names already used in the folder; `None` without a folder.
    """
    if taken is None:
        name = output.name if output else Path(each.relative_path).with_suffix(".scn").name
        return [DecompiledFile(each, name, decompiled)]
    files: list[DecompiledFile] = []
    name_of_input = Path(each.relative_path)
    for one in decompiled.parts or (decompiled,):
        wanted = (
            name_of_input.with_name(f"{name_of_input.stem}-{one.target}.scn")
            if decompiled.parts
            else name_of_input.with_suffix(".scn")
        )
        path = wanted if one.text is None else unused_path(wanted, taken)
        files.append(DecompiledFile(each, path.as_posix(), one))
    return files


def _report(each: Input, text: str, made: list[api.Decompiled]) -> bool:
    """Print the findings in one payload; return whether there are errors."""
    found = [diagnostic for one in made for diagnostic in one.diagnostics]
    for diagnostic in found:
        echo(diagnostic_text(diagnostic, Source(text), each.display_name), err=True, styled=True)
    return any(diagnostic.severity is Severity.ERROR for diagnostic in found)


def _share(
    made: list[DecompiledFile], output: Path | None, configs: ConfigDiscovery, *, to_folder: bool, force: bool
) -> list[Path]:
    """Write scripts that share what they have alike; return the paths that can't be written."""
    from scn_compiler.cli.decompile.shared_scripts import (  # noqa: PLC0415  (only --share needs it)
        report_shared,
        shared_scripts,
        write_manifest,
    )

    folder = output if to_folder else None
    scripts = shared_scripts(made, folder, configs)
    unwritten: list[Path] = []
    for script in scripts:
        path = folder / script.path if folder else output
        count = len(script.origins)
        note = f" ({count} scenarios)" if count > 1 else "" if count else " (shared by the others)"
        first = made[script.origins[0].script if script.origins else 0].input
        if not _write(script.text, first, path, folder, note, force=force) and path:
            unwritten.append(path)
    if folder and not unwritten:
        write_manifest(scripts, made, folder)
    report_shared(scripts, made, folder)
    return unwritten


def _write(text: str, each: Input, path: Path | None, folder: Path | None, note: str, *, force: bool) -> bool:
    """Write a script to `path` or to standard output; in a folder, print why if that fails, and return `False`."""
    if path is None:
        show_script(text, each.display_name)
        echo(f"decompiled {each.display_name}{note}", err=True)
        return True
    try:
        if folder:
            refuse_outside(folder, [path])
            refuse_overwriting([path], [each], scripts=True)
        if not force:
            _refuse_other_script(path, text)
        write_file(path, text)
    except click.UsageError as error:
        echo(f"scn: {error.message}", err=True)
        return False
    echo(f"wrote {path}{note}", err=True)
    return True


def _refuse_other_script(path: Path, text: str) -> None:
    """Check that `text` overwrites no other text: somebody may have edited it.

    Raises:
        click.UsageError: if it would.
    """
    if os.path.isfile(path) and path.read_bytes() not in (b"", text.encode("utf-8")):  # noqa: PTH113
        raise click.UsageError(f"{path} already exists with different content: use --force to overwrite it")
