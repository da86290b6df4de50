"""A table of a TOML text, for messages about its keys and values."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from scn_compiler.project.toml_spans import TomlSpan, locate
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean

_TYPE_NAMES = {
    bool: "true or false", str: "a string", int: "a whole number", float: "a number", list: "a list",
    dict: "a table", datetime: "a time", date: "a date", time: "a time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """An error that makes a configuration unusable; `span` is in its text."""

    message: str
    span: Span
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class TomlTable:
    """The table at `path` in `text`; keys count from it."""

    text: str
    path: tuple[str, ...] = ()

    def within(self, *keys: str) -> "TomlTable":
        """Return the table at these keys."""
        return TomlTable(self.text, (*self.path, *keys))

    def spans(self, *keys: str) -> TomlSpan:
        """Find the spans of the key at `keys`, or those of the table around it."""
        return locate(self.text, (*self.path, *keys))

    def wrong(
        self, keys: tuple[str, ...], expected: str, value: Any, hint: str | None = None
    ) -> ConfigProblem:
        """Report a value of the wrong type."""
        path = (*self.path, *keys)
        name = f"`{'.'.join(path)}`" if path else "the file"
        message = f"{name} must be {expected}, not {type_name(value)}"
        return ConfigProblem(message, self.spans(*keys).value, hint)

    def unknown(self, key: str, known: tuple[str, ...]) -> ConfigProblem:
        """Report an unknown key."""
        hint = did_you_mean(key, known) or f"known keys are {', '.join(f'`{each}`' for each in known)}"
        return ConfigProblem(f"unknown key `{key}`", self.spans(key).key, hint)


def type_name(value: Any) -> str:
    """Name the type of a value."""
    if value == "":
        return "an empty string"
    return next(words for kind, words in _TYPE_NAMES.items() if isinstance(value, kind))


def quoted(value: Any) -> str:
    """Quote a string in backticks, shortened; name the type of any other value."""
    if not isinstance(value, str):
        return type_name(value)
    return f"`{value if len(value) <= 40 else value[:39] + '…'}`" if value.strip() else "empty"
