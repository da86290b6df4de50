"""Edits tables of numbers in a TOML text; all other bytes stay.

Keys are found by patterns, so a result has to be parsed and compared with what it should be: `edited` does that.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from scn_compiler.project.toml_spans import TomlSpan, key_spans
from scn_dsl.records import Record, field

_COLUMNS = 100
"""A longer table in braces is written as one line for each key."""


class TableEdit(Record):
    """A change of one table of numbers.

    Attributes:
        table: The keys that lead to it.
        entries: The numbers that it should have; new ones come after all others.
        removed: Keys that it should no longer have.
    """

    table: tuple[str, ...]
    entries: Mapping[str, int] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def edited(text: str, edits: tuple[TableEdit, ...]) -> str | None:
    """Return a TOML text with changed tables; `None` if its layout is too unusual to be edited."""
    wanted = tomllib.loads(_without_bom(text))
    expected = deepcopy(wanted)
    try:
        for edit in edits:
            old = _table_in(expected, edit.table)
            for name in edit.removed:
                del old[name]
            text = _without(text, edit.table, edit.removed)
            changed = {name: value for name, value in edit.entries.items() if old.get(name, value) != value}
            text = _with_values(text, edit.table, changed)
            if new := {name: value for name, value in edit.entries.items() if name not in old}:
                text = _with_entries(text, edit.table, new)
            old.update(edit.entries)
        found = tomllib.loads(_without_bom(text))
    except (KeyError, tomllib.TOMLDecodeError):
        return None
    return text if found == expected else None


def toml_lines(entries: Mapping[str, int]) -> str:
    """Return the lines of a table of numbers."""
    return "".join(f"{_entry(name, value)}\n" for name, value in entries.items())


def toml_header(table: tuple[str, ...]) -> str:
    """Return the header of a table, e.g. `[environments.staging.names.agents]`."""
    return f"[{_dotted(table)}]"


def _table_in(values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for part in path:
        values = values.setdefault(part, {})
    return values


def _without_bom(text: str) -> str:
    return re.sub("\\A\ufeff", " ", text)


def _spans(text: str) -> dict[tuple[str, ...], TomlSpan]:
    return key_spans(_without_bom(text))


def _entry(name: str, value: int) -> str:
    return f"{_quoted(name)} = {value}"


def _quoted(name: str) -> str:
    """Return a key in quotes; one with quotes or a backslash in single ones, if possible, so that it needs no escapes."""
    if re.search(r'["\\]', name) and "'" not in name:
        return f"'{name}'"
    return json.dumps(name, ensure_ascii=False)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else _quoted(part) for part in path)


def _with_values(text: str, table: tuple[str, ...], values: Mapping[str, int]) -> str:
    for name, span in _from_the_end(text, table, values):
        text = f"{text[: span.value.start]}{values[name]}{text[span.value.end :]}"
    return text


def _without(text: str, table: tuple[str, ...], names: Iterable[str]) -> str:
    """Remove keys: their lines, or their parts of a table in braces."""
    for _, span in _from_the_end(text, table, names):
        start, end = span.key.start, span.value.end
        if _starts_line(text, start):
            text = text[: _start_of_line(text, start)] + text[_end_of_line(text, end) :]
        elif comma := re.compile(r"\s*,\s*").match(text, end):
            text = text[:start] + text[comma.end() :]
        else:
            text = text[:start].rstrip().removesuffix(",").rstrip() + text[end:]
    return text


def _from_the_end(text: str, table: tuple[str, ...], names: Iterable[str]) -> list[tuple[str, TomlSpan]]:
    """Return the spans of keys, the last one first, so that edits leave the others where they are."""
    spans = _spans(text) if names else {}
    found = [(name, spans[(*table, name)]) for name in names]
    return sorted(found, key=lambda each: -each[1].key.start)


def _with_entries(text: str, table: tuple[str, ...], entries: Mapping[str, int]) -> str:
    """Add keys to a table, where and how it is written; a table that is missing comes after its siblings."""
    spans = _spans(text)
    if table in spans and spans[table].key != spans[table].value:
        return _in_braces(text, spans[table], entries)
    own = [path for path in spans if path[:-1] == table]
    if table in spans or own:
        last = max(spans[path].value.end for path in (*own, table) if path in spans)
        prefix = ""
        if table not in spans:
            key = spans[own[-1]].key
            prefix = _before_last_part(text[key.start : key.end])
        return _insert(text, last, [f"{prefix}{_entry(*each)}" for each in entries.items()])
    inside = "{ " + ", ".join(_entry(*each) for each in entries.items()) + " }"
    for depth in range(len(table) - 1, 0, -1):
        outer = spans.get(table[:depth])
        if outer and text.startswith("{", outer.value.start):
            return _put(text, outer, f"{_dotted(table[depth:])} = {inside}")
    for path, span in sorted(spans.items(), key=lambda each: -each[1].key.start):
        is_sibling = path[:-1] == table[:-1] and text.startswith("{", span.value.start)
        if is_sibling and _starts_line(text, span.key.start):
            line = _before_last_part(text[span.key.start : span.key.end]) + f"{table[-1]} = {inside}"
            if len(line) <= _COLUMNS:
                return _insert(text, span.value.end, [line])
            break
    lines = [toml_header(table), *(_entry(*each) for each in entries.items())]
    near = [span.key.end for path, span in spans.items() if path[: len(table) - 2] == table[:-2]]
    end = _end_of_section(text, spans, max(near, default=len(text)))
    if end == 0:
        return _insert(text, 0, lines)
    is_close = bool(text[_end_of_line(text, end) :].partition("\n")[0].strip())
    return _insert(text, end, ["", *lines, *([""] if is_close else [])])


def _in_braces(text: str, span: TomlSpan, entries: Mapping[str, int]) -> str:
    """Add keys to a table in braces; if it gets too long for a line, write each key on a line."""
    new = [_entry(*each) for each in entries.items()]
    longer = _put(text, span, ", ".join(new))
    start = _start_of_line(text, span.key.start)
    ends_line = not text[span.value.end : _end_of_line(text, span.value.end)].strip()
    if len(longer[start : _end_of_line(longer, start)]) <= _COLUMNS or not (
        _starts_line(text, span.key.start) and ends_line
    ):
        return longer
    key = text[start : span.key.end]
    old = [
        _entry(*each) for each in tomllib.loads(f"t = {text[span.value.start : span.value.end]}")["t"].items()
    ]
    lines = [f"{key}.{entry}" for entry in (*old, *new)]
    return text[:start] + _break(text).join(lines) + text[span.value.end :]


def _put(text: str, span: TomlSpan, entry: str) -> str:
    """Add an entry to a table in braces."""
    inside = text[span.value.start + 1 : span.value.end - 1]
    kept = inside.rstrip()
    more = f"{kept}, {entry}{inside[len(kept) :]}" if kept.strip() else f" {entry} "
    return f"{text[: span.value.start]}{{{more}}}{text[span.value.end :]}"


def _insert(text: str, after: int, lines: list[str]) -> str:
    """Insert lines below the one that has the offset `after`."""
    end = _end_of_line(text, after)
    br = _break(text)
    before = text[:end]
    gap = br if before and not before.endswith("\n") else ""
    return before + gap + "".join(f"{line}{br}" for line in lines) + text[end:]


def _end_of_section(text: str, spans: Mapping[tuple[str, ...], TomlSpan], offset: int) -> int:
    """Return the end of the last line before the header that follows `offset`, and before the comment above the header."""
    headers = [
        each.key.start for each in spans.values() if each.key == each.value and each.key.start >= offset
    ]
    end = _start_of_line(text, min(headers)) if headers else len(text)
    lines = text[:end].splitlines(keepends=True)
    while headers and lines[-1].lstrip().startswith("#"):
        lines.pop()
    return len("".join(lines).rstrip())


def _before_last_part(key: str) -> str:
    """Return a key as written, without its last part."""
    found = re.search(r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')\Z""", key)
    return key[: found.start()] if found else ""


def _starts_line(text: str, offset: int) -> bool:
    return not text[_start_of_line(text, offset) : offset].strip(" \t\ufeff")


def _start_of_line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _end_of_line(text: str, offset: int) -> int:
    """Return the offset behind the line break that follows `offset`."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
