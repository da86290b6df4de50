"""Settings: the fields, variables, records and platform values of a script, parsed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from scn_compiler.installed_plugins import plugin_names
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.semantics.field_values import (
    FIELD_READERS,
    read_json_value,
    read_variable,
)
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Block, Field, PlatformValue, Setting, Variable
from scn_dsl.records import Record, field, replace
from scn_dsl.source import NOWHERE, Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_dsl.vocabulary import BLOCK, FIELDS, HOLDERS, PLATFORM_NAMES, FieldKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

REPEATED = ("ask", "answer", "follow_up")
"""Details that a block may have more than once."""


class Value(Record):
    """A parsed value, with its spans.

    Attributes:
        value: The value; `None` if the text could not be parsed.
        span: Span of the value.
        name: Span of the name.
        raw: Whether it was written as JSON after `raw:`.
        line: The line of the script that sets it, if it has a line of its own.
    """

    value: Json
    span: Span
    name: Span = NOWHERE
    raw: bool = False
    line: Field | None = None

    def locate(self, start: int, end: int) -> Span:
        """Return the span of a part of a text, by its offsets; the whole span if the text is written as JSON."""
        if self.line is None or self.raw:
            return self.span
        return self.line.place(self.line.value.locate(start, end))

    def span_of(self, entry: str) -> Span:
        """Return the span of an entry of a list; the span of the whole list if the text doesn't contain the entry."""
        text = self.line.value if self.line else None
        found = (
            re.search(rf'(?:^|[,\[])\s*("?{re.escape(entry)}"?)\s*(?:[,\]]|$)', text.value) if text else None
        )
        return self.line.place(text.locate(*found.span(1))) if self.line and text and found else self.span


class RecordEntry(Record):
    """A record, e.g. an expected tool call: its own value, and the values of the lines below it by name."""

    name: str
    value: Value
    details: dict[str, Value] = field(default_factory=dict)

    def get(self, name: str) -> Json:
        """Return the value of a detail; `None` if it isn't set."""
        found = self.details.get(name)
        return found.value if found else None


class Settings(Record):
    """The settings of a script or of a scenario, by name.

    `platform` is keyed by platform and key; `given`, `caller`, `mocks` and `failing_mocks` by variable or tool.
    The value of a list field is a list; `expect` is a list of statements. Records are in order. A value that
    doesn't parse is `None`: it is reported, and doesn't count as missing.
    """

    fields: dict[str, Value] = field(default_factory=dict)
    given: dict[str, Value] = field(default_factory=dict)
    caller: dict[str, Value] = field(default_factory=dict)
    platform: dict[tuple[str, str], Value] = field(default_factory=dict)
    mocks: dict[str, Value] = field(default_factory=dict)
    failing_mocks: dict[str, Value] = field(default_factory=dict)
    records: tuple[RecordEntry, ...] = ()

    def over(self, defaults: Settings) -> Settings:
        """Merge these settings over `defaults`: lists are extended, other values overridden."""
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
        """Return the records called `name`, in order."""
        return tuple(entry for entry in self.records if entry.name == name)

    @property
    def variables(self) -> tuple[tuple[str, dict[str, Value]], ...]:
        """The variables of each holder, by holder: the word that opens their lines (`given`, `mock`, …)."""
        return tuple(zip(HOLDERS, (self.given, self.caller, self.mocks, self.failing_mocks), strict=True))

    @property
    def has_variables(self) -> bool:
        return bool(self.given or self.caller or self.mocks or self.failing_mocks)

    def get(self, name: str) -> Json:
        """Return the value of a field; `None` if it isn't set."""
        found = self.fields.get(name)
        return found.value if found else None


