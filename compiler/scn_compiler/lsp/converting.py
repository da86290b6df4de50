"""Diagnostics and edits as the protocol has them."""

from pathlib import Path

from lsprotocol import types

from scn_compiler import lint
from scn_compiler.lsp.lines import Lines
from scn_dsl.diagnostic import Diagnostic, Edit, Severity

SOURCE = "scn"
UNNECESSARY = ("unused-label", "unused-allow", "step-after-endcall", "followup-of-endcall")
DEPRECATED = ("deprecated-tag",)

_PAGES = Path(lint.__file__).with_name("pages")
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostic(found: Diagnostic, lines: Lines, uri: str, *, related: bool = True) -> types.Diagnostic:
    """A diagnostic of the file at `uri`.

    Args:
        related: Whether the client shows related places; otherwise the message names them.
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
        code_description=types.CodeDescription(href=page_uri(found.name)),
        source=SOURCE,
        tags=tags(found.name),
        related_information=places if related and places else None,
        data={"name": found.name},
    )


def tags(name: str) -> list[types.DiagnosticTag] | None:
    """How an editor shows what a diagnostic is about: faded, or struck through."""
    if name in UNNECESSARY:
        return [types.DiagnosticTag.Unnecessary]
    return [types.DiagnosticTag.Deprecated] if name in DEPRECATED else None


def page_uri(name: str) -> str:
    """Where the page of the diagnostic called `name` lies."""
    return (_PAGES / f"{name}.md").as_uri()


def problem(message: str, lines: Lines, start: int, end: int) -> types.Diagnostic:
    """Something that is wrong with a file which is no finding in a script."""
    return types.Diagnostic(
        range=types.Range(start=lines.position(start), end=lines.position(end)),
        message=message,
        severity=types.DiagnosticSeverity.Error,
        source=SOURCE,
    )


def text_edits(edits: tuple[Edit, ...], lines: Lines) -> list[types.TextEdit]:
    """Edits of one document."""
    return [types.TextEdit(range=lines.range(edit.span), new_text=edit.text) for edit in edits]
