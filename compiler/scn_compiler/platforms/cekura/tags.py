"""Cekura's tags, sounds, markers and templates, as data. No logic.

Sources and their abbreviations:
    docs: docs.cekura.ai, conditional actions and tag pages, 2026-04-30 to 2026-08-20.
    seed: API reference "Partially update an evaluator", text of 2026-04-15 to 2026-05-11.
    skill: cekura-ai/cekura-skills, references of 2026-05-02 and after 2026-09-10.
    api: public OpenAPI 3.1 "Cekura API v1", read 2026-08-20.
    check: the platform's own linter of suites, read 2026-11-29.
Where they disagree, the bounds are the widest ones, which all sources enforce;
the narrower ones are the `soft_` bounds.
"""

from scn_compiler.platforms.kit.target import AttributeSpec, Markup, TagPlace, TagSpec, ValueKind

BACKGROUND_SOUNDS = tuple(
    "office-ambience coffee-shop kitchen-noise home-chatter vacuum-cleaner dog-barking baby-crying "
    "keyboard-typing coughing background-printer quiet-room air-conditioner construction-site busy-street "
    "airport-boarding inside-car inside-train public-park rain-thunder windy-day restaurant shopping-mall "
    "stadium-crowd standard-hiss static-radio fan-buzz ship-humming two-people-talking train-station "
    "holding-on-song".split()
)
"""The 30 names of the docs' background noise page, 2026-07."""

NOISES = tuple("office beep cough1 cough2 female-crying male-crying ringback".split())
"""docs 2026-04-30 and skill 2026-09-10; an open list."""

ONE_LIST = ("off",)
"""Sounds missing from both lists above; Cekura's own check has one list for both tags (read 2026-11-29)."""

_MARKERS = ("laughter", "sigh")
"""seed and api; both lists end with "etc."."""

_TEMPLATES = ("test_profile", "function")

ACTION_LIMIT = 16 * 1024

_SECONDS = AttributeSpec("time", ValueKind.SECONDS, required=True)
_PAUSES = ("silence", "hold", "break")
_ANY_INSIDE = None

