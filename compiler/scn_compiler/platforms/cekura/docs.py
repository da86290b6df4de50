"""Documentation of Cekura's targets for editors, as data.

Sources as in tags.py and vocabulary.py; a test compares the lists with those modules and payload.py.
"""

from typing import assert_never

from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, SUITE_KEYS, SUITE_TOOLS, TOOL_IDS
from scn_compiler.platforms.kit.docs import AttributeDocs, PassedKey, TargetDocs
from scn_compiler.platforms.kit.target import Form, Target
from scn_dsl.records import replace

_LANGUAGES = {
    "af": "Afrikaans", "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "zh": "Chinese", "cs": "Czech",
    "da": "Danish", "nl": "Dutch", "en": "English", "et": "Estonian", "fi": "Finnish", "fr": "French",
    "de": "German", "el": "Greek", "gu": "Gujarati", "hi": "Hindi", "he": "Hebrew", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "kn": "Kannada", "kk": "Kazakh", "ko": "Korean", "ms": "Malay",
    "ml": "Malayalam", "mr": "Marathi", "multi": "several languages", "no": "Norwegian", "pl": "Polish",
    "pa": "Punjabi", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "es": "Spanish",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "tl": "Tagalog", "ta": "Tamil", "te": "Telugu",
    "uk": "Ukrainian", "uz": "Uzbek", "vi": "Vietnamese",
}  # fmt: skip

_TOOLS = {
    "dtmf": "press keys on the keypad",
    "end_call": "hang up",
    "end_call_only_on_transfer": "hang up, but only when the agent transfers the call",
    "call_hold": "put the agent on hold for a long time",
    "receive_dtmf": "detect the keys that the agent presses",
    "send_sms": "send text messages",
}
"""The purpose of each tool. Sources: guides on keypad tests (2026-08-10) and text messages, and the skill's table of
tools (read 2026-11-29)."""

_TOOLS_NOTE = (
    "The caller decides when to use a tool, for example because a `do:` asks for it. `end call` and tags such as `<dtmf>` take "
    "effect where you write them. Cekura's documents don't say whether they need the tool too, so list it."
)

_FUNCTIONS = PassedKey(
    "functions that call a REST API, so that the caller can speak the results",
    '[{"name": "${1:lookup}", "type": "rest_api", "config": {"url": "${2:https://example.com/}", '
    '"response_mapping": {"${3:output}": "${4:\\$.path}"}}}]',
)
_PATCH = PassedKey(
    "changes to the finished payload, as a JSON Patch (RFC 6902)",
    '[{"op": "${1|add,replace|}", "path": "${2:/key}", "value": ${3:"value"}}]',
)
_MOCKS = PassedKey(
    "mocked calls of the agent's tools, with their answers",
    '[{"tool_name": "${1:lookup}", "new_entry": {"input": {}, "output": {"${2:status}": "${3:found}"}}}]',
)
_SCHEMA = '"${1:https://docs.cekura.ai/schemas/test-suite/v1.json}"'
_OF_CONTENT = {"functions": _FUNCTIONS, "patch": _PATCH}
_OF_BODY = {
    **_OF_CONTENT,
    "generated_mock_tool_entries": _MOCKS,
    "first_message": PassedKey("first words of a caller without blocks", '"${1:Hello}"'),
    "inbound_phone_number": PassedKey("id of a phone number for inbound calls; deprecated", "${1:1}"),
}
_OF_SUITE = {
    **_OF_CONTENT,
    "frequency": PassedKey("how many times the scenario runs", "${1:2}"),
    "first_message": _OF_BODY["first_message"],
    "concurrency_limit": PassedKey("how many scenarios run at once", "${1:3}", above=True),
    "$schema": PassedKey("the address of the suite schema", _SCHEMA, above=True),
}  # fmt: skip

_PAUSE = AttributeDocs("how long", "1s")
_LOUDNESS = AttributeDocs("how loud; `1` is full volume", "0.5")
_ATTRIBUTES = {
    ("ivr", "text"): AttributeDocs("what the phone menu says", "Press 1 for sales"),
    ("voicemail", "text"): AttributeDocs("what the greeting says, before the beep", "Please leave a message"),
    ("silence", "time"): _PAUSE,
    ("hold", "time"): AttributeDocs("how long", "5s"),
    ("break", "time"): _PAUSE,
    ("speed", "ratio"): AttributeDocs("how fast; `1` is the voice's own pace", "0.9"),
    ("speed", "text"): AttributeDocs("the text that it applies to; only in the when/say/then form", "words"),
    ("volume", "ratio"): AttributeDocs("how loud; `1` is the voice's own volume", "0.5"),
    ("volume", "text"): AttributeDocs("the text that it applies to; only in the when/say/then form", "words"),
    ("voice", "provider"): AttributeDocs("the provider of the voice, the same as in the personality", "cartesia"),
    ("voice", "id"): AttributeDocs(
        "the provider's id of the voice: a UUID for `cartesia`, letters and digits for `11labs`",
        "00000000-0000-0000-0000-000000000000",
    ),
    ("voice", "model"): AttributeDocs(
        "the provider's model; by default `sonic-3.5` or `eleven_turbo_v2_5`", "sonic-3.5"
    ),
    ("voice", "text"): AttributeDocs("the only words spoken with this voice", "words"),
    ("dtmf", "digits"): AttributeDocs("the keys, in order", "1"),
    ("send_sms", "text"): AttributeDocs("what the message says", "words"),
    ("client_message", "t"): AttributeDocs("the type of the message", "type"),
    ("client_message", "d"): AttributeDocs("the data of the message: JSON in single quotes", "data"),
    ("interruption", "time"): AttributeDocs("how long after the start of the agent's turn", "2s"),
    ("background_noise", "sound"): AttributeDocs("the sound in the background", "office-ambience"),
    ("background_noise", "volume"): _LOUDNESS,
    ("noise", "sound"): AttributeDocs("the sound", "beep"),
    ("noise", "volume"): _LOUDNESS,
    ("noise", "time"): AttributeDocs("how long the sound lasts", "1100"),
    ("network_simulation", "packet_loss"): AttributeDocs("the share of lost packets, in percent", "5"),
    ("network_simulation", "jitter"): AttributeDocs("how much the delay varies, in milliseconds", "50"),
    ("network_simulation", "latency"): AttributeDocs("the delay of the sound, in milliseconds", "200"),
    ("function", "name"): AttributeDocs("a function that `cekura.functions` declares", "name"),
    ("audio", "id"): AttributeDocs("the id of an uploaded recording", "id"),
}  # fmt: skip

