"""The literal part of a text, which the caller reads aloud: no tags, markers and templates that the platform knows.

Most texts are plain words. `is_odd` finds the others at a glance, and the rules about texts look only at those.
"""

from scn_compiler.platforms.kit.target import Markup
from scn_grammar.markup import Mark, Marker, Tag, Template

HIDDEN = "\0"
"""Replaces each character that the platform obeys, so that offsets don't change."""

_SIGNS = frozenset("[]{}<>*\\|%$(（【#`=_&~@+")
_FIRST = frozenset("\"'“„«/!")
_LAST = frozenset(",;\"'")
LEFTOVERS = ("null", "undefined", "NaN", "nil", "TODO", "FIXME")
"""Words that programs and programmers leave where text should be."""


def is_odd(text: str) -> bool:
    """Return whether a text may contain more than plain words; fast, and in doubt `True`."""
    return (
        not _SIGNS.isdisjoint(text)
        or text[:1] in _FIRST
        or '"' in text[:3]
        or text[-1:] in _LAST
        or " :" in text
        or " /" in text
        or "XXXX" in text
        or "Ã" in text
        or "â€" in text
        or " -" in text
        or text.count(":") > 1
        or " OR " in text
        or (" " not in text and ("." in text[:-1] or text in LEFTOVERS))
    )


def literal_of(text: str, marks: tuple[Mark, ...], markup: Markup, *, attributes: bool = True) -> str:
    """Replace each character that the platform obeys with `HIDDEN`.

    Args:
        attributes: Whether to keep the `text` attribute of a tag, which is spoken.
    """
    for mark in marks:
        match mark:
            case Tag(name=name, complete=True) if name in markup.tags:
                text = _without(text, mark.start, mark.end, _spoken_part(mark) if attributes else None)
            case Marker(name=name) if name in markup.markers:
                text = _without(text, mark.start, mark.end)
            case Template():
                text = _without(text, mark.start, mark.end)
    return text


def _spoken_part(tag: Tag) -> tuple[int, int] | None:
    words = tag.get("text")
    return (words.end - 1 - len(words.value), words.end - 1) if words and words.quoted else None


def _without(text: str, start: int, end: int, kept: tuple[int, int] | None = None) -> str:
    first, last = kept or (end, end)
    return text[:start] + HIDDEN * (first - start) + text[first:last] + HIDDEN * (end - last) + text[end:]
