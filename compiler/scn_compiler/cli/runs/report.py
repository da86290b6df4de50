"""A run as a value to show: each scenario with its calls, and the blocks that they reached."""

from collections.abc import Iterable, Iterator
from typing import Any

from scn_compiler.cli.runs.scripts import RunCase
from scn_compiler.ide.structure.blocks import opening_summary
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.rehearsal.engine import Rehearsal, rehearse
from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.runs.alignment import Alignment, align_call, all_together
from scn_compiler.sync.runs.result import CallVerdict, Gate, PlacedCall, RunResult, judge_result
from scn_dsl.records import Record, replace


class ReachedBlock(Record):
    """A block of a script, to show.

    Attributes:
        place: Its file and line.
        opening: Its first line.
    """

    place: str
    opening: str


class CallReport(Record):
    """A call of a scenario.

    Attributes:
        number, of: Which call of the scenario it is.
        link: Its page on the platform's dashboard; empty if nobody knows.
        ran, perhaps: The blocks that ran, and those that may have.
        unexplained: The words of the caller that no block explains.
        no_transcript: Why there are no words to align with the script; empty if there are.
        has_changed: Whether the script is another one by now; `None` if nobody can tell.
    """

    call: PlacedCall
    number: int
    of: int
    link: str = ""
    ran: tuple[ReachedBlock, ...] = ()
    perhaps: tuple[ReachedBlock, ...] = ()
    unexplained: tuple[str, ...] = ()
    no_transcript: str = ""
    has_changed: bool | None = None


class CaseReport(Record):
    """A scenario with its calls.

    Attributes:
        case: `None` for calls of a scenario that none of the scripts has.
        never: The blocks that ran in no call, as far as transcripts show it.
        is_seen: Whether there is a transcript at all.
        missing: Why there is no call; empty if there is one.
    """

    name: str
    case: RunCase | None
    calls: tuple[CallReport, ...]
    never: tuple[ReachedBlock, ...] = ()
    is_seen: bool = False
    missing: str = ""

    @property
    def file(self) -> str:
        return self.case.file if self.case else ""

    @property
    def place(self) -> str:
        return self.case.place if self.case else ""


class RunReport(Record):
    """A run, to show.

    Attributes:
        reason: Why the verdict isn't better, in words.
        link: The page of the result on the dashboard; empty if nobody knows.
    """

    result: RunResult
    gate: Gate
    reason: str
    cases: tuple[CaseReport, ...]
    link: str = ""

    @property
    def calls(self) -> Iterator[CallReport]:
        for case in self.cases:
            yield from case.calls

    def count(self, *verdicts: CallVerdict) -> int:
        return self.result.count(*verdicts)


def report_run(
    result: RunResult, cases: Iterable[RunCase], expected: int, dashboard: str, *, may_have_changed: bool
) -> RunReport:
    """Compare the calls of a result with the scripts.

    Args:
        expected: How many calls should have been placed; 0 if nobody knows.
        dashboard: The address of the project on the dashboard; empty if nobody knows.
        may_have_changed: Whether the scripts may be others than those that were played; then scenarios without a call
            are left out.
    """
    gate, reason = judge_result(result, expected)
    link = f"{dashboard}/results/{result.id}" if dashboard else ""
    known = list(cases)
    by_case = _by_case(result.calls, known)
    found = [
        _case_report(case, by_case.get(index, []), link, may_have_changed=may_have_changed)
        for index, case in enumerate(known)
    ]
    missing = "no call of it took place" if result.has_ended else "its calls could not be read"
    found = [
        each if each.calls else replace(each, missing=missing)
        for each in found
        if each.calls or not may_have_changed
    ]
    for call in by_case.get(-1, []):
        report = CallReport(call, 1, 1, _link(link, call), no_transcript="no script of it was named")
        found.append(CaseReport(call.scenario or "a scenario without a name", None, (report,)))
    return RunReport(result, gate, reason, tuple(found), link)


def _by_case(calls: Iterable[PlacedCall], cases: list[RunCase]) -> dict[int, list[PlacedCall]]:
    """Group calls by the number of their scenario: by name, or by the script that was played if the name isn't enough.

    The platform forgets the names of scenarios that it deletes. Calls of no scenario are in group -1.
    """
    groups: dict[int, list[PlacedCall]] = {}
    for call in calls:
        named = [index for index, case in enumerate(cases) if case.name == call.scenario]
        if len(named) != 1:
            among = named or range(len(cases))
            same = [index for index in among if plays_script(call, cases[index])]
            named = same[:1] if named or len(same) == 1 else []
        groups.setdefault(named[0] if named else -1, []).append(call)
    return groups


