"""The values and names that an environment of the configuration gives to scripts."""

from __future__ import annotations

from scn_dsl.records import Record
from scn_dsl.source import NOWHERE, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.semantics.defaults import Default


class GivenValue(Record):
    """A value from outside the script; both spans are offsets in the configuration file.

    Attributes:
        value: The text as a script would have it: numbers and booleans too, e.g. `12` or `true`.
        span: Span of the value; nowhere if it comes from the command line.
        key: Span of the name.
    """

    name: str
    value: str
    span: Span = NOWHERE
    key: Span = NOWHERE


class NameOfId(Record):
    """A name that scripts use in place of a platform's id.

    Attributes:
        kind: The table that it is in, e.g. `agents`.
        span: Span of the id, an offset in the configuration file.
    """

    kind: str
    name: str
    id: int
    span: Span = NOWHERE


class Environment(Record):
    """An environment as the configuration defines it, e.g. `staging`; `span` is that of its name.

    Attributes:
        extends: The environment that it extends.
        values: Its own `let` table.
        fields: Its own default fields.
        names: Its own names of ids.
    """

    name: str
    extends: str | None = None
    values: tuple[GivenValue, ...] = ()
    fields: tuple[Default, ...] = ()
    names: tuple[NameOfId, ...] = ()
    span: Span = NOWHERE
