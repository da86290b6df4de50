"""The tables `[environments.NAME]` of a configuration."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from scn_compiler.config import Config
from scn_compiler.project.config_keys import ENVIRONMENT_KEYS
from scn_compiler.project.default_fields import field_problems, read_fields
from scn_compiler.project.toml_table import ConfigProblem, TomlTable, quoted
from scn_compiler.reuse.environments import circles, names_of_kind, unknown_environment_hint
from scn_compiler.reuse.values import (
    Environment,
    GivenValue,
    NameOfId,
    secret_problem,
    value_name_problem,
)
from scn_compiler.semantics.defaults import Default
from scn_compiler.semantics.field_values import naming_hint
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean
from scn_dsl.vocabulary import NAME_TABLES

_TABLES = tuple(NAME_TABLES.values())
_LARGEST_ID = 10**15 - 1


class WrittenFloat(float):
    """A number with a fraction, which remembers its digits: `12.50` isn't `12.5` when a caller says it."""

    written: str

    @classmethod
    def read(cls, text: str) -> "WrittenFloat":
        """Make a number from its text."""
        number = cls(text)
        number.written = text
        return number


def environment_problems(table: TomlTable, values: Any) -> Iterator[ConfigProblem]:
    """Find the problems of the environments, each on its own; `reference_problems` compares them."""
    if not isinstance(values, dict):
        yield table.wrong((), "a table", values, "write `[environments.NAME]`")
        return
    for name, environment in values.items():
        if not re.fullmatch(r"\w[\w.-]*", name):
            message = (
                f"`{name}` can't be the name of an environment" if name else "an environment has no name"
            )
            hint = "write letters, digits, `_`, `-` and `.`"
            yield ConfigProblem(message, table.spans(name).key, hint)
        elif not isinstance(environment, dict):
            yield table.wrong((name,), "a table", environment, f"write `[environments.{name}]`")
        else:
            yield from _problems(table.within(name), environment)


def read_environments(table: TomlTable, values: dict[str, Any]) -> tuple[Environment, ...]:
    """Read environments that have no problems."""
    return tuple(_environment(table.within(name), name, each) for name, each in values.items())


def _problems(table: TomlTable, values: dict[str, Any]) -> Iterator[ConfigProblem]:
    for key, value in values.items():
        match key:
            case "extends":
                if not (isinstance(value, str) and value):
                    yield table.wrong((key,), "the name of an environment", value)
            case "let":
                yield from _value_problems(table.within(key), value)
            case "fields":
                yield from field_problems(table.within(key), value)
            case "names":
                yield from _name_problems(table.within(key), value)
            case _:
                yield table.unknown(key, tuple(ENVIRONMENT_KEYS))


def _value_problems(table: TomlTable, values: Any) -> Iterator[ConfigProblem]:
    if not isinstance(values, dict):
        yield table.wrong((), "a table", values, 'write, for example, `let = { clinic = "Lakeside Dental" }`')
        return
    for name, value in values.items():
        spans = table.spans(name)
        if problem := value_name_problem(name):
            message, hint = problem
            yield ConfigProblem(message, spans.key, hint)
        elif not isinstance(value, str | int | float):
            quotes = (
                f'put the value in quotes: `{name} = "{value}"`' if isinstance(value, date | time) else None
            )
            yield table.wrong((name,), "a string, a number, true or false", value, quotes)
        elif isinstance(value, str) and (problem := secret_problem(value)):
            message, hint = problem
            yield ConfigProblem(message, spans.value, hint)


def _name_problems(table: TomlTable, values: Any) -> Iterator[ConfigProblem]:
    if not isinstance(values, dict):
        yield table.wrong((), "a table", values, 'write, for example, `names.agents = { "Front desk" = 12 }`')
        return
    for kind, names in values.items():
        if kind not in _TABLES:
            yield _unknown_kind(table, kind)
        elif not isinstance(names, dict):
            yield table.wrong((kind,), "a table", names, f'write, for example, `{kind} = {{ "NAME" = 12 }}`')
        else:
            for name, id in names.items():
                yield from _name_problem(table.within(kind), kind, name, id)


