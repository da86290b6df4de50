"""Plans of a workspace: one for each platform that it uses."""

from collections.abc import Iterable

from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan_report import PlanOfPlatform
from scn_compiler.cli.sync.workspace import Workspace
from scn_compiler.project.console import echo, usage_error
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Lock, namesake_free
from scn_compiler.sync.plan import Decision, PlannedStep, overwriting
from scn_compiler.sync.remote import Remote
from scn_compiler.sync.survey import OtherAccount, make_plan
from scn_dsl.records import Record, replace


class Planned(Record):
    """A plan, and the platform that it is for."""

    plan: PlanOfPlatform
    remote: Remote


def plan_workspace(
    workspace: Workspace,
    lock: Lock,
    *,
    prune: bool = False,
    overwrite: tuple[str, ...] = (),
    platforms: Iterable[str] = (),
) -> list[Planned]:
    """Compare the scripts of a workspace with all platforms that they use.

    Args:
        prune: Whether to delete scenarios that no script has.
        overwrite: The keys whose scripts win over the platform.
        platforms: The platforms to compare with, instead of those that the scripts use.

    Raises:
        click.ClickException: if a platform can't be asked, or a key has nothing to decide.
    """
    if prune and not workspace.is_whole:
        raise usage_error(
            "--prune needs all scripts of the project: leave out --tags, --name, and PATHS other than the project's folder"
        )
    chosen = platforms or workspace.platforms(lock)
    found = [_plan(workspace, platform, lock, prune=prune) for platform in chosen]
    return _decided(found, overwrite)


def _plan(workspace: Workspace, platform: str, lock: Lock, *, prune: bool) -> Planned:
    remote, section = workspace.open(platform), workspace.section(platform)
    try:
        steps = make_plan(
            remote,
            lock.section(section),
            workspace.scenarios(platform),
            prune=prune,
            elsewhere=namesake_free(lock, section),
        )
    except (ApiError, OtherAccount) as error:
        raise SyncFailed(f"{section}: {error}") from None
    _tell_section(workspace, steps, section, lock)
    if not workspace.is_whole:
        steps = [each for each in steps if each.file]
    return Planned(PlanOfPlatform(section, tuple(steps), workspace.config), remote)


def _tell_section(workspace: Workspace, steps: list[PlannedStep], section: str, lock: Lock) -> None:
    """Say that new scenarios are in another section of the lock, because the project had no environments before."""
    namesakes = {step.id for step in steps if step.kind is Decision.NAMESAKE}
    for name, other in lock.sections.items():
        if name != section and namesakes & {entry.id for entry in other.entries.values()}:
            echo(
                f"scn: {workspace.lock.path} has such scenarios in `{name}`: choose that environment with --env, "
                f"or rename the section to `{section}` if it is this environment now",
                err=True,
            )


def _decided(found: list[Planned], overwrite: Iterable[str]) -> list[Planned]:
    for key in overwrite:
        holders = [n for n, each in enumerate(found) if any(step.key == key for step in each.plan.steps)]
        if not holders:
            raise usage_error(f"--overwrite {key}: no scenario has this key")
        for number in holders:
            found[number] = _overwritten(found[number], key)
    return found


def _overwritten(planned: Planned, key: str) -> Planned:
    try:
        steps = overwriting(list(planned.plan.steps), (key,))
    except KeyError:
        kinds: list[Decision] = [step.kind for step in planned.plan.steps if step.key == key]
        why = kinds[0].value
        raise usage_error(f"--overwrite {key}: nothing to decide here ({why})") from None
    return replace(planned, plan=replace(planned.plan, steps=tuple(steps)))


def steps_of(found: Iterable[Planned]) -> list[PlannedStep]:
    """Return the steps of all plans."""
    return [step for each in found for step in each.plan.steps]
