"""The sections of the scripts to write: scenarios of payloads, one or a table of several."""

from scn_compiler.reuse.share.slots import Lines
from scn_dsl.records import Record


class Unit(Record):
    """A scenario of a payload.

    Attributes:
        file: The number of the script that it comes from.
        number: Its number in that script.
        name: Its name: that of its title, or else of the file.
        lines: Its lines, with escaped texts.
    """

    file: int
    number: int
    name: str
    lines: Lines


class CellTable(Record):
    """The cells of a section that makes several scenarios, unescaped."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Insert(Record):
    """A line that inserts a fragment: its arguments by parameter, as escaped texts.

    Attributes:
        at: The number of blocks of the section above it; `None` for an insert among the settings.
    """

    fragment: str
    arguments: tuple[tuple[str, str], ...] = ()
    at: int | None = None


class SharedSection(Record):
    """A scenario of a script to write.

    Attributes:
        units: The scenarios that it makes, in order.
        lines: Its own lines, with escaped texts.
    """

    units: tuple[Unit, ...]
    lines: Lines
    table: CellTable | None = None
    inserts: tuple[Insert, ...] = ()


class SharedFragment(Record):
    """A fragment to write: its parameters, each with its default or `None`, and its lines with escaped texts."""

    name: str
    lines: Lines
    parameters: tuple[tuple[str, str | None], ...] = ()