def read_settings(
    settings: tuple[Setting, ...], blocks: tuple[Block, ...] = ()
) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Parse the settings of a script or of a scenario.

    Args:
        settings: The setting items, in order.
        blocks: The blocks of the scenario; a detail that a setting cut off from its block is reported as such.

    Returns:
        The values, and a diagnostic for each setting that is misplaced or duplicate, or doesn't parse.

    Raises:
        Nothing: a broken setting is reported, not raised.
    """
    parsed = Settings()
    found: list[Diagnostic] = []
    records: list[RecordEntry] = []
    above: RecordEntry | None = None
    for setting in settings:
        if not isinstance(setting, Field):
            above = None
            _read_other(setting, parsed, found)
        elif setting.name in _BELOW:
            _read_record_line(setting, above, (settings, blocks), found)
        elif setting.name in _RECORDS:
            above = RecordEntry(setting.name, _read_value(setting, found))
            records.append(above)
        else:
            above = None
            _read_field(setting, parsed.fields, found)
    if records:
        parsed = replace(parsed, records=tuple(records))
    return parsed, tuple(found)


def _read_other(setting: Variable | PlatformValue, settings: Settings, found: list[Diagnostic]) -> None:
    if isinstance(setting, Variable):
        table = dict(settings.variables)[setting.holder]
        _set_once(table, setting.name, _read_variable(setting), f"{setting.holder} {setting.name}", found)
    else:
        _read_platform_value(setting, settings.platform, found)


def read_details(block: Block) -> tuple[tuple[tuple[str, Value], ...], tuple[Diagnostic, ...]]:
    """Parse the detail lines of a block: name and value of each, in order, and the diagnostics."""
    found: list[Diagnostic] = []
    details: list[tuple[str, Value]] = []
    given: dict[str, Value] = {}
    for detail in block.details:
        line = Field(
            name=detail.name,
            value=detail.value,
            raw=detail.raw,
            span=detail.span,
            at=block.at,
            origin=block.origin,
        )
        value = _read_value(line, found)
        if detail.name not in REPEATED and detail.name in given:
            _set_once(given, detail.name, value, detail.name, found)
        else:
            given[detail.name] = value
            details.append((detail.name, value))
    return tuple(details), tuple(found)


def _read_record_line(
    setting: Field, above: RecordEntry | None, siblings: _Siblings, found: list[Diagnostic]
) -> None:
    """Parse a line that belongs to the record above it."""
    under = FIELDS[setting.name].under
    value = _read_value(setting, found)
    if above and above.name in under:
        _set_once(above.details, setting.name, value, setting.name, found)
        return
    found.append(_misplaced(setting, value.name, siblings, is_alone=above is None))


def _misplaced(line: Field, name: Span, siblings: _Siblings, *, is_alone: bool) -> Diagnostic:
    """Report a line of a record or block that isn't below its record or block.

    Args:
        name: Span of the name.
        siblings: The settings and blocks of the scenario.
        is_alone: Whether no record precedes the line at all.
    """
    under = FIELDS[line.name].under
    if BLOCK in under and (end := _block_end(line, *siblings)):
        return _cut_off_detail(line, name, end)
    if line.name == "title" and is_alone:
        message = "a scenario's name goes after `scenario:`"
        if any(isinstance(each, Field) and each.name == "scenario" for each in siblings[0]):
            hint = "remove this line, or comment it out with `#`: the `scenario:` line above already has the name"
            return report("misplaced-detail", name, message, hint)
        fix = Fix("replace with `scenario:`", (Edit(name, "scenario"),), safe=False)
        return report("misplaced-detail", name, message, "did you mean `scenario:`?", fix=fix)
    if line.name == "use" and (reuse := _meant_reuse(line, name)):
        return reuse
    places = [f"`{each}:`" for each in under if each != BLOCK]
    places += ["`WHEN`"] if BLOCK in under else []
    message = f"`{line.name}:` belongs below {' or '.join(places)}"
    return report("misplaced-detail", name, message, f"move this line right below {places[0]}")


def _meant_reuse(line: Field, name: Span) -> Diagnostic | None:
    """Report `use: NAME` and `use: FILE.scn`, which were meant as `insert:` and `import:`."""
    value = line.value.value.strip("\"'")
    match = re.fullmatch(r"(?P<file>[\w./-]+\.scn)|[A-Za-z_][\w-]*(?:\(.*\))?(?:[ ]+as[ ]+[\w-]+)?", value)
    if match is None:
        return None
    keyword = "import" if match["file"] else "insert"
    fix = Fix(f"write `{keyword}: {value}`", (Edit(line.whole, f"{keyword}: {value}"),), safe=False)
    message = f"`use:` describes a `caller_tool:` and {keyword}s nothing"
    return report("misplaced-detail", name, message, fix.title, fix=fix)


def _block_end(line: Field, settings: tuple[Setting, ...], blocks: tuple[Block, ...]) -> Setting | None:
    """Find the setting that ended the block above `line`; `None` without a block, or a setting between them."""
    above = bisect_left(blocks, line.at, key=lambda each: each.at)
    if not above or line.origin:
        return None
    behind = bisect_right(settings, blocks[above - 1].at, key=lambda each: each.at)
    return settings[behind] if behind < len(settings) and settings[behind].at < line.at else None


def _cut_off_detail(line: Field, name: Span, end: Setting) -> Diagnostic:
    label = _line_name(end)
    message = f"the {label} above ended the block, so `{line.name}:` is outside it"
    hint = f"move {label} above the blocks, or move `{line.name}:` above {label}"
    related = (Related("the block ends here", end.whole),)
    return report("misplaced-detail", name, message, hint, related=related)


def _line_name(setting: Setting) -> str:
    if isinstance(setting, Field):
        return f"`{setting.name}:`"
    if isinstance(setting, Variable):
        return f"`{setting.holder} {setting.name}`"
    return f"`{setting.platform}.{setting.key}:`"


def _read_field(setting: Field, fields: dict[str, Value], found: list[Diagnostic]) -> None:
    is_statement = setting.name in _STATEMENTS
    if not setting.value.value and is_statement:
        return
    value = _read_value(setting, found)
    if not setting.value.value:
        fields.setdefault(setting.name, value)
        return
    before = fields.get(setting.name)
    if is_statement and setting.raw and setting.name != "expect" and isinstance(value.value, str):
        value = Value([value.value], value.span, value.name)
    if is_statement and before and _has_statements(before.value) and _has_statements(value.value):
        statements = _statements(before.value)
        statements.extend(_statements(value.value))  # in place: copying each time would be quadratic
        fields[setting.name] = Value(statements, before.span, before.name)
        return
    _set_once(fields, setting.name, value, setting.name, found)


def _has_statements(value: Json) -> bool:
    return isinstance(value, list | str)


def _statements(value: Json) -> list[Json]:
    """Return statements as a list. A single one written as JSON is a string, which may contain line breaks."""
    return value if isinstance(value, list) else [value]


def _read_value(setting: Field, found: list[Diagnostic]) -> Value:
    """Parse the value of a field; it is `None` if the text doesn't parse, which is reported."""
    span = setting.place(setting.value.span)
    text = setting.value.value
    value = None
    try:
        if text:
            value = read_json_value(setting.name, text) if setting.raw else _READERS[setting.name](text)
    except BadJson as error:
        name = f"{setting.name} raw" if setting.raw else setting.name
        hint = None if setting.raw else f'write a JSON value, for example `{name}: {{"key": "value"}}`'
        found.append(report("bad-json", span, f"`{name}:` needs valid JSON: {error}", hint))
    except ValueError as error:
        from scn_compiler.semantics.misread import misread  # noqa: PLC0415  (only a wrong value needs it)

        found.append(misread(setting, span, error))
    return Value(value, span, _name_span(setting), setting.raw, setting)


