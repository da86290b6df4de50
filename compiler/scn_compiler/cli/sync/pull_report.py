"""The results of `scn pull`, as text and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum

from scn_compiler.cli.output.style import Style
from scn_compiler.cli.sync.differences import differing_lines
from scn_compiler.cli.sync.plan_report import advice, step_lines
from scn_compiler.config import Config
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.plan import PlannedStep
from scn_dsl.records import Record


class PullOptions(Record):
    """The options of `scn pull`; `folder` is where scripts for adopted scenarios go."""

    overwrite: tuple[str, ...]
    adopt: bool
    folder: str | None
    dry_run: bool
    output_format: str
    color: str


class PullResult(Enum):
    """The result of a pull for one scenario."""

    PULLED = "pulled"
    ADOPTED = "adopted"
    LEFT = "needs a decision"


class Pulled(Record):
    """A scenario, and what was done about it.

    Attributes:
        file: The script that was changed or written; empty for none.
        reason: Why scn can't change the script; empty if somebody has to decide first.
    """

    step: PlannedStep
    result: PullResult
    file: str = ""
    reason: str = ""


class PulledOfPlatform(Record):
    """The results for one platform.

    Attributes:
        section: `ENVIRONMENT/PLATFORM`.
        config: Has the names of its ids.
        unlisted: Whether scn was to adopt scenarios that the platform can't list, so that a person has to link them.
    """

    section: str
    results: tuple[Pulled, ...]
    config: Config
    unlisted: bool = False


def pull_lines(pulled: Iterable[PulledOfPlatform], style: Style, *, dry_run: bool) -> Iterator[str]:
    """Yield the lines that tell people what was done, and what they have to do."""
    for platform in pulled:
        for each in platform.results:
            if each.result is PullResult.LEFT:
                yield from step_lines(each.step, platform.config, style, _help(each))
                yield ""
                continue
            verb = each.result.value if not dry_run else f"would be {each.result.value}:"
            words = f"{one_line(each.step.key)} {one_line(each.step.id)}: {one_line(each.file)}"
            yield f"{style.mark('green', verb)} {words}"


def _help(each: Pulled) -> str:
    if not each.reason or not each.step.file:
        return each.reason
    return (
        f"scn can't bring this into the script, because {each.reason}: change it by hand; "
        f"to undo it on the platform: `scn apply --overwrite {each.step.key}`"
    )


def pull_summary(pulled: Iterable[PulledOfPlatform], *, dry_run: bool) -> str:
    """Count the results: `2 pulled, 1 adopted, 1 needs a decision`."""
    counts = Counter(each.result for platform in pulled for each in platform.results)
    left = counts[PullResult.LEFT]
    parts = [
        (counts[PullResult.PULLED], "to pull" if dry_run else "pulled"),
        (counts[PullResult.ADOPTED], "to adopt" if dry_run else "adopted"),
        (left, "needs a decision" if left == 1 else "need a decision"),
    ]
    return ", ".join(f"{count} {what}" for count, what in parts if count) or "nothing to pull"


def pulled_json(pulled: Iterable[PulledOfPlatform]) -> Json:
    """Return the results for programs."""
    return [
        {
            "environment": platform.section.rpartition("/")[0],
            "platform": platform.section.rpartition("/")[2],
            "results": [
                {
                    "key": each.step.key,
                    "name": each.step.name,
                    "id": each.step.id or None,
                    "file": each.file or each.step.file or None,
                    "result": each.result.name.lower(),
                    "difference": list(differing_lines(each.step.after, each.step.before, platform.config))
                    if each.step.file
                    else [],
                    "help": [_help(each)] if each.reason else _advice(each),
                }
                for each in platform.results
            ],
        }
        for platform in pulled
    ]


def _advice(each: Pulled) -> list[str]:
    return list(advice(each.step)) if each.result is PullResult.LEFT else []
