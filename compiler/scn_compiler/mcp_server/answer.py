"""The answer of a tool: a text to read, with its content as values."""

from typing import Any

from scn_dsl.records import Record
from scn_dsl.wording import counted

MOST_TEXT = 60_000
"""How many characters of scripts or payloads an answer has; more would fill the context of an agent."""


class ToolError(Exception):
    """A tool can't do its work; the message says why, and what to do next, in one sentence."""


class ToolAnswer(Record):
    """The answer of a tool.

    Attributes:
        text: The answer as text; complete on its own, since some clients show nothing else.
        values: The answer as a JSON object, also complete; the output schema of the tool describes it.
    """

    text: str
    values: dict[str, Any]


def first_lines(lines: list[str], most: int, noun: str) -> list[str]:
    """Return the first `most` lines, and a line that says how many more there are."""
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"… and {counted(len(lines) - most, f'more {noun}')}"]
