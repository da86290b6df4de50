"""Parses the text of a `scn.toml` or `pyproject.toml` into a configuration, and validates every key."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scn_compiler.config import Config
from scn_compiler.findings.selectors import selector_problem
from scn_compiler.platforms import TARGETS, find_target, has_days, instead_of
from scn_compiler.project.globs import never_matches
from scn_compiler.project.toml_spans import TomlSpan, element, locate
from scn_compiler.semantics.defaults import Default
from scn_compiler.semantics.field_values import FIELD_READERS, misfit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean
from scn_dsl.vocabulary import FIELDS, FieldKind

RULES_SUFFIX = "-rules"
"""`PLATFORM-rules` is the key for the date of a platform's rules."""

_DATED = dict.fromkeys(
    f"{target.platform}{RULES_SUFFIX}" for target in TARGETS.values() if has_days(target.platform)
)
CONFIG_KEYS = (
    "extends",
    "target",
    "fields",
    "select",
    "ignore",
    "exclude",
    "respect-gitignore",
    "strict",
    "baseline",
    "wrap",
    *_DATED,
)
FIELDS_WITH_DEFAULT = tuple(name for name in FIELDS if name not in ("scenario", "target", "instructions"))
"""Fields that may have a default: all but those that describe a single scenario."""

_LONG_KEY = lazy_pattern(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){64}""")
"""A key with so many parts that tomllib would run out of memory."""

_TYPE_NAMES = {
    bool: "true or false", str: "a string", int: "a whole number", float: "a number", list: "a list",
    dict: "a table", datetime: "a time", date: "a date",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """An error that makes a configuration unusable; `span` is in its text."""

    message: str
    span: Span
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedConfig:
    """A parsed configuration; if there are problems, `config` must not be used.

    Attributes:
        extends: The configuration that it extends, as written, with its span.
    """

    config: Config
    problems: tuple[ConfigProblem, ...] = ()
    extends: tuple[str, Span] | None = None


def read_config(text: str, table: tuple[str, ...] = (), inherited: Config = Config()) -> ParsedConfig | None:
    """Parse the configuration in the table `table`, or in the whole text; return `None` if the table is missing.

    Args:
        inherited: Values for keys that the text doesn't set; it extends lists of fields.
    """
    without_bom = re.sub("\\A\ufeff", " ", text)
    if found := _LONG_KEY.search(without_bom):
        return ParsedConfig(Config(), (ConfigProblem("key with too many parts", Span(*found.span())),))
    try:
        values: Any = tomllib.loads(without_bom)
    except tomllib.TOMLDecodeError as error:
        return ParsedConfig(Config(), (_syntax_error(str(error), without_bom),))
    except RecursionError:
        problem = ConfigProblem("lists or tables are nested too deeply", Span(0, 1))
        return ParsedConfig(Config(), (problem,))
    for name in table:
        values = values.get(name) if isinstance(values, dict) else None
    if values is None:
        return None
    return _Reader(without_bom, table, inherited).read(values)


def _syntax_error(error: str, text: str) -> ConfigProblem:
    position = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    lines = text.split("\n")
    start = len(text)
    if position:
        start = sum(len(line) + 1 for line in lines[: int(position[1]) - 1]) + int(position[2]) - 1
    reason = re.sub(r" \(at .*\)$", "", error)
    return ConfigProblem(f"not valid TOML: {reason[:1].lower()}{reason[1:]}", Span(start, start + 1))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Validates and reads the values of the table at the path `table`."""

    text: str
    table: tuple[str, ...]
    inherited: Config

    def read(self, values: Any) -> ParsedConfig:
        if not isinstance(values, dict):
            return ParsedConfig(Config(), (self._wrong((), "a table", values),))
        config, problems = self.inherited, []
        for key, value in values.items():
            if found := self._problems(key, value):
                problems += found
            else:
                config = self._with(config, key, value)
        extends = values.get("extends")
        named = (extends, self._spans(("extends",)).value) if isinstance(extends, str) else None
        return ParsedConfig(config, tuple(problems), named)

    def _with(self, config: Config, key: str, value: Any) -> Config:
        """Return `config` with a valid value."""
        match key:
            case "target":
                return replace(config, target=value)
            case "extends":
                return config
            case "fields":
                own = tuple(self._default(name, each) for name, each in value.items())
                return replace(config, fields=_merged(config.fields, own))
            case "select":
                return replace(config, select=tuple(value))
            case "ignore":
                return replace(config, ignore=tuple(value))
            case "exclude":
                return replace(config, exclude=tuple(value))
            case "strict" | "respect-gitignore":
                return replace(config, **{key.replace("-", "_"): value})
            case "baseline":
                return replace(config, baseline=value)
            case "wrap":
                return replace(config, wrap=value)
            case _:
                days = {**dict(config.rules), key.removesuffix(RULES_SUFFIX): _last_day(value) or ""}
                return replace(config, rules=tuple(days.items()))

    def _problems(self, key: str, value: Any) -> list[ConfigProblem]:
        match key:
            case "target":
                return list(self._target(value))
            case "fields" if isinstance(value, dict):
                return [problem for name, each in value.items() for problem in self._field(name, each)]
            case "fields":
                return [self._wrong((key,), "a table", value)]
            case "select" | "ignore" | "exclude":
                return list(self._texts(key, value))
            case "strict" | "respect-gitignore":
                return [] if isinstance(value, bool) else [self._wrong((key,), "true or false", value)]
            case "extends":
                return list(self._extends(value))
            case "baseline":
                is_name = isinstance(value, str) and value
                return [] if is_name else [self._wrong((key,), "a file name", value)]
            case "wrap":
                return list(self._width(key, value))
            case _ if key.endswith(RULES_SUFFIX) and has_days(key.removesuffix(RULES_SUFFIX)):
                return list(self._day(key, value))
            case _:
                hint = did_you_mean(key, CONFIG_KEYS) or "known keys are " + ", ".join(
                    f"`{each}`" for each in CONFIG_KEYS
                )
                return [ConfigProblem(f"unknown key `{key}`", self._spans((key,)).key, hint)]

    def _width(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield self._wrong((key,), "a whole number", value, f"write `{key} = 100`")
        elif value < 0:
            message, hint = (
                f"`{key}` can't be {value}",
                "write a number of columns, or 0 to turn wrapping off",
            )
            yield ConfigProblem(message, self._spans((key,)).value, hint)

    def _extends(self, value: Any) -> Iterator[ConfigProblem]:
        if not (isinstance(value, str) and value):
            yield self._wrong(("extends",), "a file name", value)
        elif not value.endswith(".toml"):
            message = f"expected a .toml file name, not `{value}`"
            yield ConfigProblem(
                message,
                self._spans(("extends",)).value,
                'write the path of a .toml file, for example `"../scn.toml"`',
            )

    def _target(self, value: Any) -> Iterator[ConfigProblem]:
        if not isinstance(value, str):
            yield self._wrong(("target",), "a string", value)
        elif not find_target(value):
            message = f"unknown target `{value}`"
            yield ConfigProblem(message, self._spans(("target",)).value, instead_of(value))

    def _texts(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield self._wrong((key,), "a list of strings", value, _as_texts(key, value))
            return
        for each in value:
            if problem := selector_problem(each) if key != "exclude" else never_matches(each):
                message, hint = problem
                yield ConfigProblem(message, element(self.text, self._spans((key,)).value, each), hint)

    def _day(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if _last_day(value) is None:
            message = f"`{key}` must be a month or a day"
            yield ConfigProblem(
                message, self._spans((key,)).value, 'write, for example, `"2026-09"` or `"2026-09-10"`'
            )

    def _field(self, name: str, value: Any) -> Iterator[ConfigProblem]:
        path = ("fields", name)
        if name not in FIELDS_WITH_DEFAULT:
            one_scenario = f"`{name}` describes a single scenario, so it can't have a default"
            message = {"target": "`target` goes above `[fields]`"}.get(name, one_scenario)
            message = message if name in FIELDS else f"unknown field `{name}`"
            yield ConfigProblem(
                message,
                self._spans(path).key,
                did_you_mean(name, FIELDS_WITH_DEFAULT) if name not in FIELDS else None,
            )
            return
        try:
            _meaning(name, value)
        except ValueError as error:
            yield ConfigProblem(f"`{name}` can't be {_quote(value)}", self._spans(path).value, str(error))

    def _default(self, name: str, value: Any) -> Default:
        spans = self._spans(("fields", name))
        return Default(name, _meaning(name, value), spans.value, spans.key)

    def _spans(self, path: tuple[str, ...]) -> TomlSpan:
        return locate(self.text, (*self.table, *path))

    def _wrong(
        self, path: tuple[str, ...], expected: str, value: Any, hint: str | None = None
    ) -> ConfigProblem:
        name = f"`{'.'.join((*self.table, *path))}`" if path or self.table else "the file"
        return ConfigProblem(
            f"{name} must be {expected}, not {_type_name(value)}", self._spans(path).value, hint
        )


def _merged(inherited: tuple[Default, ...], own: tuple[Default, ...]) -> tuple[Default, ...]:
    """Merge own defaults into inherited ones: extend lists, override other values."""
    fields = {each.name: each for each in inherited}
    for each in own:
        older = fields.get(each.name)
        if older and isinstance(older.value, tuple) and isinstance(each.value, tuple):
            fields[each.name] = replace(each, value=older.value + each.value)
        else:
            fields[each.name] = each
    return tuple(fields.values())


def _as_texts(key: str, value: Any) -> str | None:
    """Return a hint that shows the value as a list of strings, if it is a string or number, or a list of these."""
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in items):
        return None
    code = "" if key == "exclude" else "SCN"
    texts = (f'"{one}"' if isinstance(one, str) else f'"{code}{one}"' for one in items)
    return f"write `{key} = [{', '.join(texts)}]`"


def _meaning(name: str, value: Any) -> str | int | tuple[str | int, ...]:
    """Parse the value of a default as its field requires.

    Raises:
        ValueError: with a message that says what to write.
    """
    kind = FIELDS[name].kind
    if isinstance(value, str) and not value.strip():
        raise ValueError("write a value")
    if isinstance(value, str):
        value = FIELD_READERS[kind](value)
    elif kind is FieldKind.STATEMENT:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            raise ValueError("write a string, or a list of strings")
    elif expected := misfit(name, value):
        raise ValueError(f"write a {expected}")
    return tuple(value) if isinstance(value, list) else value


def _last_day(value: Any) -> str | None:
    """Return a day, or the last day of a month, as `YYYY-MM-DD`; `None` for anything else."""
    text = value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
    if not (isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text, re.ASCII)):
        return None
    is_month = len(text) == len("2026-09")
    try:
        day = date.fromisoformat(f"{text}-01" if is_month else text)
    except ValueError:
        return None
    return day.replace(day=monthrange(day.year, day.month)[1]).isoformat() if is_month else text


def _type_name(value: Any) -> str:
    if value == "":
        return "an empty string"
    return next(words for kind, words in _TYPE_NAMES.items() if isinstance(value, kind))


def _quote(value: Any) -> str:
    if not isinstance(value, str):
        return _type_name(value)
    return f"`{value if len(value) <= 40 else value[:39] + '…'}`" if value.strip() else "empty"
