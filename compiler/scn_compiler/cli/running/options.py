"""Options that commands about runs share."""

import click

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
