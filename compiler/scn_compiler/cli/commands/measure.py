"""`scn measure`."""

from pathlib import Path
from typing import Any

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.cli.options import COLOR, OUTPUT, PATHS
from scn_compiler.cli.rehearsal.run import POLICY
from scn_compiler.project.discovery import ConfigDiscovery

FORMATS = ("text", "json", "html", "parquet")


@click.command("measure")
@PATHS
@click.option(
    "--transcripts",
    multiple=True,
    metavar="FILES",
    help="Recorded calls: a file, a folder or a glob. Can be repeated; paths after it that end like transcripts also count.",
)
@click.option(
    "--columns",
    metavar="LIST",
    help="Names of columns, such as call=conversation,speaker=who,text=words,asr=heard.",
)
@click.option(
    "--agent", multiple=True, metavar="NAME", help="Count this speaker as the agent. Can be repeated."
)
@click.option(
    "--numbers", is_flag=True, help="Count where numbers in words and in digits would make a difference."
)
@click.option(
    "--near", is_flag=True, help="Look for words that are almost a keyword, in a sample of the utterances."
)
@click.option(
    "--cassette",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Verdicts about sentences; without one, sentences aren't measured.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option(
    "-o", "--output", type=OUTPUT, help="Write to this file; with --format parquet, to this folder."
)
@click.option(
    "--engine", metavar="ENGINE", default="local", show_default=True,
    help="Where to count: local, or on Spark: local[N], spark://HOST:PORT, sc://HOST:PORT.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 64), metavar="N",
    help="Number of processes. [default: 1; for many utterances, one per processor]",
)  # fmt: skip
@POLICY
@COLOR
@config_options(select=False, choose=True, environments=True, values=True)
def measure_command(
    paths: tuple[str, ...], transcripts: tuple[str, ...], configs: ConfigDiscovery, **options: Any
) -> None:
    """Measure how often the triggers of the scripts in PATHS would have fired in recorded calls.

    Without PATHS, measure the scripts in the current folder. Exits with 1 if a trigger never fires, or always fires in
    the shadow of others.
    """
    with needing("measure", "measure"):
        from scn_compiler.cli.measure.run import MeasureOptions, run_measure  # noqa: PLC0415  (an extra)
        from scn_compiler.measure.transcripts.files import is_transcript  # noqa: PLC0415
    calls = tuple(each for each in paths if is_transcript(Path(each)))  # a shell expands globs
    scripts = tuple(each for each in paths if each not in calls)
    raise SystemExit(
        run_measure(scripts, configs, MeasureOptions(transcripts=(*transcripts, *calls), **options))
    )
