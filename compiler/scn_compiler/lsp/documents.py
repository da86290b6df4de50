"""Open documents, with lines as the protocol knows them: they end at LF, CRLF and CR, and at nothing else."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from scn_dsl.source import Span

_LINE_END = re.compile(r"\r\n|\n|\r")


class ScriptDocument(TextDocument):
    """A document whose offsets count code points, and whose positions are the client's."""

    _measured: tuple[str, tuple[int, ...]] | None = None

    @property
    def lines(self) -> Sequence[str]:
        text, starts = self.source, self._starts
        return tuple(text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True))

    def offset_at_position(self, client_position: types.Position) -> int:
        """The offset of a position; one past the end of its line means that end, one below the text its end."""
        text, starts = self.source, self._starts
        if client_position.line >= len(starts):
            return len(text)
        start, end = self._line(client_position.line)
        return start + self._index(text[start:end], client_position.character)

    def position_at(self, offset: int) -> types.Position:
        """The position of an offset; inside a line's end it is that of the line's last character."""
        starts = self._starts
        line = bisect_right(starts, offset) - 1
        start, end = self._line(line)
        before = self.source[start : min(offset, end)]
        return types.Position(line=line, character=self._units(before))

    def range_of(self, span: Span) -> types.Range:
        """The range of a span; always within the document."""
        return types.Range(start=self.position_at(span.start), end=self.position_at(span.end))

    def span_of(self, range: types.Range) -> Span:
        """The span of a range."""
        return Span(self.offset_at_position(range.start), self.offset_at_position(range.end))

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        start, end = self.span_of(change.range)
        self._source = self.source[:start] + change.text + self.source[max(start, end) :]

    @property
    def _starts(self) -> tuple[int, ...]:
        text = self.source
        if self._measured is None or self._measured[0] is not text:
            self._measured = (text, (0, *(end.end() for end in _LINE_END.finditer(text))))
        return self._measured[1]

    def _line(self, number: int) -> tuple[int, int]:
        """Where a line starts, and where its end begins."""
        text, starts = self.source, self._starts
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        if end > start and text[end - 1] == "\n":
            end -= 1
        if end > start and text[end - 1] == "\r":
            end -= 1
        return start, end

    def _units(self, text: str) -> int:
        return len(text) if text.isascii() else self.position_codec.client_num_units(text)

    def _index(self, line: str, units: int) -> int:
        if line.isascii():
            return min(units, len(line))
        at = 0
        for index, char in enumerate(line):
            if at >= units:
                return index
            at += self.position_codec.impl.code_units_for_char(char)
        return len(line)


class ScriptWorkspace(Workspace):
    """A workspace of such documents."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> ScriptDocument:
        return ScriptDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self.position_codec,
        )
