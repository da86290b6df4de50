"""Markdown as a client can show it."""

from collections.abc import Sequence

from lsprotocol import types

from scn_compiler.features.topics import without_marks


def shown(markdown: str, formats: Sequence[types.MarkupKind | str] | None) -> types.MarkupContent:
    """A text in the first of the formats that a client named; plain if it named none."""
    kind = formats[0] if formats else types.MarkupKind.PlainText
    if kind == types.MarkupKind.Markdown:
        return types.MarkupContent(kind=types.MarkupKind.Markdown, value=markdown)
    return types.MarkupContent(kind=types.MarkupKind.PlainText, value=without_marks(markdown))
