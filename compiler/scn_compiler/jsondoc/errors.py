"""Errors in JSON: the places of those that the syntax allows, such as duplicate keys, and hints for the others."""

import json
import math
import sys

from scn_dsl.patterns import lazy_pattern

_TOKEN = lazy_pattern(r'("(?:[^"\\]++|\\.)*+")[ \t\r\n]*(:?)|([{\[])|([}\]])|([^\s",:{}\[\]]+)')

_AFTER_COMMA = lazy_pattern(r",\s*\Z")
_CLOSING = lazy_pattern(r"[,\s]*([}\]])")
_TEXT = lazy_pattern(r"""(?:'([^'"\\\n]{0,40})'|([^\W\d][^"'\\\n,:{}\[\]]{0,39}?))(?=\s*(?:[,:}\]]|\Z))""")
CONSTANTS = {
    "True": "true",
    "False": "false",
    "None": "null",
    "TRUE": "true",
    "FALSE": "false",
    "nil": "null",
}
"""Constants of other languages, and those of JSON."""


def hint_for(text: str, offset: int) -> str | None:
    """Return the hint for a syntax error at `offset` of a JSON object or list; `None` if its cause isn't clear."""
    closing = _CLOSING.match(text, offset)
    if closing and _AFTER_COMMA.search(text[: closing.start(1)]):
        return f"remove the comma before `{closing[1]}`"
    word = _TEXT.match(text, offset)
    if not word or text[:offset].rstrip()[-1:] not in ("{", "[", ",", ":") or word[2] in ("NaN", "Infinity"):
        return None
    if constant := CONSTANTS.get(word[2]):
        return f"write `{constant}`"
    return f'put text in double quotes: `"{word[1] if word[2] is None else word[2]}"`'


def first_fault(text: str, depth: int) -> tuple[str, int] | None:
    """Find the first duplicate key, invalid value, or nesting deeper than `depth`; return a message and its offset."""
    open_keys: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        string, colon, opening, closing, literal = token.groups()
        if closing:
            open_keys = open_keys[:-1]
        elif len(open_keys) >= depth:
            return "nested too deeply", token.start()
        elif opening:
            open_keys.append(set())
        elif colon and open_keys:
            key = json.loads(string, strict=False)
            if key in open_keys[-1]:
                return f"duplicate key `{key}`", token.start()
            open_keys[-1].add(key)
        elif literal and (message := _bad_number(literal)):
            return message, token.start()
    return None


def _bad_number(literal: str) -> str | None:
    if literal in ("NaN", "Infinity", "-Infinity"):
        return f"`{literal}` isn't a JSON value"
    if literal.lstrip("-").isdigit():
        return "a number has too many digits" if len(literal) > sys.get_int_max_str_digits() > 0 else None
    try:
        return f"the number `{literal}` is too large" if math.isinf(float(literal)) else None
    except ValueError:
        return None
