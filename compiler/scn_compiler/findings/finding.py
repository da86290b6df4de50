"""A problem together with the texts that its places are in."""

from __future__ import annotations

from scn_dsl.records import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from scn_dsl.diagnostic import Diagnostic
    from scn_dsl.source import Source, Span


class Finding(Record):
    """A problem, the source that has it, and the path to show for that source.

    Attributes:
        others: The other files that its related places are in, by the path in their origin.
    """

    path: str
    source: Source
    diagnostic: Diagnostic
    others: Mapping[str | None, Source] = field(default_factory=dict)

    def file_of(self, span: Span) -> tuple[str, Source]:
        """Return the path and the text of the file that a place is in."""
        source = self.others.get(span.origin.path) if span.origin else None
        return (source.path or self.path, source) if source else (self.path, self.source)
