"""Where in a JSON text something stands that its syntax allows, and the standard or common sense does not."""

import json
import math
import re
import sys

_TOKEN = re.compile(r'("(?:[^"\\]++|\\.)*+")[ \t\r\n]*(:?)|([{\[])|([}\]])|([^\s",:{}\[\]]+)')


def first_fault(text: str, depth: int) -> tuple[str, int] | None:
    """The first key given twice, value that is none, or nesting deeper than `depth`, and its place."""
    inside: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        string, colon, opening, closing, word = token.groups()
        if closing:
            inside = inside[:-1]
        elif len(inside) >= depth:
            return "nested too deeply", token.start()
        elif opening:
            inside.append(set())
        elif colon and inside:
            key = json.loads(string, strict=False)
            if key in inside[-1]:
                return f"the key `{key}` stands twice in one object", token.start()
            inside[-1].add(key)
        elif word and (why := _bad_number(word)):
            return why, token.start()
    return None


def _bad_number(word: str) -> str | None:
    if word in ("NaN", "Infinity", "-Infinity"):
        return f"`{word}` is no JSON value"
    if word.lstrip("-").isdigit():
        return "a number has too many digits" if len(word) > sys.get_int_max_str_digits() > 0 else None
    try:
        return f"`{word}` is too large a number" if math.isinf(float(word)) else None
    except ValueError:
        return None