_MARKERS = {"laughter": "the caller laughs", "sigh": "the caller sighs"}
_TEMPLATES = {
    "test_profile": "a variable from the test profile; empty if the profile doesn't have it",
    "function": "an output of a function that `cekura.functions` declares: `{{function.NAME.OUTPUT}}`",
}
_TRIGGERS = (
    "The agent asks for ", "The agent asks whether ", "The agent says that ", "The agent offers ",
    "The agent confirms ", "The agent greets the caller", "The agent says goodbye",
)  # fmt: skip
_EXPECTATIONS = (
    "The main agent should ", "The main agent asks for ", "The main agent confirms ", "The main agent offers ",
    "The main agent does not ",
)  # fmt: skip
_SOURCES = {
    "docs": "docs.cekura.ai,",
    "seed": "API reference, 2026-05-11",
    "skill": "Cekura's skills,",
    "api": "OpenAPI description, 2026-08-20",
    "check": "Cekura's own linter,",
}
_DURATIONS = ("90s", "3m", "5m", "10m", "30m", "1h")


_IDS = {
    "FIRST_MESSAGE": "the condition `FIRST_MESSAGE`, with id 0",
    "WHEN": "a condition with `type: standard`",
    "THEN": "a condition with `type: action_followup`; its `condition` is the parent block's id",
    "AFTER": "a condition with `type: action_followup`; its `condition` is the parent block's id",
    "say": "an `action` with `fixed_message: true`",
    "do": "an `action` with `fixed_message: false`",
    "end call": "`<endcall />` at the end of the `action`",
    "wait": "an empty `action`",
    "@": "nothing: scn numbers the blocks",
}
_WHEN = {
    "FIRST_MESSAGE": "`first_message`",
    "WHEN": "an entry of `conditions`, with `when` and `say`",
    "THEN": "a step in the parent block's `then`",
    "AFTER": "a step in the parent block's `then`",
    "say": "a step, unchanged",
    "do": "a step in `<ai_generated>…</ai_generated>`",
    "end call": "`<endcall />` at the end of the step",
    "wait": "an empty `first_message`",
    "@": "nothing: this form has no ids",
}
_COMMON = TargetDocs(
    tools_note=_TOOLS_NOTE,
    languages=_LANGUAGES,
    attributes=_ATTRIBUTES,
    markers=_MARKERS,
    templates=_TEMPLATES,
    triggers=_TRIGGERS,
    expectations=_EXPECTATIONS,
    durations=_DURATIONS,
    sources=_SOURCES,
)
_INSIDE = {"role": "conditional_actions.role", "instructions": "instructions"}
_ABOUT_SUITE = {"profile": "test_profile", "suite": "suite.name", "purpose": "suite.description"}


def docs_by_form(target: Target) -> TargetDocs:
    """Return the docs of a target, by the form of its document and the shape of its conditions."""
    common = replace(_COMMON, becomes=_WHEN if target.chains_only else _IDS)
    match target.form:
        case Form.BODY:
            tools = {name: _TOOLS[name] for name in TOOL_IDS}
            keys = {**BODY_KEYS, **_INSIDE}
            return replace(common, document="a request body", keys=keys, tools=tools, passed=_OF_BODY)
        case Form.SUITE:
            tools = {name: _TOOLS[name] for name in SUITE_TOOLS}
            keys = {**SUITE_KEYS, **_INSIDE, **_ABOUT_SUITE}
            return replace(
                _COMMON,
                document="a suite",
                keys=keys,
                holders=("given", "caller"),
                tools=tools,
                passed=_OF_SUITE,
            )
        case Form.CONTENT:
            return replace(common, document="a bare object", keys={"role": "role"}, passed=_OF_CONTENT)
        case Form.FRAGMENT:
            return replace(common, document="a part of a scenario", passed=_OF_CONTENT)
        case _:
            assert_never(target.form)
