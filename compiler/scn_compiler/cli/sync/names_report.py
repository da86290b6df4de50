"""Prints names and their ids: for people as a table, for programs as JSON, for a configuration as TOML."""

from collections.abc import Iterable, Iterator, Mapping

from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.toml_edit import toml_header, toml_lines
from scn_compiler.sync.names import NameRow, State
from scn_dsl.records import Record, field

_LOST = (State.CHANGED, State.GONE)


class LookedUp(Record):
    """The result of looking up names.

    Attributes:
        environment: The environment that they were compared with; `None` if none is chosen.
        failed: The kinds that couldn't be listed, with the reason.
        uses: The places of names whose things are gone.
    """

    environment: str | None
    rows: tuple[NameRow, ...]
    failed: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def lost(self) -> tuple[NameRow, ...]:
        """The names whose things are gone."""
        return tuple(each for each in self.rows if each.state in _LOST)


def names_table(found: LookedUp, *, is_short: bool) -> str:
    """Return a table with a heading for each kind; a short one lacks the names that are as they should be."""
    shown = [each for each in found.rows if not (is_short and each.state is State.KNOWN)]
    cells = [
        (
            found.environment and each.state.value,
            one_line(each.name),
            str(each.id),
            one_line(_note(each, found)),
        )
        for each in shown
    ]
    widths = [max((len(row[column] or "") for row in cells), default=0) for column in range(3)]
    lines: list[str] = []
    kind = ""
    for row, (state, name, id, note) in zip(shown, cells, strict=True):
        if row.kind != kind:
            kind = row.kind
            lines += [*([""] if lines else []), kind]
        first = f"{state:<{widths[0]}}  " if state else ""
        lines.append(f"  {first}{name:<{widths[1]}}  {id:>{widths[2]}}  {note}".rstrip())
    return "".join(f"{line}\n" for line in lines)


def _note(row: NameRow, found: LookedUp) -> str:
    """Return what there is to say about a name."""
    match row.state:
        case State.NEW if row.namesakes > 1:
            return f"{row.namesakes} have the name `{row.on_platform}`"
        case State.KNOWN if not row.on_platform:
            return "not in this project"
        case State.CHANGED:
            return f"was {row.before}, which is gone{_used(row, found)}"
        case State.GONE:
            return f"gone from the platform{_used(row, found)}"
    return "" if row.on_platform == row.name else f"`{row.on_platform}` on the platform"


def _used(row: NameRow, found: LookedUp) -> str:
    places = found.uses.get(row.name, [])
    more = f" and {len(places) - 3} more places" if len(places) > 3 else ""
    return f"; used in {', '.join(places[:3])}{more}" if places else "; no script uses it"


def names_json(found: LookedUp) -> str:
    """Return the names as JSON."""
    names = [
        {
            "kind": each.kind,
            "state": each.state.value if found.environment else None,
            "name": each.name,
            "id": each.id,
            "platform_name": each.on_platform or None,
            "before": each.before or None,
            "used_in": found.uses.get(each.name, []) if each.state in _LOST else [],
        }
        for each in found.rows
    ]
    content = {"environment": found.environment, "names": names, "failed": dict(found.failed)}
    return dump(content) + "\n"


def names_toml(environment: str, rows: Iterable[NameRow]) -> str:
    """Return the tables with the names that an environment lacks."""
    return "\n".join(_tables(environment, [each for each in rows if each.state is State.NEW]))


def _tables(environment: str, rows: list[NameRow]) -> Iterator[str]:
    for kind in dict.fromkeys(each.kind for each in rows):
        entries = {each.name: each.id for each in rows if each.kind == kind}
        yield f"{toml_header(('environments', environment, 'names', kind))}\n{toml_lines(entries)}"
