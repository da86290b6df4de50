"""Marks in a text that Bimpe is not known to see: they reach the customer as they are."""

from collections.abc import Callable, Iterator

from scn_compiler.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Span
from scn_grammar.markup import Marker, Tag, scan


def unsaid_marks(text: str, place: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    """Tags, markers and templates in `text`, of which `place` says where each stretch stands."""
    for mark in scan(text):
        kind = "tag" if isinstance(mark, Tag) else "marker" if isinstance(mark, Marker) else "template"
        message = f"Bimpe is not known to have {kind}s: `{text[mark.start : mark.end]}` is said as it is"
        hint = "take it out, if it is not meant to be read"
        yield report("unsupported-by-target", place(mark.start, mark.end), message, hint)


def marks_of(value: Value) -> Iterator[Diagnostic]:
    """The same of what a line says."""
    if isinstance(value.value, str):
        yield from unsaid_marks(value.value, value.locate)
