"""Finds the spans of a key and its value in a TOML text.

For messages, the span of a nearby table is enough if the text is unusual; an edit has to be checked afterwards.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span

_PART = r"""[\w-]+|"[^"\n]*"|'[^'\n]*'"""
_PATH = rf"(?:{_PART})(?:[ \t]*\.[ \t]*(?:{_PART}))*"
_HEAD = lazy_pattern(rf"^[ \t]*\[\[?[ \t]*(?P<path>{_PATH})[ \t]*\]", re.MULTILINE)
_KEY = lazy_pattern(rf"(?:^|[{{,])[ \t]*(?P<path>{_PATH})[ \t]*=[ \t]*", re.MULTILINE)
_STRING_OR_COMMENT = r"""#[^\n]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'"""
_STRING = lazy_pattern(_STRING_OR_COMMENT)
_BRACE = lazy_pattern(rf"[{{}}]|{_STRING_OR_COMMENT}")
_VALUE = lazy_pattern(
    r"""
      "{3}(?:[^"]|"(?!""))*"{3}
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
    | \[[^]]*\]
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
    """Find the spans of the key at `path`, or else those of the nearest table around it."""
    known = key_spans(text)
    for depth in range(len(path), -1, -1):
        if path[:depth] in known:
            return known[path[:depth]]
    return TomlSpan(Span(0, 1), Span(0, 1))


def element(text: str, inside: Span, word: str) -> Span:
    """Find the string `word` in the list at `inside`; return the whole list if the string is written with escapes."""
    return _strings(text, inside).get(word, inside)


@lru_cache(maxsize=4)
def _strings(text: str, inside: Span) -> dict[str, Span]:
    """Find the strings without escapes in a list, each with its first span."""
    found: dict[str, Span] = {}
    for match in _STRING.finditer(text, *inside):
        if match[0][:1] != "#":
            found.setdefault(match[0][1:-1], Span(*match.span()))
    return found


@lru_cache(maxsize=4)
def key_spans(text: str) -> dict[tuple[str, ...], TomlSpan]:
    """Find the spans of each key; of a duplicate key, those of the first. The header of a table is its own value."""
    found: dict[tuple[str, ...], TomlSpan] = {}
    for path, key, value in _keys(text):
        found.setdefault(path, TomlSpan(key, value))
    return found


def _ends_of_tables(text: str) -> dict[int, int]:
    """Find the inline tables: the end of each by its start."""
    ends: dict[int, int] = {}
    starts: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            starts.append(match.start())
        elif match[0] == "}" and starts:
            ends[starts.pop()] = match.end()
    return ends


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], Span, Span]]:
    """Yield each key as a full path, with its spans; keys of an inline table start with the path of the table."""
    table: tuple[str, ...] = ()
    outer: list[tuple[int, tuple[str, ...]]] = []
    ends = _ends_of_tables(text)
    matches = sorted((*_HEAD.finditer(text), *_KEY.finditer(text)), key=lambda match: match.start("path"))
    for match in matches:
        parts = re.findall(_PART, match["path"])
        names = tuple(part[1:-1] if part[0] in "\"'" else part for part in parts)
        key = Span(*match.span("path"))
        if match[0].lstrip().startswith("["):
            table, outer = names, []
            yield table, key, key
            continue
        while outer and match.start() >= outer[-1][0]:
            outer.pop()
        own = (*(outer[-1][1] if outer else table), *names)
        end = ends.get(match.end())
        found = _VALUE.match(text, match.end())
        value = Span(*found.span()) if found else Span(match.end(), match.end() + 1)
        if end is not None:
            value = Span(match.end(), end)
            outer.append((end, own))
        yield own, key, value
