"""How simulated calls go: tests plan them, and each look at a result takes its calls one step further."""

from dataclasses import dataclass, field
from typing import Any

from support.cekura_stub.store import Row, Store

WAITING = ("pending", "in_queue", "running", "evaluating")
TERMINAL = ("completed", "failed", "timeout", "cancelled")

DIALOGUE = (("Main Agent", "Hello, how can I help?"), ("Testing Agent", "Hello."))


@dataclass(frozen=True)
class Outcome:
    """How one call goes.

    Attributes:
        status: The terminal status.
        success: The verdict of a call that is `completed`.
        transcript: Turns as (role, content), with the roles `Main Agent`, `Testing Agent`, `Function Call` and
            `Function Call Result`; the content of the last two is their data.
        encrypted: The transcript can't be read.
        stages: The statuses before the terminal one, each for one look.
        late_verdict: For how many looks a call that is `completed` has no verdict yet.
        error: The message of an error.
        metrics: The metrics in the evaluation of a call that was judged.
        expected: The `expected_outcome` of such a call.
        rubric: The rules of the project's rubric, for such a call.
    """

    status: str = "completed"
    success: bool = True
    transcript: tuple[tuple[str, Any], ...] = DIALOGUE
    encrypted: bool = False
    stages: tuple[str, ...] = WAITING
    late_verdict: int = 1
    error: str = ""
    metrics: tuple[Row, ...] = ()
    expected: Row = field(default_factory=dict)
    rubric: tuple[Row, ...] = ()

    @property
    def steps(self) -> int:
        return len(self.stages) + (self.late_verdict if self.status == "completed" else 0)


FAILED_CHECKS = Outcome(success=False)
TIMED_OUT = Outcome("timeout", transcript=(), error="The call timed out")
BROKEN = Outcome("failed", transcript=(), error="The call could not be placed")
NEVER_ENDS = Outcome(stages=("running",) * 10_000)


def place(
    store: Store, result: Row, scenario: Row, planned: Outcome, personality: int, profile: int | None
) -> Row:
    """Add a call of a scenario to a result."""
    run = {
        "id": store.next_id(),
        "result": result["id"],
        "project": result["project"],
        "agent": result["agent"],
        "scenario": scenario["id"],
        "scenario_name": scenario["name"],
        "scenario_type": scenario["scenario_type"],
        "scenario_instructions": scenario["instructions"],
        "expected_outcome_prompt": scenario["expected_outcome_prompt"],
        "personality": personality,
        "test_profile": profile,
        "timestamp": store.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "planned": planned,
        "step": 0,
        "ended": None,
    }
    store.runs[run["id"]] = run
    result["runs"].append(run["id"])
    return run


def advance(store: Store, result: int, steps: int = 1) -> None:
    """Take all calls of a result further."""
    for number in store.results[result]["runs"]:
        run = store.runs[number]
        run["step"] = min(run["step"] + steps, run["planned"].steps)


def end(run: Row) -> None:
    """End a call that is still under way."""
    if status_of(run) not in TERMINAL:
        run["ended"] = "cancelled"


def evaluate_again(run: Row) -> None:
    """Judge a call that was completed once more, from its evaluation on."""
    if status_of(run) == "completed":
        run["step"] = len(run["planned"].stages) - 1


def status_of(run: Row) -> str:
    if run["ended"]:
        return str(run["ended"])
    planned: Outcome = run["planned"]
    return planned.stages[run["step"]] if run["step"] < len(planned.stages) else planned.status


def success_of(run: Row) -> bool | None:
    """Return the verdict; `None` as long as there isn't any."""
    planned: Outcome = run["planned"]
    judged = status_of(run) == "completed" and run["step"] >= planned.steps
    return planned.success if judged else None


def status_of_result(store: Store, result: Row) -> str:
    """Return the status of a result, which isn't terminal until every call has ended and been judged."""
    runs = [store.runs[number] for number in result["runs"]]
    statuses = [status_of(run) for run in runs]
    unfinished = [status for status in statuses if status not in TERMINAL]
    if unfinished:
        return min(unfinished, key=lambda status: WAITING.index(status) if status in WAITING else 0)
    if any(
        status == "completed" and success_of(run) is None for status, run in zip(statuses, runs, strict=True)
    ):
        return "evaluating"
    if "completed" in statuses or not statuses:
        return "completed"
    return statuses[0] if len(set(statuses)) == 1 else "failed"


def transcript_of(store: Store, run: Row) -> tuple[Any, Any]:
    """Return the transcript of an ended call, as lines and as objects."""
    planned: Outcome = run["planned"]
    if status_of(run) not in TERMINAL or run["ended"]:
        return "", []
    if planned.encrypted:
        return {"__encrypted__": "c3R1Yg=="}, {"__encrypted__": "c3R1Yg=="}
    lines, objects = [], []
    for number, (role, content) in enumerate(planned.transcript):
        minutes, seconds = divmod(number * 2, 60)
        time = f"{minutes:02}:{seconds:02}"
        said = {"content": content} if isinstance(content, str) else {"content": "", "data": content}
        when = (
            {"time": time, "start_time": number * 2.0, "end_time": number * 2.0 + 1.5}
            if store.shapes.seconds_in_transcripts
            else {"timestamp": time, "normalized_content": said["content"], "comparison_spans": []}
        )
        lines.append(f"[{time}] {role}: {content}")
        objects.append({"role": role, **said, **when})
    return "\n".join(lines), objects
