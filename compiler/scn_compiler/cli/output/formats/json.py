"""The JSON report; its versioned shape is described in docs/reference/reports.md."""

from scn_compiler.cli.output.formats import Finding, Report
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.project.files import ReadFailure
from scn_dsl.diagnostic import Edit, Related
from scn_dsl.source import Source, Span

_VERSION = 1


def render_json(report: Report) -> str:
    """Render all findings as one document; lines and columns count from 1, columns in code points."""
    return dump(
        {
            "version": _VERSION,
            "diagnostics": [_finding(each) for each in report.findings],
            "unreadable": [_unread(each) for each in report.unread],
        }
    )


def _finding(finding: Finding) -> Json:
    source, diagnostic = finding.source, finding.diagnostic
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.word,
        "message": diagnostic.message,
        "file": finding.path,
        **_range(diagnostic.span, source),
        "hint": diagnostic.hint,
        "related": [_related(other, finding) for other in diagnostic.related],
        "fix": diagnostic.fix
        and {
            "title": diagnostic.fix.title,
            "safe": diagnostic.fix.safe,
            "edits": [_edit(edit, source) for edit in diagnostic.fix.edits],
        },
    }


def _related(other: Related, finding: Finding) -> Json:
    path, source = finding.file_of(other.span)
    return {"message": other.message, "file": path, **_range(other.span, source)}


def _unread(file: ReadFailure) -> Json:
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
