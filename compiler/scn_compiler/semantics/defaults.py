"""Applies the default fields of a configuration to a script."""

from scn_compiler.semantics.resolve import ResolvedScript
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.records import Record, replace
from scn_dsl.source import CONFIG, NOWHERE, Span


class Default(Record):
    """A default field of the configuration; both spans are offsets in the configuration file.

    Attributes:
        value: The parsed value; a list is a tuple. `None` for a name without an id, which is reported.
        span: Span of the value.
        key: Span of the name.
    """

    name: str
    value: str | int | tuple[str | int, ...] | None
    span: Span = NOWHERE
    key: Span = NOWHERE


def merged_defaults(inherited: tuple[Default, ...], own: tuple[Default, ...]) -> tuple[Default, ...]:
    """Merge own defaults into inherited ones: extend lists, override other values."""
    fields = {each.name: each for each in inherited}
    for each in own:
        older = fields.get(each.name)
        if older and isinstance(older.value, tuple) and isinstance(each.value, tuple):
            fields[each.name] = replace(each, value=older.value + each.value)
        else:
            fields[each.name] = each
    return tuple(fields.values())


def with_defaults(document: ResolvedScript, fields: tuple[Default, ...]) -> ResolvedScript:
    """Merge `fields` below the settings of a file and of its scenarios.

    A script overrides a default; a list in a script extends it.
    """
    if not fields:
        return document
    settings = Settings({each.name: _value_of(each) for each in fields})
    scenarios = tuple(
        replace(scenario, settings=scenario.settings.over(settings)) for scenario in document.scenarios
    )
    return replace(document, defaults=document.defaults.over(settings), scenarios=scenarios)


def is_default(value: Value) -> bool:
    """Return whether a value comes from the configuration, so that a script may override it."""
    return value.span.origin == CONFIG


def _value_of(default: Default) -> Value:
    value = list(default.value) if isinstance(default.value, tuple) else default.value
    return Value(value, default.span.within(CONFIG), default.key.within(CONFIG))
