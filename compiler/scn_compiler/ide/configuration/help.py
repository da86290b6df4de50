"""Completion and hover in a configuration. The schema of the configuration has the keys and their descriptions."""

from collections.abc import Iterator

from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, choice, literal
from scn_compiler.ide.configuration.place import Role, TomlPlace, place_at
from scn_compiler.ide.configuration.schema import choices_of, entry_of, schema_of, types_of
from scn_compiler.ide.cursor.context import CursorContext, PageAddress
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.hover import Hover
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import code, describe
from scn_compiler.platforms import all_targets, docs_of, find_target
from scn_compiler.project.config_keys import CONFIG_KEYS
from scn_compiler.project.config_schema import Schema
from scn_compiler.project.toml_spans import key_spans
from scn_dsl.catalog import CATALOG
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import NAME_TABLES

PAGE = "reference/configuration"
"""The page of the manual about configurations."""


def complete_configuration(text: str, offset: int, table: tuple[str, ...] = ()) -> tuple[CompletionItem, ...]:
    """Return the items at `offset` of a configuration.

    Args:
        table: The table with the configuration: empty for `scn.toml`, and `("tool", "scn")` for `pyproject.toml`.
    """
    place = place_at(text, offset)
    if place is None or _is_beside_string(text, place, offset):
        return ()
    if place.role is Role.HEADER:
        return tuple(_headers(text, place, table))
    if place.path[: len(table)] != table:
        return ()
    inner = replace(place, path=place.path[len(table) :])
    match place.role:
        case Role.KEY:
            return tuple(_keys(text, inner, table))
        case Role.VALUE:
            return tuple(_values(text, inner, table))
    return ()


def hover_configuration(
    text: str, offset: int, table: tuple[str, ...] = (), page_address: PageAddress | None = None
) -> Hover | None:
    """Return the documentation of the key or the value at `offset`; with `page_address`, it links to the manual."""
    place = place_at(text, offset)
    if place is None or not place.word.start < place.word.end:
        return None
    name = place.name(text)
    path = place.path if place.role is Role.VALUE else (*place.path, name)
    if path[: len(table)] != table or not path[len(table) :]:
        return None
    found = _value_text(path[len(table) :], name, page_address) if place.role is Role.VALUE else ""
    if place.role in (Role.KEY, Role.HEADER):
        found = _key_text(path[len(table) :], page_address)
    return Hover(place.word, found) if found else None


def _is_beside_string(text: str, place: TomlPlace, offset: int) -> bool:
    """Return whether the offset is before a string, or after the end of one."""
    start, end = place.word
    is_closed = end - start > 1 and text[end - 1] == place.quote
    return bool(place.quote) and (offset == start or (offset == end and is_closed))


def _key_text(path: tuple[str, ...], page_address: PageAddress | None) -> str:
    schema = schema_of(path)
    if schema is None:
        return ""
    title = f"**{code('.'.join(path))}**"
    about = schema.get("description", "")
    page = "reference/language#fields" if path[-2:-1] == ("fields",) else f"{PAGE}#{_section(path[0])}"
    address = page_address(page) if page_address else None
    more = f"More: [{'Fields' if 'language' in page else 'Configuration'}]({address})" if address else ""
    return "\n\n".join(filter(None, (f"{title}: {about}" if about else title, more)))


def _section(key: str) -> str:
    return CONFIG_KEYS[key].section if key in CONFIG_KEYS else "keys"


def _value_text(path: tuple[str, ...], name: str, page_address: PageAddress | None) -> str:
    topic = _topic(path, name)
    if topic:
        return describe(topic, CursorContext(OpenScript(""), 0, page_address))
    schema = schema_of(path)
    about = choices_of(schema).get(name) if schema else None
    return f"**{code(name)}**: {about}" if about else ""


def _topic(path: tuple[str, ...], name: str) -> Topic | None:
    """Return what documents a value."""
    if path in (("select",), ("ignore",)) and name.casefold() in CATALOG:
        return Topic("rule", name)
    return Topic("target", name) if path == ("target",) and find_target(name) else None


# Keys


def _headers(text: str, place: TomlPlace, table: tuple[str, ...]) -> Iterator[CompletionItem]:
    """Yield the tables for a header, with the part of it that is already there."""
    span = Span(text.rfind("[", 0, place.word.start + 1) + 1, place.word.end)
    closing = "]" if text[span.end : span.end + 1] == "]" else ""
    for path, about in _tables(text, table):
        snippet = ".".join(literal(part) if part != _NEW else "${1:staging}" for part in (*table, *path))
        label = ".".join("NAME" if part == _NEW else part for part in (*table, *path))
        snippet += "" if closing else "]"
        yield CompletionItem(label, CompletionKind.KEYWORD, snippet, span, span.end, about, label)


_NEW = ""
"""The name of an environment that isn't there yet."""


