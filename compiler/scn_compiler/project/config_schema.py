"""The JSON Schema of a configuration, for editors of TOML files.

It is draft 7, which Taplo, *Even Better TOML* and Tombi read; `x-taplo` has the words that they show for values.
It accepts whatever scn accepts. scn finds more mistakes, such as unknown environments.
"""

from typing import Any

from scn_compiler.platforms import TARGETS
from scn_compiler.project.config_keys import CONFIG_KEYS, ENVIRONMENT_KEYS, RULES_SUFFIX
from scn_compiler.project.default_fields import FIELDS_WITH_DEFAULT
from scn_compiler.rehearsal.policy import QUESTIONS
from scn_dsl.catalog import CATALOG
from scn_dsl.vocabulary import FIELDS, NAME_TABLES, FieldKind

Schema = dict[str, Any]

_TYPES: dict[FieldKind, list[str]] = {
    FieldKind.STATEMENT: ["string", "array"],
    FieldKind.TEXTS: ["string", "array"],
    FieldKind.IDS: ["string", "array"],
    FieldKind.INTEGER: ["integer", "string"],
    FieldKind.DURATION: ["integer", "string"],
    FieldKind.MILLISECONDS: ["integer", "string"],
    FieldKind.ID: ["integer", "string"],
    FieldKind.CHOICE: ["boolean", "string"],
    FieldKind.NUMBER: ["number", "string"],
}
"""The types of a default field; a kind that isn't here is a string. Strings are parsed as in a script."""

_ENTRIES: dict[FieldKind, list[str]] = {FieldKind.IDS: ["string", "integer"]}

_SELECTOR = "^(?:(?:[Ss][Cc][Nn])?[0-9]{1,3}[Xx]{0,2}|[Aa][Ll][Ll]|.*[A-Z].*)$"
"""Codes, and names that aren't all lowercase; for these, scn ignores case."""

_DAY = "^[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?$"


def config_schema() -> Schema:
    """Build the schema of `scn.toml`."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "scn.toml",
        "description": "The configuration of a project with scripts of simulated callers.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: _described(key.summary, _VALUES.get(name, _DATE), key.default)
            for name, key in CONFIG_KEYS.items()
        },
        # A platform from a package can have dates as well.
        "patternProperties": {f"^[a-z][a-z0-9_]*{RULES_SUFFIX}$": _DATE},
        "definitions": {"fields": _fields(), "environment": _environment(), "rule": _rule()},
    }


def _described(summary: str, schema: Schema, default: str = "") -> Schema:
    """Add a description to a schema, with the default in words."""
    sentence = f"{summary[0].upper()}{summary[1:]}."
    return {"description": f"{sentence} Default: `{default}`." if default else sentence, **schema}


def _enum(values: dict[str, str]) -> Schema:
    """A choice of strings, each with its summary."""
    return {"enum": list(values), "x-taplo": {"docs": {"enumValues": list(values.values())}}}


def _rule() -> Schema:
    names = {"ALL": "all rules", **{name: f"{kind.code}: {kind.summary}" for name, kind in CATALOG.items()}}
    return {"anyOf": [_enum(names), {"type": "string", "pattern": _SELECTOR}]}


def _target() -> Schema:
    """The built-in targets, or a target of another platform."""
    platforms = "|".join(dict.fromkeys(target.platform for target in TARGETS.values()))
    other = {"type": "string", "pattern": f"^(?!(?:{platforms})(?:-|$))[a-z]"}
    return {"anyOf": [_enum({name: target.summary for name, target in TARGETS.items()}), other]}


def _fields() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: _described(FIELDS[name].summary, _field(FIELDS[name].kind)) for name in FIELDS_WITH_DEFAULT
        },
    }


def _field(kind: FieldKind) -> Schema:
    if kind is FieldKind.JSON:
        return {}
    types = _TYPES.get(kind, ["string"])
    own: Schema = {"type": types if len(types) > 1 else types[0], "minLength": 1}
    return own | {"items": {"type": _ENTRIES.get(kind, "string")}} if "array" in types else own


def _environment() -> Schema:
    names = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
    tables = {table: {"description": f"Names for ids of {table}.", **names} for table in NAME_TABLES.values()}
    values: dict[str, Schema] = {
        "extends": _TEXT,
        "let": {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
            "additionalProperties": {"type": ["string", "number", "boolean"]},
        },
        "fields": _definition("fields"),
        "names": {"type": "object", "additionalProperties": False, "properties": tables},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _described(key.summary, values[name]) for name, key in ENVIRONMENT_KEYS.items()},
    }


def _policy() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            each.option: _described(
                f"what happens if {each.question}",
                _enum(dict(zip(each.answers, each.meanings, strict=True))),
                f'"{each.answers[0]}"',
            )
            for each in QUESTIONS
        },
    }


def _definition(name: str) -> Schema:
    # Next to a `$ref`, draft 7 ignores all other keys, also a description.
    return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


_TEXT: Schema = {"type": "string", "minLength": 1}
# Taplo reads a date of TOML as a string; Tombi reads it as a date only because of the format.
_DATE: Schema = {"anyOf": [{"type": "string", "pattern": _DAY}, {"type": "string", "format": "date"}]}
_SWITCH: Schema = {"type": "boolean"}
_RULES: Schema = {"type": "array", "items": _definition("rule")}
_VALUES: dict[str, Schema] = {
    "extends": {"type": "string", "pattern": "\\.toml$"},
    "target": _target(),
    "fields": _definition("fields"),
    "select": _RULES,
    "ignore": _RULES,
    "exclude": {"type": "array", "items": {"type": "string"}},
    "respect-gitignore": _SWITCH,
    "strict": _SWITCH,
    "baseline": _TEXT,
    "measured": _TEXT,
    "wrap": {"type": "integer", "minimum": 0},
    "environment": _TEXT,
    "environments": {"type": "object", "additionalProperties": _definition("environment")},
    "policy": _policy(),
}
"""The schema of each key's value; that of a key that isn't here is a date."""
