"""What holds beneath every script: a project's choices, as a value."""

from scn_compiler.resolve import Document
from scn_compiler.settings import Settings, Value
from scn_dsl.records import Record, replace
from scn_dsl.source import NOWHERE, Span

ELSEWHERE = 1 << 50
"""An offset that no script reaches: spans from here on count in the configuration file."""


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


class Config(Record):
    """What a project chose; without anything chosen, what scn does by itself.

    Attributes:
        target: For scripts that name none.
        fields: Beneath the fields of each script.
        select, ignore: Codes, beginnings of codes, names, or `ALL`; the longer one counts.
        exclude: Globs of files that are passed over in folders.
        strict: Whether warnings fail a check, too.
        baseline: The file that lists known findings; as `exclude` and `strict`, for the command line alone.
        rules: For a platform the day by whose rules it is judged, e.g. `("cekura", "2026-09-30")`.
    """

    target: str | None = None
    fields: tuple[Default, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    strict: bool = False
    baseline: str | None = None
    rules: tuple[tuple[str, str], ...] = ()

    @property
    def beneath(self) -> tuple[Default, ...]:
        """The fields, with the target as one of them."""
        return self.fields if self.target is None else (*self.fields, Default("target", self.target))


def lay_beneath(document: Document, fields: tuple[Default, ...]) -> Document:
    """`document` with `fields` wherever neither its file nor its scenario sets them; lists are extended."""
    if not fields:
        return document
    settings = Settings({each.name: _value(each) for each in fields})
    scenarios = tuple(
        replace(scenario, settings=scenario.settings.over(settings)) for scenario in document.scenarios
    )
    return replace(document, defaults=document.defaults.over(settings), scenarios=scenarios)


def is_beneath(value: Value) -> bool:
    """Whether a value is a default of the configuration, which gives way to whatever a script says."""
    return value.span.start >= ELSEWHERE


def _value(default: Default) -> Value:
    value = list(default.value) if isinstance(default.value, tuple) else default.value
    return Value(value, default.span.shift(ELSEWHERE), default.key.shift(ELSEWHERE))
