"""Places in several files, as protocol types: locations and edits."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from lsprotocol import types

from scn_compiler.ide.reuse.symbols import CONFIG_FILE, Place
from scn_compiler.lsp.convert import VERSIONED_EDITS, text_edits
from scn_compiler.lsp.file_access import read_script
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import document_key, path_key, uri_of
from scn_compiler.project.files import Unreadable
from scn_dsl.diagnostic import Edit


def lines_of_file(session: ScriptServer, path: str) -> LineIndex | None:
    """Return the lines of a file, as they are in the editor or on disk; `None` if it can't be read."""
    text = session.workspace.open_text(path)
    if text is None:
        text = session.needed_files.known_text(path)
    if text is None:
        with suppress(Unreadable):
            text = read_script(path, session.folders)
    return None if text is None else line_index(text, session.encoding)


def uri_of_file(session: ScriptServer, path: str) -> str:
    """Return the URI of a file, as the client spells it if the file is open."""
    document = session.workspace.open_document(uri_of(path))
    return document.uri if document else uri_of(path)


def location_of(session: ScriptServer, place: Place, document: ScriptDocument) -> types.Location | None:
    """Convert a place in a document, or in another file; `None` if that can't be read."""
    path, lines = place.path, None
    if path == CONFIG_FILE:
        project = session.config_of(document)
        path, lines = project.path, line_index(project.text, session.encoding)
    if path is None or path_key(path) == document_key(document.uri):
        return types.Location(uri=document.uri, range=document.range_of(place.span))
    lines = lines or lines_of_file(session, path)
    return types.Location(uri=uri_of_file(session, path), range=lines.range(place.span)) if lines else None


def edit_of_files(
    session: ScriptServer, edits: Mapping[str | None, Iterable[Edit]], document: ScriptDocument
) -> types.WorkspaceEdit:
    """Convert edits by path to one workspace edit, with the versions of open documents.

    Args:
        document: The document that the user edits, whose path may be `None`.
    """
    changes: dict[str, tuple[int | None, list[types.TextEdit]]] = {}
    for path, own in edits.items():
        is_own = path is None or path_key(path) == document_key(document.uri)
        opened = document if is_own else session.open_document(uri_of(path or ""))
        lines = opened.line_index if opened else lines_of_file(session, path or "")
        if lines:
            uri = opened.uri if opened else uri_of(path or "")
            changes[uri] = (opened.version if opened else None), text_edits(tuple(own), lines)
    if not session.can(VERSIONED_EDITS):
        return types.WorkspaceEdit(changes={uri: converted for uri, (_, converted) in changes.items()})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                text_document=types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version),
                edits=list(converted),
            )
            for uri, (version, converted) in changes.items()
        ]
    )
