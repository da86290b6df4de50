"""A run of `scn check`, without the command line around it: a check that needs no options does not load click."""

from typing import TYPE_CHECKING

from scn_compiler.cli.checking.findings import CheckRun, Fixes
from scn_compiler.cli.checking.progress import Progress
from scn_compiler.cli.output.formats import Finding, Report
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.report import finish, show_report
from scn_compiler.cli.output.style import style_for
from scn_compiler.project.console import echo, usage
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import STDIN, UNREADABLE
from scn_dsl.diagnostic import Severity
from scn_dsl.records import KeywordRecord

if TYPE_CHECKING:
    from scn_compiler.cli.checking.baseline import BaselineRun


class CheckOptions(KeywordRecord):
    """What is asked of a run; by default what `scn check` does without options."""

    target: str | None = None
    form: str | None = None
    color: str = "auto"
    strict: bool | None = None
    fixes: Fixes = Fixes()
    baseline: str | None = None
    write_baseline: str | None = None
    jobs: int | None = None
    cache: bool = True


def run_check(paths: tuple[str, ...], configs: Configurations, asked: CheckOptions) -> int:
    """Check what `paths` mean, print what is wrong, and return the exit code.

    Raises:
        click.ClickException: if it was called wrongly, or a configuration cannot be used.
    """
    fixes = asked.fixes
    inputs = configs.scripts(paths)
    listed = _known(asked, configs)
    run = CheckRun(configs, asked.target, fixes, listed, bool(asked.write_baseline), asked.jobs, asked.cache)
    streamed = fixes.fix and any(each.path == STDIN for each in inputs)
    style = style_for(asked.color)
    found: list[Finding] = []
    with Progress(len(inputs)) as progress:
        for finding in run.of(inputs, progress.step):
            found.append(finding)
            if not fixes.diff:
                progress.hide()
                show_report(finding, asked.form or "full", style, err=streamed)
    worst = Severity.WARNING if _strict(asked, configs) else Severity.ERROR
    if not fixes.diff:
        finish(Report(tuple(run.files), tuple(found), worst, tuple(run.unread)), asked.form, err=streamed)
    diagnostics = [finding.diagnostic for finding in found]
    if listed and asked.write_baseline:
        echo(f"{_findings(listed.save())} written to {asked.write_baseline}", err=True)
    elif inputs:
        echo(run.summary(diagnostics, summary(diagnostics, len(run.files))), err=True)
    else:
        echo("no files to check: what is meant is excluded", err=True)
    failed = any(each.severity >= worst for each in diagnostics) or (fixes.diff and run.changes)
    return UNREADABLE if run.unread or run.unwritten else int(failed)


def _strict(asked: CheckOptions, configs: Configurations) -> bool:
    if asked.strict is not None:
        return asked.strict
    return any(loaded.config.strict for loaded in configs.used)


def _known(asked: CheckOptions, configs: Configurations) -> "BaselineRun | None":
    if asked.baseline and asked.write_baseline:
        raise usage("--baseline and --write-baseline do not go together")
    listed = asked.baseline or asked.write_baseline or _baseline(configs)
    if not listed:
        return None
    from scn_compiler.cli.checking.baseline import BaselineRun  # noqa: PLC0415  (only runs with a baseline pay)

    return BaselineRun(listed, new=bool(asked.write_baseline))


def _baseline(configs: Configurations) -> str | None:
    """The baseline that the configuration names."""
    named = sorted({loaded.baseline for loaded in configs.used if loaded.baseline})
    if len(named) > 1:
        raise usage(
            f"{named[0]} and {named[1]} are baselines of different configurations: name one with --baseline"
        )
    return named[0] if named else None


def _findings(count: int) -> str:
    return f"{count} finding{'' if count == 1 else 's'}"
