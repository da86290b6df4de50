"""Completion items: a snippet with tab stops, the span it replaces, and its entry in the editor's list."""

import re
from enum import Enum

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

_STOP = lazy_pattern(r"\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\d+|\\([\\$}])")


class CompletionKind(Enum):
    """The kind of an item; editors show it as an icon. A text is free: the author may want other words."""

    KEYWORD = "keyword"
    BLOCK = "block"
    FIELD = "field"
    VALUE = "value"
    TEXT = "text"
    LABEL = "label"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    MARKER = "marker"
    VARIABLE = "variable"
    RULE = "rule"
    FILE = "file"


class CompletionItem(Record):
    """One suggestion.

    Attributes:
        snippet: The text to insert, with tab stops `${1:words}`, `$1` and `${1|a,b|}`.
        span: The text before the cursor that the item replaces.
        end: The end of the word at the cursor, for editors that replace whole words.
        filter: The text that editors match against the replaced text.
        topic: The topic that documents the item.
        extra_edits: Edits elsewhere in the script.
        closing: The text right after the cursor that closes the item, such as a bracket that the editor inserted.
            An editor that replaces it moves the cursor past it.
    """

    label: str
    kind: CompletionKind
    snippet: str
    span: Span
    end: int
    detail: str = ""
    filter: str = ""
    topic: Topic | None = None
    extra_edits: tuple[Edit, ...] = ()
    closing: str = ""

    @property
    def text(self) -> str:
        """The text to insert in editors without tab stops."""
        return plain_snippet(self.snippet)


class LineStart(Record):
    """A way to start a line, before its position in the script is known.

    Attributes:
        flush: Whether the line has no indentation.
    """

    label: str
    kind: CompletionKind
    snippet: str
    topic: Topic
    detail: str = ""
    flush: bool = False


def completion_item(
    context: CursorContext,
    label: str,
    kind: CompletionKind,
    snippet: str,
    replace_before: int,
    *,
    replace_after: int = 0,
    detail: str = "",
    filter: str = "",
    topic: Topic | None = None,
    extra_edits: tuple[Edit, ...] = (),
    closing: str = "",
) -> CompletionItem:
    """Build an item that replaces some characters before the cursor, and optionally some after it."""
    span = Span(context.offset - replace_before, context.offset)
    end = context.offset + replace_after
    closing = closing if context.line.after.startswith(closing) else ""
    return CompletionItem(
        label, kind, snippet, span, end, detail, filter or label, topic, extra_edits, closing
    )


def plain_snippet(snippet: str) -> str:
    """Convert a snippet to plain text: each tab stop becomes its default."""

    def default(stop: re.Match[str]) -> str:
        if stop[1] is not None:
            return re.sub(r"\\(.)", r"\1", stop[1])
        return next((part for part in stop.group(2, 3) if part is not None), "")

    return _STOP.sub(default, snippet)


def literal(text: str) -> str:
    """Escape text for a snippet."""
    return re.sub(r"([\\$}])", r"\\\1", text)


def choice(number: int, words: tuple[str, ...]) -> str:
    """Build a tab stop with a choice of words; the words can't contain commas or bars."""
    return f"${{{number}|{','.join(words)}|}}"
