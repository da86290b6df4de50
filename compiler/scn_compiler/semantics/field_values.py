"""What fields take: from words to values, from values to words."""

import re
from collections.abc import Callable

from scn_compiler.jsondoc.codec import BadJson, Json, load, stringify
from scn_dsl.vocabulary import FIELDS, FieldKind

NULLABLE = frozenset(
    """agent project folder max_duration trade_service info use settings on_start on_completed on_failed on_delayed
    takes_at_least delayed_after order about group only_if run""".split()
)
"""Fields that a payload may set to null, which is not the same as leaving them out."""

CHOICES = {"yes": True, "no": False}
ALIKE = {"yes": "yes", "true": "yes", "on": "yes", "no": "no", "false": "no", "off": "no"}
"""How choices are written elsewhere, and here."""

_DURATION = r"(\d{1,7})(s|m|h|)"
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def read_variable(text: str) -> Json:
    """A variable's value: JSON where it is any, and bare words otherwise."""
    if text[:1] not in tuple('"[{-0123456789') and text not in ("true", "false", "null"):
        return text
    try:
        return load(text)
    except BadJson:
        return text


_AS_JSON = (
    r"""\{\s*(?:["'}]|[\w-]+\s*:|$)|\[\s*(?:["'{\[\]]|-?\d|(?:true|false|null)\b|$|[\w-]+(?:\s*,\s*[\w-]+)+\s*\]$)"""
    r"""|"(?:[^"\\]|\\.)*(?:"\s*,?)?$"""
)


def broken_json(text: str) -> BadJson | None:
    """What is wrong with a variable's value that is plainly meant as JSON, and is none, so that it is read as text.

    A text with something in brackets or quotes at its start, such as `[laughter] hello`, is not meant so.
    """
    if text[:1] not in tuple('{["') or not re.match(_AS_JSON, text, re.DOTALL):
        return None
    try:
        load(text)
    except BadJson as error:
        goes_on = text[0] == "[" and re.match(r"\s+[^\W\d]", text[error.offset - 1 :]) is not None
        return None if goes_on and text[: error.offset].rstrip().endswith("]") else error
    return None


def meant_otherwise(text: str) -> str | None:
    """The value as it is written here, of a word or a text that another language writes as `text`."""
    if text in _ELSEWHERE:
        return _ELSEWHERE[text]
    if text[:1] != "'" or not re.fullmatch(r"'[^']+'", text):
        return None
    bare = text[1:-1].strip()
    return bare if bare and is_plainly_text(bare) else stringify(text[1:-1])


def is_plainly_text(text: str) -> bool:
    """Whether bare words as a variable's value are read as the same text, and are not meant as anything else."""
    return read_variable(text) == text and not broken_json(text) and meant_otherwise(text) is None


_ELSEWHERE = {"True": "true", "False": "false", "None": "null"}


def misfit(name: str, value: Json) -> str | None:
    """What a value of the field called `name` must be, if `value` is not."""
    kind = FIELDS[name].kind
    if _FITS[kind](value) and (value is not None or name in NULLABLE):
        return None
    return _NAMED[kind]


def from_json(name: str, text: str) -> Json:
    """The value of the field called `name` that is written as JSON.

    Raises:
        BadJson: if it is none.
        ValueError: saying what the field takes.
    """
    value = load(text)
    if wanted := misfit(name, value):
        raise ValueError(f"as JSON it is a {wanted}")
    return value


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


_FITS: dict[FieldKind, Callable[[Json], bool]] = {
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
_NAMED = {
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


def _word(text: str) -> str:
    if len(text.split()) != 1:
        raise ValueError("it is one word")
    return text


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError("it is a whole number, e.g. `12`")
    return int(text)


def _id(text: str) -> int | str:
    return int(text) if re.fullmatch(r"0|[1-9]\d{0,14}", text) else text


def _texts(text: str) -> list[str]:
    if text.startswith("[") and text.endswith("]"):
        raise ValueError("a list stands without brackets: `a, b`")
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise ValueError("between two commas stands a word")
    return parts


def _seconds(text: str) -> int:
    duration = re.fullmatch(_DURATION, text.replace(" ", ""))
    if not duration:
        raise ValueError("write `90s`, `10m`, `1h`, or `600` for seconds")
    return int(duration[1]) * _SECONDS[duration[2]]


def _choice(text: str) -> bool:
    if text not in CHOICES:
        raise ValueError("it is `yes` or `no`")
    return CHOICES[text]


def _number(text: str) -> int | float:
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,9})?", text):
        raise ValueError("it is a number, e.g. `0.2`")
    return float(text) if "." in text else int(text)


def _milliseconds(text: str) -> int:
    duration = re.fullmatch(r"(\d{1,9})(ms|s|)", text.replace(" ", ""))
    if not duration:
        raise ValueError("write `800ms`, `2s`, or `800` for milliseconds")
    return int(duration[1]) * (1000 if duration[2] == "s" else 1)


READ: dict[FieldKind, Callable[[str], Json]] = {
    FieldKind.TEXT: str,
    FieldKind.WORD: _word,
    FieldKind.STATEMENT: lambda text: [text],
    FieldKind.TEXTS: _texts,
    FieldKind.IDS: lambda text: [_id(part) for part in _texts(text)],
    FieldKind.INTEGER: _integer,
    FieldKind.DURATION: _seconds,
    FieldKind.ID: _id,
    FieldKind.RECORD: str,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.MILLISECONDS: _milliseconds,
    FieldKind.JSON: load,
}
"""How each kind is read; a text that is none raises ValueError, saying what it is, or BadJson."""


def write_value(kind: FieldKind, value: Json) -> str | None:
    """How `value` is written plainly; `None` where the plain form would not be read back as it."""
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
        back = READ[kind](text)
    except ValueError:
        return None
    return text if type(back) is type(value) and back == value else None
