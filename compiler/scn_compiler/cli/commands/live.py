"""`scn live`."""

import os
import sys
from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.output.files import refuse_overwriting, write_file
from scn_compiler.cli.rehearsal.choice import choose_scenario
from scn_compiler.cli.rehearsal.live import KEY_VARIABLE, AgentFailed, agent_at, agent_of, call_agent
from scn_compiler.cli.rehearsal.run import POLICY, read_policy
from scn_compiler.cli.rehearsal.verdicts import read_verdicts, verdict_options
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery


@click.command("live")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option(
    "--agent",
    metavar="MODULE:FUNCTION",
    help="Call this Python function, which gets the messages and returns the agent's words.",
)
@click.option(
    "--url", metavar="URL", help="Call this OpenAI-compatible address, for example http://127.0.0.1:8000/v1."
)
@click.option("--model", default="agent", show_default=True, help="Model to ask for at --url.")
@click.option(
    "--transcript",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the call to this file, as JSON lines.",
)
@click.option(
    "--max-turns", type=click.IntRange(1), default=40, show_default=True, help="The most turns of the agent."
)
@click.option("--scenario", metavar="NAME", help="Play this scenario. [default: the first one]")
@verdict_options
@POLICY
@config_options(select=False, folders=False, environments=True, values=True)
def live_command(
    file: str,
    agent: str | None,
    url: str | None,
    model: str,
    transcript: Path | None,
    max_turns: int,
    scenario: str | None,
    cassette: Path | None,
    judge: str | None,
    judge_model: str | None,
    policies: tuple[str, ...],
    configs: ConfigDiscovery,
) -> None:
    """Let the caller of the script FILE talk to a real agent, in text.

    Exits with 1 if the caller hasn't hung up after --max-turns, or if the agent doesn't answer.
    """
    if (agent is None) == (url is None):
        raise click.UsageError("name the agent: with --agent MODULE:FUNCTION or with --url URL")
    chosen = choose_scenario(file, scenario, configs)
    refuse_overwriting([transcript], configs.find_scripts((file,)), [*configs.files(), str(cassette or file)])
    verdicts, policy = read_verdicts(cassette, judge, judge_model), read_policy(policies, chosen.config)
    if agent is not None:
        sys.path.insert(0, str(Path.cwd()))
        answer = agent_of(agent)
    else:
        answer = agent_at(str(url), model, os.environ.get(KEY_VARIABLE))
    try:
        said, ended = call_agent(chosen.rehearsal, answer, policy, verdicts, max_turns)
    except AgentFailed as error:
        echo(f"scn: {error}", err=True)
        raise SystemExit(1) from None
    finally:
        verdicts.tell_undecided()
    for each in said:
        echo(f"{'caller' if each.by_caller else 'agent'}: {one_line(each.text)}")
    if transcript:
        lines = [
            dump({"role": "caller" if each.by_caller else "agent", "content": each.text}, compact=True)
            for each in said
        ]
        write_file(transcript, "".join(f"{line}\n" for line in lines))
        echo(f"wrote {transcript}", err=True)
    if not ended:
        echo(f"the caller hasn't hung up after {max_turns} turns of the agent", err=True)
    raise SystemExit(int(not ended))
