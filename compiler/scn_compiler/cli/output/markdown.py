"""Markdown as text for a terminal."""

import re
import textwrap

from scn_dsl.patterns import lazy_pattern

_WIDTH = 80
_FENCE = lazy_pattern(r"^(`{3,})([^\n]*)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_LINK = lazy_pattern(r"(?<!!)\[([^\]]+)\]\([^)\s]+\)")
_BOLD = lazy_pattern(r"\*\*([^*\n]+)\*\*")
_ITEM = lazy_pattern(r"(?:[-*]|\d+\.) ")


def terminal_text(markdown: str) -> str:
    """Markdown without its signs: code is indented, links are their words, paragraphs and items are filled."""
    parts, at = [], 0
    for fence in _FENCE.finditer(markdown):
        parts += [_prose(markdown[at : fence.start()]), _reported(fence[2]), _indented(fence[3])]
        at = fence.end()
    parts.append(_prose(markdown[at:]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _reported(marks: str) -> str:
    """A line above an example that rules report something in."""
    names = re.search(r"\b(?:wrong|warns) (\S+)", marks)
    return f"Reports {names[1].replace(',', ', ')}:" if names else ""


def _indented(code: str) -> str:
    return textwrap.indent(code, "    ").rstrip("\n")


def _prose(markdown: str) -> str:
    plain = _BOLD.sub(r"\1", _LINK.sub(r"\1", markdown))
    return "\n\n".join(_block(block) for block in re.split(r"\n\s*\n", plain) if block.strip())


def _block(block: str) -> str:
    block = block.strip("\n")
    if block.startswith(("|", "#")):
        return re.sub(r"^#+ ", "", block)
    items = re.split(r"\n(?=(?:[-*]|\d+\.) )", block)
    return "\n".join(_filled(item) for item in items)


def _filled(item: str) -> str:
    indent = "  " if _ITEM.match(item) else ""
    words = " ".join(item.split())
    return textwrap.fill(
        words, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
