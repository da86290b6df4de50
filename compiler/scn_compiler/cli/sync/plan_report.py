"""Prints plans: for people as lines of scripts, for programs as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from scn_compiler.cli.output.style import Style
from scn_compiler.cli.sync.differences import differing_lines
from scn_compiler.config import Config
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.plan import NEEDS_DECISION, Decision, PlannedStep
from scn_dsl.records import Record

_MARKS = {
    Decision.CREATE: "+",
    Decision.PENDING: "+",
    Decision.UPDATE: "~",
    Decision.RECORD: "=",
    Decision.DELETE: "-",
    Decision.LEFT_OVER: "?",
}
_VERBS = {Decision.PENDING: "go on creating", Decision.LEFT_OVER: "no script has it"}
_SHOWN = (Decision.UPDATE, Decision.PLATFORM_AHEAD, Decision.CONFLICT)
_COLORS = {"+": "green", "~": "yellow", "-": "red", "!": "magenta"}


class PlanOfPlatform(Record):
    """The plan for one platform.

    Attributes:
        section: `ENVIRONMENT/PLATFORM`.
        config: The configuration whose environment has the names of ids.
    """

    section: str
    steps: tuple[PlannedStep, ...]
    config: Config

    @property
    def platform(self) -> str:
        return self.section.rpartition("/")[2]


def plan_lines(plan: PlanOfPlatform, style: Style) -> Iterator[str]:
    """Yield the lines that describe a plan to people; what is the same on both sides is only counted."""
    shown = [each for each in plan.steps if each.kind is not Decision.SAME]
    environment, _, platform = plan.section.rpartition("/")
    yield style.bold(f"{environment}, {platform}: {_summary(plan.steps)}")
    was_one_line = False
    for step in shown:
        lines = list(step_lines(step, plan.config, style))
        is_one_line = len(lines) == 1
        if not (is_one_line and was_one_line):
            yield ""
        yield from lines
        was_one_line = is_one_line


def step_lines(step: PlannedStep, config: Config, style: Style, reason: str = "") -> Iterator[str]:
    """Yield the lines that describe a step to people.

    Args:
        reason: Why a change on the platform can't be brought into the script, and what to do.
    """
    mark = _MARKS.get(step.kind, "!")
    verb = _VERBS.get(step.kind, step.kind.value)
    place = f"  {one_line(step.file)}:{step.line}" if step.file else ""
    identity = f"  {one_line(step.id)}" if step.id and step.kind is not Decision.NAMESAKE else ""
    yield style.mark(_COLORS.get(mark, ""), f"{mark} {verb}: {one_line(step.key)}") + f"{place}{identity}"
    if step.kind in _SHOWN:
        sides = (step.after, step.before) if step.kind in NEEDS_DECISION else (step.before, step.after)
        if step.kind in NEEDS_DECISION:
            yield "    the script (-) and the platform (+):"
        for line in differing_lines(*sides, config):
            yield f"    {style.mark(_COLORS.get(line[:1], ''), one_line(line))}" if line else ""
    for sentence in (one_line(reason),) if reason else advice(step):
        yield f"  = help: {sentence}"


def advice(step: PlannedStep) -> Iterator[str]:
    """Yield what to do about a scenario that needs a decision."""
    key, name = one_line(step.key), one_line(step.name)
    match step.kind:
        case Decision.PLATFORM_AHEAD:
            yield f"to take the change into the script, run `scn pull`; to undo it: `scn apply --overwrite {key}`"
        case Decision.CONFLICT:
            yield f"to keep the script: `scn apply --overwrite {key}`; to keep the platform's: `scn pull --overwrite {key}`"
        case Decision.GONE:
            yield f"to create it again: `scn apply --overwrite {key}`; otherwise delete it from the script"
        case Decision.NAMESAKE if step.other:
            yield f"the platform has `{name}` with the key `{one_line(step.other)}`, which no script has now"
            yield f"if this is the same scenario: `scn mv {one_line(step.other)} {key}`; otherwise rename it"
        case Decision.NAMESAKE:
            yield f"the platform already has a scenario `{name}`, {one_line(step.id)}, that isn't in the lock"
            yield (
                f"if it is this one: `scn link {one_line(step.file)} {one_line(step.id)}`; otherwise rename this one, "
                f"or create another one: `scn apply --overwrite {key}`"
            )
        case Decision.INCOMPLETE | Decision.BY_HAND:
            yield one_line(step.lacking)
        case Decision.LEFT_OVER if step.lacking:
            yield one_line(step.lacking)
        case Decision.LEFT_OVER:
            yield "to delete it: `scn apply --prune`; to get a script for it: `scn pull --adopt`"


def needing_decisions(steps: Iterable[PlannedStep]) -> tuple[int, str]:
    """Count the steps that need a decision; returns the number, and the words that follow it."""
    count = sum(each.kind in NEEDS_DECISION for each in steps)
    return count, "needs a decision" if count == 1 else "need a decision"


def _summary(steps: Sequence[PlannedStep]) -> str:
    """Count the steps: `1 to create, 2 to update, 1 needs a decision, 12 unchanged`."""
    kinds = Counter(each.kind for each in steps)
    creating = kinds[Decision.CREATE] + kinds[Decision.PENDING]
    counts = [
        (creating, "to create"),
        (kinds[Decision.UPDATE], "to update"),
        (kinds[Decision.DELETE], "to delete"),
        (kinds[Decision.RECORD], "to record"),
        needing_decisions(steps),
        (kinds[Decision.LEFT_OVER], "without a script"),
        (kinds[Decision.SAME], "unchanged"),
    ]
    return ", ".join(f"{count} {what}" for count, what in counts if count) or "no scenarios"


def plan_json(plans: Iterable[PlanOfPlatform]) -> Json:
    """Return plans for programs."""
    return [
        {
            "environment": plan.section.rpartition("/")[0],
            "platform": plan.platform,
            "steps": [
                {
                    "action": step.kind.name.lower(),
                    "key": step.key,
                    "name": step.name,
                    "id": step.id or None,
                    "file": step.file or None,
                    "line": step.line or None,
                    "difference": list(differing_lines(step.before, step.after, plan.config))
                    if step.kind in _SHOWN
                    else [],
                    "help": list(advice(step)),
                }
                for step in plan.steps
            ],
        }
        for plan in plans
    ]
