"""Fields, variables and passed-through values: from what was written to what it means."""

import re
from typing import Any

from scn_compiler import installed_plugins as plugins
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.semantics.field_values import ALIKE, READ, from_json, read_variable
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Block, Field, PlatformValue, Setting, Variable
from scn_dsl.records import Record, field, replace
from scn_dsl.source import NOWHERE, Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_dsl.vocabulary import BLOCK, FIELDS, HOLDERS, PLATFORM_NAMES, FieldKind

REPEATED = ("ask", "answer", "follow_up")
"""What a block may say more than once."""


class Value(Record):
    """A value, where it was written, where its name was, and whether it was written as JSON behind `raw:`.

    Attributes:
        line: The line of the script, if it has one of its own.
    """

    value: Json
    span: Span
    name: Span = NOWHERE
    raw: bool = False
    line: Field | None = None

    def locate(self, start: int, end: int) -> Span:
        """Where a stretch of a text stands; all of it, where it is written as JSON."""
        if self.line is None or self.raw:
            return self.span
        return self.line.place(self.line.value.locate(start, end))

    def span_of(self, entry: str) -> Span:
        """Where an entry of a list stands; the whole value, where that cannot be told."""
        text = self.line.value if self.line else None
        found = (
            re.search(rf'(?:^|[,\[])\s*("?{re.escape(entry)}"?)\s*(?:[,\]]|$)', text.value) if text else None
        )
        return self.line.place(text.locate(*found.span(1))) if self.line and text and found else self.span


class RecordEntry(Record):
    """A record, e.g. a tool call that is expected: its own value, and what stands below it, by name."""

    name: str
    value: Value
    details: dict[str, Value] = field(default_factory=dict)

    def get(self, name: str) -> Json:
        """The value of a detail, `None` if it is not set."""
        found = self.details.get(name)
        return found.value if found else None


class Settings(Record):
    """What is set, by name. A list field's value is a list; `expect` is a list of statements.

    `platform` is keyed by platform and key; `given`, `caller`, `mocks` and `failing_mocks` by variable or tool.
    Records stand in their order. A value that could not be read is there as None: it is reported, and not missing.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    given: dict[str, Value] = field(default_factory=dict)
    caller: dict[str, Value] = field(default_factory=dict)
    platform: dict[tuple[str, str], Value] = field(default_factory=dict)
    mocks: dict[str, Value] = field(default_factory=dict)
    failing_mocks: dict[str, Value] = field(default_factory=dict)
    records: tuple[RecordEntry, ...] = ()

    def over(self, defaults: "Settings") -> "Settings":
        """These settings on top of `defaults`: lists are extended, the rest is overridden."""
        fields = dict(defaults.fields)
        for name, own in self.fields.items():
            inherited = fields.get(name)
            both = inherited and isinstance(inherited.value, list) and isinstance(own.value, list)
            fields[name] = (
                Value(inherited.value + own.value, own.span, own.name, line=own.line)
                if inherited and both
                else own
            )
        return Settings(
            fields,
            {**defaults.given, **self.given} if defaults.given else self.given,
            {**defaults.caller, **self.caller} if defaults.caller else self.caller,
            {**defaults.platform, **self.platform} if defaults.platform else self.platform,
            {**defaults.mocks, **self.mocks} if defaults.mocks else self.mocks,
            {**defaults.failing_mocks, **self.failing_mocks}
            if defaults.failing_mocks
            else self.failing_mocks,
            defaults.records + self.records,
        )

    def all(self, name: str) -> tuple[RecordEntry, ...]:
        """The records called `name`, in order."""
        return tuple(entry for entry in self.records if entry.name == name)

    @property
    def held(self) -> tuple[tuple[str, dict[str, Value]], ...]:
        """What lines `WORD NAME = VALUE` set, by that word."""
        return tuple(zip(HOLDERS, (self.given, self.caller, self.mocks, self.failing_mocks), strict=True))

    @property
    def holds_any(self) -> bool:
        return bool(self.given or self.caller or self.mocks or self.failing_mocks)

    def get(self, name: str) -> Json:
        """The value of a field, `None` if it is not set."""
        found = self.fields.get(name)
        return found.value if found else None


def read_settings(
    written: tuple[Setting, ...], blocks: tuple[Block, ...] = ()
) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The meaning of what was written, beside the `blocks` of the same scenario, and what of it has none."""
    settings = Settings()
    found: list[Diagnostic] = []
    records: list[RecordEntry] = []
    above: RecordEntry | None = None
    for setting in written:
        if not isinstance(setting, Field):
            above = None
            _other(setting, settings, found)
        elif setting.name in _BELOW:
            _below(setting, above, (written, blocks), found)
        elif setting.name in _RECORDS:
            above = RecordEntry(setting.name, _value(setting, found))
            records.append(above)
        else:
            above = None
            _field(setting, settings.fields, found)
    if records:
        settings = replace(settings, records=tuple(records))
    return settings, tuple(found)


