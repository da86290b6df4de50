"""Fields, variables and passed-through values: from what was written to what it means."""

import re
from collections.abc import Callable
from typing import Any

from scn_compiler.jsontext import BadJson, Json, load
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Field, PlatformValue, Setting, Variable
from scn_dsl.records import Record, field
from scn_dsl.source import NOWHERE, Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_dsl.vocabulary import FIELDS, PLATFORMS, Kind

_DURATION = r"(\d{1,7})(s|m|h|)"
NULLABLE = ("agent", "project", "folder", "max_duration")
"""Fields that a payload may set to null, which is not the same as leaving them out."""

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


class Value(Record):
    """A value, where it was written, and where its name was."""

    value: Json
    span: Span
    name: Span = NOWHERE


class Settings(Record):
    """What is set, by name. A list field's value is a list; `expect` is a list of statements.

    `platform` is keyed by platform and key, `given` and `caller` by variable. A value that could not be
    read is there as None: it is reported, and not missing.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    given: dict[str, Value] = field(default_factory=dict)
    caller: dict[str, Value] = field(default_factory=dict)
    platform: dict[tuple[str, str], Value] = field(default_factory=dict)

    def over(self, defaults: "Settings") -> "Settings":
        """These settings on top of `defaults`: lists are extended, the rest is overridden."""
        fields = dict(defaults.fields)
        for name, own in self.fields.items():
            inherited = fields.get(name)
            both = inherited and isinstance(inherited.value, list) and isinstance(own.value, list)
            fields[name] = (
                Value(inherited.value + own.value, own.span, own.name) if inherited and both else own
            )
        return Settings(
            fields,
            {**defaults.given, **self.given},
            {**defaults.caller, **self.caller},
            {**defaults.platform, **self.platform},
        )

    def get(self, name: str) -> Json:
        """The value of a field, `None` if it is not set."""
        found = self.fields.get(name)
        return found.value if found else None


def read_settings(written: tuple[Setting, ...]) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The meaning of what was written, and what of it has none."""
    settings = Settings()
    found: list[Diagnostic] = []
    for setting in written:
        if isinstance(setting, Field):
            _field(setting, settings.fields, found)
        elif isinstance(setting, Variable):
            table = settings.given if setting.holder == "given" else settings.caller
            _put(table, setting.name, _variable(setting), f"{setting.holder} {setting.name}", found)
        else:
            _platform(setting, settings.platform, found)
    return settings, tuple(found)


def _field(written: Field, fields: dict[str, Value], found: list[Diagnostic]) -> None:
    states = written.name in _STATEMENTS
    span = written.place(written.value.span)
    if not written.value.value:
        if states:
            return
        fields.setdefault(written.name, Value(None, span, _name(written)))
        return
    try:
        value = (
            _raw(written.name, written.value.value)
            if written.raw
            else _READERS[written.name](written.value.value)
        )
    except BadJson as error:
        found.append(report("bad-json", span, f"`{written.name} raw:` needs a JSON value: {error}"))
        value = None
    except ValueError as error:
        message = f"`{written.name}` cannot be `{_short(written.value.value)}`"
        found.append(report("bad-field-value", span, message, str(error), fix=_plainer(written, span)))
        value = None
    before = fields.get(written.name)
    if states and not written.raw and before and isinstance(before.value, list):
        fields[written.name] = Value([*before.value, *value], before.span, before.name)
        return
    _put(fields, written.name, Value(value, span, _name(written)), written.name, found)


def _plainer(written: Field, span: Span) -> Fix | None:
    """A list without the brackets and quotes of JSON, a word without its quotes."""
    text = written.value.value
    entries = [entry.strip(" \"'“”") for entry in text.strip("[]\"'").split(",")]
    plain = ", ".join(entries)
    if written.raw or plain == text or not all(entries) or "\n" in text:
        return None
    try:
        READ[FIELDS[written.name].kind](plain)
    except ValueError:
        return None
    return Fix(f"write `{plain}`", (Edit(span, plain),))


def _put(table: dict[Any, Value], key: object, value: Value, name: str, found: list[Diagnostic]) -> None:
    if key in table:
        related = (Related("first given here", table[key].span),)
        found.append(
            report("duplicate-field", value.name, f"`{name}` is given twice", "take one out", related=related)
        )
    else:
        table[key] = value


def _variable(written: Variable) -> Value:
    return Value(read_variable(written.value.value), written.place(written.value.span), _name(written))


def _name(written: Setting) -> Span:
    """Where the name stands, from the line's start to its colon or equals sign."""
    if isinstance(written, Field):
        length = len(written.name)
    elif isinstance(written, Variable):
        length = len(written.holder) + 1 + len(written.name)
    else:
        length = len(written.platform) + 1 + len(written.key)
    start = written.at + written.span.start
    return Span(start, start + length)


