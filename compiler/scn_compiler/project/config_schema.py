"""The text of a `scn.toml`, or of a `pyproject.toml`, to a configuration; and what of it makes none."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scn_compiler.config import Config
from scn_compiler.findings.selectors import misselected
from scn_compiler.platforms import TARGETS, find_target, has_days, instead_of
from scn_compiler.project.globs import never_matches
from scn_compiler.project.toml_spans import TomlSpan, element, locate
from scn_compiler.semantics.defaults import Default
from scn_compiler.semantics.field_values import READ, misfit
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean
from scn_dsl.vocabulary import FIELDS, FieldKind

RULES = "-rules"
"""What stands behind a platform's name in the key for the day of its rules."""

_DATED = dict.fromkeys(
    f"{target.platform}{RULES}" for target in TARGETS.values() if has_days(target.platform)
)
CONFIG_KEYS = ("target", "fields", "select", "ignore", "exclude", "strict", "baseline", *_DATED)
DEFAULTS = tuple(name for name in FIELDS if name not in ("scenario", "target", "instructions"))
"""Fields that may have a default: those that are not about one scenario alone."""

_KINDS = {
    bool: "true or false", str: "a text", int: "a whole number", float: "a number", list: "a list",
    dict: "a table", datetime: "a time", date: "a date",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something in a configuration that makes it useless; the span counts in its text."""

    message: str
    span: Span
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Configured:
    """What a text configures; with problems, nothing may be done by it."""

    config: Config
    problems: tuple[ConfigProblem, ...] = ()


def read_config(text: str, table: tuple[str, ...] = ()) -> Configured | None:
    """The configuration in the table called `table`, or in the whole text; `None` if there is no such table."""
    plain = re.sub("\\A\ufeff", " ", text)
    try:
        found: Any = tomllib.loads(plain)
    except tomllib.TOMLDecodeError as error:
        return Configured(Config(), (_broken(str(error), plain),))
    for name in table:
        found = found.get(name) if isinstance(found, dict) else None
    if found is None:
        return None
    return _Reader(plain, table).read(found)


def _broken(error: str, text: str) -> ConfigProblem:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    lines = text.split("\n")
    start = len(text)
    if place:
        start = sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1
    reason = re.sub(r" \(at .*\)$", "", error)
    return ConfigProblem(f"this is no TOML: {reason[:1].lower()}{reason[1:]}", Span(start, start + 1))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the values of one table, whose path in the document is `table`."""

    text: str
    table: tuple[str, ...]

    def read(self, values: Any) -> Configured:
        if not isinstance(values, dict):
            return Configured(Config(), (self._wrong((), "a table", values),))
        config, problems = Config(), []
        for key, value in values.items():
            if problem := self._value(key, value):
                problems += problem
            else:
                config = self._with(config, key, value)
        return Configured(config, tuple(problems))

    def _with(self, config: Config, key: str, value: Any) -> Config:
        """`config` with a value that nothing is wrong with."""
        match key:
            case "target":
                return replace(config, target=value)
            case "fields":
                return replace(
                    config, fields=tuple(self._default(name, each) for name, each in value.items())
                )
            case "select":
                return replace(config, select=tuple(value))
            case "ignore":
                return replace(config, ignore=tuple(value))
            case "exclude":
                return replace(config, exclude=tuple(value))
            case "strict":
                return replace(config, strict=value)
            case "baseline":
                return replace(config, baseline=value)
            case _:
                return replace(
                    config, rules=(*config.rules, (key.removesuffix(RULES), _last_day(value) or ""))
                )

    def _value(self, key: str, value: Any) -> list[ConfigProblem]:
        match key:
            case "target":
                return list(self._target(value))
            case "fields" if isinstance(value, dict):
                return [problem for name, each in value.items() for problem in self._field(name, each)]
            case "fields":
                return [self._wrong((key,), "a table", value)]
            case "select" | "ignore" | "exclude":
                return list(self._texts(key, value))
            case "strict":
                return [] if isinstance(value, bool) else [self._wrong((key,), "true or false", value)]
            case "baseline":
                named = isinstance(value, str) and value
                return [] if named else [self._wrong((key,), "the name of a file", value)]
            case _ if key.endswith(RULES) and has_days(key.removesuffix(RULES)):
                return list(self._day(key, value))
            case _:
                hint = did_you_mean(key, CONFIG_KEYS) or "the keys are " + ", ".join(
                    f"`{each}`" for each in CONFIG_KEYS
                )
                return [ConfigProblem(f"there is no key `{key}`", self._place((key,)).key, hint)]

    def _target(self, value: Any) -> Iterator[ConfigProblem]:
        if not isinstance(value, str):
            yield self._wrong(("target",), "a text", value)
        elif not find_target(value):
            message = f"there is no target `{value}`"
            yield ConfigProblem(message, self._place(("target",)).value, instead_of(value))

    def _texts(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield self._wrong((key,), "a list of texts", value, _as_texts(key, value))
            return
        for each in value:
            if problem := misselected(each) if key != "exclude" else never_matches(each):
                message, hint = problem
                yield ConfigProblem(message, element(self.text, self._place((key,)).value, each), hint)

    def _day(self, key: str, value: Any) -> Iterator[ConfigProblem]:
        if _last_day(value) is None:
            message = f"`{key}` is a month or a day, and this is neither"
            yield ConfigProblem(
                message, self._place((key,)).value, 'write e.g. `"2026-09"` or `"2026-09-10"`'
            )

    def _field(self, name: str, value: Any) -> Iterator[ConfigProblem]:
        path = ("fields", name)
        if name not in DEFAULTS:
            of_one = f"`{name}` is about one scenario, and has no default"
            message = {"target": "`target` stands above the fields"}.get(name, of_one)
            message = message if name in FIELDS else f"there is no field `{name}`"
            yield ConfigProblem(
                message, self._place(path).key, did_you_mean(name, DEFAULTS) if name not in FIELDS else None
            )
            return
        try:
            _meaning(name, value)
        except ValueError as error:
            yield ConfigProblem(f"`{name}` cannot be {_shown(value)}", self._place(path).value, str(error))

    def _default(self, name: str, value: Any) -> Default:
        place = self._place(("fields", name))
        return Default(name, _meaning(name, value), place.value, place.key)

    def _place(self, path: tuple[str, ...]) -> TomlSpan:
        return locate(self.text, (*self.table, *path))

    def _wrong(
        self, path: tuple[str, ...], wanted: str, value: Any, hint: str | None = None
    ) -> ConfigProblem:
        name = f"`{'.'.join((*self.table, *path))}`" if path or self.table else "the file"
        return ConfigProblem(f"{name} is {wanted}, and this is {_kind(value)}", self._place(path).value, hint)


def _as_texts(key: str, value: Any) -> str | None:
    """How to write a value as a list of texts, where that is plain."""
    each = value if isinstance(value, list) else [value]
    if not each or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in each):
        return None
    code = "" if key == "exclude" else "SCN"
    texts = (f'"{one}"' if isinstance(one, str) else f'"{code}{one}"' for one in each)
    return f"write `{key} = [{', '.join(texts)}]`"


def _meaning(name: str, value: Any) -> str | int | tuple[str | int, ...]:
    """A default as its field means it.

    Raises:
        ValueError: saying what the field takes.
    """
    kind = FIELDS[name].kind
    if isinstance(value, str) and not value.strip():
        raise ValueError("it is not empty")
    if isinstance(value, str):
        value = READ[kind](value)
    elif kind is FieldKind.STATEMENT:
        if not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            raise ValueError("it is a text, or a list of texts")
    elif wanted := misfit(name, value):
        raise ValueError(f"it is a {wanted}")
    return tuple(value) if isinstance(value, list) else value


def _last_day(value: Any) -> str | None:
    """The day that a month or a day means, as it is written in order; a month means its last one."""
    text = value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
    if not (isinstance(text, str) and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text, re.ASCII)):
        return None
    try:
        date.fromisoformat(text if len(text) == len("2026-09-10") else f"{text}-01")
    except ValueError:
        return None
    return text if len(text) == len("2026-09-10") else f"{text}-31"


def _kind(value: Any) -> str:
    return next(words for kind, words in _KINDS.items() if isinstance(value, kind))


def _shown(value: Any) -> str:
    return f"`{value if len(value) <= 40 else value[:39] + '…'}`" if isinstance(value, str) else _kind(value)
