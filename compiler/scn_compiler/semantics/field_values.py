"""Field values: parsed from the text of a field, and printed again."""

import re
from collections.abc import Callable

from scn_compiler.jsondoc.codec import BadJson, Json, load, stringify
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import FIELDS, NAME_TABLES, FieldKind

NULLABLE = frozenset(
    """agent project folder max_duration trade_service info use settings on_start on_completed on_failed on_delayed
    takes_at_least delayed_after order about group only_if run""".split()
)
"""Fields that a payload may set to null; null differs from a missing field."""

CHOICES = {"yes": True, "no": False}
CHOICE_SPELLINGS = {"yes": "yes", "true": "yes", "on": "yes", "no": "no", "false": "no", "off": "no"}
"""Spellings of a choice in other formats, with the spelling in a script."""

_DURATION = r"(\d{1,7})(s|m|h|)"
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


ZEROS_BEFORE = lazy_pattern(r"-?0\d++(?:\.\d++)?")
"""A number with leading zeros. JSON doesn't allow it, so as the value of a variable it is text."""


def read_variable(text: str) -> Json:
    """Parse the value of a variable: JSON if it parses as JSON, otherwise plain text."""
    if text[:1] not in tuple('"[{-0123456789') and text not in ("true", "false", "null"):
        return text
    try:
        return load(text)
    except BadJson:
        return text


_QUOTES = "\"'“”"

_LOOKS_LIKE_JSON = (
    r"""\{\s*(?:["'}]|[\w-]+\s*:|$)|\[\s*(?:["'{\[\]]|-?\d|(?:true|false|null)\b|$|[\w-]+(?:\s*,\s*[\w-]+)+\s*\]$)"""
    r"""|"(?:[^"\\]|\\.)*(?:"\s*,?)?$"""
)


def json_error(text: str) -> BadJson | None:
    """Return the JSON error in a value that looks like JSON but doesn't parse, and so is read as text.

    `None` for valid JSON and for plain text, even if it starts with brackets or quotes (`[laughter] hello`).
    """
    if text[:1] not in tuple('{["') or not re.match(_LOOKS_LIKE_JSON, text, re.DOTALL):
        return None
    try:
        load(text)
    except BadJson as error:
        is_marker = text[0] == "[" and re.match(r"\s+[^\W\d]", text[error.offset - 1 :]) is not None
        return None if is_marker and text[: error.offset].rstrip().endswith("]") else error
    return None


def scn_spelling(text: str) -> str | None:
    """Translate a value from Python (`True`, `'text'`) to a script; `None` if `text` isn't such a value."""
    if text in _PYTHON_CONSTANTS:
        return _PYTHON_CONSTANTS[text]
    if text[:1] != "'" or not re.fullmatch(r"'[^']+'", text):
        return None
    bare = text[1:-1].strip()
    return bare if bare and is_plainly_text(bare) else stringify(text[1:-1])


def is_plainly_text(text: str) -> bool:
    """Return whether a variable can hold `text` without quotes: it doesn't look like a value of another type."""
    if text[:1] in ("0", "-") and ZEROS_BEFORE.fullmatch(text):
        return False
    return read_variable(text) == text and not json_error(text) and scn_spelling(text) is None


_PYTHON_CONSTANTS = {"True": "true", "False": "false", "None": "null"}


def misfit(name: str, value: Json) -> str | None:
    """Return the type that the field `name` needs, in words, if `value` has another one; `None` if it fits."""
    kind = FIELDS[name].kind
    if _ACCEPTS[kind](value) and (value is not None or name in NULLABLE):
        return None
    return _TYPE_NAMES[kind]


def read_json_value(name: str, text: str) -> Json:
    """Parse the JSON after `NAME raw:` as a value of the field `name`.

    Raises:
        BadJson: if `text` is not JSON.
        ValueError: if the field doesn't accept such a value; the message is the hint.
    """
    value = load(text)
    if expected := misfit(name, value):
        raise ValueError(f"write {'' if expected.startswith('`') else 'a '}{expected}")
    return value


def naming_hint(field: str, name: str) -> str:
    """Write a hint for a name in a field that needs an id."""
    example = f'names.{NAME_TABLES[field]} = {{ "{name.strip(_QUOTES)}" = 12 }}'
    return f"write an id, or give the name an id in an environment: `{example}`"


def _is_int(value: Json) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_text(value: Json) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: Json) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _is_list(*kinds: type) -> Callable[[Json], bool]:
    return lambda value: (
        isinstance(value, list)
        and all(isinstance(entry, kinds) and not isinstance(entry, bool) for entry in value)
    )


