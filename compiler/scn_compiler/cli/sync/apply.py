"""Carries out plans: asks first, one run at a time, and says of each scenario what was done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from scn_compiler.cli.output.style import Style
from scn_compiler.cli.sync.copies import keep_copy
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan import Planned
from scn_compiler.cli.sync.plan_report import PlanOfPlatform, needing_decisions
from scn_compiler.cli.sync.workspace import Workspace
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import Json
from scn_compiler.project.console import echo
from scn_compiler.sync.apply import Applier, Outcome, Result
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Lock
from scn_compiler.sync.plan import TO_APPLY, Decision, PlannedStep
from scn_compiler.sync.survey import with_stamps
from scn_dsl.records import Record

_DONE = {
    Decision.CREATE: "created",
    Decision.PENDING: "created",
    Decision.UPDATE: "updated",
    Decision.DELETE: "deleted",
    Decision.RECORD: "recorded",
}


class Stop:
    """Whether the user wants to stop: the first Ctrl-C finishes the change that is under way, the second ends at once."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        """Wait, but not after the user wants to stop."""
        self._event.wait(seconds)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._event.is_set():
            raise KeyboardInterrupt
        self._event.set()
        echo("stopping after the change that is under way; Ctrl-C again stops at once", err=True)

    @contextmanager
    def on_interrupt(self) -> Iterator[None]:
        """Take interrupts in this block as a wish to stop."""
        before = signal.signal(signal.SIGINT, self._on_signal)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


class Applied(Record):
    """The outcomes of a plan, in order."""

    plan: PlanOfPlatform
    outcomes: tuple[Outcome, ...]

    def count(self, result: Result) -> int:
        """Return how many steps have this result."""
        return sum(each.result is result for each in self.outcomes)


def apply_plan(
    planned: Planned,
    steps: list[PlannedStep],
    workspace: Workspace,
    lock: Lock,
    stop: Stop,
    show: Callable[[Outcome, str], None],
) -> tuple[Applied, Lock]:
    """Carry out the steps of a plan.

    Args:
        show: Shows an outcome, with the id of its scenario, as soon as it is known.

    Returns:
        The outcomes, and the lock after them.

    Raises:
        click.ClickException: if the lock can't be written; nothing is sent after that.
    """
    plan, remote = planned.plan, planned.remote
    locals_ = workspace.scenarios(plan.platform)
    keep = lambda key, stored: keep_copy(workspace.lock, plan.section, key, stored)  # noqa: E731
    noted, outcomes = lock, []

    def save(changed: Lock) -> None:
        nonlocal noted
        workspace.lock.write(changed)
        noted = changed

    applier = Applier(remote, locals_, lock, plan.section, save, keep, stop.wait)
    try:
        for outcome in applier.run(steps, stop):
            outcomes.append(outcome)
            entry = applier.lock.section(plan.section).entries.get(outcome.step.key)
            show(outcome, entry.id if entry else outcome.step.id)
        after = _stamped(applier, plan, workspace) if outcomes else lock
    except click.ClickException as error:
        unnoted = _unnoted(applier, noted, plan.section)
        raise SyncFailed(
            f"{error.message}; {len(outcomes)} of {len(steps)} steps were carried out"
            + (f", and then `{unnoted}`, which the lock doesn't know yet" if unnoted else "")
            + "; running this again goes on with the rest"
        ) from None
    return Applied(plan, tuple(outcomes)), after


def _unnoted(applier: Applier, noted: Lock, section: str) -> str:
    """Return the key of a scenario that was changed on the platform but couldn't be noted; empty if all are noted."""
    before, after = noted.section(section).entries, applier.lock.section(section).entries
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return next((key for key in changed if key not in after or not after[key].is_pending), "")


def _stamped(applier: Applier, plan: PlanOfPlatform, workspace: Workspace) -> Lock:
    """Write the platform's times of change into the lock; they only save requests of the next run."""
    try:
        after = with_stamps(applier.lock, plan.section, applier.remote)
    except ApiError:
        return applier.lock
    workspace.lock.write(after)
    return after


def print_outcome(outcome: Outcome, identity: str, style: Style) -> None:
    """Print one outcome: what was done on standard output, what was not on standard error."""
    step, key = outcome.step, one_line(outcome.step.key)
    if outcome.result is Result.FAILED:
        print_failure(outcome, style)
    elif outcome.result is Result.DONE:
        more = f": {one_line(outcome.message)}" if outcome.message else ""
        verb = style.mark("green", _DONE.get(step.kind, step.kind.value))
        echo(f"{verb} {key} {one_line(identity)}".rstrip() + more, styled=True)


def print_failure(outcome: Outcome, style: Style) -> None:
    """Print a step that failed."""
    step = outcome.step
    place = f" ({one_line(step.file)}:{step.line})" if step.file else ""
    message = f"{one_line(step.key)}{place}: {one_line(outcome.message)}"
    echo(f"{style.mark('red', 'failed')} {message}", err=True, styled=True)


def result_lines(applied: list[Applied], planned: list[PlannedStep]) -> Iterator[str]:
    """Yield the summary of a run, and what was not tried.

    Args:
        planned: All steps of its plans, also those that need a decision.
    """
    untried = [each.step for one in applied for each in one.outcomes if each.result is Result.NOT_TRIED]
    for step in untried:
        yield f"not tried: {one_line(step.key)}"
    if why := next((each.message for one in applied for each in one.outcomes if each.step in untried), ""):
        yield f"not tried, because {why}"
    counts = [(sum(one.count(result) for one in applied), result.value) for result in Result]
    counts.append(needing_decisions(planned))
    yield ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing to do"


def results_json(applied: list[Applied]) -> Json:
    """Return the outcomes of a run for programs."""
    return [
        {
            "environment": one.plan.section.rpartition("/")[0],
            "platform": one.plan.platform,
            "results": [
                {
                    "key": each.step.key,
                    "action": each.step.kind.name.lower(),
                    "result": each.result.value,
                    "message": each.message,
                }
                for each in one.outcomes
            ],
        }
        for one in applied
    ]


def to_apply(plan: PlanOfPlatform) -> list[PlannedStep]:
    """Return the steps of a plan that change something, on the platform or in the lock."""
    return [each for each in plan.steps if each.kind in TO_APPLY]
