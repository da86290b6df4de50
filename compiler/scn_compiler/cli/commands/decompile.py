"""`scn decompile`."""

import sys
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.decompile.destination import Destination, destination_of
from scn_compiler.cli.decompile.shared_scripts import DecompiledFile
from scn_compiler.cli.options import FROM, OUTPUT, PAYLOADS
from scn_compiler.cli.output.files import OutputPath, unused_path
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
    to = destination_of(inputs, output, force=force)
    texts, all_readable = read_all(inputs)
    config_of = {each.path: configs.config_for(to.place_of_config(each)).config for each, _ in texts}
    failed = False
    bugs: list[ReadFailure] = []
    taken: set[Path] = set()
    made: list[DecompiledFile] = []
    for each, text in texts:
        try:
            decompiled = api.decompile(text, source=source, config=config_of[each.path])
        except Exception as error:  # a bug that shows at one file doesn't stop the others
            bugs.append(bug_at(each, error))
            echo(f"scn: {bugs[-1]}", err=True)
            continue
        files = _files_of(each, decompiled, to, taken)
        failed |= _report(each, text, [one.decompiled for one in files])
        made += [one for one in files if one.decompiled.text is not None]
    written = _share(made, to, configs) if share and made else [_write(one, to) for one in made]
    if ask_for_reports(bugs):
        raise SystemExit(EXIT_BUG)
    raise SystemExit(int(failed) if all_readable and all(written) else EXIT_UNREADABLE)


def _files_of(
    each: Input, decompiled: api.Decompiled, to: Destination, taken: set[Path]
) -> list[DecompiledFile]:
    """Name the scripts of one payload: in a folder, one for each target.

    Args:
        taken: The names already used in the folder.
    """
    name_of_input = Path(each.relative_path)
    name = name_of_input.with_suffix(".scn")
    if to.folder is None:
        return [DecompiledFile(each, (to.file or name).name, decompiled)]
    files: list[DecompiledFile] = []
    for one in decompiled.parts or (decompiled,):
        wanted = name_of_input.with_name(f"{name.stem}-{one.target}.scn") if decompiled.parts else name
        path = wanted if one.text is None else unused_path(wanted, taken)
        files.append(DecompiledFile(each, path.as_posix(), one))
    return files


def _report(each: Input, text: str, made: list[api.Decompiled]) -> bool:
    """Print the findings in one payload; return whether there are errors."""
    found = [diagnostic for one in made for diagnostic in one.diagnostics]
    for diagnostic in found:
        echo(diagnostic_text(diagnostic, Source(text), each.display_name), err=True, styled=True)
    return any(diagnostic.severity is Severity.ERROR for diagnostic in found)


def _write(one: DecompiledFile, to: Destination) -> bool:
    """Write a script; return whether that worked."""
    note = "" if one.decompiled.source == DEFAULT_TARGET else f" (read as {one.decompiled.source})"
    return to.write(one.decompiled.text or "", one.name, one.input, note)


def _share(made: list[DecompiledFile], to: Destination, configs: ConfigDiscovery) -> list[bool]:
    """Write scripts that share what they have alike; return whether that worked, for each."""
    from scn_compiler.cli.decompile.shared_scripts import (  # noqa: PLC0415  (only --share needs it)
        report_shared,
        shared_scripts,
        write_manifest,
    )

    scripts = shared_scripts(made, to.folder, configs)
    written: list[bool] = []
    for script in scripts:
        count = len(script.origins)
        note = f" ({count} scenarios)" if count > 1 else "" if count else " (shared by the others)"
        first = made[script.origins[0].script if script.origins else 0].input
        written.append(to.write(script.text, script.path, first, note))
    if to.folder and all(written):
        write_manifest(scripts, made, to.folder)
    report_shared(scripts, made, to.folder)
    return written
