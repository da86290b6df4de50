"""Cekura's keys as fields: plain if that means the same, otherwise as JSON."""

import re
from collections.abc import Iterator, Mapping

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, TOOL_IDS
from scn_compiler.platforms.kit.reading import Remarks, shown_json
from scn_compiler.platforms.kit.script_lines import LINE_KEY, field_of, passthrough_line
from scn_compiler.semantics.field_values import misfit
from scn_dsl.nodes import Field, PlatformValue, Setting, Text
from scn_grammar.plain_text import is_plain


def title_field(body: dict[str, Json], *, alone: bool) -> Field:
    """Return the `scenario:` line, empty for a payload without a name."""
    name = body.get("name")
    if name is None and (alone or "name" not in body):
        return Field(name="scenario", value=Text(value=""))
    return field_of("scenario", name)


def note_types(body: dict[str, Json], table: Mapping[str, str], path: JsonPath, remarks: Remarks) -> None:
    """Report values of the wrong type."""
    for name, key in table.items():
        wanted = misfit(name, body[key]) if key in body else None
        if wanted:
            remarks.note(
                "wrong-type", (*path, key), f"`{key}` must be a {wanted}, not {shown_json(body[key])}"
            )


def settings_of(body: dict[str, Json], table: Mapping[str, str], done: tuple[str, ...]) -> Iterator[Setting]:
    """Yield the fields and passed-through values of a document, in the order of the language's fields."""
    for name, key in table.items():
        if key in body and name != "scenario":
            yield from _fields(name, key, body[key], table)
    for key, value in body.items():
        if key not in table.values() and key not in done and LINE_KEY.fullmatch(key):
            yield cekura_line(key, value)


def _fields(name: str, key: str, value: Json, table: Mapping[str, str]) -> Iterator[Setting]:
    if name == "expect" and isinstance(value, str):
        statements = re.split(r"(?<!\n)\n(?!\n)", value)  # a statement may contain an empty line
        if all(map(is_plain, statements)):
            yield from (Field(name=name, value=Text(value=statement)) for statement in statements)
            return
    if name == "tools" and table is BODY_KEYS and isinstance(value, list):
        names = {id_: tool for tool, id_ in TOOL_IDS.items()}
        if not all(isinstance(tool, str) and tool in names for tool in value):
            yield cekura_line(key, value)
            return
        value = [names[tool] for tool in value]
    if misfit(name, value):
        yield cekura_line(key, value)
    else:
        yield field_of(name, value)


def cekura_line(key: str, value: Json) -> PlatformValue:
    """Return the line `cekura.KEY: JSON`."""
    return passthrough_line("cekura", key, value)
