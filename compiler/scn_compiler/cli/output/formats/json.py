"""One JSON document; its shape is described in README.md, and versioned."""

from scn_compiler.cli.output.formats import Finding, Report
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.project.files import Unread
from scn_dsl.diagnostic import Edit
from scn_dsl.source import Source, Span

_VERSION = 1


def render(report: Report) -> str:
    """All findings as one document; lines and columns from 1, columns in code points."""
    return dump(
        {
            "version": _VERSION,
            "diagnostics": [_finding(each) for each in report.findings],
            "unreadable": [_unread(each) for each in report.unread],
        }
    )


def _finding(finding: Finding) -> Json:
    path, source, found = finding.path, finding.source, finding.diagnostic
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.word,
        "message": found.message,
        "file": path,
        **_range(found.span, source),
        "hint": found.hint,
        "related": [{"message": other.message, **_range(other.span, source)} for other in found.related],
        "fix": found.fix
        and {
            "title": found.fix.title,
            "safe": found.fix.safe,
            "edits": [_edit(edit, source) for edit in found.fix.edits],
        },
    }


def _unread(file: Unread) -> Json:
    start: Json = {"line": file.line, "column": file.column} if file.line else None
    return {"file": file.path, "message": file.reason, "start": start}


def _edit(edit: Edit, source: Source) -> Json:
    return {**_range(edit.span, source), "text": edit.text}


def _range(span: Span, source: Source) -> dict[str, Json]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
