"""Conversion of diagnostics, edits and Markdown to protocol types."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from lsprotocol import types

from scn_compiler.ide.hover.topics import without_marks
from scn_compiler.lsp.positions import LineIndex
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import uri_of
from scn_compiler.project.manual import rule_address
from scn_dsl.diagnostic import Diagnostic, Edit, Severity

_SOURCE = "scn"
UNNECESSARY = (
    "unused-label",
    "unused-allow",
    "step-after-endcall",
    "followup-of-endcall",
    "unreachable-block",
    "pause-after-endcall",
)
DEPRECATED = ("deprecated-tag",)
VERSIONED_EDITS = "workspace.workspace_edit.document_changes"
"""The capability of clients that check the document version in edits."""

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def lsp_diagnostic(
    found: Diagnostic,
    lines: LineIndex,
    uri: str,
    *,
    related: bool = True,
    other_lines: Callable[[str], LineIndex | None] = lambda _path: None,
) -> types.Diagnostic:
    """Convert a finding in the file at `uri`.

    Args:
        related: Whether the client shows related locations; if not, the message lists them.
        other_lines: Returns the lines of another file by its path; `None` if it can't be read.
    """
    message = f"{found.message}\nhelp: {found.hint}" if found.hint else found.message
    places: list[types.DiagnosticRelatedInformation] = []
    for other in found.related:
        path = other.span.origin.path if other.span.origin else None
        where = (lines, uri) if path is None else (other_lines(path), uri_of(path))
        if where[0] is not None:
            location = types.Location(uri=where[1], range=where[0].range(other.span))
            places.append(types.DiagnosticRelatedInformation(location=location, message=other.message))
    if not related:
        message += "".join(
            f"\nnote: {place.message} ({_place_name(place.location, uri)})" for place in places
        )
    return types.Diagnostic(
        range=lines.range(found.span),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.code,
        code_description=types.CodeDescription(href=rule_address(found.name) or ""),
        source=_SOURCE,
        tags=_tags(found.name),
        related_information=places if related and places else None,
        data={"name": found.name},
    )


def _place_name(location: types.Location, uri: str) -> str:
    line = f"line {location.range.start.line + 1}"
    return line if location.uri == uri else f"{unquote(location.uri.rpartition('/')[2])}, {line}"


def _tags(name: str) -> list[types.DiagnosticTag] | None:
    """Return the tags of a rule; editors show them faded or struck through."""
    if name in UNNECESSARY:
        return [types.DiagnosticTag.Unnecessary]
    return [types.DiagnosticTag.Deprecated] if name in DEPRECATED else None


def error_diagnostic(message: str, lines: LineIndex, start: int, end: int) -> types.Diagnostic:
    """Build a diagnostic for an error that isn't a finding in a script."""
    return types.Diagnostic(
        range=types.Range(start=lines.position(start), end=lines.position(end)),
        message=message,
        severity=types.DiagnosticSeverity.Error,
        source=_SOURCE,
    )


def text_edits(edits: tuple[Edit, ...], lines: LineIndex) -> list[types.TextEdit]:
    """Convert edits of one document."""
    return [types.TextEdit(range=lines.range(edit.span), new_text=edit.text) for edit in edits]


def workspace_edit(
    document: ScriptDocument, edits: tuple[Edit, ...], *, versioned: bool
) -> types.WorkspaceEdit:
    """Convert edits of one document to a workspace edit.

    Args:
        versioned: Whether the client checks the document version; see `VERSIONED_EDITS`.
    """
    converted = text_edits(edits, document.line_index)
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: converted})
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(text_document=_versioned(document), edits=converted)]
    )


def snippet_edit(document: ScriptDocument, edit: Edit, at: int, placeholder: str) -> types.WorkspaceEdit:
    """Convert an edit, with a placeholder at offset `at` in its text for the author to fill in."""
    before, after = (re.sub(r"[$}\\]", r"\\\g<0>", part) for part in (edit.text[:at], edit.text[at:]))
    converted = types.SnippetTextEdit(
        range=document.range_of(edit.span),
        snippet=types.StringValue(value=f"{before}${{1:{placeholder}}}{after}"),
    )
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(text_document=_versioned(document), edits=[converted])]
    )


def _versioned(document: ScriptDocument) -> types.OptionalVersionedTextDocumentIdentifier:
    return types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)


def markup_content(markdown: str, formats: Sequence[types.MarkupKind | str] | None) -> types.MarkupContent:
    """Convert Markdown to the client's preferred format; plain text if it has no preference."""
    if prefers_markdown(formats):
        return types.MarkupContent(kind=types.MarkupKind.Markdown, value=markdown)
    return types.MarkupContent(kind=types.MarkupKind.PlainText, value=without_marks(markdown))


def prefers_markdown(formats: Sequence[types.MarkupKind | str] | None) -> bool:
    """Return whether a client prefers Markdown to plain text."""
    return formats is not None and types.MarkupKind.Markdown in formats[:1]