_TAGS = (
    TagSpec(
        "ivr", ("self",), "speaks `text` as a phone menu; the agent can't interrupt it", "docs 2026-04-30",
        (AttributeSpec("text", ValueKind.TEXT, required=True),),
        place=TagPlace.ALONE, holds=("silence", "break", "noise"),
    ),
    TagSpec(
        "voicemail", ("self",), "plays a greeting and a beep; put what the caller says after the beep in a follow-up",
        "docs 2026-04-30", (AttributeSpec("text", ValueKind.TEXT),),
        place=TagPlace.ALONE, holds=("silence", "break", "noise"),
    ),
    TagSpec(
        "ignore_interruptions", ("block",), "keeps speaking, even if the agent interrupts", "skill 2026-09-10",
        holds=_ANY_INSIDE,
    ),
    TagSpec("endcall", ("self",), "hangs up", "seed; docs 2026-04-30"),
    TagSpec("silence", ("self",), "stays silent for a while; background noise continues",
            "docs 2026-05-11", (_SECONDS,), only_attributes=True),
    TagSpec("hold", ("self",), "puts the agent on hold: no noise, no interruption, no \"Are you still there?\"",
            "docs 2026-05-11", (_SECONDS,), only_attributes=True),
    TagSpec("break", ("self",), "pauses", "seed", (_SECONDS,), only_attributes=True, replaced_by="silence"),
    TagSpec("spell", ("block",), "spells the text letter by letter", "docs 2026-04-30"),
    TagSpec(
        "speed", ("self",), "speaks slower or faster from here on", "docs 2026-04-30 (0.8-1.2); api (0.1-2.0)",
        (AttributeSpec("ratio", ValueKind.NUMBER, True, 0.1, 2.0, 0.8, 1.2), AttributeSpec("text", ValueKind.TEXT)),
        place=TagPlace.START,
    ),
    TagSpec(
        "volume", ("self",), "speaks softer or louder from here on", "docs 2026-04-30",
        (AttributeSpec("ratio", ValueKind.NUMBER, True, 0, 2), AttributeSpec("text", ValueKind.TEXT)),
        place=TagPlace.START,
    ),
    TagSpec(
        "voice", ("self", "block"), "speaks with another voice", "skill 2026-09-10; check 2026-11-29",
        (
            AttributeSpec("provider", ValueKind.CHOICE, True, choices=("cartesia", "11labs")),
            AttributeSpec("id", ValueKind.VOICE_ID, True),
            AttributeSpec("model", ValueKind.TEXT),
            AttributeSpec("text", ValueKind.TEXT, instead_of_block=True),
        ),
        holds=_ANY_INSIDE,
    ),
    TagSpec("dtmf", ("self",), "presses keys", "docs 2026-02-07",
            (AttributeSpec("digits", ValueKind.DIGITS, True),)),
    TagSpec("send_sms", ("self",), "sends a text message", "docs 2026-05-11",
            (AttributeSpec("text", ValueKind.TEXT, True),)),
    TagSpec(
        "client_message", ("self",), "silently sends a client message over Pipecat's RTVI", "docs 2026-07-16",
        (AttributeSpec("t", ValueKind.TEXT, True), AttributeSpec("d", ValueKind.TEXT)),
    ),
    TagSpec(
        "interruption", ("self",), "interrupts the agent's next turn after a set time", "docs 2026-04-30",
        (_SECONDS,), only_attributes=True, place=TagPlace.FIRST, followup_only=True,
    ),
    TagSpec(
        "background_noise", ("block",), "speaks over a background noise", "docs 2026-04-30 (volume 0-1); skill 2026-05 (0.5-2)",
        (
            AttributeSpec("sound", ValueKind.SOUND, True, choices=BACKGROUND_SOUNDS, elsewhere=(*NOISES, *ONE_LIST)),
            AttributeSpec("volume", ValueKind.NUMBER, False, 0, 2, 0, 1),
        ),
    ),
    TagSpec(
        "noise", ("self",), "plays one sound", "docs 2026-04-30",
        (
            AttributeSpec("sound", ValueKind.SOUND, True, choices=NOISES, open=True,
                          elsewhere=(*BACKGROUND_SOUNDS, *ONE_LIST)),
            AttributeSpec("volume", ValueKind.NUMBER, False, 0, 2, 0, 1),
            AttributeSpec("time", ValueKind.MILLISECONDS),
        ),
    ),
    TagSpec(
        "network_simulation", ("self",), "degrades the line from here on", "docs 2026-04-30 (packet_loss); skill 2026-09-10",
        (
            AttributeSpec("packet_loss", ValueKind.NUMBER, False, 0, 100),
            AttributeSpec("jitter", ValueKind.NUMBER, False, 0),
            AttributeSpec("latency", ValueKind.NUMBER, False, 0),
        ),
        only_attributes=True, one_of=("packet_loss", "jitter", "latency"),
    ),
    TagSpec("function", ("self",), "calls a declared function now", "docs 2026-07-16",
            (AttributeSpec("name", ValueKind.TEXT, True),), in_instructions=True),
    TagSpec("audio", ("self",), "plays an uploaded recording", "docs 2026-08-20",
            (AttributeSpec("id", ValueKind.TEXT, True),), managed=True),
)  # fmt: skip

_ALIASES = {
    "pause": "silence",
    "wait": "silence",
    "end_call": "endcall",
    "end-call": "endcall",
    "hangup": "endcall",
    "press": "dtmf",
    "keypad": "dtmf",
    "sms": "send_sms",
    "interrupt": "interruption",
}

_USUAL = ("silence", "endcall", "dtmf", "spell", "noise", "background_noise", "volume", "interruption")

CEKURA_MARKUP = Markup(
    {tag.name: tag for tag in _TAGS}, _ALIASES, _MARKERS, _TEMPLATES, ACTION_LIMIT, usual=_USUAL
)
