"""Tables of default fields in a configuration: `[fields]`, and `fields` of an environment."""

from collections.abc import Iterator
from typing import Any

from scn_compiler.project.toml_table import ConfigProblem, TomlTable, quoted
from scn_compiler.semantics.defaults import Default
from scn_compiler.semantics.field_values import FIELD_READERS, misfit
from scn_dsl.suggest import did_you_mean
from scn_dsl.vocabulary import FIELDS, NAME_TABLES, FieldKind

FIELDS_WITH_DEFAULT = tuple(name for name in FIELDS if name not in ("scenario", "target", "instructions"))
"""Fields that may have a default: all but those that describe a single scenario."""


def field_problems(table: TomlTable, values: Any) -> Iterator[ConfigProblem]:
    """Find the problems of a table of default fields."""
    if not isinstance(values, dict):
        yield table.wrong((), "a table", values)
        return
    for name, value in values.items():
        if name not in FIELDS_WITH_DEFAULT:
            yield _without_default(table, name)
            continue
        try:
            _meaning(name, value)
        except ValueError as error:
            yield ConfigProblem(f"`{name}` can't be {quoted(value)}", table.spans(name).value, str(error))


def read_fields(table: TomlTable, values: dict[str, Any]) -> tuple[Default, ...]:
    """Read a table of default fields that has no problems."""
    return tuple(_default(table, name, value) for name, value in values.items())


def _without_default(table: TomlTable, name: str) -> ConfigProblem:
    span = table.spans(name).key
    if name not in FIELDS:
        return ConfigProblem(f"unknown field `{name}`", span, did_you_mean(name, FIELDS_WITH_DEFAULT))
    if name == "target":
        return ConfigProblem("`target` goes above `[fields]` and all other tables", span)
    return ConfigProblem(f"`{name}` describes a single scenario, so it can't have a default", span)


def _default(table: TomlTable, name: str, value: Any) -> Default:
    spans = table.spans(name)
    return Default(name, _meaning(name, value), spans.value, spans.key)


def _meaning(name: str, value: Any) -> str | int | tuple[str | int, ...]:
    """Parse the value of a default as its field requires; a name in place of an id stays a name.

    Raises:
        ValueError: with a message that says what to write.
    """
    kind = FIELDS[name].kind
    if isinstance(value, str) and not value.strip():
        raise ValueError("write a value")
    if isinstance(value, str):
        is_name = name in NAME_TABLES and kind is FieldKind.INTEGER and not value.strip("-").isdigit()
        value = value.strip() if is_name else FIELD_READERS[kind](value)
    elif kind is FieldKind.STATEMENT:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            raise ValueError("write a string, or a list of strings")
    elif expected := misfit(name, value):
        raise ValueError(f"write a {expected}")
    return tuple(value) if isinstance(value, list) else value
