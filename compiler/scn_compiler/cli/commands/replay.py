"""`scn replay`."""

from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.rehearsal.choice import choose_scenario
from scn_compiler.cli.rehearsal.recordings import read_recordings, replayed_lines
from scn_compiler.cli.rehearsal.run import POLICY, read_policy
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.rehearsal.replay import replay


@click.command("replay")
@click.argument("transcript", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option("--scenario", metavar="NAME", help="Play this scenario. [default: the first one]")
@POLICY
@config_options(select=False, folders=False, environments=True, values=True)
def replay_command(
    transcript: Path, file: str, scenario: str | None, policies: tuple[str, ...], configs: ConfigDiscovery
) -> None:
    """Replay the recorded call TRANSCRIPT against the script FILE.

    Prints which lines of the script ran when. If the caller said something else than the script, prints the first such
    place, and exits with 1.
    """
    chosen = choose_scenario(file, scenario, configs)
    policy = read_policy(policies, chosen.config)
    (recording,) = read_recordings((transcript,))
    found = replay(chosen.rehearsal, recording, policy)
    for line in replayed_lines(found, chosen, str(transcript)):
        echo(line)
    raise SystemExit(int(found.difference is not None))
