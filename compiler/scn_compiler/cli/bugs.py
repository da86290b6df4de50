"""Reports bugs of scn, and of packages that bring platforms: what failed, and what to send."""

import sys
from collections.abc import Sequence

from scn_compiler.project.bugs import OURS, bug_text
from scn_compiler.project.console import echo
from scn_compiler.project.files import Input, ReadFailure

EXIT_BUG = 101


def bug_at(each: Input, error: Exception) -> ReadFailure:
    """The bug that an unexpected exception shows, at the file that led to it; the run goes on with the others."""
    return ReadFailure(each.display_name, bug_text(error), is_bug=True)


def report_bug(error: Exception) -> None:
    """Print what failed in a run that cannot go on, and what to send."""
    reason = bug_text(error)
    echo(f"scn: {reason}", err=True)
    _ask_for([reason], "the input that caused it")


def ask_for_reports(failures: Sequence[ReadFailure]) -> bool:
    """Say at the end of a run what to send, if there were bugs; returns whether there were."""
    bugs = [each for each in failures if each.is_bug]
    if bugs:
        files = ", ".join(each.path for each in bugs[:3]) + (" and others" if len(bugs) > 3 else "")
        _ask_for([each.reason for each in bugs], files)
    return bool(bugs)


def _ask_for(reasons: list[str], files: str) -> None:
    ours = any(reason.startswith(OURS) for reason in reasons)
    report = "report this bug" if ours else "report this bug to the authors of the package"
    echo(f"scn: {report} with the line above, {files}, and: {_this_program()}", err=True)


def _this_program() -> str:
    from importlib.metadata import version  # noqa: PLC0415  (likewise)

    return f"scn {version('scnlang')} on Python {sys.version.split()[0]}, {sys.platform}"
