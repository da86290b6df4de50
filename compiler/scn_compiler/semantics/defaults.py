"""The fields of a configuration, beneath those of every script."""

from scn_compiler.semantics.resolve import ResolvedScript
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.records import Record, replace
from scn_dsl.source import CONFIG, NOWHERE, Span


class Default(Record):
    """A field for the scripts that do not set it; both spans count in the configuration file.

    Attributes:
        value: As the field means it; a list is a tuple.
        span: Where the value stands.
        key: Where the name stands.
    """

    name: str
    value: str | int | tuple[str | int, ...]
    span: Span = NOWHERE
    key: Span = NOWHERE


def with_defaults(document: ResolvedScript, fields: tuple[Default, ...]) -> ResolvedScript:
    """`document` with `fields` wherever neither its file nor its scenario sets them; lists are extended."""
    if not fields:
        return document
    settings = Settings({each.name: _value(each) for each in fields})
    scenarios = tuple(
        replace(scenario, settings=scenario.settings.over(settings)) for scenario in document.scenarios
    )
    return replace(document, defaults=document.defaults.over(settings), scenarios=scenarios)


def is_default(value: Value) -> bool:
    """Whether a value is a default of the configuration, which gives way to whatever a script says."""
    return value.span.origin == CONFIG


def _value(default: Default) -> Value:
    value = list(default.value) if isinstance(default.value, tuple) else default.value
    return Value(value, default.span.within(CONFIG), default.key.within(CONFIG))
