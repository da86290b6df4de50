"""Completion items: a snippet with tab stops, the span that it replaces, and how an editor lists it."""

import re
from enum import Enum

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topics import Topic
from scn_dsl.diagnostic import Edit
from scn_dsl.records import Record
from scn_dsl.source import Span

_STOP = re.compile(r"\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\d+|\\([\\$}])")


class CompletionKind(Enum):
    """The kind of an item, which an editor shows as an icon."""

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


class CompletionItem(Record):
    """One suggestion.

    Attributes:
        snippet: The text to insert, with tab stops `${1:words}`, `$1` and `${1|a,b|}`.
        span: The text before the cursor that the item replaces.
        end: The end of the word at the cursor; editors that replace whole words replace up to here.
        filter: The text that editors match with the replaced text.
        topic: The topic that documents the item.
        extra_edits: Edits elsewhere in the script.
        closing: What stands directly behind the cursor and closes the item, as editors put brackets in: one that
            replaces it by itself leaves its cursor behind it.
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
    """A way to start a line, before its place in the script is known.

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
    """An item at the cursor that replaces so many characters before it, and optionally after it."""
    span = Span(context.offset - replace_before, context.offset)
    end = context.offset + replace_after
    closing = closing if context.line.after.startswith(closing) else ""
    return CompletionItem(
        label, kind, snippet, span, end, detail, filter or label, topic, extra_edits, closing
    )


def plain_snippet(snippet: str) -> str:
    """A snippet as plain text: each tab stop becomes its default."""

    def default(stop: re.Match[str]) -> str:
        if stop[1] is not None:
            return re.sub(r"\\(.)", r"\1", stop[1])
        return next((part for part in stop.group(2, 3) if part is not None), "")

    return _STOP.sub(default, snippet)


def literal(text: str) -> str:
    """Text escaped for a snippet."""
    return re.sub(r"([\\$}])", r"\\\1", text)


def choice(number: int, words: tuple[str, ...]) -> str:
    """A tab stop with a choice of words, which must not contain a comma or a bar."""
    return f"${{{number}|{','.join(words)}|}}"