_ACCEPTS: dict[FieldKind, Callable[[Json], bool]] = {
    FieldKind.TEXT: _is_text,
    FieldKind.WORD: _is_text,
    FieldKind.STATEMENT: _is_text,
    FieldKind.TEXTS: _is_list(str),
    FieldKind.IDS: _is_list(str, int),
    FieldKind.INTEGER: _is_int,
    FieldKind.DURATION: _is_int,
    FieldKind.ID: lambda value: _is_int(value) or isinstance(value, str),
    FieldKind.RECORD: _is_text,
    FieldKind.CHOICE: lambda value: isinstance(value, bool),
    FieldKind.NUMBER: _is_number,
    FieldKind.MILLISECONDS: _is_int,
    FieldKind.JSON: lambda _value: True,
}
_TYPE_NAMES = {
    FieldKind.TEXT: "string",
    FieldKind.WORD: "string",
    FieldKind.STATEMENT: "string",
    FieldKind.TEXTS: "list of strings",
    FieldKind.IDS: "list of numbers and strings",
    FieldKind.INTEGER: "whole number",
    FieldKind.DURATION: "whole number of seconds",
    FieldKind.ID: "whole number or a string",
    FieldKind.RECORD: "string",
    FieldKind.CHOICE: "`true` or `false`",
    FieldKind.NUMBER: "number",
    FieldKind.MILLISECONDS: "whole number of milliseconds",
    FieldKind.JSON: "JSON value",
}


def _parse_word(text: str) -> str:
    if len(text.split()) != 1:
        raise ValueError("write a single word")
    return text


def _parse_integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError("write a whole number, for example `12`")
    return int(text)


def _parse_id(text: str) -> int | str:
    return int(text) if re.fullmatch(r"0|[1-9]\d{0,14}", text) else text


def _parse_texts(text: str) -> list[str]:
    if text.startswith("[") and text.endswith("]"):
        raise ValueError("write the list without square brackets: `a, b`")
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise ValueError("remove the extra comma")
    return parts


def _parse_seconds(text: str) -> int:
    duration = re.fullmatch(_DURATION, text.replace(" ", ""))
    if not duration:
        raise ValueError("write `90s`, `10m`, `1h`, or `600` for seconds")
    return int(duration[1]) * _SECONDS[duration[2]]


def _parse_choice(text: str) -> bool:
    if text not in CHOICES:
        raise ValueError("write `yes` or `no`")
    return CHOICES[text]


def _parse_number(text: str) -> int | float:
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", text):
        raise ValueError("write a number, for example `0.2`")
    return float(text) if "." in text else int(text)


def _parse_milliseconds(text: str) -> int:
    duration = re.fullmatch(r"(\d{1,9})(ms|s|)", text.replace(" ", ""))
    if not duration:
        raise ValueError("write `800ms`, `2s`, or `800` for milliseconds")
    return int(duration[1]) * (1000 if duration[2] == "s" else 1)


FIELD_READERS: dict[FieldKind, Callable[[str], Json]] = {
    FieldKind.TEXT: str,
    FieldKind.WORD: _parse_word,
    FieldKind.STATEMENT: lambda text: [text],
    FieldKind.TEXTS: _parse_texts,
    FieldKind.IDS: lambda text: [_parse_id(part) for part in _parse_texts(text)],
    FieldKind.INTEGER: _parse_integer,
    FieldKind.DURATION: _parse_seconds,
    FieldKind.ID: _parse_id,
    FieldKind.RECORD: str,
    FieldKind.CHOICE: _parse_choice,
    FieldKind.NUMBER: _parse_number,
    FieldKind.MILLISECONDS: _parse_milliseconds,
    FieldKind.JSON: load,
}
"""The parser of each kind. It raises `ValueError`, with the hint as its message, or `BadJson`."""


def write_value(kind: FieldKind, value: Json) -> str | None:
    """Print `value` in its plain form; `None` if that form wouldn't parse back to an equal value."""
    match kind:
        case FieldKind.TEXTS | FieldKind.IDS if isinstance(value, list):
            text = ", ".join(str(entry) for entry in value)
        case FieldKind.DURATION if isinstance(value, int) and value > 0 and value % 60 == 0:
            text = f"{value // 60}m"
        case FieldKind.DURATION if isinstance(value, int):
            text = f"{value}s"
        case FieldKind.MILLISECONDS if isinstance(value, int):
            text = f"{value}ms"
        case FieldKind.CHOICE if isinstance(value, bool):
            text = "yes" if value else "no"
        case FieldKind.JSON:
            text = stringify(value)
        case _:
            text = str(value)
    try:
        parsed = FIELD_READERS[kind](text)
    except ValueError:
        return None
    return text if type(parsed) is type(value) and parsed == value else None
