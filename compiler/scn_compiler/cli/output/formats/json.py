"""The JSON report; its versioned shape is described in docs/reference/reports.md."""

from scn_compiler.cli.output.formats import Report
from scn_compiler.findings.json_form import finding_value
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.project.files import ReadFailure

_VERSION = 1


def render_json(report: Report) -> str:
    """Render all findings as one document; lines and columns count from 1, columns in code points."""
    return dump(
        {
            "version": _VERSION,
            "diagnostics": [finding_value(each) for each in report.findings],
            "unreadable": [_unread(each) for each in report.unread],
        }
    )


def _unread(file: ReadFailure) -> Json:
    start: Json = {"line": file.line, "column": file.column} if file.line else None
    return {"file": file.path, "message": file.reason, "start": start}
