"""Changes of fields, variables and platform values, brought into the lines of a scenario."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.pipeline.names import names_of
from scn_compiler.platforms.kit.script_lines import field_of
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import read_settings
from scn_compiler.sync.merge.pieces import (
    NotMergeable,
    Piece,
    Pieces,
    changed_words,
    changes,
    edits_of_json,
    has_values,
    is_end,
    print_setting,
)
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Block, Field, PlatformValue, Scenario, Script, Setting, Text, Variable, Version
from scn_dsl.records import Record
from scn_dsl.source import FRAGMENT, ROW, ROWS, Origin, Span
from scn_dsl.vocabulary import FIELDS, NAMED_LINES, REUSE, FieldKind

_LISTS = (FieldKind.TEXTS, FieldKind.IDS)
_Name = tuple[str, ...]
_T = TypeVar("_T")


class Side(Record):
    """A payload as a script.

    Attributes:
        lines: The scenario as it is printed, with names instead of ids.
        resolved: The same scenario with ids.
    """

    lines: Scenario
    resolved: ResolvedScenario


class SettingsMerge:
    """Brings the settings of a payload into one scenario of a script.

    Args:
        pieces: The script.
        scenario: The scenario, expanded and with the defaults of its file and of the configuration.
        before, after: Its payload as a script, now and with the changes.
        alone: Whether it is the only scenario of its file, so that the lines above it are its own.
        exact: Whether to change only the words that differ, and not the whole text.
    """

    def __init__(
        self,
        pieces: Pieces,
        scenario: ResolvedScenario,
        before: Side,
        after: Side,
        config: Config,
        *,
        alone: bool,
        exact: bool,
    ) -> None:
        self.pieces = pieces
        self.scenario = scenario
        self.before = before
        self.after = after
        self.config = config
        self.alone = alone
        self.exact = exact

    def run(self) -> None:
        """Edit the lines of all settings that differ.

        Raises:
            NotMergeable: if a setting comes from elsewhere.
        """
        old, new = (_by_name(each.lines) for each in (self.before, self.after))
        for name in dict.fromkeys((*old, *new)):
            mine, theirs = old.get(name, ()), new.get(name, ())
            if tuple(mine) != tuple(theirs) or _is_record(name):
                self._change(name, mine, theirs)

    def _change(self, name: _Name, old: Sequence[Setting], new: Sequence[Setting]) -> None:
        places = self._places(name)
        kind = FIELDS[name[0]].kind if name[0] in FIELDS and len(name) == 1 else None
        if kind in _LISTS:
            self._change_list(name, places, new)
        elif kind is FieldKind.RECORD:
            self._change_records(name)
        elif kind is FieldKind.STATEMENT:
            self._change_statements(name, places, old, new)
        elif not places:
            self._need_own(name, old)
            self._add(new)
        elif new:
            self._replace(name, places[-1], old[-1] if old else None, new[-1])
        else:
            for place in places:
                self.pieces.remove(place)

    def _places(self, name: _Name) -> list[Piece]:
        """Return the lines that set a name, among those that belong to the scenario."""
        lines = [*self.pieces.head, *self.pieces.own] if self.alone else self.pieces.own
        return [piece for piece in lines if _name_of(piece.item) == name]

    def _need_own(self, name: _Name, old: Sequence[Setting]) -> None:
        """Refuse to change a value that no line of the scenario sets."""
        is_name_of_file = name == ("scenario",) and self.scenario.scenario.title is None
        if old and not is_name_of_file:
            raise NotMergeable(f"{_shown(name)} comes from {self._source(name)}")

    def _source(self, name: _Name) -> str:
        """Say where a value comes from that no line of the scenario sets."""
        for each in self.scenario.scenario.settings:
            if _name_of(each) == name and each.origin and not self._places(name):
                return shown_origin(each.origin)
            if _name_of(each) == name and each.origin and each.origin.kind == FRAGMENT:
                return shown_origin(each.origin)
        if len(name) == 1 and any(each.name == name[0] for each in self.config.fields):
            return "`[fields]` in scn.toml"
        return "the top of the file"

    def _replace(self, name: _Name, place: Piece, old: Setting | None, new: Setting) -> None:
        """Write the new value into its line."""
        known = self._expanded(place)
        if isinstance(known, PlatformValue) and isinstance(new, PlatformValue):
            self._replace_json(place, known, new)
            return
        written, text = _text_of(known), _text_of(new)
        is_plain = not (getattr(known, "raw", False) or getattr(new, "raw", False))
        if self.exact and old is not None and is_plain:
            edit = changed_words(place.text, written, _text_of(old).value, text.value)
            if edit:
                self.pieces.rewrite(place, [edit])
                return
        if has_values(_text_of(known)):
            raise NotMergeable(f"{_shown(name)} has a value of the script or of a table in it")
        self._print(place, new)

    def _expanded(self, place: Piece) -> Setting:
        """Return the setting of a line, with its values filled in."""
        item = place.item
        settings = [*self.scenario.scenario.settings, *filter(None, (self.scenario.scenario.title,))]
        found = (each for each in settings if item and each.at == item.at and each.origin is None)
        in_row = (each for each in settings if item and each.at == item.at and _is_row(each.origin))
        known = next(found, None) or next(in_row, None) or item
        assert isinstance(known, Field | Variable | PlatformValue)
        return known

    def _replace_json(self, place: Piece, known: PlatformValue, new: PlatformValue) -> None:
        """Change the values in a JSON text that differ, or else print it again."""
        written = known.json
        try:
            before, after = load(written.value), load(new.json.value)
        except BadJson:
            raise NotMergeable(f"{_shown(_name_of(known) or ())} isn't plain JSON") from None
        edits = edits_of_json(written, before, after) if self.exact else None
        if edits is not None:
            self.pieces.rewrite(place, edits)
        elif "\n" in place.text:
            head = place.text.split(":", 1)[0]
            lines = json.dumps(after, ensure_ascii=False, indent=2).replace("\n", "\n  | ")
            self._rewrite_whole(place, f"{head}: {lines}")
        else:
            self._print(place, new)

    def _print(self, place: Piece, new: Setting) -> None:
        self._rewrite_whole(place, print_setting(new))

    def _rewrite_whole(self, place: Piece, text: str) -> None:
        indent = place.above.rpartition("\n")[2].lstrip("\ufeff")
        if indent.strip():
            indent = ""
        self.pieces.rewrite(place, [Edit(Span(0, len(place.text)), self.pieces.printed(text, indent))])

    def _change_list(self, name: _Name, places: list[Piece], new: Sequence[Setting]) -> None:
        """Write a list without the entries that it inherits."""
        field = name[0]
        wanted = _value(self.after.resolved, field)
        now = _value(self.scenario, field)
        own = [entry for place in places for entry in _entries(self._expanded(place))]
        inherited = now[: len(now) - len(own)]
        if now != inherited + own or wanted[: len(inherited)] != inherited:
            raise NotMergeable(f"{_shown(name)} comes from {self._source(name)}")
        rest = wanted[len(inherited) :]
        if any(has_values(_text_of(self._expanded(place))) for place in places):
            raise NotMergeable(f"{_shown(name)} has a value of the script or of a table in it")
        for place in places[: -1 if rest else None]:
            self.pieces.remove(place)
        lines = list(new) if rest == wanted else [_with_names(field_of(field, rest), self.config)]
        if rest and places:
            self._print(places[-1], lines[-1])
        elif rest:
            self._add(lines)

    def _change_statements(
        self, name: _Name, places: list[Piece], old: Sequence[Setting], new: Sequence[Setting]
    ) -> None:
        """Change, add and remove lines of a field that has one statement a line."""
        if len(places) != len(old):
            self._print_statements(name, places, new)
            return
        for kind, old_start, old_end, new_start, new_end in changes(old, new):
            lines, texts = places[old_start:old_end], new[new_start:new_end]
            for index, (line, text) in enumerate(zip(lines, texts, strict=False)):
                self._replace(name, line, old[old_start + index], text)
            for line in lines[len(texts) :]:
                self.pieces.remove(line)
            if kind != "delete" and (more := texts[len(lines) :]):
                above = places[old_end - 1] if old_end else None
                self._add(more, above if above in self.pieces.own else None)

    def _print_statements(self, name: _Name, places: list[Piece], new: Sequence[Setting]) -> None:
        """Print all lines of a field again, if they are those of the scenario alone, written in another way."""
        own = [entry for place in places for entry in _entries(self._expanded(place))]
        if not places or own != _value(self.scenario, name[0]):
            raise NotMergeable(f"{_shown(name)} comes from {self._source(name)}")
        if any(has_values(_text_of(self._expanded(place))) for place in places):
            raise NotMergeable(f"{_shown(name)} has a value of the script or of a table in it")
        self._add(new, places[-1])
        for place in places:
            self.pieces.remove(place)

    def _change_records(self, name: _Name) -> None:
        """Change, add and remove records, each with the lines below it."""
        old, new = (_records(each.lines.settings, name[0]) for each in (self.before, self.after))
        if old == new:
            return
        lines = [*self.pieces.head, *self.pieces.own] if self.alone else self.pieces.own
        places = _records(lines, name[0], lambda piece: piece.item)
        if len(places) != len(old):
            raise NotMergeable(f"{_shown(name)} comes from {self._source(name)}")
        for _, start, end, new_start, new_end in changes(old, new):
            texts = new[new_start:new_end]
            for index, (place, text) in enumerate(zip(places[start:end], texts, strict=False)):
                self._change_record(place, old[start + index], text)
            for place in places[start:end][len(texts) :]:
                for piece in place:
                    self.pieces.remove(piece)
            above = places[end - 1][-1] if end else None
            for text in texts[end - start :]:
                above = self._add(text, above if above in self.pieces.own else None)

    def _change_record(
        self, place: tuple[Piece, ...], old: tuple[Setting, ...], new: tuple[Setting, ...]
    ) -> None:
        """Change, add and remove lines of a record, which may be in any order."""
        places = {_name_of(piece.item): piece for piece in place}
        before, after = ({_name_of(each): each for each in lines} for lines in (old, new))
        if places.keys() != before.keys():
            raise NotMergeable(f"{_shown(_name_of(new[0]) or ())} is written in another way")
        for name in before:
            if name not in after:
                self.pieces.remove(places[name])
            elif name and before[name] != after[name]:
                self._replace(name, places[name], before[name], after[name])
        self._add([each for name, each in after.items() if name not in before], place[-1])

    def _add(self, new: Iterable[Setting], above: Piece | None = None) -> Piece | None:
        """Add lines below a line, or where the printer would write them."""
        for setting in new:
            index = self.pieces.own.index(above) + 1 if above else self._place_for(setting)
            indent = "" if index == 0 else _indent_of(self.pieces.own[index - 1])
            text = self.pieces.printed(print_setting(setting), indent)
            above = self.pieces.insert(index, indent + text, gap=False)
        return above

    def _place_for(self, setting: Setting) -> int:
        """Return the place for a new line: below the last line that the printer would write above it."""
        order = [_name_of(each) for each in _settings(self.after.lines)]
        name = _name_of(setting)
        earlier = set(order[: order.index(name)]) if name in order else set(order)
        best = 0
        for index, piece in enumerate(self.pieces.own):
            if isinstance(piece.item, Block) or is_end(piece) or is_insert(piece):
                break
            known = _name_of(piece.item)
            is_above = known in earlier or (known in (("scenario",), ("key",)) and name != ("scenario",))
            if is_above or isinstance(piece.item, Version) or (known and FIELDS.get(known[0], _NO).of_file):
                best = index + 1
        return best


_NO = FIELDS["role"]


def shown_origin(origin: Origin | None) -> str:
    """Say where a line comes from."""
    if origin is None:
        return "the top of the file"
    where = f" in {origin.path}" if origin.path else ""
    kinds = {FRAGMENT: "a fragment", ROW: "a row of a table", ROWS: "a file of rows"}
    return f"{kinds.get(origin.kind, 'a value')}{where}"


def _shown(name: _Name) -> str:
    match name:
        case (field,):
            return f"`{field}:`"
        case (platform, "", key):
            return f"`{platform}.{key}:`"
        case _:
            return f"`{' '.join(name)}`"


def _name_of(item: object) -> _Name | None:
    """Return the name of what a line sets; `None` for other lines."""
    match item:
        case Field(name=name):
            return None if name in REUSE else (name,)
        case Variable(holder=holder, name=name):
            return None if holder == "let" else (holder, name)
        case PlatformValue(platform=platform, key=key):
            return platform, "", key
        case _:
            return None


def _settings(scenario: Scenario) -> list[Setting]:
    return [*filter(None, (scenario.title,)), *scenario.settings]


def _by_name(scenario: Scenario) -> dict[_Name, list[Setting]]:
    found: dict[_Name, list[Setting]] = {}
    for each in _settings(scenario):
        name = _name_of(each)
        if name and not (name[0] in FIELDS and FIELDS[name[0]].under):  # lines below a record belong to it
            found.setdefault(name, []).append(each)
    return found


def _is_record(name: _Name) -> bool:
    return len(name) == 1 and FIELDS[name[0]].kind is FieldKind.RECORD


def _records(
    lines: Iterable[_T], name: str, item_of: Callable[[_T], object] = lambda each: each
) -> list[tuple[_T, ...]]:
    """Return the records called `name`, each with the lines that belong to it."""
    found: list[list[_T]] = []
    is_open = False
    for line in lines:
        item = item_of(line)
        if isinstance(item, Field) and item.name == name:
            found.append([line])
            is_open = True
        elif is_open and isinstance(item, Field) and name in NAMED_LINES[item.name].under:
            found[-1].append(line)
        else:
            is_open = False
    return [tuple(each) for each in found]


def _text_of(setting: Setting) -> Text:
    return setting.json if isinstance(setting, PlatformValue) else setting.value


def _is_row(origin: Origin | None) -> bool:
    return origin is not None and origin.kind == ROW


def is_insert(piece: Piece) -> bool:
    """Tell whether a piece inserts a fragment."""
    return isinstance(piece.item, Field) and piece.item.name == "insert"


def _indent_of(piece: Piece) -> str:
    indent = piece.above.rpartition("\n")[2].lstrip("\ufeff")
    return "" if indent.strip() else indent


def _value(scenario: ResolvedScenario, name: str) -> list[Json]:
    value = scenario.settings.fields.get(name)
    return _as_list(value.value) if value else []


def _entries(field: Setting) -> list[Json]:
    """Return the entries of a list."""
    settings, _ = read_settings((field,))
    return [entry for value in settings.fields.values() for entry in _as_list(value.value)]


def _as_list(value: Json) -> list[Json]:
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


def _with_names(field: Field, config: Config) -> Setting:
    names = names_of(config)
    script = Script(scenarios=(Scenario(settings=(field,)),))
    return names.instead_of_ids(script).scenarios[0].settings[0] if names else field