def read_variable(text: str) -> Json:
    """A variable's value: JSON where it is any, and bare words otherwise."""
    if text[:1] not in tuple('"[{-0123456789') and text not in ("true", "false", "null"):
        return text
    try:
        return load(text)
    except BadJson:
        return text


def _platform(written: PlatformValue, table: dict[tuple[str, str], Value], found: list[Diagnostic]) -> None:
    span = written.place(written.json.span)
    name = f"{written.platform}.{written.key}"
    if written.platform not in PLATFORMS:
        place = Span(written.at, written.at + len(written.platform))
        hint = did_you_mean(written.platform, PLATFORMS) or "the platforms are " + ", ".join(PLATFORMS)
        close = nearest(written.platform, PLATFORMS)
        fix = Fix(f"write `{close}`", (Edit(place, close),), safe=False) if close else None
        found.append(
            report("unknown-field", place, f"there is no platform `{written.platform}`", hint, fix=fix)
        )
    try:
        value = Value(load(written.json.value), span, _name(written))
    except BadJson as error:
        place = written.place(written.json.locate(error.offset, error.offset + 1))
        hint = f'text goes in quotes: `{name}: "…"`'
        found.append(report("bad-json", place, f"`{name}` needs a JSON value: {error}", hint))
        return
    _put(table, (written.platform, written.key), value, name, found)


def misfit(name: str, value: Json) -> str | None:
    """What a value of the field called `name` must be, if `value` is not."""
    kind = FIELDS[name].kind
    if _FITS[kind](value) and (value is not None or name in NULLABLE):
        return None
    return _NAMED[kind]


def _raw(name: str, text: str) -> Json:
    value = load(text)
    if wanted := misfit(name, value):
        raise ValueError(f"as JSON it is a {wanted}")
    return value


def _is_int(value: Json) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_text(value: Json) -> bool:
    return value is None or isinstance(value, str)


def _is_list(*kinds: type) -> Callable[[Json], bool]:
    return lambda value: (
        isinstance(value, list)
        and all(isinstance(entry, kinds) and not isinstance(entry, bool) for entry in value)
    )


_FITS: dict[Kind, Callable[[Json], bool]] = {
    Kind.TEXT: _is_text,
    Kind.WORD: _is_text,
    Kind.STATEMENT: _is_text,
    Kind.TEXTS: _is_list(str),
    Kind.IDS: _is_list(str, int),
    Kind.INTEGER: _is_int,
    Kind.DURATION: _is_int,
    Kind.ID: lambda value: _is_int(value) or isinstance(value, str),
}
_NAMED = {
    Kind.TEXT: "string",
    Kind.WORD: "string",
    Kind.STATEMENT: "string",
    Kind.TEXTS: "list of strings",
    Kind.IDS: "list of numbers and strings",
    Kind.INTEGER: "whole number",
    Kind.DURATION: "whole number of seconds",
    Kind.ID: "whole number or a string",
}


def _word(text: str) -> str:
    if len(text.split()) != 1:
        raise ValueError("it is one word")
    return text


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError("it is an id, a whole number, e.g. `12`")
    return int(text)


def _id(text: str) -> int | str:
    return int(text) if re.fullmatch(r"0|[1-9]\d{0,14}", text) else text


def _texts(text: str) -> list[str]:
    if text.startswith("[") and text.endswith("]"):
        raise ValueError("a list stands without brackets: `a, b`")
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise ValueError("between two commas stands a word")
    return parts


def _seconds(text: str) -> int:
    duration = re.fullmatch(_DURATION, text.replace(" ", ""))
    if not duration:
        raise ValueError("write `90s`, `10m`, `1h`, or `600` for seconds")
    return int(duration[1]) * _SECONDS[duration[2]]


READ: dict[Kind, Callable[[str], Json]] = {
    Kind.TEXT: str,
    Kind.WORD: _word,
    Kind.STATEMENT: lambda text: [text],
    Kind.TEXTS: _texts,
    Kind.IDS: lambda text: [_id(part) for part in _texts(text)],
    Kind.INTEGER: _integer,
    Kind.DURATION: _seconds,
    Kind.ID: _id,
}
_STATEMENTS = frozenset(name for name, spec in FIELDS.items() if spec.kind is Kind.STATEMENT)
_READERS = {name: READ[spec.kind] for name, spec in FIELDS.items()}


def write(kind: Kind, value: Json) -> str | None:
    """How `value` is written plainly; `None` where the plain form would not be read back as it."""
    match kind:
        case Kind.TEXTS | Kind.IDS if isinstance(value, list):
            text = ", ".join(str(entry) for entry in value)
        case Kind.DURATION if isinstance(value, int) and value > 0 and value % 60 == 0:
            text = f"{value // 60}m"
        case Kind.DURATION if isinstance(value, int):
            text = f"{value}s"
        case _:
            text = str(value)
    try:
        back = READ[kind](text)
    except ValueError:
        return None
    return text if type(back) is type(value) and back == value else None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
