"""`scn check`."""

from typing import TYPE_CHECKING

import click

from scn_compiler.cli.configuration import Configurations
from scn_compiler.cli.files import STDIN, UNREADABLE, load_all
from scn_compiler.cli.findings import Findings
from scn_compiler.cli.formats import Finding, Report
from scn_compiler.cli.options import COLOR, FORMAT, PATHS, TARGET, Fixes, configured, fixing, known
from scn_compiler.cli.output import finish, show
from scn_compiler.cli.progress import Progress
from scn_compiler.cli.render import summary
from scn_compiler.cli.style import style_for
from scn_dsl.diagnostic import Severity

if TYPE_CHECKING:
    from scn_compiler.cli.known import Known


@click.command()
@PATHS
@TARGET
@FORMAT
@COLOR
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@fixing
@configured(selecting=True)
@known
def check(
    paths: tuple[str, ...],
    target: str | None,
    form: str | None,
    color: str,
    strict: bool,
    fixes: Fixes,
    configs: Configurations,
    baseline: str | None,
    write_baseline: str | None,
) -> None:
    """Report what is wrong with the scripts in PATHS (files, folders, or - for standard input)."""
    listed = _known(baseline, write_baseline)
    texts, readable = load_all(configs.scripts(paths))
    run = Findings(configs, target, fixes, listed, bool(write_baseline))
    streamed = fixes.fix and any(each.path == STDIN for each, _ in texts)
    style = style_for(color)
    found: list[Finding] = []
    with Progress(len(texts)) as progress:
        for finding in run.of(texts, progress.step):
            found.append(finding)
            if not fixes.diff:
                progress.hide()
                show(finding, form or "full", style, err=streamed)
    worst = Severity.WARNING if strict else Severity.ERROR
    if not fixes.diff:
        finish(Report(tuple(each.shown for each, _ in texts), tuple(found), worst), form, err=streamed)
    diagnostics = [finding.diagnostic for finding in found]
    if listed and write_baseline:
        click.echo(f"{_findings(listed.save())} written to {write_baseline}", err=True)
    else:
        click.echo(run.summary(diagnostics, summary(diagnostics, len(texts))), err=True)
    failed = any(each.severity >= worst for each in diagnostics) or (fixes.diff and run.changes)
    raise SystemExit(UNREADABLE if not readable else int(failed))


def _known(baseline: str | None, write_baseline: str | None) -> "Known | None":
    if not (baseline or write_baseline):
        return None
    if baseline and write_baseline:
        raise click.UsageError("--baseline and --write-baseline do not go together")
    from scn_compiler.cli.known import Known  # noqa: PLC0415  (only runs with a baseline pay)

    return Known(baseline or write_baseline or "", new=baseline is None)


def _findings(count: int) -> str:
    return f"{count} finding{'' if count == 1 else 's'}"
