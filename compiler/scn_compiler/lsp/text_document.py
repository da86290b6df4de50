"""Documents that count lines as the protocol does; those of pygls don't."""

from collections.abc import Sequence
from typing import cast

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from scn_compiler.ide.cursor.unfinished import TextChange
from scn_compiler.lsp.file_access import read_script
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.uris import document_key, path_key, path_of
from scn_compiler.project.files import ReadFailure, Unreadable
from scn_dsl.source import Span

_RECENT = 64
"""The number of changes that a document remembers."""


class ScriptDocument(TextDocument):
    """A document that converts offsets in code points to the client's positions, and back.

    Attributes:
        edits: How often it has been changed.
        recent_changes: The last changes, in order; none if the whole text was replaced.
    """

    _measured: LineIndex | None = None
    edits: int = 0
    recent_changes: tuple[TextChange, ...] = ()

    @property
    def line_index(self) -> LineIndex:
        """The current text with its lines; an edit replaces the index instead of changing it."""
        if self._measured is None:
            self._measured = line_index(
                self._source or "", types.PositionEncodingKind(self.position_codec.encoding or "utf-16").value
            )
        return self._measured

    @property
    def source(self) -> str:
        return self.line_index.text

    @property
    def lines(self) -> Sequence[str]:
        text, starts = self.line_index.text, self.line_index.starts
        return tuple(text[start:end] for start, end in zip(starts, (*starts[1:], len(text)), strict=True))

    def snapshot(self) -> "ScriptDocument":
        """Copy the document, so that later edits don't change it."""
        copy = ScriptDocument(
            self.uri, self._source, self.version, self.language_id, position_codec=self.position_codec
        )
        copy._measured = self.line_index
        copy.edits, copy.recent_changes = self.edits, self.recent_changes
        return copy

    def offset_at_position(self, client_position: types.Position) -> int:
        """Return the offset of a position, clamped to its line and to the text."""
        return self.line_index.offset(client_position)

    def position_at(self, offset: int) -> types.Position:
        """Return the position of an offset."""
        return self.line_index.position(offset)

    def range_of(self, span: Span) -> types.Range:
        """Return the range of a span."""
        return self.line_index.range(span)

    def span_of(self, range: types.Range) -> Span:
        """Return the span of a range."""
        return self.line_index.span(range)

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        span = self.span_of(change.range)
        self._measured = self.line_index.with_edit(span, change.text)
        self.edits += 1
        self.recent_changes = (*self.recent_changes, TextChange(span, len(change.text)))[-_RECENT:]

    def _apply_full_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        self._measured = line_index(change.text, self.line_index.encoding)
        self.edits += 1
        self.recent_changes = ()


class ScriptWorkspace(Workspace):
    """The client's folders and open documents. Different spellings of a URI lead to the same document."""

    @property
    def folder_paths(self) -> list[str]:
        """The paths of the folders."""
        uris = [folder.uri for folder in self.folders.values()] or [self.root_uri or ""]
        return [path for uri in uris if (path := path_of(uri))]

    def add_folder(self, folder: types.WorkspaceFolder) -> None:
        self._folders[document_key(folder.uri)] = folder

    def remove_folder(self, folder_uri: str) -> None:
        self._folders.pop(document_key(folder_uri), None)

    @property
    def opened(self) -> list[ScriptDocument]:
        """The open documents."""
        return cast("list[ScriptDocument]", list(self._text_documents.values()))

    def open_document(self, uri: str) -> ScriptDocument | None:
        """Return a document, if it is open."""
        return cast("ScriptDocument | None", self._text_documents.get(document_key(uri)))

    def open_text(self, path: str) -> str | None:
        """Return the text of the open document in the file at `path`, if it is open."""
        document = cast("ScriptDocument | None", self._text_documents.get(path_key(path)))
        return document.source if document else None

    def get_text_document(self, doc_uri: str) -> ScriptDocument:
        """Return a document, open or read from its file.

        Raises:
            Unreadable: If it isn't open, and `read_script` can't read its file.
        """
        if document := self.open_document(doc_uri):
            return document
        path = path_of(doc_uri)
        if path is None:
            raise Unreadable(ReadFailure(doc_uri, "cannot be read: it isn't open, and it isn't a file"))
        return self._create_text_document(doc_uri, read_script(path, self.folder_paths))

    def put_text_document(self, text_document: types.TextDocumentItem, _notebook: str | None = None) -> None:
        uri, text = text_document.uri, text_document.text
        document = self._create_text_document(uri, text, text_document.version, text_document.language_id)
        self._text_documents[document_key(uri)] = document

    def remove_text_document(self, doc_uri: str) -> None:
        self._text_documents.pop(document_key(doc_uri), None)

    def update_text_document(
        self,
        text_doc: types.VersionedTextDocumentIdentifier,
        change: types.TextDocumentContentChangeEvent,
    ) -> None:
        """Apply a change; ignore documents that aren't open."""
        if document := self.open_document(text_doc.uri):
            document.apply_change(change)
            document.version = text_doc.version

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
