"""Prints the findings of `scn check`: one by one as they are found, or as a report at the end."""

import os

from scn_compiler.cli.output.formats import Report, remark, render
from scn_compiler.cli.output.render import concise, diagnostic_text
from scn_compiler.cli.output.style import Style
from scn_compiler.findings.finding import Finding
from scn_compiler.project.console import echo
from scn_dsl.records import replace

_STREAMED = ("full", "concise")


def show_finding(finding: Finding, output_format: str, style: Style, *, err: bool = False) -> None:
    """Print one finding, if the format prints each finding as it is found."""
    if output_format in _STREAMED:
        shown = (finding.diagnostic, finding.source, finding.path, style)
        text = concise(*shown) if output_format == "concise" else diagnostic_text(*shown, finding.file_of)
        echo(text, err=err, styled=True)


def show_report(report: Report, output_format: str | None, *, err: bool = False) -> None:
    """Print the report in a format that isn't streamed; on GitHub Actions the default is `github`."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    chosen = output_format or ("github" if on_github else "full")
    if chosen in _STREAMED:
        return
    top = os.environ.get("GITHUB_WORKSPACE") if on_github and chosen in ("github", "sarif") else None
    text = render(chosen, _relative_to(os.path.realpath(top), report) if top else report)
    if message := remark(chosen, report):
        echo(f"scn: {message}", err=True)
    if text:
        from scn_compiler.cli.output.documents import print_document  # noqa: PLC0415  (only reports need it)

        print_document(text + "\n", err=err)


def _relative_to(top: str, report: Report) -> Report:
    """Make the paths in the report relative to the repository's top folder, as GitHub expects."""
    from pathlib import Path  # noqa: PLC0415  (slow to load; only GitHub needs it)

    def relative(path: str) -> str:
        absolute = Path(path).parent.resolve() / Path(path).name
        inside = absolute.is_relative_to(top) and absolute.exists()
        return absolute.relative_to(top).as_posix() if inside else path

    findings = tuple(
        replace(
            finding,
            path=relative(finding.path),
            others={
                path: replace(each, path=relative(each.path or "")) for path, each in finding.others.items()
            },
        )
        for finding in report.findings
    )
    unread = tuple(replace(file, path=relative(file.path)) for file in report.unread)
    return replace(report, files=tuple(map(relative, report.files)), findings=findings, unread=unread)
