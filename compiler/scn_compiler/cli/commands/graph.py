"""`scn graph`."""

from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import OUTPUT, TARGET, complete_scripts
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import (
    OutputPath,
    refuse_overwriting,
    tidy_folders,
    write_file,
)
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_dsl.diagnostic import Severity
from scn_dsl.suggest import did_you_mean

FILE_ENDINGS = {
    "mermaid": (".mmd", ".mermaid"),
    "dot": (".dot", ".gv"),
    "svg": (".svg",),
    "html": (".html", ".htm"),
}
"""The formats and their file extensions."""


@click.command("graph")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("--format", "output_format", type=click.Choice(list(FILE_ENDINGS)),
              help="Output format. [default: from the extension of -o, or mermaid]")  # fmt: skip
@click.option("-o", "--output", type=OUTPUT, help="Write to this file instead of standard output.")
@click.option("--scenario", metavar="NAME", help="Draw only this scenario.")
@TARGET
@config_options(select=True, folders=False, environments=True, values=True)
def graph_command(
    file: str,
    output_format: str | None,
    output: OutputPath | None,
    scenario: str | None,
    target: str | None,
    configs: ConfigDiscovery,
) -> None:
    """Draw the script FILE (- for standard input) as a graph: who says what, and after what.

    If the script has errors, the parts that parse are drawn.
    """
    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder: name a single script")
    if output and output.is_folder:
        raise click.UsageError(f"{output} is a folder: name a file")
    inputs = configs.find_scripts((file,))
    path = output.path if output else None
    refuse_overwriting([path], inputs, configs.files())
    output_format = output_format or _format_of(path)
    texts, _ = read_all(inputs)
    if not texts:
        raise SystemExit(EXIT_UNREADABLE)
    each, text = texts[0]
    project = configs.config_for(each.location)
    drawn = api.draw(
        text,
        path=each.file_path,
        target=target,
        config=project.config,
        format=output_format,
        scenario=scenario,
    )
    refuse_overwriting([path], (), [str(source.path) for source in drawn.findings.sources])
    if drawn.text is None:
        raise click.UsageError(_no_scenario(str(scenario), drawn.names))
    report = ProblemReport()
    report.add(each, text, drawn.diagnostics, project, drawn.findings)
    reported = report.printed
    if path:
        tidy_folders([path])
        write_file(path, drawn.text)
        echo(f"wrote {path}", err=True)
    else:
        print_document(drawn.text)
    if drawn.remark:
        echo(f"scn: {drawn.remark}", err=True)
    if reported:
        echo(summary(reported, 1), err=True)
    raise SystemExit(int(any(one.severity is Severity.ERROR for one in reported)))


def _format_of(output: Path | None) -> str:
    if output is None:
        return "mermaid"
    for output_format, endings in FILE_ENDINGS.items():
        if output.suffix.lower() in endings:
            return output_format
    known = ", ".join(ending for endings in FILE_ENDINGS.values() for ending in endings)
    raise click.UsageError(f"unknown file extension of {output}: use one of {known}, or --format")


def _no_scenario(name: str, names: tuple[str, ...]) -> str:
    known = ", ".join(f"`{each}`" for each in names if each)
    hint = did_you_mean(name, names) or (
        f"the script has {known}" if known else "the scenarios of this script have no names"
    )
    return f"unknown scenario `{name}`: {hint}"
