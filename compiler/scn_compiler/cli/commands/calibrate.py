"""`scn calibrate`."""

from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.rehearsal.choice import choose_scenario
from scn_compiler.cli.rehearsal.recordings import read_recordings
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.rehearsal.policy import QUESTIONS
from scn_compiler.rehearsal.replay import agreeing_policies
from scn_dsl.wording import counted


@click.command("calibrate")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.argument(
    "recordings", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--scenario", metavar="NAME", help="Play this scenario. [default: the first one]")
@config_options(select=False, folders=False, environments=True, values=True)
def calibrate_command(
    file: str, recordings: tuple[Path, ...], scenario: str | None, configs: ConfigDiscovery
) -> None:
    """Compare RECORDINGS of calls with the script FILE, to learn how the platform answers open questions.

    For each question that no document answers, prints how many turns of the recordings agree with each answer.
    """
    chosen = choose_scenario(file, scenario, configs)
    calls = read_recordings(recordings)
    counts = agreeing_policies((chosen.rehearsal, each) for each in calls)
    answers: list[str] = []
    for question in QUESTIONS:
        found = counts[question.option]
        best, other = sorted(question.answers, key=lambda answer: -found[answer])
        echo(f"{question.option}: if {question.question}")
        for answer, meaning in zip(question.answers, question.meanings, strict=True):
            turns = found[answer]
            echo(f"  {question.option}={answer}  agrees with {counted(turns, 'turn')}: {meaning}")
        answers += [f'{question.option} = "{best}"'] if found[best] != found[other] else []
        tie = found[best] == found[other]
        echo(
            "  no recording tells them apart"
            if tie
            else f"  the recordings agree with {question.option}={best}"
        )
    if answers:
        echo("to use what the recordings agree with, write this into scn.toml:")
        for line in ("[policy]", *answers):
            echo(f"  {line}")
