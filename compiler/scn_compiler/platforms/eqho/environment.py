"""The state before the conversation: dynamic variables, mocks of the agent's actions, earlier messages."""

import re
from collections.abc import Callable

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.body import ABSENT
from scn_compiler.platforms.eqho.source_lines import source_lines
from scn_compiler.platforms.eqho.templates import Found, fill_value
from scn_compiler.platforms.eqho.vocabulary import KNOWN_ROLES, ROLES, SPEAKERS
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Related, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import nearest

_MESSAGE = lazy_pattern(r"(?P<role>[^\s:]+):(?P<content>.*)", re.DOTALL)


def dynamic_variables(settings: Settings, found: Found) -> Json:
    """Return the `given` variables: a flat object of scalars."""
    for name, value in settings.given.items():
        if isinstance(value.value, list | dict):
            what = "a list" if isinstance(value.value, list) else "an object"
            message = f"`{name}` is {what}; Eqho accepts only single values as variables"
            hint = f"write a variable for each part, for example `given {name}.first = …`"
            found.append(report("bad-field-value", value.span, message, hint))
    return {name: value.value for name, value in settings.given.items()} or ABSENT


def action_mocks(settings: Settings, found: Found) -> Json:
    """Return the mocks of `mock NAME = VALUE` and `mock_error NAME = VALUE`, in the order of the script."""
    for name, value in settings.failing_mocks.items():
        if name in settings.mocks:
            related = (Related("the other is here", settings.mocks[name].span),)
            message = f"`{name}` has both a `mock` and a `mock_error`; Eqho accepts one mock for each action"
            found.append(
                report("duplicate-field", value.name, message, "remove one of the mocks", related=related)
            )
    both = [(value, name, False) for name, value in settings.mocks.items()]
    both += [(value, name, True) for name, value in settings.failing_mocks.items()]
    both.sort(key=lambda entry: entry[0].name.start)
    return {
        name: {"default_is_error": fails, "default_return_value": value.value} for value, name, fails in both
    } or ABSENT


def message_history(document: ResolvedScript, scenario: ResolvedScenario, found: Found) -> Json:
    """Return the messages of `history: ROLE: TEXT`."""
    value = scenario.settings.fields.get("history")
    if value is None or not isinstance(value.value, list):
        return ABSENT
    lines = source_lines(document, scenario, "history")
    places = [line.place for line in lines]
    if len(lines) != len(value.value):
        places = [lambda *_: value.span] * len(value.value)
    texts = [
        fill_value(line, scenario.settings, place(0, len(line)), found)
        for line, place in zip(value.value, places, strict=True)
    ]
    read = (_message(line, place, found) for line, place in zip(texts, places, strict=True))
    return [message for message in read if message] or ABSENT


def _message(line: str, place: Callable[[int, int], Span], found: Found) -> Json:
    read = _MESSAGE.fullmatch(line)
    if not read:
        message = f"`{line if len(line) <= 40 else line[:39] + '…'}` doesn't say who is speaking"
        hint = "write `history: caller: …` or `history: agent: …`"
        found.append(report("bad-field-value", place(0, len(line)), message, hint))
        return None
    role = read["role"]
    close = SPEAKERS.get(role.casefold()) or nearest(role, KNOWN_ROLES)
    if role not in KNOWN_ROLES and close:
        message = f"unknown message role `{role}`"
        hint = f"did you mean `{close}`?"
        found.append(report("bad-field-value", place(0, len(role)), message, hint, severity=Severity.WARNING))
    return {"role": ROLES.get(role, role), "content": read["content"].removeprefix(" ")}


def history_line(message: Json) -> str | None:
    """Return the `history:` line of a message; `None` if a line can't express it."""
    if not isinstance(message, dict) or not isinstance(message.get("content", ABSENT), str | None):
        return None
    role, content = message.get("role"), message["content"]
    if not isinstance(role, str) or role in ROLES:
        return None
    speaker = {wire: word for word, wire in ROLES.items()}.get(role, role)
    line = f"{speaker}: {content}" if content else f"{speaker}:"
    read = _MESSAGE.fullmatch(line)
    return line if read and read["role"] == speaker else None
