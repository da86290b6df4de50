"""The spans of values in a JSON text, found by path."""

from collections.abc import Iterator
from json import JSONDecoder

from scn_dsl.source import Span

JsonPath = tuple[str | int, ...]
"""Keys and indexes from the document's root to a value."""

_DECODER = JSONDecoder()
_WHITESPACE = " \t\r\n"


class JsonSpans:
    """The spans of values in one JSON text; caches parsed objects and lists."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members_at: dict[int, dict[str | int, int]] = {}
        self._ends: dict[int, int] = {}

    def locate(self, path: JsonPath) -> Span:
        """Return the span of the value at `path`, or of the nearest value around it, e.g. for a path into a string."""
        start, _ = self._start_of(path)
        if start not in self._ends:
            self._ends[start] = _end(self._text, start)
        return Span(start, self._ends[start])

    def whole(self, path: JsonPath) -> Span | None:
        """Return the span of the value at `path` with all its lines; `None` if there is no such value."""
        start, found = self._start_of(path)
        return Span(start, _DECODER.raw_decode(self._text, start)[1]) if found else None

    def _start_of(self, path: JsonPath) -> tuple[int, bool]:
        """Return the start of the value at `path`, or of the nearest value around it; and whether there is one at `path`."""
        text = self._text
        start = _skip_whitespace(text, 0)
        for part in path:
            if start not in self._members_at:
                self._members_at[start] = dict(_members(text, start))
            if part not in self._members_at[start]:
                return start, False
            start = self._members_at[start][part]
        return start, True


def show_path(path: JsonPath) -> str:
    """Format a path the way people write it: `conditions[2].say`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _skip_whitespace(text: str, at: int) -> int:
    while at < len(text) and text[at] in _WHITESPACE:
        at += 1
    return at


def _end(text: str, start: int) -> int:
    """Return the end of the value at `start`, or of its first line."""
    line_end = text.find("\n", start)
    line_end = len(text) if line_end == -1 else line_end
    try:
        return min(_DECODER.raw_decode(text, start)[1], line_end)
    except (ValueError, RecursionError):
        return min(start + 1, line_end)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Return the keys or indexes of the object or list at `at`, each with the offset of its value."""
    is_object = text[at : at + 1] == "{"
    if not is_object and text[at : at + 1] != "[":
        return
    index = 0
    at = _skip_whitespace(text, at + 1)
    while text[at : at + 1] not in ("]", "}", ""):
        part: str | int = index
        if is_object:
            part, at = _DECODER.raw_decode(text, at)
            at = _skip_whitespace(text, _skip_whitespace(text, at) + 1)
        yield part, at
        at = _skip_whitespace(text, _DECODER.raw_decode(text, at)[1])
        if text[at : at + 1] != ",":
            return
        at = _skip_whitespace(text, at + 1)
        index += 1
