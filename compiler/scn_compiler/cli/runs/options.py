"""Options that commands about runs share."""

from pathlib import Path

import click

from scn_compiler.semantics.durations import seconds_meant

CHANNELS = ("voice", "text", "elevenlabs", "livekit_v2", "pipecat_v2", "chirp")
"""Channels of `run_scenarios_json` (newest copy of the OpenAPI, read 2026-11-29)."""

CHANNEL = click.option(
    "--channel", type=click.Choice(CHANNELS), default="voice", show_default=True, help="How the caller talks."
)
FREQUENCY = click.option(
    "--frequency",
    type=click.IntRange(1, 100),
    default=1,
    metavar="N",
    help="Call N times per scenario; multiplies a frequency in the script. [default: 1]",
)


class _DurationType(click.ParamType[float]):
    """A duration such as `30m`, in seconds; a plain number is in seconds as well."""

    name = "duration"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        text = str(value).strip()
        seconds = float(text) if text.isdecimal() else seconds_meant(text)
        if not seconds:
            self.fail(f"`{value}` isn't a duration: write it like 30m, 90s or 1h", param, ctx)
        return seconds


TIMEOUT = click.option(
    "--timeout",
    type=_DurationType(),
    default=3600.0,
    metavar="DURATION",
    help="End all calls if the run takes longer than this, for example 30m. [default: 1h]",
)
JUNIT = click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write JUnit XML to this file.",
)
