"""The tag, marker or template that is open at the end of a text."""

from enum import Enum, auto

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, replace

_SIGN = lazy_pattern(r"<(?=/?(?:[A-Za-z]|$))|\[|\{\{")
_HEAD = lazy_pattern(r"<(/?)([A-Za-z][\w-]*)?")
_NAME = r"[A-Za-z_][\w-]*"
_GIVEN = lazy_pattern(
    rf"""\s+({_NAME})(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>/=]+)(?=[\s/>])|(?=\s+[A-Za-z_/>]))"""
)
_CLOSED = lazy_pattern(r"\s*/?>")
_ATTRIBUTE = lazy_pattern(rf"\s+({_NAME})?$")
_EQUALS = lazy_pattern(rf"\s+({_NAME})\s*=\s*$")
_VALUE = lazy_pattern(rf"""\s+({_NAME})\s*=\s*(?:"([^"]*)"?|'([^']*)'?)$""")
_MARKER = lazy_pattern(r"\[([A-Za-z _-]{0,30})$")
_TEMPLATE = lazy_pattern(r"\{\{([^{}]{0,500})$")


class MarkupPart(Enum):
    """The part of the markup at the end of the text."""

    TAG = auto()
    CLOSING = auto()
    ATTRIBUTE = auto()
    EQUALS = auto()
    VALUE = auto()
    MARKER = auto()
    TEMPLATE = auto()


class OpenMarkup(Record):
    """Markup that is open at the end of a text.

    Attributes:
        start: The offset in the text where it opens; inside a tag, the offset of the last word.
        prefix: The part as typed so far, without the characters that open it.
        tag, attribute: The tag around the part, and the attribute of a value.
        given: The attributes before this part in the tag.
        quote: The quote that the value starts with.
        outer: The tag whose attribute value contains this markup; that value starts at `base`.
    """

    part: MarkupPart
    start: int
    prefix: str
    tag: str = ""
    attribute: str = ""
    given: tuple[str, ...] = ()
    quote: str = ""
    outer: str = ""
    outer_quote: str = ""
    base: int = 0


def open_markup(text: str, base: int = 0) -> OpenMarkup | None:
    """Find the markup that is open at the end of `text`, from `base` on; `None` in prose."""
    at = base
    while sign := _SIGN.search(text, at):
        start = sign.start()
        if sign[0] == "<":
            found, at = _tag(text, start)
        elif sign[0] == "[":
            marker = _MARKER.match(text, start)
            found, at = marker and OpenMarkup(MarkupPart.MARKER, start, marker[1]), start + 1
        else:
            template = _TEMPLATE.match(text, start)
            found, at = template and OpenMarkup(MarkupPart.TEMPLATE, start, template[1]), start + 2
        if found:
            return found
    return None


def _tag(text: str, start: int) -> tuple[OpenMarkup | None, int]:
    """Find the open part of the tag at `start`; return it with the offset where the search continues."""
    head = _HEAD.match(text, start)
    name = head[2] or "" if head else ""
    end = head.end() if head else start + 1
    if head and end == len(text):
        part = MarkupPart.CLOSING if head[1] else MarkupPart.TAG
        return OpenMarkup(part, start, name), end
    given: list[str] = []
    at = end
    while each := _GIVEN.match(text, at):
        given.append(each[1])
        at = each.end()
    if closed := _CLOSED.match(text, at):
        return None, closed.end()
    inside = _inside(text, at, name, tuple(given))
    return inside, end


def _inside(text: str, at: int, tag: str, given: tuple[str, ...]) -> OpenMarkup | None:
    """Find the open part after the complete attributes of a tag."""
    if found := _ATTRIBUTE.match(text, at):
        prefix = found[1] or ""
        return OpenMarkup(MarkupPart.ATTRIBUTE, len(text) - len(prefix), prefix, tag, given=given)
    if found := _EQUALS.match(text, at):
        return OpenMarkup(MarkupPart.EQUALS, len(text), "", tag, found[1], given)
    if found := _VALUE.match(text, at):
        group = 2 if found[2] is not None else 3
        quote = '"' if group == 2 else "'"
        if found.end(group) != len(text):
            return None
        value = OpenMarkup(MarkupPart.VALUE, found.start(group), found[group], tag, found[1], given, quote)
        nested = open_markup(text, found.start(group))
        return replace(nested, outer=tag, outer_quote=quote, base=found.start(group)) if nested else value
    return None
