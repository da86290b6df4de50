"""`scn explore`."""

from pathlib import Path
from typing import Any

import click

from scn_compiler import api
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import PATHS, TEXT_OR_JSON
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import write_file
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.cli.rehearsal.run import POLICY, read_policy
from scn_compiler.inert_text import inert
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.exploration import exploration_document, exploration_text
from scn_compiler.pipeline.explore import shortest_calls
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, read_all
from scn_dsl.file_names import TEST_SUFFIX, tests_beside
from scn_dsl.source import Source


@click.command("explore")
@PATHS
@TEXT_OR_JSON
@click.option(
    "--write",
    is_flag=True,
    help=f"Write the shortest calls as tests to NAME{TEST_SUFFIX}, if it doesn't exist yet.",
)
@POLICY
@config_options(select=False, environments=True, values=True)
def explore_command(
    paths: tuple[str, ...],
    output_format: str,
    write: bool,
    policies: tuple[str, ...],
    configs: ConfigDiscovery,
) -> None:
    """Search all calls that the scripts in PATHS (files or folders) allow.

    Without PATHS, search the scripts in the current folder. For each scenario: what no call reaches, how a call can end,
    and where one message sets off several blocks.
    """
    read_policy(policies)  # says what is wrong even if there is no script
    inputs = [each for each in configs.find_scripts(paths) if not each.is_excluded]
    texts, all_readable = read_all([each for each in inputs if not each.display_name.endswith(TEST_SUFFIX)])
    found: list[dict[str, Any]] = []
    report = ProblemReport()
    for each, text in texts:
        project = configs.config_for(each.location)
        policy = read_policy(policies, project.config)
        explored = api.explore_text(text, path=each.file_path, config=project.config, policy=policy)
        report.add_errors(each, text, explored.compiled, project)
        source = Source(text, each.display_name)
        if output_format == "json":
            found += exploration_document(each.display_name, source, explored.scenarios)
        else:
            print_document(
                inert(
                    "".join(
                        f"{line}\n"
                        for line in exploration_text(each.display_name, source, explored.scenarios)
                    )
                )
            )
        if write and explored.scenarios:
            _write(each, shortest_calls(explored))
    if output_format == "json":
        print_document(dump(found) + "\n")
    raise SystemExit(EXIT_UNREADABLE if not all_readable else int(bool(report.printed)))


def _write(each: Input, tests: str) -> None:
    """Write tests beside a script, unless it has tests already."""
    if each.file_path is None:
        raise click.UsageError("--write needs a file: standard input has no place for its tests")
    path = Path(tests_beside(each.file_path))
    if path.exists():
        echo(f"{path} exists already, so nothing was written", err=True)
        return
    write_file(path, tests)
    echo(f"wrote {path}", err=True)
