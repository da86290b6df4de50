"""Runs `scn run` and `scn results`."""

import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import refuse_overwriting, write_file
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.runs.account import agent_of_run, dashboard_of, open_runs, project_of_cases
from scn_compiler.cli.runs.build_reports import github_summary, junit_of
from scn_compiler.cli.runs.prices import credits_of, in_short, price_cases
from scn_compiler.cli.runs.progress import RunProgress
from scn_compiler.cli.runs.report import RunReport, report_document, report_run
from scn_compiler.cli.runs.scripts import RunCase, read_scripts, suite_of
from scn_compiler.cli.runs.stored_ids import stored_ids
from scn_compiler.cli.runs.text import report_lines, summary_line
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms.cekura_runs import (
    CekuraRuns,
    RunPlan,
    RunRequest,
    SuiteRefused,
    stored_run,
    suite_run,
)
from scn_compiler.sync.runs.result import FINAL_STATUSES, Gate, RunResult, with_details
from scn_compiler.sync.runs.start import StartLost, find_started, follow, start_once
from scn_dsl.records import Record

_SUMMARY = "GITHUB_STEP_SUMMARY"


class RunOptions(Record):
    """The options of `scn run`.

    Attributes:
        timeout: The most seconds to wait for calls.
        stored: Whether to run the scenarios that were applied, by their ids.
        max_cost: The most credits that the estimate may have; `None` for any.
    """

    channel: str
    frequency: int
    yes: bool
    dry_run: bool
    timeout: float
    max_cost: float | None
    stored: bool
    output_format: str
    junit: Path | None
    color: str


def run_scripts(paths: tuple[str, ...], configs: ConfigDiscovery, options: RunOptions) -> int:
    """Run the scripts in `paths` on the platform, show what happened, and return the exit code."""
    scripts = read_scripts(paths, configs, options.frequency)
    cases = scripts.cases
    refuse_overwriting([options.junit], [], [*(case.file for case in cases), *configs.files()])
    agent = agent_of_run(cases)
    if options.stored:
        ids = stored_ids(paths, configs, cases, options.channel)
        cases = tuple(each.called(options.frequency) for each in cases)
        request = stored_run(_new_name(), ids, agent, options.channel, options.frequency)
    else:
        request = suite_run(
            _new_name(), suite_of(scripts, configs), agent, options.channel, options.frequency
        )
    progress = RunProgress()
    with open_runs(project_of_cases(cases), progress.say) as (runs, credentials):
        try:
            plan = RunPlan() if options.stored else runs.validate(request)
        except SuiteRefused as refused:
            return _show_refusal(refused, cases)
        except ApiError as error:
            return _not_checked(error, request) if error.may_have_happened else _not_started(error)
        _show_price(cases, plan, options)
        if options.dry_run:
            echo("nothing was started, because of --dry-run", err=True)
            return 0
        _ask(options)
        project = plan.project or project_of_cases(cases) or credentials.project
        session = _Session(runs, cases, dashboard_of(credentials, project), options, progress)
        return session.run(request, agent)


def show_result(identity: str, paths: tuple[str, ...], configs: ConfigDiscovery, options: RunOptions) -> int:
    """Show the result of an earlier run beside the scripts in `paths`, and return the exit code."""
    if not (identity.isascii() and identity.replace("-", "").isalnum()):
        raise usage_error(f"`{identity}` isn't the id of a result: `scn run` prints it when it starts")
    cases = _scripts_beside(paths, configs)
    refuse_overwriting([options.junit], [], [*(case.file for case in cases), *configs.files()])
    project = project_of_cases(cases)
    progress = RunProgress()
    with open_runs(project, progress.say) as (runs, credentials):
        try:
            result = runs.read(identity)
        except ApiError as error:
            echo(f"scn: {error}", err=True)
            return Gate.UNJUDGED.value
        known = result.project or project or credentials.project
        session = _Session(runs, cases, dashboard_of(credentials, known), options, progress)
        return session.show(session.with_transcripts(result), expected=0, may_have_changed=True)


