"""GitHub Actions workflow commands: each finding becomes an annotation."""

from scn_compiler.cli.output.formats import Finding, Report, with_hint
from scn_compiler.inert_text import inert
from scn_compiler.project.files import ReadFailure
from scn_dsl.diagnostic import Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """One workflow command per line; characters for which they have no escape are written as elsewhere.

    Source:
        docs.github.com, workflow commands; the escapes are those of the actions toolkit.
    """
    return "\n".join((*map(_command, report.findings), *map(_unread, report.unread)))


def _command(finding: Finding) -> str:
    source, diagnostic = finding.source, finding.diagnostic
    start, end = source.position(diagnostic.span.start), source.position(diagnostic.span.end)
    position: dict[str, str | int | None] = {"file": finding.path, "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub refuses columns of a range over several lines
        position |= {"col": start.column, "endColumn": end.column}
    properties = {**position, "title": f"{diagnostic.code} {diagnostic.name}"}
    return f"::{_LEVELS[diagnostic.severity]} {_join(properties)}::{_escape(with_hint(diagnostic))}"


def _unread(file: ReadFailure) -> str:
    position = {"line": file.line, "col": file.column} if file.line else {}
    return f"::error {_join({'file': file.path, **position})}::{_escape(file.reason)}"


def _join(properties: dict[str, str | int | None]) -> str:
    return ",".join(f"{name}={_escape_property(str(value))}" for name, value in properties.items())


def _escape(text: str) -> str:
    return inert(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
