"""Runs `scn check`; loads click only to raise a usage error."""

from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports
from scn_compiler.cli.check.findings import CheckRun, Fixes
from scn_compiler.cli.output.formats import Report
from scn_compiler.cli.output.progress import FileProgress
from scn_compiler.cli.output.render import summary
from scn_compiler.cli.output.report import show_finding, show_report
from scn_compiler.cli.output.style import style_for
from scn_compiler.findings.finding import Finding
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input
from scn_dsl.diagnostic import Severity
from scn_dsl.records import KeywordRecord
from scn_dsl.wording import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.cli.check.baseline import BaselineRun


_MOST_FILES = 3
"""How many files a message names."""


class CheckOptions(KeywordRecord):
    """The options of `scn check`, except those of the configuration; the defaults are those of the command line."""

    target: str | None = None
    output_format: str | None = None
    color: str = "auto"
    fixes: Fixes = Fixes()
    baseline: str | None = None
    write_baseline: str | None = None
    jobs: int | None = None
    cache: bool = True


def run_check(paths: tuple[str, ...], configs: ConfigDiscovery, options: CheckOptions) -> int:
    """Check the scripts in `paths`, print the findings, and return the exit code.

    Raises:
        click.ClickException: if options conflict, or a configuration can't be used.
    """
    inputs = configs.find_scripts(paths)
    baseline = _baseline_run(options, configs, inputs)
    run = CheckRun(
        configs,
        options.target,
        options.fixes,
        baseline,
        write_baseline=bool(options.write_baseline),
        workers=options.jobs,
        cache=options.cache,
    )
    findings = _print_findings(run, inputs, options)
    is_strict = any(project.config.strict for project in configs.used)
    fail_at = Severity.WARNING if is_strict else Severity.ERROR
    if not options.fixes.diff:
        report = Report(tuple(run.files), tuple(findings), fail_at, tuple(run.unread))
        show_report(report, options.output_format, err=_stdout_is_script(inputs, options))
    for measurement, files in run.unmeasured.items():
        echo(f"scn: {_not_measured(measurement, files)}", err=True)
    diagnostics = [finding.diagnostic for finding in findings]
    if not (run.scenarios or run.unread or configs.choice.is_everything):
        raise usage_error(configs.choice.no_match)
    if baseline and options.write_baseline:
        echo(f"wrote {counted(baseline.save(), 'problem')} to {options.write_baseline}", err=True)
    elif any(not each.is_excluded for each in inputs):
        echo(run.summary(diagnostics, summary(diagnostics, len(run.files))), err=True)
    else:
        echo("no files to check: all scripts are excluded", err=True)
    if ask_for_reports(run.unread):
        return EXIT_BUG
    if run.unread or run.unwritten:
        return EXIT_UNREADABLE
    failed = any(each.severity >= fail_at for each in diagnostics)
    return int(failed or (options.fixes.diff and run.has_changes))


def _print_findings(run: CheckRun, inputs: list[Input], options: CheckOptions) -> list[Finding]:
    """Check all files; print each finding as it is found, unless the run prints a diff."""
    style = style_for(options.color)
    err = _stdout_is_script(inputs, options)
    findings: list[Finding] = []
    with FileProgress(len(inputs)) as progress:
        for finding in run.check(inputs, progress.step):
            findings.append(finding)
            if not options.fixes.diff:
                progress.hide()
                show_finding(finding, options.output_format or "full", style, err=err)
    return findings


def _not_measured(measurement: str, files: list[str]) -> str:
    """Say that a measurement is about other conditions than those of these files."""
    more = len(files) - _MOST_FILES
    names = ", ".join(files[:_MOST_FILES]) + (f" and {more:,} more" if more > 0 else "")
    reason = "it measured other scripts, or they have changed since"
    return f"{measurement} has no condition of {names}: {reason}; to measure again, run `scn measure`"


def _stdout_is_script(inputs: list[Input], options: CheckOptions) -> bool:
    """Return whether the fixed script goes to standard output, where findings would mix with it."""
    return options.fixes.fix and any(each.is_stream for each in inputs)


def _baseline_run(
    options: CheckOptions, configs: ConfigDiscovery, inputs: list[Input]
) -> "BaselineRun | None":
    if options.baseline and options.write_baseline:
        raise usage_error("--baseline cannot be used with --write-baseline")
    if options.write_baseline and not configs.choice.is_everything:
        raise usage_error("--write-baseline cannot be used with --tags or --name: it lists all problems")
    file = options.baseline or options.write_baseline or _configured_baseline(configs)
    if not file:
        return None
    from pathlib import Path  # noqa: PLC0415  (only runs with a baseline need it)

    from scn_compiler.cli.check.baseline import BaselineRun, refuse_unless_baseline  # noqa: PLC0415
    from scn_compiler.cli.output.files import refuse_overwriting  # noqa: PLC0415

    if options.write_baseline:
        configurations = (
            each for project in configs.used for each in (project.path, *project.extends) if each
        )
        refuse_overwriting([Path(options.write_baseline)], inputs, configurations)
        refuse_unless_baseline(options.write_baseline)
    return BaselineRun(file, new=bool(options.write_baseline), configured=not options.baseline)


def _configured_baseline(configs: ConfigDiscovery) -> str | None:
    """Return the baseline that the configuration names."""
    files = sorted({project.baseline for project in configs.used if project.baseline})
    if len(files) > 1:
        raise usage_error(
            f"the configurations name different baselines, {files[0]} and {files[1]}: choose one with --baseline"
        )
    return files[0] if files else None