def _set_once(table: dict[Any, Value], key: object, value: Value, name: str, found: list[Diagnostic]) -> None:
    if key in table:
        related = (Related("first defined here", table[key].span),)
        found.append(
            report(
                "duplicate-field",
                value.name,
                f"duplicate `{name}`",
                "remove one of the two lines",
                related=related,
            )
        )
    else:
        table[key] = value


def _read_variable(setting: Variable) -> Value:
    return Value(read_variable(setting.value.value), setting.place(setting.value.span), _name_span(setting))


def _name_span(setting: Setting) -> Span:
    """Return the span of a name, from the start of the line to the colon or equals sign."""
    if isinstance(setting, Field):
        length = len(setting.name)
    elif isinstance(setting, Variable):
        length = len(setting.holder) + 1 + len(setting.name)
    else:
        length = len(setting.platform) + 1 + len(setting.key)
    return setting.whole.part(0, length)


def _read_platform_value(
    setting: PlatformValue, table: dict[tuple[str, str], Value], found: list[Diagnostic]
) -> None:
    span = setting.place(setting.json.span)
    name = f"{setting.platform}.{setting.key}"
    known = PLATFORM_NAMES if setting.platform in PLATFORM_NAMES else (*PLATFORM_NAMES, *plugin_names())
    if setting.platform not in known:
        place = setting.place(Span(0, len(setting.platform)))
        hint = did_you_mean(setting.platform, known) or "write one of " + ", ".join(known)
        close = nearest(setting.platform, known)
        fix = Fix(f"replace with `{close}`", (Edit(place, close),), safe=False) if close else None
        found.append(report("unknown-field", place, f"unknown platform `{setting.platform}`", hint, fix=fix))
    try:
        value = Value(load(setting.json.value), span, _name_span(setting))
    except BadJson as error:
        from scn_compiler.semantics.misread import json_hint, json_with_comment  # noqa: PLC0415  (only a wrong value needs it)

        if commented := json_with_comment(setting):
            found.append(commented)
            return
        place = setting.place(setting.json.locate(error.offset, error.offset + 1))
        cause = json_hint(name, setting.json.value, error.offset)
        found.append(report("bad-json", place, f"`{name}` needs valid JSON: {error}", cause))
        return
    _set_once(table, (setting.platform, setting.key), value, name, found)


_Siblings = tuple[tuple[Setting, ...], tuple[Block, ...]]
_STATEMENTS = frozenset(name for name, spec in FIELDS.items() if spec.kind is FieldKind.STATEMENT)
_RECORDS = frozenset(name for name, spec in FIELDS.items() if spec.kind is FieldKind.RECORD)
_BELOW = frozenset(name for name, spec in FIELDS.items() if spec.under)
_READERS = {name: FIELD_READERS[spec.kind] for name, spec in FIELDS.items()}
