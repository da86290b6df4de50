"""`scn list`."""

from typing import Any

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import PATHS, TEXT_OR_JSON
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.inert_text import inert, one_line
from scn_compiler.pipeline.listing import ListedScenario, list_script
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, read_all


@click.command("list")
@PATHS
@TEXT_OR_JSON
@config_options(select=False, force_exclude=True, choose=True, environments=True, values=True)
def list_command(paths: tuple[str, ...], output_format: str, configs: ConfigDiscovery) -> None:
    """List the scenarios in PATHS (files, folders, or - for standard input), with their places and tags.

    Without PATHS, list the scenarios in the current folder. A scenario without a `scenario:` line has the name of its
    file. Exits with 1 if scn can't read a file that a script imports or takes rows from.
    """
    report = ProblemReport()
    found: list[dict[str, Any]] = []
    texts, all_readable = read_all([each for each in configs.find_scripts(paths) if not each.is_excluded])
    for each, text in texts:
        project = configs.config_for(each.location)
        listing = list_script(text, each.file_path, project.config)
        report.add(each, text, listing.findings.reported, project, listing.findings)
        found += [_described(each, scenario) for scenario in listing.scenarios]
    if output_format == "json":
        from scn_compiler.jsondoc.codec import dump  # noqa: PLC0415

        print_document(dump(found) + "\n")
    elif found:
        print_document(_table(found))
    if not (found or configs.choice.is_everything):
        echo(configs.choice.no_match, err=True)
    raise SystemExit(int(bool(report.printed)) if all_readable else EXIT_UNREADABLE)


def _described(each: Input, scenario: ListedScenario) -> dict[str, Any]:
    return {
        "file": each.display_name,
        "line": scenario.line,
        "name": scenario.name,
        "tags": list(scenario.tags),
        "target": scenario.target,
    }


def _table(found: list[dict[str, Any]]) -> str:
    """Lay out the scenarios in columns: place, name, tags."""
    rows = [
        (one_line(f"{each['file']}:{each['line']}"), one_line(str(each["name"] or "(no name)")),
         one_line(", ".join(each["tags"])))
        for each in found
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{place:<{widths[0]}}  {name:<{widths[1]}}  {tags}".rstrip() for place, name, tags in rows]
    return inert("\n".join(lines) + "\n")