def _unknown_kind(table: TomlTable, kind: str) -> ConfigProblem:
    hint = f"did you mean `{NAME_TABLES[kind]}`?" if kind in NAME_TABLES else did_you_mean(kind, _TABLES)
    known = f"the kinds are {', '.join(f'`{each}`' for each in _TABLES)}"
    return ConfigProblem(f"unknown kind of name `{kind}`", table.spans(kind).key, hint or known)


def _name_problem(table: TomlTable, kind: str, name: str, id: Any) -> Iterator[ConfigProblem]:
    spans = table.spans(name)
    if not name or name != " ".join(name.split()):
        message = f"{quoted(name) if name.strip() else 'an empty name'} can't stand for an id"
        yield ConfigProblem(
            message, spans.key, "remove the spaces around it, and write one space between words"
        )
    elif name.removeprefix("-").isdigit():
        yield ConfigProblem(f"`{name}` can't stand for an id: it is a number itself", spans.key)
    elif kind == NAME_TABLES["metrics"] and "," in name:
        message, hint = (
            f"`{name}` has a comma, which separates metrics in a script",
            "choose a name without a comma",
        )
        yield ConfigProblem(message, spans.key, hint)
    elif isinstance(id, bool) or not isinstance(id, int):
        quotes = f"write the number without quotes: `{id}`" if isinstance(id, str) and id.isdigit() else None
        yield table.wrong((name,), "a whole number", id, quotes)
    elif not 1 <= id <= _LARGEST_ID:
        yield ConfigProblem(f"`{name}` can't have the id {id}", spans.value, "write an id of 1 or more")


def _environment(table: TomlTable, name: str, values: dict[str, Any]) -> Environment:
    lets, names = table.within("let"), table.within("names")
    return Environment(
        name,
        values.get("extends"),
        tuple(_given(lets, each, value) for each, value in values.get("let", {}).items()),
        read_fields(table.within("fields"), values.get("fields", {})),
        tuple(
            NameOfId(kind, each, id, names.spans(kind, each).value)
            for kind, ids in values.get("names", {}).items()
            for each, id in ids.items()
        ),
        table.spans("extends").value,
    )


def _given(table: TomlTable, name: str, value: Any) -> GivenValue:
    spans = table.spans(name)
    text = value.written if isinstance(value, WrittenFloat) else value
    text = str(text).lower() if isinstance(value, bool) else str(text)
    return GivenValue(name, text, spans.value, spans.key)


def reference_problems(config: Config, chosen: Span) -> Iterator[ConfigProblem]:
    """Find environments that extend unknown ones or each other, and fields whose names have no ids anywhere.

    Args:
        config: The whole configuration, with the environments that it inherits.
        chosen: Span of the default environment.
    """
    by_name = {each.name: each for each in config.defined}
    default = config.default_environment
    if default is not None and default not in by_name:
        yield _unknown_environment(default, chosen, by_name)
    for each in config.defined:
        if each.extends is not None and each.extends not in by_name:
            yield _unknown_environment(each.extends, each.span, by_name)
    for circle in circles(by_name):
        message = f"circular `extends`: {' → '.join(circle)}"
        yield ConfigProblem(message, by_name[circle[-2]].span, "remove one of these `extends`")
    for field in (*config.fields, *(field for each in config.defined for field in each.fields)):
        yield from _nameless(field, config)


def _unknown_environment(name: str, span: Span, known: Iterable[str]) -> ConfigProblem:
    hint = unknown_environment_hint(name, tuple(known))
    return ConfigProblem(f"unknown environment `{name}`", span, hint)


def _nameless(field: Default, config: Config) -> Iterator[ConfigProblem]:
    """Report a name in a field that needs an id, if no environment has names of this kind."""
    if field.name not in NAME_TABLES or field.name in ("profile", "metrics"):
        return
    kind = NAME_TABLES[field.name]
    if isinstance(field.value, str) and not names_of_kind(config.defined, kind):
        message = f"`{field.name}` can't be {quoted(field.value)}"
        yield ConfigProblem(message, field.span, naming_hint(field.name, field.value))
