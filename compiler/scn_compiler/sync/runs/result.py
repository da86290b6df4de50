"""Results of runs: the verdict on each call and on the whole, as a build needs them.

Source: Cekura's reference (openapi.json after 2026-08-21), the skill for CI (2026-09-10) and its runners: a result is `completed`
as soon as one call was, so a build passes only if every call has succeeded.
"""

from collections.abc import Iterable
from enum import Enum

from scn_compiler.rehearsal.recording import Utterance
from scn_dsl.records import Record, replace
from scn_dsl.wording import counted

FINAL_STATUSES = ("completed", "failed", "timeout", "cancelled")
"""The statuses of results and calls that have ended."""


class CallVerdict(Enum):
    """The verdict on a call."""

    PASSED = "passed"
    FAILED = "failed"
    """The call took place, and the agent failed a check."""
    BROKEN = "broken"
    TIMED_OUT = "timed out"
    CANCELLED = "cancelled"
    UNJUDGED = "not judged"
    """The call took place or is under way, and has no verdict."""


class FailedCheck(Record):
    """A check that a call failed: an outcome that was expected, a metric, or a rule of the project's rubric.

    Attributes:
        outcome: The expected outcome that was missed, as the script says it; empty for other checks.
        place: The file and line of that outcome in the script; empty if it isn't known.
    """

    name: str
    explanation: str = ""
    outcome: str = ""
    place: str = ""


class Transcript(Record):
    """The words of a call.

    Attributes:
        utterances: Who said what; empty if nobody can tell.
        problem: Why nobody can tell; empty if there are words.
    """

    utterances: tuple[Utterance, ...] = ()
    problem: str = ""


class PlacedCall(Record):
    """A call on the platform.

    Attributes:
        scenario: The name of its scenario.
        success: The platform's verdict; `None` as long as it has none.
        error: Why it failed, if it did.
        seconds: How long it took.
        checks: The checks that it failed.
        script: The script that was played, as the platform stores it; `None` if it doesn't say.
        transcript: `None` if it wasn't asked for.
    """

    id: str
    scenario: str
    status: str
    success: bool | None = None
    error: str = ""
    seconds: float | None = None
    checks: tuple[FailedCheck, ...] = ()
    script: str | None = None
    transcript: Transcript | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen: it ended badly, or it has a verdict."""
        return self.status in FINAL_STATUSES and (self.status != "completed" or self.success is not None)

    @property
    def verdict(self) -> CallVerdict:
        match self.status:
            case "completed" if self.success is not None:
                return CallVerdict.PASSED if self.success else CallVerdict.FAILED
            case "failed":
                return CallVerdict.BROKEN
            case "timeout":
                return CallVerdict.TIMED_OUT
            case "cancelled":
                return CallVerdict.CANCELLED
        return CallVerdict.UNJUDGED


class RunResult(Record):
    """The result of a run.

    Attributes:
        total, succeeded: The platform's counts of calls; `None` if it doesn't say.
        project: The platform's project; empty if it doesn't say.
    """

    id: str
    name: str
    status: str
    calls: tuple[PlacedCall, ...] = ()
    total: int | None = None
    succeeded: int | None = None
    project: str = ""

    @property
    def has_ended(self) -> bool:
        return self.status in FINAL_STATUSES

    @property
    def is_settled(self) -> bool:
        """Whether the result and each of its calls have ended, with verdicts."""
        return self.has_ended and all(call.is_settled for call in self.calls)

    def count(self, *verdicts: CallVerdict) -> int:
        return sum(call.verdict in verdicts for call in self.calls)


class Gate(Enum):
    """The verdict on a run; the value is the exit code."""

    PASSED = 0
    FAILED = 1
    UNJUDGED = 3


def judge_result(result: RunResult, expected: int = 0) -> tuple[Gate, str]:
    """Judge a run: it fails if a call failed its checks, and passes only if all calls took place and passed.

    Args:
        result: The result; its status is empty if nobody could read it.
        expected: How many calls should have been placed; 0 if nobody knows.

    Returns:
        The verdict, and why it isn't better, in words.
    """
    if not result.status:
        return Gate.UNJUDGED, "the result could not be read"
    if failed := result.count(CallVerdict.FAILED):
        return Gate.FAILED, f"{counted(failed, 'call')} failed the checks"
    bad = [(verdict, result.count(verdict)) for verdict in CallVerdict if verdict is not CallVerdict.PASSED]
    if reasons := [f"{counted(count, 'call')} {verdict.value}" for verdict, count in bad if count]:
        return Gate.UNJUDGED, ", ".join(reasons)
    if not result.has_ended:
        return Gate.UNJUDGED, f"the run has not ended: it is `{result.status}`"
    if result.status != "completed":
        return Gate.UNJUDGED, f"the platform says that the run is `{result.status}`"
    if not result.total or len(result.calls) != result.total or result.succeeded != result.total:
        counts = f"{result.succeeded} of {result.total} succeeded"
        return (
            Gate.UNJUDGED,
            f"the platform's counts ({counts}) don't agree with its calls ({len(result.calls)} passed)",
        )
    if result.total < expected:
        return Gate.UNJUDGED, f"only {counted(result.total, 'call')} of {expected} took place"
    return Gate.PASSED, ""


def with_details(result: RunResult, details: Iterable[PlacedCall]) -> RunResult:
    """Return a result whose calls have the script, the transcript and the checks that only a call itself has.

    The verdicts stay those that the result was settled with.
    """
    known = {call.id: call for call in details}
    return replace(result, calls=tuple(_merged(call, known.get(call.id, call)) for call in result.calls))


def _merged(call: PlacedCall, more: PlacedCall) -> PlacedCall:
    return replace(
        call,
        scenario=call.scenario or more.scenario,
        error=call.error or more.error,
        seconds=more.seconds if call.seconds is None else call.seconds,
        checks=more.checks or call.checks,
        script=more.script,
        transcript=more.transcript,
    )
