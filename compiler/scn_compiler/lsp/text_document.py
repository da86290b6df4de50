"""Documents with a line index that counts lines as the protocol does, which pygls does not."""

from collections.abc import Sequence
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.project.files import Input, ReadFailure, Unreadable, read_file
from scn_dsl.source import Span


class ScriptDocument(TextDocument):
    """A document that converts between offsets in code points and the client's positions.

    A document that is not open is read from its file; an unreadable file raises `Unreadable`.
    """

    _measured: LineIndex | None = None

    @property
    def line_index(self) -> LineIndex:
        """The current text with its lines; an edit replaces the index and leaves this one as it is."""
        if self._measured is None:
            text = self._read() if self._source is None else self._source
            self._measured = line_index(
                text, types.PositionEncodingKind(self.position_codec.encoding or "utf-16").value
            )
        return self._measured

    @property
    def source(self) -> str:
        return self.line_index.text

    @property
    def lines(self) -> Sequence[str]:
        text, starts = self.line_index.text, self.line_index.starts
        return tuple(text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True))

    def _read(self) -> str:
        path = to_fs_path(self.uri)
        if path is None:
            raise Unreadable(ReadFailure(self.uri, "cannot be read: it is not open, and not a file"))
        return read_file(Input(path, path))

    def snapshot(self) -> "ScriptDocument":
        """A copy of the document that later edits do not change."""
        copy = ScriptDocument(
            self.uri, self._source, self.version, self.language_id, position_codec=self.position_codec
        )
        copy._measured = self.line_index
        return copy

    def offset_at_position(self, client_position: types.Position) -> int:
        """The offset of a position, clamped to its line and to the text."""
        return self.line_index.offset(client_position)

    def position_at(self, offset: int) -> types.Position:
        """The position of an offset."""
        return self.line_index.position(offset)

    def range_of(self, span: Span) -> types.Range:
        """The range of a span."""
        return self.line_index.range(span)

    def span_of(self, range: types.Range) -> Span:
        """The span of a range."""
        return self.line_index.span(range)

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        self._measured = self.line_index.with_edit(self.span_of(change.range), change.text)

    def _apply_full_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        self._measured = line_index(change.text, self.line_index.encoding)


class ScriptWorkspace(Workspace):
    """A workspace of `ScriptDocument`s."""

    def update_text_document(
        self,
        text_doc: types.VersionedTextDocumentIdentifier,
        change: types.TextDocumentContentChangeEvent,
    ) -> None:
        """Apply a change; a change to a document that is not open is ignored."""
        if unquote(text_doc.uri) in self.text_documents:
            super().update_text_document(text_doc, change)

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