def _scripts_beside(paths: tuple[str, ...], configs: ConfigDiscovery) -> tuple[RunCase, ...]:
    """Return the scenarios to show calls beside; none if no path was named and the folder has no scripts."""
    try:
        return read_scripts(paths, configs, skips_broken=True).cases
    except click.UsageError:
        if paths:
            raise
        return ()


def _new_name() -> str:
    """Return a name that no other run has."""
    return f"scn {datetime.now(UTC):%Y-%m-%d %H:%M:%S} {secrets.token_hex(4)}"


def _show_refusal(refused: SuiteRefused, cases: tuple[RunCase, ...]) -> int:
    """Print what the platform refuses, at the lines of the scripts."""
    for number, problem in refused.problems:
        place = f"{cases[number].place_in(problem)}: " if number is not None and number < len(cases) else ""
        echo(f"{place}the platform refuses this: {problem}", err=True)
    echo("scn: nothing was started", err=True)
    return Gate.FAILED.value


def _not_started(error: Exception) -> int:
    echo(f"scn: {error}; nothing was started", err=True)
    return Gate.UNJUDGED.value


def _not_checked(error: ApiError, request: RunRequest) -> int:
    echo(
        f"scn: {error}; if the platform placed calls instead of checking the scripts, they are those of "
        f"`{request.name}`: look for it before you try again",
        err=True,
    )
    return Gate.UNJUDGED.value


def _show_price(cases: tuple[RunCase, ...], plan: RunPlan, options: RunOptions) -> None:
    """Print what the run may cost.

    Raises:
        click.UsageError: if that is more than the user allows.
    """
    priced = price_cases(cases, options.channel)
    echo(f"{in_short(priced)} (an estimate: `scn cost` shows what it assumes)", err=True)
    calls = sum(case.settings.frequency for case in cases)
    if plan.calls is not None and plan.calls != calls:
        echo(f"scn: the platform plans {plan.calls} calls, and the scripts ask for {calls}", err=True)
    if plan.cost is not None:
        echo(f"the platform says {plan.cost:g}, in its own unit, which it doesn't document", err=True)
    high = credits_of(priced).high
    if options.max_cost is not None and (high is None or high > options.max_cost):
        most = "has no upper limit" if high is None else f"is up to {high:.1f} credits"
        raise usage_error(
            f"the estimate {most}, and --max-cost allows {options.max_cost:g}: choose fewer scenarios, shorten "
            "them with `max_duration:`, or raise --max-cost"
        )


