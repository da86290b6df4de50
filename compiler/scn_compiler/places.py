"""Where in a JSON text a value stands: from its path to the lines that messages show."""

from json import JSONDecoder

from scn_dsl.source import Span

Path = tuple[str | int, ...]
"""Keys and indexes from the document's root to a value."""

_DECODER = JSONDecoder()
_BLANKS = " \t\r\n"


def locate(text: str, path: Path) -> Span:
    """The span of the value at `path`; of the nearest one around it if there is none, as inside a string."""
    start = _skip(text, 0)
    for part in path:
        inner = _element(text, start, part) if text[start : start + 1] == "[" else _member(text, start, part)
        if inner is None:
            break
        start = inner
    try:
        end = _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        end = start + 1
    line_end = text.find("\n", start)
    return Span(start, min(end, line_end) if line_end != -1 else end)


def show(path: Path) -> str:
    """A path as people write it: `conditions[2].say`."""
    shown = ""
    for part in path:
        shown += f"[{part}]" if isinstance(part, int) else f".{part}" if shown else part
    return shown


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _member(text: str, at: int, key: str | int) -> int | None:
    if text[at : at + 1] != "{":
        return None
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == key:
            return at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        at = _skip(text, at + 1)
    return None


def _element(text: str, at: int, index: str | int) -> int | None:
    if not isinstance(index, int):
        return None
    at = _skip(text, at + 1)
    for _ in range(index):
        if text[at : at + 1] in ("]", ""):
            return None
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        if text[at : at + 1] != ",":
            return None
        at = _skip(text, at + 1)
    return at if text[at : at + 1] not in ("]", "") else None
