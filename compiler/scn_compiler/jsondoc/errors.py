"""The places of errors that JSON's syntax allows: duplicate keys, bad numbers, deep nesting."""

import json
import math
import sys

from scn_dsl.patterns import lazy_pattern

_TOKEN = lazy_pattern(r'("(?:[^"\\]++|\\.)*+")[ \t\r\n]*(:?)|([{\[])|([}\]])|([^\s",:{}\[\]]+)')


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
