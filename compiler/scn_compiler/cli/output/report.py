"""What `scn check` prints: each finding as it comes, or a report at the end."""

import os
from collections.abc import Callable

from scn_compiler.cli.output.formats import Finding, Report, render
from scn_compiler.cli.output.render import concise, diagnostic_text
from scn_compiler.cli.output.style import Style
from scn_compiler.project.console import echo
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import replace
from scn_dsl.source import Source

_AT_ONCE: dict[str, Callable[[Diagnostic, Source, str, Style], str]] = {
    "full": diagnostic_text,
    "concise": concise,
}


def show_report(finding: Finding, form: str, style: Style, *, err: bool = False) -> None:
    """Print one finding, if the format is one that is read from top to bottom."""
    if form in _AT_ONCE:
        line = _AT_ONCE[form](finding.diagnostic, finding.source, finding.path, style)
        echo(line, err=err)


def finish(report: Report, form: str | None, *, err: bool = False) -> None:
    """Print what comes at the end: the report, and without a chosen format the annotations on GitHub."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    chosen = form or ("github" if on_github else "full")
    if chosen in _AT_ONCE:
        return
    top = os.environ.get("GITHUB_WORKSPACE") if on_github and chosen in ("github", "sarif") else None
    text = render(chosen, _counted_from(os.path.realpath(top), report) if top else report)
    if text:
        echo(text, err=err)


def _counted_from(top: str, report: Report) -> Report:
    """The report with paths from the top of the repository, where GitHub looks, and not from where scn runs."""
    from pathlib import Path  # noqa: PLC0415  (slow to load, and rarely needed)

    def placed(path: str) -> str:
        absolute = Path(path).parent.resolve() / Path(path).name
        inside = absolute.is_relative_to(top) and absolute.exists()
        return absolute.relative_to(top).as_posix() if inside else path

    findings = tuple(replace(finding, path=placed(finding.path)) for finding in report.findings)
    unread = tuple(replace(file, path=placed(file.path)) for file in report.unread)
    return replace(report, files=tuple(map(placed, report.files)), findings=findings, unread=unread)
