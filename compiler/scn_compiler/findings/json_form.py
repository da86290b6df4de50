"""A problem as a JSON value, as reports have it; docs/reference/reports.md describes its shape."""

from scn_compiler.findings.finding import Finding
from scn_compiler.jsondoc.codec import Json
from scn_dsl.diagnostic import Edit, Related
from scn_dsl.source import Source, Span


def finding_value(finding: Finding) -> dict[str, Json]:
    """Return a problem as a JSON object; lines and columns count from 1, columns in code points."""
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


def _edit(edit: Edit, source: Source) -> Json:
    return {**_range(edit.span, source), "text": edit.text}


def _range(span: Span, source: Source) -> dict[str, Json]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