def plays_script(call: PlacedCall, case: RunCase) -> bool | None:
    """Return whether a call played the script of a case; `None` if the platform doesn't say."""
    if not call.script:
        return None
    actions = case.entry.get("conditional_actions")
    if actions is None:
        return str(case.entry.get("instructions", "")).strip() == call.script.strip()
    try:
        played = load(call.script)
    except BadJson:
        return None
    return bool(_actions_of(played) == _actions_of(actions))


def _actions_of(actions: Json) -> Json:
    body = {"name": "script", "scenario_type": "conditional_actions", "conditional_actions": actions}
    return canonical(body, "cekura").get("conditional_actions")


def _case_report(case: RunCase, calls: list[PlacedCall], link: str, *, may_have_changed: bool) -> CaseReport:
    rehearsal = rehearse(case.scenario)
    reports: list[CallReport] = []
    alignments: list[Alignment] = []
    for number, call in enumerate(calls, 1):
        plays = plays_script(call, case) if may_have_changed else True
        has_changed = None if plays is None else not plays
        checks = (replace(each, place=case.place_of_outcome(each.outcome)) for each in call.checks)
        report = CallReport(
            replace(call, checks=tuple(checks)),
            number,
            len(calls),
            _link(link, call),
            has_changed=has_changed,
        )
        problem = _why_unseen(call, rehearsal)
        if problem or call.transcript is None:
            reports.append(replace(report, no_transcript=problem))
            continue
        alignment = align_call(rehearsal, call.transcript.utterances, case.policy)
        alignments.append(alignment)
        ran, perhaps = (_blocks(case, rehearsal, rows) for rows in (alignment.ran, alignment.perhaps))
        unexplained = tuple(each.text for each in alignment.unexplained)
        reports.append(replace(report, ran=ran, perhaps=perhaps, unexplained=unexplained))
    never = all_together(alignments).never(rehearsal) if alignments else ()
    return CaseReport(case.name, case, tuple(reports), _blocks(case, rehearsal, never), bool(alignments))


def _why_unseen(call: PlacedCall, rehearsal: Rehearsal) -> str:
    """Return why a call can't be aligned with its script; empty if it can."""
    if call.transcript is None:
        return "it was not read"
    return call.transcript.problem or ("" if rehearsal.rows else "the scenario has no blocks")


def _blocks(case: RunCase, rehearsal: Rehearsal, rows: Iterable[int]) -> tuple[ReachedBlock, ...]:
    found = []
    for index in sorted(rows):
        row = rehearsal.rows[index]
        found.append(
            ReachedBlock(case.place_of(row.span), opening_summary(row.block, case.text_of(row.span)))
        )
    return tuple(found)


def _link(link: str, call: PlacedCall) -> str:
    return f"{link}?call_id={call.id}" if link else ""


def report_document(report: RunReport) -> dict[str, Any]:
    """Return a run as a JSON object."""
    result = report.result
    return {
        "platform": "cekura",
        "result": result.id,
        "name": result.name,
        "status": result.status,
        "verdict": report.gate.name.lower(),
        "reason": report.reason,
        "exit_code": report.gate.value,
        "link": report.link or None,
        "calls": {verdict.name.lower(): report.count(verdict) for verdict in CallVerdict},
        "scenarios": [
            {
                "name": case.name,
                "file": case.case.file if case.case else None,
                "line": case.case.line if case.case else None,
                "calls": [_call_document(call) for call in case.calls],
                "missing": case.missing or None,
                "never_ran": _block_documents(case.never) if case.is_seen else None,
            }
            for case in report.cases
        ],
    }


def _call_document(report: CallReport) -> dict[str, Any]:
    call = report.call
    return {
        "id": call.id,
        "verdict": call.verdict.name.lower(),
        "status": call.status,
        "error": call.error or None,
        "seconds": call.seconds,
        "link": report.link or None,
        "failed_checks": [
            {
                "name": each.name,
                "explanation": each.explanation,
                "outcome": each.outcome or None,
                "place": each.place or None,
            }
            for each in call.checks
        ],
        "ran": _block_documents(report.ran),
        "may_have_run": _block_documents(report.perhaps),
        "unexplained": list(report.unexplained),
        "messages": [
            {"role": "caller" if each.by_caller else "agent", "content": each.text}
            for each in (call.transcript.utterances if call.transcript else ())
        ],
        "no_transcript": report.no_transcript or None,
        "script_has_changed": report.has_changed,
    }


def _block_documents(blocks: Iterable[ReachedBlock]) -> list[dict[str, str]]:
    return [{"place": each.place, "block": each.opening} for each in blocks]
