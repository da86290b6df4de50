"""`scn play`."""

import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.rehearsal.choice import choose_scenario
from scn_compiler.cli.rehearsal.play import PlaySession, Terminal
from scn_compiler.cli.rehearsal.run import POLICY, read_policy
from scn_compiler.pipeline.play_call import CallPlayer
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("play")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("--scenario", metavar="NAME", help="Play this scenario. [default: the first one]")
@POLICY
@config_options(select=False, folders=False, environments=True, values=True)
def play_command(
    file: str, scenario: str | None, policies: tuple[str, ...], configs: ConfigDiscovery
) -> None:
    """Play a call of the script FILE in the terminal: you say what the agent says.

    The caller answers, and scn shows which lines of the script run, and why. Nothing is sent anywhere.
    """
    chosen = choose_scenario(file, scenario, configs)
    policy = read_policy(policies, chosen.config)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # somebody may type anything
    terminal = Terminal(_ask, _say, _history())
    player = CallPlayer(chosen.rehearsal, (chosen.source,), policy, chosen.plays)
    PlaySession(player, style_for("auto"), terminal).run()


def _history() -> Callable[[str], object]:
    """Give `input()` its keys, and return what adds a line to its history."""
    try:
        import readline  # noqa: PLC0415  (Windows has none)
    except ImportError:
        return lambda _: None
    readline.set_auto_history(False)

    def remember(line: str) -> None:
        with suppress(ValueError):  # the history has no place for a zero byte or half a character
            if line:
                readline.add_history(line)

    return remember


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