def _ask(options: RunOptions) -> None:
    """Ask whether to place the calls, unless the user has said so."""
    if options.yes:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise usage_error("calls cost money, and there is no terminal to ask on: add --yes to place them")
    if not click.confirm("Place these calls?", err=True):
        raise SystemExit(1)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Take a request to terminate like Ctrl-C: builds that are cancelled send it, and the calls must end."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Session:
    """One run of `scn run` or `scn results`, with all that showing it needs."""

    def __init__(
        self,
        runs: CekuraRuns,
        cases: tuple[RunCase, ...],
        dashboard: str,
        options: RunOptions,
        progress: RunProgress,
    ) -> None:
        self.runs = runs
        self.cases = cases
        self.dashboard = dashboard
        self.options = options
        self.progress = progress
        self.last: RunResult | None = None
        self.has_asked_to_end = False

    def run(self, request: RunRequest, agent: int) -> int:
        """Start the run, once, wait for its end, and show it."""
        expected = sum(case.settings.frequency for case in self.cases)
        identity: str | None = None
        with _terminated_as_interrupted():
            try:
                identity = start_once(self.runs, request, agent)
                result = self._wait_for(identity)
            except SuiteRefused as refused:
                return _show_refusal(refused, self.cases)
            except ApiError as error:
                return _not_started(error)
            except StartLost as error:
                echo(f"scn: {error}; {_MAY_HAVE_STARTED}: look for `{request.name}`", err=True)
                return Gate.UNJUDGED.value
            except KeyboardInterrupt:
                if identity is None:
                    return self._interrupted_at_start(request, agent)
                result = self.last or RunResult(identity, request.name, "")
                if not result.is_settled:
                    self._end_calls(identity)
            return self.show(result, expected, may_have_changed=False)

    def _interrupted_at_start(self, request: RunRequest, agent: int) -> int:
        """End the calls of a run whose start was interrupted, if it was started."""
        if identity := find_started(self.runs, request, agent):
            self._end_calls(identity)
        else:
            echo(f"scn: interrupted; {_MAY_HAVE_STARTED}: look for `{request.name}`", err=True)
        return Gate.UNJUDGED.value

    def _wait_for(self, identity: str) -> RunResult:
        """Wait for the end of a run; if the time is over, end its calls."""
        page = f": {self.dashboard}/results/{identity}" if self.dashboard else ""
        echo(f"started result {identity}{page}", err=True)
        try:
            result = follow(self.runs, identity, self.options.timeout, self._tell)
        except ApiError as error:
            self.progress.hide()
            echo(f"scn: {error}; the calls go on: `scn results {identity}` shows them later", err=True)
            return self.last or RunResult(identity, "", "")
        finally:
            self.progress.hide()
        if result is None or not result.has_ended:
            echo(f"scn: the calls took longer than --timeout, {self.options.timeout:g} s", err=True)
            self._end_calls(identity)
            result = self._read_again(identity) or result or RunResult(identity, "", "")
        return self.with_transcripts(result)

    def _tell(self, result: RunResult) -> None:
        self.last = result
        self.progress.tell(result)

    def _read_again(self, identity: str) -> RunResult | None:
        try:
            return self.runs.read(identity)
        except ApiError:
            return None

    def _end_calls(self, identity: str) -> None:
        """End the calls that are under way, and say how to see the result later.

        Raises:
            KeyboardInterrupt: if that was tried before, and the user interrupted it.
        """
        self.progress.hide()
        if self.has_asked_to_end:
            raise KeyboardInterrupt
        self.has_asked_to_end = True
        echo(f"ending the calls of result {identity}", err=True)
        try:
            self.runs.end_calls(identity)
        except ApiError as error:
            echo(f"scn: {error}; the calls may go on, so end them on the dashboard", err=True)
        echo(f"`scn results {identity}` shows the result later", err=True)

    def with_transcripts(self, result: RunResult) -> RunResult:
        """Return a result with the transcripts of the calls that have ended, as far as they can be read."""
        try:
            ended = [call.id for call in result.calls if call.status in FINAL_STATUSES]
            return with_details(result, list(self.runs.read_calls(ended)))
        except ApiError as error:
            echo(f"scn: {error}; the transcripts are missing", err=True)
            return result

    def show(self, result: RunResult, expected: int, *, may_have_changed: bool) -> int:
        """Print a run, write the files that builds read, and return the exit code."""
        report = report_run(result, self.cases, expected, self.dashboard, may_have_changed=may_have_changed)
        if self.options.output_format == "json":
            print_document(dump(report_document(report)) + "\n")
        else:
            for line in report_lines(report, style_for(self.options.color)):
                echo(line, styled=True)
            echo(summary_line(report))
        if self.options.junit:
            write_file(self.options.junit, junit_of(report))
            echo(f"wrote {self.options.junit}", err=True)
        _add_summary(report)
        return report.gate.value


_MAY_HAVE_STARTED = (
    "a run may have been started, and the platform doesn't find it by its name; before you try again"
)


def _add_summary(report: RunReport) -> None:
    """Add the run to the summary of a job on GitHub Actions."""
    if path := os.environ.get(_SUMMARY):
        try:
            with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123  (the runner's own file, to be appended to)
                file.write(github_summary(report))
        except OSError as error:
            echo(f"scn: {path}: {one_line((error.strerror or str(error)).lower())}", err=True)
