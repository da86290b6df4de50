"""Values of a payload as lines of a script: plain if that means the same, otherwise as JSON."""

from collections.abc import Iterator, Mapping

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.field_values import is_plainly_text, misfit, write_value
from scn_dsl.nodes import Detail, Field, Holder, PlatformValue, Text, Variable
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import FIELDS, FieldKind
from scn_grammar.plain_text import is_plain
from scn_grammar.printer import escape

LINE_KEY = lazy_pattern(r"(?!patch\Z)[A-Za-z0-9_$.-]+")
"""Keys that fit in a script line; all others go into the patch, including a payload's own `patch`."""


def field_of(name: str, value: Json) -> Field:
    """Return a field: plain if that means the same, otherwise as JSON."""
    kind = FIELDS[name].kind
    stated = kind is FieldKind.STATEMENT and name != "expect" and isinstance(value, str)
    plain = value if stated else write_value(kind, value) if kind is not FieldKind.STATEMENT else None
    if plain is not None and is_plain(plain):
        return Field(name=name, value=Text(value=plain))
    return Field(name=name, value=Text(value=escape(value)), raw=True)


def statements_of(name: str, values: list[str]) -> Iterator[Field]:
    """Return one line for each statement."""
    return (field_of(name, value) for value in values)


def record_of(name: str, value: str, details: Mapping[str, Json]) -> Iterator[Field]:
    """Yield a record and the lines below it. Every value in `details` must fit its field (see `fits`)."""
    yield field_of(name, value)
    for detail, value_of_detail in details.items():
        yield field_of(detail, value_of_detail)


def detail_of(name: str, value: Json) -> Detail:
    """Return a detail of a block, e.g. `title: Refunds`."""
    line = field_of(name, value)
    return Detail(name=name, value=line.value, raw=line.raw)


def variable_of(holder: Holder, name: str, value: Json) -> Variable:
    """Return a line such as `given NAME = VALUE`, without quotes if the value then stays the same text."""
    bare = isinstance(value, str) and is_plain(value) and is_plainly_text(value)
    text = value if isinstance(value, str) and bare else escape(value)
    return Variable(holder=holder, name=name, value=Text(value=text))


def passthrough_line(platform: str, key: str, value: Json) -> PlatformValue:
    """Return the line `PLATFORM.KEY: JSON`."""
    return PlatformValue(platform=platform, key=key, json=Text(value=escape(value)))


def fits(name: str, value: Json) -> bool:
    """Return whether the field called `name` can hold `value`, plain or as JSON."""
    return misfit(name, value) is None