def _other(written: Variable | PlatformValue, settings: Settings, found: list[Diagnostic]) -> None:
    if isinstance(written, Variable):
        table = dict(settings.held)[written.holder]
        _put(table, written.name, _variable(written), f"{written.holder} {written.name}", found)
    else:
        _platform(written, settings.platform, found)


def read_details(block: Block) -> tuple[tuple[tuple[str, Value], ...], tuple[Diagnostic, ...]]:
    """What lines of a block say of it, in order, by name; and what of them has no meaning."""
    found: list[Diagnostic] = []
    told: list[tuple[str, Value]] = []
    for detail in block.details:
        line = Field(
            name=detail.name,
            value=detail.value,
            raw=detail.raw,
            span=detail.span,
            at=block.at,
            origin=block.origin,
        )
        value = _value(line, found)
        if detail.name not in REPEATED and detail.name in dict(told):
            table = dict(told)
            _put(table, detail.name, value, detail.name, found)
        else:
            told.append((detail.name, value))
    return tuple(told), tuple(found)


def _below(written: Field, above: RecordEntry | None, around: "_Around", found: list[Diagnostic]) -> None:
    """A line that belongs to the record above it."""
    under = FIELDS[written.name].under
    value = _value(written, found)
    if above and above.name in under:
        _put(above.details, written.name, value, written.name, found)
        return
    found.append(_misplaced(written, value.name, around, is_alone=above is None))


def _misplaced(line: Field, name: Span, around: "_Around", *, is_alone: bool) -> Diagnostic:
    """The report of it.

    Args:
        name: Where its name stands.
        around: The settings and blocks of its scenario.
        is_alone: Whether no record stands above it either.
    """
    under = FIELDS[line.name].under
    if BLOCK in under and (ended := _ended_by(line, *around)):
        return _cut_off(line, name, ended)
    if line.name == "title" and is_alone:
        fix = Fix("write `scenario:`", (Edit(name, "scenario"),), safe=False)
        message = "a scenario's name stands after `scenario:`"
        return report("misplaced-detail", name, message, "did you mean `scenario:`?", fix=fix)
    places = [f"`{each}:`" for each in under if each != BLOCK]
    places += ["WHEN"] if BLOCK in under else []
    message = f"`{line.name}:` belongs to {' or '.join(places)}, and stands below none"
    return report("misplaced-detail", name, message, f"put it right below {places[0]}")


def _ended_by(line: Field, settings: tuple[Setting, ...], blocks: tuple[Block, ...]) -> Setting | None:
    """What stands between the last block above `line` and it."""
    block = max((each.at for each in blocks if each.at < line.at), default=None)
    if block is None:
        return None
    return min(
        (each for each in settings if block < each.at < line.at), key=lambda each: each.at, default=None
    )


