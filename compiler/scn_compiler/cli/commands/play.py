"""`scn play`."""

import sys
from contextlib import suppress
from pathlib import Path

import click

from scn_compiler import api
from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.output.stderr import report_problems
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.rehearsal.play import PlaySession
from scn_compiler.cli.rehearsal.run import read_policy
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_compiler.rehearsal.engine import rehearse
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source
from scn_dsl.suggest import did_you_mean


@click.command("play")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("--scenario", metavar="NAME", help="Play this scenario. [default: the first one]")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="Answer an open question, for example several=first.",
)
@config_options(select=False, folders=False, environments=True, values=True)
def play_command(
    file: str, scenario: str | None, policies: tuple[str, ...], configs: ConfigDiscovery
) -> None:
    """Play a call of the script FILE in the terminal: you say what the agent says.

    The caller answers, and scn shows which lines of the script run, and why. Nothing is sent anywhere.
    """
    if Path(file).is_dir():
        raise click.UsageError(f"{file} is a folder: name a single script")
    policy = read_policy(policies)
    texts, _ = read_all(configs.find_scripts((file,)))
    if not texts:
        raise SystemExit(EXIT_UNREADABLE)
    each, text = texts[0]
    project = configs.config_for(each.location)
    compiled = api.compile_text(text, path=each.file_path, config=project.config)
    errors = [one for one in compiled.diagnostics if one.severity is Severity.ERROR]
    if report_problems(each, text, errors, (), project, set()):
        raise SystemExit(1)
    scenarios = [one for one in compiled.document.scenarios if one.rows]
    chosen = _choose(scenarios, scenario)
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415  (gives input() its history and its keys)
    several = chosen.name if len(scenarios) > 1 else None
    PlaySession(
        rehearse(chosen), Source(text, each.display_name), policy, style_for("auto"), _ask, _say, several
    ).run()


def _choose(scenarios: list[ResolvedScenario], name: str | None) -> ResolvedScenario:
    if not scenarios:
        raise click.UsageError("this script has no scenario with blocks to play")
    if name is None:
        return scenarios[0]
    found = next((each for each in scenarios if each.name == name), None)
    if found is None:
        names = [each.name for each in scenarios if each.name]
        hint = did_you_mean(name, names) or f"the script has {', '.join(f'`{each}`' for each in names)}"
        raise click.UsageError(f"unknown scenario `{name}`: {hint}")
    return found


def _ask(prompt: str) -> str:
    """Ask on a terminal; otherwise read the next line, and show it as if it had been typed."""
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    echo(f"{prompt}{line.rstrip()}")
    return line


def _say(line: str) -> None:
    echo(line, styled=True)
