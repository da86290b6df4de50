"""Reports for programs; each module has a pure function from all findings to text."""

from __future__ import annotations

from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scn_compiler.findings.finding import Finding
    from scn_compiler.project.files import ReadFailure

REPORT_FORMATS = ("json", "github", "sarif", "junit")
"""The formats of `render`: `NAME` is the function `render_NAME` in the module `NAME`, loaded on demand."""


class Report(Record):
    """The outcome of one run.

    Attributes:
        files: The paths of all files that were checked, including those without findings.
        findings: The findings, in the order of the files and of their positions.
        fail_at: The lowest severity that fails the run.
        unread: Why files that are not in `files` could not be read.
    """

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    fail_at: Severity = Severity.ERROR
    unread: tuple[ReadFailure, ...] = ()


def render(output_format: str, report: Report) -> str:
    """Render the report in one of `REPORT_FORMATS`, without a final line break."""
    from importlib import import_module  # noqa: PLC0415  (few runs need it)

    module = import_module(f"{__name__}.{output_format}")
    render_format: Callable[[Report], str] = getattr(module, f"render_{output_format}")
    return render_format(report)


def remark(output_format: str, report: Report) -> str | None:
    """Return a note about results that are left out of the report, or that its viewer doesn't show."""
    from importlib import import_module  # noqa: PLC0415  (few runs need it)

    module = import_module(f"{__name__}.{output_format}")
    find_remark: Callable[[Report], str | None] | None = getattr(module, f"remark_{output_format}", None)
    return find_remark(report) if find_remark else None


def with_hint(diagnostic: Diagnostic) -> str:
    """Return the message with the hint below it, for formats without a place for hints."""
    message, hint = diagnostic.message, diagnostic.hint
    return f"{message}\nhelp: {hint}" if hint else message
