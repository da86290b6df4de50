"""Reports for programs: one module for each format, a pure function from all findings to text."""

from importlib import import_module
from typing import TYPE_CHECKING

from scn_compiler.project.files import Unread
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record
from scn_dsl.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

REPORT_FORMATS = ("json", "github", "sarif", "junit")
"""What `render` takes; each is the name of its module, which is loaded only where it is asked for."""


class Finding(Record):
    """A problem, the text that has it, and the path by which the reader knows that text."""

    path: str
    source: Source
    diagnostic: Diagnostic


class Report(Record):
    """The outcome of one run.

    Attributes:
        files: The paths of all files that were checked, those without findings as well.
        findings: What was found, in the order of the files and of the places in them.
        fails: How bad a finding must be to fail the run.
        unread: The files that could not be read, which are not in `files`.
    """

    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    fails: Severity = Severity.ERROR
    unread: tuple[Unread, ...] = ()


def render(form: str, report: Report) -> str:
    """The report in the format called `form`, one of `FORMATS`, without a line end after it."""
    module: Callable[[Report], str] = import_module(f"{__name__}.{form}").render
    return module(report)


def with_hint(found: Diagnostic) -> str:
    """What is wrong, and below it what to do, for readers who get nothing but text."""
    return f"{found.message}\nhelp: {found.hint}" if found.hint else found.message
