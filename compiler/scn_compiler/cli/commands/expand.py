"""`scn expand`."""

from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import OUTPUT, PATHS
from scn_compiler.cli.output.documents import show_script
from scn_compiler.cli.output.files import (
    OutputPath,
    refuse_outside,
    refuse_overwriting,
    tidy_folders,
    unused_path,
    write_file,
)
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.pipeline.expand import ExpandedText
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, read_all
from scn_dsl.diagnostic import Severity

_Expanded = list[tuple[Input, ExpandedText]]


@click.command("expand")
@PATHS
@click.option(
    "-o", "--output", type=OUTPUT, help="Write to this file or folder; end the path of a new folder with `/`."
)
@config_options(select=False, choose=True, environments=True, values=True)
def expand_command(paths: tuple[str, ...], output: OutputPath | None, configs: ConfigDiscovery) -> None:
    """Print the scripts in PATHS (files, folders, or - for standard input) without imports, fragments, tables and values.

    The result compiles to the same payloads. Comments aren't kept. Several scripts need a folder (-o FOLDER/). If a script
    has an error, nothing is written.
    """
    inputs = configs.find_scripts(paths)
    if not inputs:
        raise click.UsageError("nothing to expand: all scripts are excluded")
    texts, all_readable = read_all(inputs)
    report = ProblemReport()
    expanded: _Expanded = []
    for each, text in texts:
        project = configs.config_for(each.location)
        made = api.expand_text(text, path=each.file_path, config=project.config)
        report.add(each, text, made.compiled.diagnostics, project, made.compiled.findings)
        if made.compiled.document.scenarios or not made.compiled.ok:
            expanded.append((each, made))
    if report.printed:
        echo(summary(report.printed, len(texts)), err=True)
    if not all_readable:
        raise SystemExit(EXIT_UNREADABLE)
    if any(one.severity is Severity.ERROR for one in report.printed):
        raise SystemExit(1)
    if not expanded:
        raise click.UsageError(_nothing_to_print(inputs, configs))
    _write(expanded, output, configs)


def _nothing_to_print(inputs: list[Input], configs: ConfigDiscovery) -> str:
    if not configs.choice.is_everything:
        return configs.choice.no_match
    return f"nothing to expand: {inputs[0].display_name} has no scenario, only fragments, values or tests"


def _write(expanded: _Expanded, output: OutputPath | None, configs: ConfigDiscovery) -> None:
    if len(expanded) > 1 and not (output and output.is_folder):
        raise click.UsageError(f"there are {len(expanded)} scripts: write them to a folder with -o FOLDER/")
    if output is None:
        each, made = expanded[0]
        show_script(made.text, each.display_name)
        return
    taken: set[Path] = set()
    written = [unused_path(output.path / Path(each.relative_path), taken) for each, _ in expanded]
    if not output.is_folder:
        written = [output.path]
    sources = [str(source.path) for _, made in expanded for source in made.compiled.sources]
    refuse_overwriting(written, [each for each, _ in expanded], [*configs.files(), *sources])
    if output.is_folder:
        refuse_outside(output.path, written)
    tidy_folders(written)
    for path, (_, made) in zip(written, expanded, strict=True):
        write_file(path, made.text)
    count = f"{len(written)} scripts to {output}" if len(written) > 1 else str(written[0])
    echo(f"wrote {count}", err=True)
