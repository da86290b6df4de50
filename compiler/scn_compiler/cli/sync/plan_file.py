"""Plans in files: what was shown to somebody is what is carried out, or nothing. Hashes and ids, no content."""

import json
from collections.abc import Iterable
from contextlib import suppress

from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan_report import PlanOfPlatform
from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.project.files import Input, Unreadable, decode, read_regular
from scn_compiler.sync.canonical import fingerprint
from scn_compiler.sync.plan import TO_APPLY, PlannedStep, overwriting

_VERSION = 1


def print_plan_file(plans: Iterable[PlanOfPlatform]) -> str:
    """Return the text of a file with plans."""
    sections = {
        plan.section: {step.key: _described(step) for step in plan.steps if step.kind in TO_APPLY}
        for plan in plans
    }
    return json.dumps({"scn-plan": _VERSION, "environments": sections}, ensure_ascii=False, indent=1) + "\n"


def _described(step: PlannedStep) -> dict[str, Json]:
    script = fingerprint(step.after) if step.after is not None else ""
    return {"action": step.kind.name.lower(), "id": step.id, "platform": step.remote, "script": script}


def read_plan_file(path: str) -> dict[str, dict[str, Json]]:
    """Read the steps of a file by section and key.

    Raises:
        SyncFailed: if it isn't such a file.
    """
    source = Input(path, path)
    try:
        content = load(decode(source, read_regular(source)))
    except Unreadable as error:
        raise SyncFailed(str(error)) from None
    except BadJson as error:
        raise SyncFailed(f"{path} isn't a plan: not valid JSON: {error}") from None
    version = content.get("scn-plan") if isinstance(content, dict) else None
    if not isinstance(version, int) or not isinstance(content.get("environments"), dict):
        raise SyncFailed(f"{path} isn't a plan: make one with `scn plan -o {path}`")
    if version > _VERSION:
        raise SyncFailed(f"{path}: a newer version of scn made this plan: update scn")
    return {name: steps for name, steps in content["environments"].items() if isinstance(steps, dict)}


def planned_again(plan: PlanOfPlatform, planned: dict[str, Json]) -> tuple[PlannedStep, ...]:
    """Return the steps of a file that are still what was planned.

    Args:
        plan: A plan that was made just now.
        planned: The steps in the file, by key.

    Raises:
        SyncFailed: if one of them isn't, so that nothing is carried out.
    """
    steps = plan.steps
    for key in planned:
        with suppress(KeyError):  # it needed no decision
            steps = tuple(overwriting(list(steps), (key,)))
    now = {step.key: step for step in steps if step.kind in TO_APPLY}
    for key, described in planned.items():
        step = now.get(key)
        if step is None or _described(step) != described:
            raise SyncFailed(
                f"`{key}` is not as it was when this plan was made, so nothing was sent: run `scn plan` again"
            )
    return tuple(step for step in steps if step.key in planned)
