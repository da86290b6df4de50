"""`scn serve`."""

from pathlib import Path

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.options import complete_scripts
from scn_compiler.cli.rehearsal.choice import choose_scenario
from scn_compiler.cli.rehearsal.model_server import ServedScript, server_for
from scn_compiler.cli.rehearsal.run import POLICY, read_policy
from scn_compiler.cli.rehearsal.verdicts import read_verdicts, verdict_options
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.rehearsal.engine import rehearse
from scn_dsl.wording import counted


@click.command("serve")
@click.argument("file", type=click.Path(), shell_complete=complete_scripts)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8321,
    show_default=True,
    help="Port on 127.0.0.1; 0 for any free one.",
)
@click.option(
    "--scenario",
    metavar="NAME",
    help="Play only this scenario. [default: the one that a request names as its model, or else the first one]",
)
@verdict_options
@click.option(
    "--stop", default="###STOP###", show_default=True, help="Mark at the end of a reply that ends the call."
)
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="TEXT",
    help="Skip messages with this text, which a framework adds and no agent says. Repeatable.",
)
@POLICY
@config_options(select=False, folders=False, environments=True, values=True)
def serve_command(
    file: str,
    port: int,
    scenario: str | None,
    cassette: Path | None,
    judge: str | None,
    judge_model: str | None,
    stop: str,
    ignored: tuple[str, ...],
    policies: tuple[str, ...],
    configs: ConfigDiscovery,
) -> None:
    """Serve the caller of the script FILE as a model on this machine, for other test frameworks.

    POST /v1/chat/completions answers as the OpenAI API does: messages with the role `user` are the agent's. Ctrl-C stops.
    """
    chosen = choose_scenario(file, scenario, configs)
    verdicts = read_verdicts(cassette, judge, judge_model)
    policy = read_policy(policies, chosen.config)
    others = {} if scenario else {name: rehearse(each) for name, each in chosen.others.items()}
    script = ServedScript(
        (chosen.name if scenario else chosen.plays) or chosen.name or "scn",
        chosen.rehearsal,
        policy,
        verdicts,
        stop,
        frozenset(map(str.strip, ignored)),
        others,
    )
    try:
        server = server_for(script, port, verdicts.tell_undecided)
    except OSError as error:
        raise click.UsageError(f"can't use port {port}: {error.strerror}") from None
    with server:
        try:
            echo(f"serving `{script.name}` at http://127.0.0.1:{server.server_address[1]}/v1", err=True)
            if others:
                count = counted(len(others), "more scenario")
                echo(f"{count}: a request's `model` can name one, and `/v1/models` lists them", err=True)
            if chosen.unnamed and not scenario:
                count = counted(chosen.unnamed, "scenario")
                them = "it" if chosen.unnamed == 1 else "them"
                echo(f"{count} without a unique name: a request's `model` can't name {them}", err=True)
            server.serve_forever()
        except KeyboardInterrupt:
            echo("stopped", err=True)
