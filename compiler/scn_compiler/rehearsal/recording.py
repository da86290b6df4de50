"""Reads recorded calls: who said what, in which order.

Forms: a JSON list of messages, or an object with such a list; JSON lines; text with a line for each message. The speaker
is in `role`, `speaker` or `from`, the words are in `content`, `text`, `message` or `transcript`. An `assistant` or a `bot`
is the agent, a `user` or a `customer` is the caller. Sources, as known on
2026-11-29: the messages of OpenAI's chat completions, and the transcripts of Cekura, Vapi and Retell AI.
"""

import re

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

AGENT_ROLES = frozenset({"agent", "main agent", "main_agent", "bot", "assistant", "ai"})
CALLER_ROLES = frozenset({"caller", "testing agent", "testing_agent", "tester", "customer", "user", "human"})
ROLE_KEYS = ("role", "speaker", "from")
WORD_KEYS = ("content", "text", "message", "transcript")
LIST_KEYS = ("messages", "transcript", "transcript_object", "conversation", "turns")
"""Keys of a message's role and words, and of a call's list of messages, the likeliest first."""
_LINE = lazy_pattern(r"\s*(?:\[[^\]]*\]\s*)?(?P<role>[A-Za-z_ ]{2,20}?)\s*:\s*(?P<text>.*)")
_TIME = lazy_pattern(r"\[[\d:.]+\][ \t]*[A-Za-z]")


class Utterance(Record):
    """A message of a recorded call.

    Attributes:
        by_caller: Whether the caller said it; otherwise, the agent did.
        line: Its line in the file, or its number in the list, from 1.
    """

    by_caller: bool
    text: str
    line: int


class UnreadableRecording(ValueError):  # noqa: N818  (an outcome of reading, reported as a message)
    """A text that isn't a recorded call."""


def read_recording(text: str) -> tuple[Utterance, ...]:
    """Read a recorded call; messages without words, and those of a system or a tool, are left out.

    Raises:
        UnreadableRecording: if the text has no message of the agent or of the caller.
    """
    if is_json(text):
        messages = json_messages(text.strip())
    else:
        messages = [
            (*spoken, number)
            for number, line in enumerate(text.split("\n"), 1)
            if (spoken := role_and_words(line)) is not None
        ]
    found = tuple(
        Utterance(by_caller, words.strip(), number)
        for role, words, number in messages
        if words.strip() and (by_caller := is_caller(role)) is not None
    )
    if not found:
        raise UnreadableRecording(
            "this isn't a recorded call: it needs messages such as "
            '`agent: Hello` on lines, or `{"role": "agent", "content": "Hello"}` in JSON'
        )
    return found


def is_json(text: str) -> bool:
    """Return whether a text is JSON rather than lines such as `[00:01] Agent: Hello`."""
    stripped = text.strip()
    return stripped.startswith(("[", "{")) and not _TIME.match(stripped)


def json_messages(text: str) -> list[tuple[str, str, int]]:
    """Return the speaker, the words and the number of each message in JSON; texts that it lacks are empty.

    Raises:
        UnreadableRecording: if it isn't valid.
    """
    try:
        value: Json = load(text)
    except BadJson as error:
        lines = [line for line in text.split("\n") if line.strip()]
        try:
            value = [load(line.strip()) for line in lines]
        except BadJson:
            raise UnreadableRecording(f"this isn't valid JSON: {error}") from None
    if isinstance(value, dict):
        value = next((value[name] for name in LIST_KEYS if isinstance(value.get(name), list)), [value])
    return [
        (str(_first(each, ROLE_KEYS)), str(_first(each, WORD_KEYS)), number)
        for number, each in enumerate(value, 1)
        if isinstance(each, dict)
    ]


def _first(message: dict[str, Json], names: tuple[str, ...]) -> str:
    return next((message[name] for name in names if isinstance(message.get(name), str)), "")


def role_and_words(line: str) -> tuple[str, str] | None:
    """Read a line such as `[00:01] Testing Agent: Hello`; `None` if it has no speaker."""
    match = _LINE.match(line)
    return (match["role"], match["text"]) if match else None


def is_caller(role: str) -> bool | None:
    """Return whether a role is the caller's; `None` for another speaker."""
    folded = re.sub(r"\s+", " ", role).strip().casefold()
    return True if folded in CALLER_ROLES else False if folded in AGENT_ROLES else None
