"""GitHub Actions workflow commands: each finding becomes an annotation."""

from collections import Counter

from scn_compiler.cli.output.formats import Report, with_hint
from scn_compiler.findings.finding import Finding
from scn_compiler.inert_text import inert
from scn_compiler.project.files import ReadFailure
from scn_dsl.diagnostic import Severity

_SHOWN = 10
"""The most annotations of a level that GitHub shows for a step."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """Render one workflow command per line, unreadable files first.

    Source:
        docs.github.com, workflow commands; the escapes are those of the actions toolkit.
    """
    return "\n".join((*map(_unread, report.unread), *map(_command, report.findings)))


def remark_github(report: Report) -> str | None:
    """Return how many of the annotations GitHub shows, if not all.

    Source:
        github.com/orgs/community/discussions/26680, GitHub staff: 10 errors, 10 warnings and 10 notices of a step.
    """
    counts = Counter(_LEVELS[finding.diagnostic.severity] for finding in report.findings)
    counts["error"] += len(report.unread)
    many = [f"{_SHOWN} of {counts[level]} {level}s" for level in _LEVELS.values() if counts[level] > _SHOWN]
    return f"GitHub shows only {' and '.join(many)} as annotations; the log has them all" if many else None


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
