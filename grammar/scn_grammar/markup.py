"""Scans texts for tags, markers and templates: finds where they are, not what they mean.

It recognizes a few fixed shapes; everything else is prose.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_grammar.text_cache import CACHED_TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_HEAD = lazy_pattern(r"<(/?)([A-Za-z][A-Za-z0-9_-]*)")
_ATTRIBUTE = lazy_pattern(
    r"""\s+([A-Za-z_][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([“”„‟][^“”„‟<>]*[“”„‟]|[^\s"'<>/]+)))?"""
)
_END = lazy_pattern(r"\s*(/?)>")
_MARKER = lazy_pattern(r"\[([A-Za-z][A-Za-z _-]{0,30})\]")
_TEMPLATE = lazy_pattern(r"\{\{(?P<inside>[^{}\n]{0,500})(?P<end>\}\})?")
_SIGNS = lazy_pattern(r"<(?=/?[A-Za-z])|\[(?=[A-Za-z])|\{\{")


class Attribute(Record):
    """`name="value"` in a tag; `quoted` is false for `name=value` and for a name alone."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool


class Tag(Record):
    """`<name …/>`, `<name …>` or `</name>`; a tag without its `>` is `open` and not complete."""

    name: str
    shape: Literal["self", "open", "close"]
    attributes: tuple[Attribute, ...]
    start: int
    end: int
    complete: bool = True

    def get(self, name: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


class Marker(Record):
    """`[laughter]`: a sound, or other words, in square brackets."""

    name: str
    start: int
    end: int


class Template(Record):
    """`{{…}}`: a placeholder that the platform fills in."""

    inside: str
    start: int
    end: int
    complete: bool

    @property
    def root(self) -> str:
        """The name before the first dot or bracket."""
        return re.split(r"[.\[]", self.inside.strip())[0]


Mark = Tag | Marker | Template


def scan(text: str) -> tuple[Mark, ...]:
    """Find the marks in `text`, in order; a tag inside an attribute is part of that attribute."""
    if "<" in text or "[" in text or "{{" in text:
        return _marks(text)
    return ()


@lru_cache(maxsize=CACHED_TEXTS)
def _marks(text: str) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    at = 0
    while sign := _SIGNS.search(text, at):
        mark = _mark(text, sign.start())
        if mark:
            marks.append(mark)
        at = mark.end if mark else sign.end()
    return tuple(marks)


def _mark(text: str, at: int) -> Mark | None:
    match text[at]:
        case "<":
            return _tag(text, at)
        case "[":
            marker = _MARKER.match(text, at)
            return Marker(marker[1], at, marker.end()) if marker else None
        case _:
            template = _TEMPLATE.match(text, at)
            if not template:
                return None
            if template["end"] is None:
                return _unclosed_template(text, at, template.end())
            return Template(template["inside"], at, template.end(), complete=True)


def _unclosed_template(text: str, at: int, end: int) -> Template:
    """Scan a template without its `}}`; it ends before the next mark, so as not to hide it."""
    inner = (sign.start() for sign in _SIGNS.finditer(text, at + len("{{"), end))
    end = next((start for start in inner if _mark(text, start)), end)
    return Template(text[at + len("{{") : end], at, end, complete=False)


def _tag(text: str, at: int) -> Tag | None:
    head = _HEAD.match(text, at)
    if not head:
        return None
    attributes, end = attributes_at(text, head.end())
    close = _END.match(text, end)
    if not close:
        return Tag(head[2], "open", (), at, head.end(), complete=False)
    shape: Literal["self", "open", "close"] = "close" if head[1] else "self" if close[1] else "open"
    return Tag(head[2], shape, attributes, at, close.end())


def attributes_at(text: str, at: int) -> tuple[tuple[Attribute, ...], int]:
    """Parse the attributes of a tag from `at` on; return them and their end."""
    attributes: list[Attribute] = []
    while match := _ATTRIBUTE.match(text, at):
        quoted = match[2] is not None or match[3] is not None
        value = next((part for part in match.group(2, 3, 4) if part is not None), "")
        attributes.append(Attribute(match[1], value, match.start(1), match.end(), quoted))
        at = match.end()
    return tuple(attributes), at
