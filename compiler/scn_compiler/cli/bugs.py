"""Reports bugs in scn and in packages that bring platforms: what failed, and what to send."""

import sys
from collections.abc import Sequence

from scn_compiler.project.bugs import OURS, bug_text
from scn_compiler.project.console import echo
from scn_compiler.project.files import Input, ReadFailure

EXIT_BUG = 101


def bug_at(each: Input, error: Exception) -> ReadFailure:
    """Turn an unexpected exception into a failure of one file, so that the run continues with the others."""
    return ReadFailure(each.display_name, bug_text(error), is_bug=True)


def report_bug(error: Exception) -> None:
    """Report a bug that ends the run."""
    reason = bug_text(error)
    echo(f"scn: {reason}", err=True)
    _ask_for([reason], "the input that caused it")


def ask_for_reports(failures: Sequence[ReadFailure]) -> bool:
    """Ask for bug reports at the end of a run; return whether there were bugs."""
    bugs = [each for each in failures if each.is_bug]
    if bugs:
        files = ", ".join(each.path for each in bugs[:3]) + (" and others" if len(bugs) > 3 else "")
        _ask_for([each.reason for each in bugs], files)
    return bool(bugs)


def _ask_for(reasons: list[str], files: str) -> None:
    ours = any(reason.startswith(OURS) for reason in reasons)
    report = "report this bug" if ours else "report this bug to the authors of the package"
    echo(f"scn: {report}, and include the line above, {files}, and: {_this_program()}", err=True)


def _this_program() -> str:
    from importlib.metadata import version  # noqa: PLC0415  (only bugs need it)

    return f"scn {version('scnlang')} on Python {sys.version.split()[0]}, {sys.platform}"
