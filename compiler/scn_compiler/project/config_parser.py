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
from scn_compiler.platforms import find_target, has_days, instead_of
from scn_compiler.project.config_keys import CONFIG_KEYS, RULES_SUFFIX
from scn_compiler.project.default_fields import field_problems, read_fields
from scn_compiler.project.environment_tables import (
    WrittenFloat,
    environment_problems,
    read_environments,
    reference_problems,
)
from scn_compiler.project.globs import never_matches
from scn_compiler.project.toml_spans import element
from scn_compiler.project.toml_table import ConfigProblem, TomlTable
from scn_compiler.reuse.environments import merged_environments
from scn_compiler.semantics.defaults import merged_defaults
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Span

_LONG_KEY = lazy_pattern(r"""(?:\.[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){64}""")
"""A key with so many parts that tomllib would run out of memory."""


@dataclass(frozen=True, slots=True)
class ParsedConfig:
    """A parsed configuration; if there are problems, `config` must not be used.

    Attributes:
        extends: The configuration that it extends, as written, with its span.
    """

    config: Config
    problems: tuple[ConfigProblem, ...] = ()
    extends: tuple[str, Span] | None = None


def read_config(
    text: str, table: tuple[str, ...] = (), inherited: Config | None = None, *, is_base: bool = False
) -> ParsedConfig | None:
    """Parse the configuration in the table `table`, or in the whole text; return `None` if the table is missing.

    Args:
        inherited: Values for keys that the text doesn't set; it extends lists of fields, and environments.
        is_base: Whether another configuration extends this one, and may define what this one refers to.
    """
    without_bom = re.sub("\\A\ufeff", " ", text)
    if found := _LONG_KEY.search(without_bom):
        return ParsedConfig(Config(), (ConfigProblem("key with too many parts", Span(*found.span())),))
    try:
        values: Any = tomllib.loads(without_bom, parse_float=WrittenFloat.read)
    except tomllib.TOMLDecodeError as error:
        return ParsedConfig(Config(), (_syntax_error(str(error), without_bom),))
    except RecursionError:
        problem = ConfigProblem("lists or tables are nested too deeply", Span(0, 1))
        return ParsedConfig(Config(), (problem,))
    for name in table:
        values = values.get(name) if isinstance(values, dict) else None
    if values is None:
        return None
    own = TomlTable(without_bom, table)
    parsed = _Reader(own, inherited or Config()).read(values)
    if parsed.problems or is_base or (parsed.extends and inherited is None):
        return parsed
    default = own.spans("environment" if "environment" in values else "extends").value
    return ParsedConfig(parsed.config, tuple(reference_problems(parsed.config, default)), parsed.extends)


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
    """Validates and reads the values of the table `table`."""

    table: TomlTable
    inherited: Config

    def read(self, values: Any) -> ParsedConfig:
        if not isinstance(values, dict):
            return ParsedConfig(Config(), (self.table.wrong((), "a table", values),))
        config, problems = self.inherited, []
        for key, value in values.items():
            if found := self._problems(key, value):
                problems += found
            else:
                config = self._with(config, key, value)
        extends = values.get("extends")
        named = (extends, self.table.spans("extends").value) if isinstance(extends, str) else None
        return ParsedConfig(config, tuple(problems), named)

    def _with(self, config: Config, key: str, value: Any) -> Config:
        """Return `config` with a valid value."""
        match key:
            case "target":
                return replace(config, target=value)
            case "extends":
                return config
            case "fields":
                return replace(
                    config, fields=merged_defaults(config.fields, read_fields(self.table.within(key), value))
                )
            case "environment":
                return replace(config, default_environment=value)
            case "environments":
                own = read_environments(self.table.within(key), value)
                return replace(config, defined=merged_environments(config.defined, own))
            case "select":
                return replace(config, select=tuple(value))
            case "ignore":
                return replace(config, ignore=tuple(value))
            case "exclude":
                return replace(config, exclude=tuple(value))
            case "strict" | "respect-gitignore":
                return replace(config, **{key.replace("-", "_"): value})
            case "baseline" | "measured":
                return replace(config, **{key: value})
            case "wrap":
                return replace(config, wrap=value)
            case "policy":
                return replace(config, policy=tuple((dict(config.policy) | value).items()))
            case _:
                days = {**dict(config.rules), key.removesuffix(RULES_SUFFIX): _last_day(value) or ""}
                return replace(config, rules=tuple(days.items()))

    def _problems(self, key: str, value: Any) -> list[ConfigProblem]:
        match key:
            case "target":
                return list(self._target(value))
            case "fields":
                return list(field_problems(self.table.within(key), value))
            case "environment":
                is_name = isinstance(value, str) and value
                return [] if is_name else [self.table.wrong((key,), "the name of an environment", value)]
            case "environments":
                return list(environment_problems(self.table.within(key), value))
            case "select" | "ignore" | "exclude":
                return list(self._texts(key, value))
            case "strict" | "respect-gitignore":
                return [] if isinstance(value, bool) else [self.table.wrong((key,), "true or false", value)]
            case "extends":
                return list(self._extends(value))
            case "baseline" | "measured":
                is_name = isinstance(value, str) and value
                return [] if is_name else [self.table.wrong((key,), "a file name", value)]
            case "wrap":
                return list(self._width(key, value))
            case "policy":
                return list(self._policy(self.table.within(key), value))
            case _ if key.endswith(RULES_SUFFIX) and has_days(key.removesuffix(RULES_SUFFIX)):
                return list(self._day(key, value))
            case _:
                return [self.table.unknown(key, tuple(CONFIG_KEYS))]

    def _width(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield self.table.wrong((key,), "a whole number", value, f"write `{key} = 100`")
        elif value < 0:
            message, hint = (
                f"`{key}` can't be {value}",
                "write a number of columns, or 0 to turn wrapping off",
            )
            yield ConfigProblem(message, self.table.spans(key).value, hint)

    def _policy(self, table: TomlTable, values: Any) -> Iterator[ConfigProblem]:
        from scn_compiler.rehearsal.policy import answer_problem  # noqa: PLC0415  (few projects answer them)

        if not isinstance(values, dict):
            yield table.wrong((), "a table", values)
            return
        for name, answer in values.items():
            if not isinstance(answer, str):
                yield table.wrong((name,), "a string", answer)
            elif problem := answer_problem(name, answer):
                message, hint = problem
                is_known = answer_problem(name, None) is None
                yield ConfigProblem(
                    message, table.spans(name).value if is_known else table.spans(name).key, hint
                )

    def _extends(self, value: Any) -> Iterator[ConfigProblem]:
        if not (isinstance(value, str) and value):
            yield self.table.wrong(("extends",), "a file name", value)
        elif not value.endswith(".toml"):
            message = f"expected a .toml file name, not `{value}`"
            yield ConfigProblem(
                message,
                self.table.spans("extends").value,
                'write the path of a .toml file, for example `"../scn.toml"`',
            )

    def _target(self, value: Any) -> Iterator[ConfigProblem]:
        if not isinstance(value, str):
            yield self.table.wrong(("target",), "a string", value)
        elif not find_target(value):
            message = f"unknown target `{value}`"
            yield ConfigProblem(message, self.table.spans("target").value, instead_of(value))

    def _texts(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield self.table.wrong((key,), "a list of strings", value, _as_texts(key, value))
            return
        for each in value:
            if problem := selector_problem(each) if key != "exclude" else never_matches(each):
                message, hint = problem
                yield ConfigProblem(
                    message, element(self.table.text, self.table.spans(key).value, each), hint
                )

    def _day(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if _last_day(value) is None:
            message = f"`{key}` must be a month or a day"
            yield ConfigProblem(
                message, self.table.spans(key).value, 'write, for example, `"2026-09"` or `"2026-09-10"`'
            )


def _as_texts(key: str, value: Any) -> str | None:
    """Return a hint that shows the value as a list of strings, if it is a string or number, or a list of these."""
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in items):
        return None
    code = "" if key == "exclude" else "SCN"
    texts = (f'"{one}"' if isinstance(one, str) else f'"{code}{one}"' for one in items)
    return f"write `{key} = [{', '.join(texts)}]`"


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
