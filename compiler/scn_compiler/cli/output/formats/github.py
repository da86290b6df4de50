"""Workflow commands of GitHub Actions: each finding becomes an annotation of its line."""

from scn_compiler.cli.output.formats import Finding, Report, with_hint
from scn_compiler.project.files import Unread
from scn_dsl.diagnostic import Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """One command a line.

    Source:
        docs.github.com, workflow commands; the escapes are those of the actions toolkit.
    """
    return "\n".join((*map(_command, report.findings), *map(_unread, report.unread)))


def _command(finding: Finding) -> str:
    path, source, found = finding.path, finding.source, finding.diagnostic
    start, end = source.position(found.span.start), source.position(found.span.end)
    place: dict[str, str | int | None] = {"file": path, "line": start.line, "endLine": end.line}
    if start.line == end.line:  # columns of a place on several lines are refused
        place |= {"col": start.column, "endColumn": end.column}
    properties = {**place, "title": f"{found.code} {found.name}"}
    return f"::{_LEVELS[found.severity]} {_listed(properties)}::{_data(with_hint(found))}"


def _unread(file: Unread) -> str:
    place = {"line": file.line, "col": file.column} if file.line else {}
    return f"::error {_listed({'file': file.path, **place})}::{_data(file.reason)}"


def _listed(properties: dict[str, str | int | None]) -> str:
    return ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
