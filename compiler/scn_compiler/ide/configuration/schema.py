"""Looks up the keys of a configuration in its schema."""

import re
from functools import cache

from scn_compiler.project.config_schema import Schema, config_schema

_whole = cache(config_schema)


def schema_of(path: tuple[str, ...]) -> Schema | None:
    """Return the schema of the value at `path`; `None` for an unknown key."""
    node: Schema | None = _plain(_whole())
    for name in path:
        node = None if node is None else _below(node, name)
    return node


def entry_of(schema: Schema) -> Schema:
    """Return the schema of the entries of a list."""
    return _plain(schema.get("items", {}))


def types_of(schema: Schema) -> tuple[str, ...]:
    """Return the types that a value may have, the likeliest first."""
    known = schema.get("type", "string")
    return (known,) if isinstance(known, str) else tuple(known)


def choices_of(schema: Schema) -> dict[str, str]:
    """Return the strings to choose from, each with its summary."""
    for each in (schema, *schema.get("anyOf", ())):
        if "enum" in each:
            return dict(zip(each["enum"], each["x-taplo"]["docs"]["enumValues"], strict=True))
    return {}


def _below(schema: Schema, name: str) -> Schema | None:
    if name in schema.get("properties", {}):
        return _plain(schema["properties"][name])
    for pattern, each in schema.get("patternProperties", {}).items():
        if re.search(pattern, name):
            return _plain(each)
    more = schema.get("additionalProperties")
    return _plain(more) if isinstance(more, dict) else None


def _plain(schema: Schema) -> Schema:
    """Return a schema with the definition that it refers to."""
    for each in schema.get("allOf", ()):
        definition = _whole()["definitions"][each["$ref"].rpartition("/")[2]]
        return {**definition, **{key: value for key, value in schema.items() if key != "allOf"}}
    return schema