def _cut_off(line: Field, name: Span, ended: Setting) -> Diagnostic:
    shown = _line_name(ended)
    message = f"{shown} above ended the block, so `{line.name}:` belongs to none"
    hint = f"put {shown} above the blocks, or `{line.name}:` above {shown}"
    related = (Related("the block ended here", ended.whole),)
    return report("misplaced-detail", name, message, hint, related=related)


def _line_name(setting: Setting) -> str:
    if isinstance(setting, Field):
        return f"`{setting.name}:`"
    if isinstance(setting, Variable):
        return f"`{setting.holder} {setting.name}`"
    return f"`{setting.platform}.{setting.key}:`"


def _field(written: Field, fields: dict[str, Value], found: list[Diagnostic]) -> None:
    states = written.name in _STATEMENTS
    if not written.value.value and states:
        return
    value = _value(written, found)
    if not written.value.value:
        fields.setdefault(written.name, value)
        return
    before = fields.get(written.name)
    if states and written.raw and written.name != "expect" and isinstance(value.value, str):
        value = Value([value.value], value.span, value.name)
    if states and before and _states(before.value) and _states(value.value):
        fields[written.name] = Value(
            [*_statements(before.value), *_statements(value.value)], before.span, before.name
        )
        return
    _put(fields, written.name, value, written.name, found)


def _states(value: Json) -> bool:
    return isinstance(value, list | str)


def _statements(value: Json) -> list[Json]:
    """Statements as a list: one alone that is written as JSON is none, and has line breaks of its own."""
    return value if isinstance(value, list) else [value]


def _value(written: Field, found: list[Diagnostic]) -> Value:
    """What was written, as its field means it; None if it means nothing, which is reported."""
    span = written.place(written.value.span)
    text = written.value.value
    value = None
    try:
        if text:
            value = from_json(written.name, text) if written.raw else _READERS[written.name](text)
    except BadJson as error:
        name = f"{written.name} raw" if written.raw else written.name
        hint = None if written.raw else f'write e.g. `{name}: {{"key": "value"}}`'
        found.append(report("bad-json", span, f"`{name}:` needs a JSON value: {error}", hint))
    except ValueError as error:
        message = f"`{written.name}` cannot be `{_short(text)}`"
        found.append(report("bad-field-value", span, message, str(error), fix=_plainer(written, span)))
    return Value(value, span, _name(written), written.raw, written)


def _plainer(written: Field, span: Span) -> Fix | None:
    """A list without the brackets and quotes of JSON, a word without its quotes, `yes` for `true`."""
    text = written.value.value
    entries = [entry.strip(" \"'“”") for entry in text.strip("[]\"'").split(",")]
    plain = ", ".join(entries)
    if FIELDS[written.name].kind is FieldKind.CHOICE:
        plain = ALIKE.get(plain.casefold(), plain)
    if written.raw or plain == text or not all(entries) or "\n" in text:
        return None
    try:
        READ[FIELDS[written.name].kind](plain)
    except (ValueError, BadJson):
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
    return written.whole.part(0, length)


def _platform(written: PlatformValue, table: dict[tuple[str, str], Value], found: list[Diagnostic]) -> None:
    span = written.place(written.json.span)
    name = f"{written.platform}.{written.key}"
    known = PLATFORM_NAMES if written.platform in PLATFORM_NAMES else (*PLATFORM_NAMES, *plugins.names())
    if written.platform not in known:
        place = written.place(Span(0, len(written.platform)))
        hint = did_you_mean(written.platform, known) or "the platforms are " + ", ".join(known)
        close = nearest(written.platform, known)
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


_Around = tuple[tuple[Setting, ...], tuple[Block, ...]]
_STATEMENTS = frozenset(name for name, spec in FIELDS.items() if spec.kind is FieldKind.STATEMENT)
_RECORDS = frozenset(name for name, spec in FIELDS.items() if spec.kind is FieldKind.RECORD)
_BELOW = frozenset(name for name, spec in FIELDS.items() if spec.under)
_READERS = {name: READ[spec.kind] for name, spec in FIELDS.items()}


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
