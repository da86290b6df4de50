"""`scn expand`."""

import click

from scn_compiler import api
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import OUTPUT, complete_scripts
from scn_compiler.cli.output.documents import show_script
from scn_compiler.cli.output.files import OutputPath, refuse_overwriting, tidy_folders, write_file
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_dsl.diagnostic import Severity


@click.command("expand")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("-o", "--output", type=OUTPUT, help="Write to this file instead of standard output.")
@config_options(select=False, folders=False, choose=True, environments=True, values=True)
def expand_command(file: str, output: OutputPath | None, configs: ConfigDiscovery) -> None:
    """Print the script FILE (- for standard input) without imports, fragments, tables and values.

    The result compiles to the same payloads. Comments don't stay.
    """
    inputs = configs.find_scripts((file,))
    if len(inputs) != 1 or (output and output.is_folder):
        raise click.UsageError("name a single script, and with -o a single file")
    path = output.path if output else None
    refuse_overwriting([path], inputs, configs.files())
    texts, _ = read_all(inputs)
    if not texts:
        raise SystemExit(EXIT_UNREADABLE)
    each, text = texts[0]
    project = configs.config_for(each.location)
    expanded = api.expand_text(text, path=each.file_path, config=project.config)
    compiled = expanded.compiled
    errors = [one for one in compiled.diagnostics if one.severity is Severity.ERROR]
    ProblemReport().add(each, text, errors, project, compiled.findings)
    if compiled.is_library:
        raise click.UsageError(f"{each.display_name} has no scenario: it only declares what others use")
    if not compiled.ok:
        raise SystemExit(1)
    if path:
        tidy_folders([path])
        write_file(path, expanded.text)
        echo(f"wrote {path}", err=True)
    else:
        show_script(expanded.text, each.display_name)