def _tables(text: str, table: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path of each table that a configuration may have, with its summary."""
    given = {path[len(table) :] for path in key_spans(text) if path[: len(table)] == table}
    whole = schema_of(()) or {}
    for name in whole["properties"]:
        schema = schema_of((name,)) or {}
        if types_of(schema) != ("object",):
            continue
        if "properties" in schema:
            if (name,) not in given:
                yield (name,), schema["description"]
            continue
        yield (name, _NEW), schema["description"]
        for known in dict.fromkeys(path[1] for path in given if path[:1] == (name,) and len(path) > 1):
            below = (schema_of((name, known)) or {})["properties"]
            for key in below:
                inner = schema_of((name, known, key)) or {}
                if types_of(inner) == ("object",) and (name, known, key) not in given:
                    yield (name, known, key), inner["description"]


def _keys(text: str, place: TomlPlace, table: tuple[str, ...]) -> Iterator[CompletionItem]:
    schema = schema_of(place.path)
    if schema is None:
        return
    is_top = not place.path
    whole = (*table, *place.path)
    given = {
        path[len(whole)]
        for path, spans in key_spans(text).items()
        if path[: len(whole)] == whole and len(path) > len(whole) and spans.key != place.word
    }
    has_value = text[place.word.end :].lstrip(" \t")[:1] in ("=", ".")
    for name in schema.get("properties", {}):
        own = schema_of((*place.path, name)) or {}
        is_table = types_of(own) == ("object",)
        if name in given or (is_table and is_top and _has_key_below(text, place.word.end)):
            continue
        snippet = name
        if not has_value and is_table and is_top:
            header = ".".join((*table, name))
            snippet = f"[{header}]\n$0" if "properties" in own else f"[{header}.${{1:staging}}]\n$0"
        elif not has_value:
            snippet = f"{name} = {_example(own)}"
        about = own.get("description", "")
        yield CompletionItem(name, CompletionKind.FIELD, snippet, place.word, place.word.end, about, name)


def _has_key_below(text: str, offset: int) -> bool:
    """Return whether a key follows before the next header: a header above it would change its table."""
    spans = sorted((span.key.start, span.key == span.value) for span in key_spans(text).values())
    below = next((is_header for start, is_header in spans if start > offset), True)
    return not below


def _example(schema: Schema) -> str:
    """Return a snippet for a value."""
    types = types_of(schema)
    if "array" in types:
        return '["$1"]'
    match types[0]:
        case "object":
            return "{ $1 }"
        case "boolean":
            words = ("true", "false")
            return choice(1, words[::-1] if "Default: `true`" in schema.get("description", "") else words)
        case "integer" | "number":
            return "$1"
    return '"$1"'


# Values


def _values(text: str, place: TomlPlace, table: tuple[str, ...]) -> Iterator[CompletionItem]:
    schema = schema_of(place.path)
    if schema is None:
        return
    is_list = "array" in types_of(schema)
    if "boolean" in types_of(schema) and not place.quote:
        for word in ("true", "false"):
            yield _item(text, place, word, "", word)
    entry = entry_of(schema) if is_list else schema
    named = choices_of(entry) | _names(text, place.path, table)
    if place.path == ("target",):
        named |= {target.name: target.summary for target in all_targets().values()}
    for name, about in named.items():
        quoted = name if place.quote else f'"{name}"'
        listed = f"[{quoted}]" if is_list and not place.in_list and not place.quote else quoted
        yield _item(text, place, name, about, listed)


def _item(text: str, place: TomlPlace, name: str, about: str, written: str) -> CompletionItem:
    start, end = place.word
    if place.quote:
        closed = end - start > 1 and text[end - 1] == place.quote
        start, end = start + 1, end - closed
        written += "" if closed else place.quote
    topic = _topic(place.path, name)
    kind = CompletionKind.RULE if topic and topic.kind == "rule" else CompletionKind.VALUE
    # Without a space after the equals sign, as editors ask for values there.
    gap = " " if not place.quote and text[:start].endswith("=") else ""
    return CompletionItem(name, kind, gap + literal(written), Span(start, end), end, about, name, topic)


def _names(text: str, path: tuple[str, ...], table: tuple[str, ...]) -> dict[str, str]:
    """Return the names that a key may have as its value: of environments, of ids, or those that a platform knows."""
    paths = [each[len(table) :] for each in key_spans(text) if each[: len(table)] == table]
    if path == ("environment",) or (path[:1] == ("environments",) and path[2:] == ("extends",)):
        found = dict.fromkeys(each[1] for each in paths if each[:1] == ("environments",) and len(each) > 1)
        return {name: "" for name in found if name not in path[1:2]}
    if path[-2:-1] != ("fields",):
        return {}
    field = path[-1]
    ids = [each for each in paths if each[2:4] == ("names", NAME_TABLES.get(field, "")) and len(each) == 5]
    known: dict[str, str] = {each[4]: f"in {each[1]}" for each in ids}
    for target in {each.platform: each for each in all_targets().values()}.values():
        docs = docs_of(target)
        own = docs.languages if field == "language" else docs.tools if field == "tools" else {}
        known = {**own, **dict.fromkeys(docs.values.get(field, ()), ""), **known}
    return known
