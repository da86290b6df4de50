"""Where in a TOML text a key and its value stand: for messages, so that a near place does where the text is unusual."""

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
    """Where a key stands, and where its value."""

    key: Span
    value: Span


def locate(text: str, path: tuple[str, ...]) -> TomlSpan:
    """The place of the key at `path`; of the nearest table around it if it cannot be told."""
    best, place = -1, TomlSpan(Span(0, 1), Span(0, 1))
    for own, key, value in _keys(text):
        depth = len(own) if own == path[: len(own)] else -1
        if depth > best:
            best, place = depth, TomlSpan(key, value)
    return place


def element(text: str, inside: Span, word: str) -> Span:
    """Where a text of a list stands; the whole list if it is not written plainly."""
    for quote in ('"', "'"):
        at = text.find(f"{quote}{word}{quote}", *inside)
        if at != -1:
            return Span(at, at + len(word) + 2)
    return inside


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], Span, Span]]:
    """Each key with the whole path to it; those of a table in one line count from the key before it."""
    table: tuple[str, ...] = ()
    outer: tuple[int, tuple[str, ...]] = (0, ())
    marks = sorted((*_HEAD.finditer(text), *_KEY.finditer(text)), key=lambda mark: mark.start("path"))
    for mark in marks:
        names = tuple(part.strip("\"'") for part in re.findall(_PART, mark["path"]))
        key = Span(*mark.span("path"))
        if mark.re is _HEAD:
            table, outer = names, (0, ())
            yield table, key, key
            continue
        found = _VALUE.match(text, mark.end())
        value = Span(*found.span()) if found else Span(mark.end(), mark.end() + 1)
        own = (*(outer[1] if mark.start() < outer[0] else table), *names)
        if text[value.start : value.start + 1] == "{":
            outer = (value.end, own)
        yield own, key, value
