"""JSON as text: a strict parser and a stable printer. Checking a script without JSON doesn't load `json`."""

from __future__ import annotations

from functools import lru_cache

from scn_compiler.inert_text import inert_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from json import JSONEncoder
    from typing import Any, NoReturn

    Json = Any
    """A JSON value: None, bool, int, float, str, list or dict with string keys."""
else:
    Json = object

_DEPTH = 100
"""The nesting limit; no payload is deeper."""


class BadJson(ValueError):  # noqa: N818  (an outcome of parsing, reported as a diagnostic)
    """A syntax error in JSON; `offset` is its place, in code points."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def load(text: str) -> Json:
    """Parse a JSON text strictly.

    Raises:
        BadJson: for bad syntax, and for NaN and Infinity, duplicate keys, and numbers or nesting beyond the limits.
    """
    import json  # noqa: PLC0415

    try:
        value = json.loads(
            text, parse_constant=_no_constant, object_pairs_hook=_without_duplicates, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise BadJson(_plain_message(error.msg), error.pos) from None
    except (ValueError, RecursionError) as error:
        raise _fault(text, str(error)) from None
    if _is_too_deep(value):
        raise _fault(text, "nested too deeply")
    return value


def _is_too_deep(value: Json) -> bool:
    level = [value]
    for _ in range(_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, list | dict)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _fault(text: str, default: str) -> BadJson:
    """Locate an error for which the decoder gives no offset."""
    from scn_compiler.jsondoc.errors import first_fault  # noqa: PLC0415

    return BadJson(*(first_fault(text, _DEPTH) or (default, 0)))


def dump(value: Json, *, compact: bool = False) -> str:
    """Print `value` as JSON; escape only characters that UTF-8 can't encode or that would control a terminal or runner.

    Args:
        compact: Whether to print one line without spaces instead of indenting by two.
    """
    return inert_json(_writable(_encoder(compact=compact).encode(value)))


@lru_cache(maxsize=2)
def _encoder(*, compact: bool) -> JSONEncoder:
    from json import JSONEncoder  # noqa: PLC0415

    layout: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
    return JSONEncoder(ensure_ascii=False, **layout)


def stringify(value: Json) -> str:
    """Print `value` on one line with spaces, for JSON inside a JSON string."""
    import json  # noqa: PLC0415

    return _writable(json.dumps(value, ensure_ascii=False))


def without_surrogates(text: str) -> str:
    """Replace each escaped surrogate in JSON text, which UTF-8 can't encode, by U+FFFD."""
    import re  # noqa: PLC0415

    return re.sub(
        r"\\\\|\\u[dD][89a-fA-F][0-9a-fA-F]{2}",
        lambda match: match[0] if match[0] == "\\\\" else "\ufffd",
        text,
    )


def same_json(one: Json, other: Json) -> bool:
    """Return whether two values are equal as JSON: `true` isn't `1`, but `1.0` is."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same_json(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_json, one, other))
    return bool(one == other)


def _writable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


_MESSAGES = {
    "Expecting property name enclosed in double quotes": "expected a key in double quotes",
    "Illegal trailing comma before end of object": "unexpected comma after the last value",
    "Illegal trailing comma before end of array": "unexpected comma after the last value",
    "Extra data": "unexpected text after the JSON value",
    "Expecting value": "expected a value",
    "Expecting ',' delimiter": "missing comma",
    "Expecting ':' delimiter": "missing colon",
    "Unterminated string starting at": "missing closing quote",
    "Invalid \\escape": "invalid escape in a string; write `\\\\` for a backslash",
    "Invalid control character at": "unescaped line break or tab in a string; write `\\n` or `\\t`",
}


def _plain_message(message: str) -> str:
    return _MESSAGES.get(message, message[:1].lower() + message[1:].removesuffix(" at"))


class _RefusedValue(ValueError):  # noqa: N818
    """A value that strict JSON doesn't allow; `_fault` finds its offset."""


def _no_constant(name: str) -> NoReturn:
    raise _RefusedValue(f"`{name}` isn't a JSON value")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _RefusedValue(f"the number `{text}` is too large")
    return number


def _without_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise _RefusedValue("duplicate key in an object")
    return value
