"""The values and names that an environment of the configuration gives to scripts."""

from __future__ import annotations

import re

from scn_dsl.records import Record
from scn_dsl.source import NOWHERE, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.semantics.defaults import Default

SECRET = "env:"
"""Prefix of a reference to an environment variable. scn never reads the variable: the reference stays as written."""


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
        kind: The table that it is in: a value of `vocabulary.NAME_TABLES`.
        span: Span of the id, an offset in the configuration file.
    """

    kind: str
    name: str
    id: int
    span: Span = NOWHERE


class Environment(Record):
    """An environment as the configuration defines it, e.g. `staging`.

    Attributes:
        extends: The environment that it extends, in the same configuration or in one that this one extends.
        values: Its own `let` table.
        fields: Its own default fields.
        names: Its own names of ids.
        span: Span of the value of `extends`.
    """

    name: str
    extends: str | None = None
    values: tuple[GivenValue, ...] = ()
    fields: tuple[Default, ...] = ()
    names: tuple[NameOfId, ...] = ()
    span: Span = NOWHERE


def value_name_problem(name: str) -> tuple[str, str] | None:
    """Return the message and hint for the name of a value that isn't one; `None` for a good name."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return None
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    hint = f", for example `{plain}`" if plain and not plain[0].isdigit() else ""
    message = f"`{name}` can't be the name of a value" if name else "the name of a value is missing"
    return message, f"write letters, digits and `_`, with a letter or `_` first{hint}"


def secret_problem(value: str) -> tuple[str, str] | None:
    """Return the message and hint for a secret reference that names no variable; `None` for any other value."""
    if not value.startswith(SECRET) or re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", value):
        return None
    name = value.removeprefix(SECRET).strip()
    message = (
        f"`{value}` doesn't name an environment variable" if name else "`env:` names no environment variable"
    )
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    return (
        message,
        f"write, for example, `{SECRET}{plain if plain and not plain[0].isdigit() else 'API_KEY'}`",
    )
