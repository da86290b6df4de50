"""Shows a run: a block for each scenario that didn't pass, blocks that never ran, and a summary."""

from collections.abc import Iterable, Iterator

from scn_compiler.cli.output.style import Style
from scn_compiler.cli.runs.report import CallReport, CaseReport, ReachedBlock, RunReport
from scn_compiler.inert_text import one_line
from scn_compiler.sync.runs.result import CallVerdict, FailedCheck, Gate
from scn_dsl.wording import counted

_HEADS = {
    CallVerdict.FAILED: "FAILED",
    CallVerdict.BROKEN: "BROKEN",
    CallVerdict.TIMED_OUT: "TIMED OUT",
    CallVerdict.CANCELLED: "CANCELLED",
    CallVerdict.UNJUDGED: "NOT JUDGED",
}
_WITHOUT_REASON = "the platform gives no reason"


def call_title(case: CaseReport, report: CallReport) -> str:
    """Return the name of a scenario and, if it was called several times, the number of the call."""
    return f"{case.name} (call {report.number} of {report.of})" if report.of > 1 else case.name


def reasons_of(report: CallReport) -> list[str]:
    """Say why a call didn't pass, one reason a line."""
    call = report.call
    if call.verdict is CallVerdict.FAILED:
        return [_check_line(each) for each in call.checks] or [_WITHOUT_REASON]
    if call.verdict is CallVerdict.UNJUDGED:
        return [call.error] if call.error else [f"its status is `{call.status}`, without a verdict"]
    return [call.error or _WITHOUT_REASON]


def _check_line(check: FailedCheck) -> str:
    """Say which check failed, and why."""
    name = f"{check.name} ({check.place})" if check.place else check.name
    return ": ".join(filter(None, (name, check.outcome, check.explanation)))


def seen_lines(report: CallReport) -> Iterator[str]:
    """Say which blocks of its script a call shows."""
    if report.no_transcript:
        yield f"no transcript: {report.no_transcript}"
        return
    if report.has_changed:
        yield "the script has changed since this call, so these lines may be wrong"
    yield f"ran: {_listed(report.ran) or 'no block'}"
    if report.perhaps:
        yield f"may have run: {_listed(report.perhaps)}"
    for words in report.unexplained:
        yield f"no block explains what the caller said: {words}"


def _listed(blocks: Iterable[ReachedBlock]) -> str:
    return ", ".join(f"{each.place} {each.opening}" for each in blocks)


def report_lines(report: RunReport, style: Style) -> Iterator[str]:
    """Write a run for a terminal; the lines have colors, and everything else in them is inert."""
    for case in report.cases:
        for call in case.calls:
            if call.call.verdict is not CallVerdict.PASSED:
                yield from _call_lines(case, call, style)
        if case.missing:
            yield style.bold(f"NOT JUDGED {one_line(case.name)}")
            yield f"  {style.dim('-->')} {one_line(case.place)}"
            yield f"  {case.missing}"
            yield ""
    never = [each for case in report.cases for each in case.never]
    if never:
        yield style.bold("never ran in any call")
        for each in never:
            yield f"  {one_line(each.place)}  {one_line(each.opening)}"
        yield ""


def _call_lines(case: CaseReport, report: CallReport, style: Style) -> Iterator[str]:
    yield style.bold(f"{_HEADS[report.call.verdict]} {one_line(call_title(case, report))}")
    if case.place:
        yield f"  {style.dim('-->')} {one_line(case.place)}"
    for reason in reasons_of(report):
        yield f"  {one_line(reason)}"
    for line in seen_lines(report):
        yield f"  {style.dim(one_line(line))}"
    if report.link:
        yield f"  {one_line(report.link)}"
    yield ""


def summary_line(report: RunReport) -> str:
    """Say in one line how a run went."""
    scenarios = sum(bool(case.case) for case in report.cases)
    counts = [f"{report.count(verdict)} {verdict.value}" for verdict in CallVerdict if report.count(verdict)]
    total = len(report.result.calls)
    heads = {Gate.PASSED: "passed", Gate.FAILED: "failed", Gate.UNJUDGED: "not judged"}
    line = f"{heads[report.gate]}: {counted(scenarios, 'scenario')}, {counted(total, 'call')}"
    line += f": {', '.join(counts)}" if counts else ""
    is_told = report.gate is not Gate.UNJUDGED or report.count(CallVerdict.PASSED) < total
    return line if is_told else f"{line} ({report.reason})"
