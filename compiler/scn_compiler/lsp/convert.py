"""Conversion of diagnostics, edits and Markdown to the protocol's types."""

import re
from collections.abc import Sequence

from lsprotocol import types

from scn_compiler.ide.hover.topics import without_marks
from scn_compiler.lsp.positions import LineIndex
from scn_compiler.lsp.text_document import ScriptDocument
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
"""The capability of clients that check the document version of edits."""

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def lsp_diagnostic(
    found: Diagnostic, lines: LineIndex, uri: str, *, related: bool = True
) -> types.Diagnostic:
    """A diagnostic of the file at `uri`.

    Args:
        related: Whether the client shows related locations; otherwise the message lists them.
    """
    message = f"{found.message}\nhelp: {found.hint}" if found.hint else found.message
    places = [
        types.DiagnosticRelatedInformation(
            location=types.Location(uri=uri, range=lines.range(other.span)), message=other.message
        )
        for other in found.related
    ]
    if not related:
        message += "".join(
            f"\nnote: {place.message} (line {place.location.range.start.line + 1})" for place in places
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


def _tags(name: str) -> list[types.DiagnosticTag] | None:
    """The tags of a rule, which editors show faded or struck through."""
    if name in UNNECESSARY:
        return [types.DiagnosticTag.Unnecessary]
    return [types.DiagnosticTag.Deprecated] if name in DEPRECATED else None


def error_diagnostic(message: str, lines: LineIndex, start: int, end: int) -> types.Diagnostic:
    """An error in a file that is not a finding in a script."""
    return types.Diagnostic(
        range=types.Range(start=lines.position(start), end=lines.position(end)),
        message=message,
        severity=types.DiagnosticSeverity.Error,
        source=_SOURCE,
    )


def text_edits(edits: tuple[Edit, ...], lines: LineIndex) -> list[types.TextEdit]:
    """Edits of one document."""
    return [types.TextEdit(range=lines.range(edit.span), new_text=edit.text) for edit in edits]


def workspace_edit(
    document: ScriptDocument, edits: tuple[Edit, ...], *, versioned: bool
) -> types.WorkspaceEdit:
    """Edits of one document as a workspace edit.

    Args:
        versioned: Whether the client checks the document version, see `VERSIONED_EDITS`.
    """
    converted = text_edits(edits, document.line_index)
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: converted})
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(text_document=_versioned(document), edits=converted)]
    )


def snippet_edit(document: ScriptDocument, edit: Edit, at: int, placeholder: str) -> types.WorkspaceEdit:
    """An edit with a placeholder at offset `at` in its text, for the author to fill in."""
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
    """Markdown in the client's preferred format; plain text if it names none."""
    kind = formats[0] if formats else types.MarkupKind.PlainText
    if kind == types.MarkupKind.Markdown:
        return types.MarkupContent(kind=types.MarkupKind.Markdown, value=markdown)
    return types.MarkupContent(kind=types.MarkupKind.PlainText, value=without_marks(markdown))
