"""Workflow commands of GitHub Actions: each finding becomes an annotation of its line."""

from scn_compiler.cli.formats import Finding, Report, with_hint
from scn_dsl.diagnostic import Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """One command a line.

    Source:
        docs.github.com, workflow commands; the escapes are those of the actions toolkit.
    """
    return "\n".join(_command(finding) for finding in report.findings)


def _command(finding: Finding) -> str:
    path, source, found = finding.path, finding.source, finding.diagnostic
    start, end = source.position(found.span.start), source.position(found.span.end)
    place = {"file": path, "line": start.line, "endLine": end.line}
    if start.line == end.line:  # columns of a place on several lines are refused
        place |= {"col": start.column, "endColumn": end.column}
    properties = {**place, "title": f"{found.code} {found.name}"}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_LEVELS[found.severity]} {listed}::{_data(with_hint(found))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
