"""Finds the spans of a key and its value in a TOML text.

Only messages use the spans, so where the text is unusual, the span of a table nearby will do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scn_dsl.source import Span

_PART = r"""[\w-]+|"[^"\n]*"|'[^'\n]*'"""
_PATH = rf"(?:{_PART})(?:[ \t]*\.[ \t]*(?:{_PART}))*"
_HEAD = re.compile(rf"^[ \t]*\[\[?[ \t]*(?P<path>{_PATH})[ \t]*\]", re.MULTILINE)
_KEY = re.compile(rf"(?:^|[{{,])[ \t]*(?P<path>{_PATH})[ \t]*=[ \t]*", re.MULTILINE)
_VALUE = re.compile(
    r"""
      "{3}(?:[^"]|"(?!""))*"{3}
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
    | \[[^]]*\] | \{[^}]*\}
    | [^\s\#,}\]]+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class TomlSpan:
    """The span of a key, and that of its value."""

    key: Span
    value: Span


def locate(text: str, path: tuple[str, ...]) -> TomlSpan:
    """The spans of the key at `path`; if it cannot be found, those of the nearest table around it."""
    best, nearest = -1, TomlSpan(Span(0, 1), Span(0, 1))
    for own, key, value in _keys(text):
        depth = len(own) if own == path[: len(own)] else -1
        if depth > best:
            best, nearest = depth, TomlSpan(key, value)
    return nearest


def element(text: str, inside: Span, word: str) -> Span:
    """The span of the string `word` in the list at `inside`; the whole list if the string is written with escapes."""
    for quote in ('"', "'"):
        at = text.find(f"{quote}{word}{quote}", *inside)
        if at != -1:
            return Span(at, at + len(word) + 2)
    return inside


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], Span, Span]]:
    """Yields each key as a full path, with its spans; keys of an inline table get the path of its key as prefix."""
    table: tuple[str, ...] = ()
    outer: tuple[int, tuple[str, ...]] = (0, ())
    matches = sorted((*_HEAD.finditer(text), *_KEY.finditer(text)), key=lambda match: match.start("path"))
    for match in matches:
        names = tuple(part.strip("\"'") for part in re.findall(_PART, match["path"]))
        key = Span(*match.span("path"))
        if match.re is _HEAD:
            table, outer = names, (0, ())
            yield table, key, key
            continue
        found = _VALUE.match(text, match.end())
        value = Span(*found.span()) if found else Span(match.end(), match.end() + 1)
        own = (*(outer[1] if match.start() < outer[0] else table), *names)
        if text[value.start : value.start + 1] == "{":
            outer = (value.end, own)
        yield own, key, value
