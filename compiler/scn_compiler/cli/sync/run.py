"""Runs `scn plan`, `scn drift` and `scn apply`."""

import os
import sys
from collections.abc import Iterable

import click

from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import OutputPath, refuse_overwriting, write_file
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.sync.apply import (
    Applied,
    Stop,
    apply_plan,
    print_failure,
    print_outcome,
    result_lines,
    results_json,
    to_apply,
)
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan import Planned, plan_workspace, steps_of
from scn_compiler.cli.sync.plan_file import planned_again, print_plan_file, read_plan_file
from scn_compiler.cli.sync.plan_report import plan_json, plan_lines
from scn_compiler.cli.sync.workspace import Workspace, open_workspace
from scn_compiler.inert_text import inert
from scn_compiler.jsondoc.codec import dump
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.apply import Outcome, Result
from scn_compiler.sync.lock_file import Lock
from scn_compiler.sync.plan import NEEDS_DECISION, TO_APPLY, Decision
from scn_dsl.records import Record, replace

_DRIFT = (Decision.PLATFORM_AHEAD, Decision.CONFLICT, Decision.GONE)


class ApplyOptions(Record):
    """The options of `scn apply`."""

    prune: bool
    max_deletes: int
    overwrite: tuple[str, ...]
    yes: bool
    output_format: str
    color: str


def run_plan(
    paths: tuple[str, ...],
    configs: ConfigDiscovery,
    output: OutputPath | None,
    output_format: str,
    color: str,
    *,
    prune: bool,
    overwrite: tuple[str, ...],
) -> list[Planned]:
    """Make plans, print them, and write them to a file if `output` names one."""
    workspace = open_workspace(paths, configs)
    found = plan_workspace(workspace, workspace.lock.read(), prune=prune, overwrite=overwrite)
    _show(found, output_format, color)
    if output:
        refuse_overwriting([output.path], [], [workspace.lock.path, *configs.files()])
        write_file(output.path, print_plan_file(each.plan for each in found))
        echo(f"wrote {output}", err=True)
    return found


def exit_of_plan(found: Iterable[Planned], *, changes: int) -> int:
    """Return the exit code of a plan: 1 if something needs a decision, `changes` if there is something to apply."""
    kinds = {step.kind for step in steps_of(found)}
    if kinds & set(NEEDS_DECISION):
        return 1
    return changes if kinds & set(TO_APPLY) else 0


def run_drift(paths: tuple[str, ...], configs: ConfigDiscovery, output_format: str, color: str) -> int:
    """Print what others have changed on the platform, and return the exit code."""
    workspace = open_workspace(paths, configs)
    found = [
        replace(
            each,
            plan=replace(each.plan, steps=tuple(step for step in each.plan.steps if step.kind in _DRIFT)),
        )
        for each in plan_workspace(workspace, workspace.lock.read())
    ]
    if output_format == "json":
        print_document(dump(plan_json(each.plan for each in found)) + "\n")
    elif not steps_of(found):
        echo("nothing has changed on the platform since scn last saw it")
    else:
        _show([each for each in found if each.plan.steps], output_format, color)
    return int(bool(steps_of(found)))


def _show(found: list[Planned], output_format: str, color: str) -> None:
    if output_format == "json":
        print_document(dump(plan_json(each.plan for each in found)) + "\n")
        return
    style = style_for(color)
    if not found:
        echo("no scenarios in these scripts")
    for number, each in enumerate(found):
        if number:
            echo("")
        for line in plan_lines(each.plan, style):
            echo(line, styled=True)


def run_apply(paths: tuple[str, ...], configs: ConfigDiscovery, options: ApplyOptions) -> int:
    """Bring the platform to what the scripts say, or carry out a plan in a file; return the exit code."""
    plan_path = _plan_path(paths)
    workspace = open_workspace(() if plan_path else paths, configs)
    with workspace.lock.alone():
        lock = workspace.lock.read()
        prune = options.prune or bool(plan_path)
        found = plan_workspace(workspace, lock, prune=prune, overwrite=options.overwrite)
        if plan_path:
            found = _from_file(found, plan_path)
        _refuse_many_deletes(found, options)
        if options.output_format == "text" and not plan_path:
            _show(found, "text", options.color)
        if any(to_apply(each.plan) for each in found):
            _ask(plan_path, options)
            applied = _apply(workspace, found, lock, options)
        else:
            applied = []
    return _report(applied, found, options)


def _plan_path(paths: tuple[str, ...]) -> str:
    """Return the path of the plan among the arguments: a file that isn't a script."""
    plans = [each for each in paths if os.path.isfile(each) and not each.endswith(".scn")]  # noqa: PTH113
    if plans and len(paths) > 1:
        raise usage_error(
            f"{plans[0]} is a plan, which has all that is to be done: leave out the other paths"
        )
    return plans[0] if plans else ""


def _from_file(found: list[Planned], path: str) -> list[Planned]:
    """Return the plans with the steps of a file, if all of these are still what was planned."""
    planned = read_plan_file(path)
    missing = [
        name for name, steps in planned.items() if steps and all(each.plan.section != name for each in found)
    ]
    if missing:
        environment, _, platform = missing[0].rpartition("/")
        raise SyncFailed(
            f"{path} is for `{platform}` in the environment `{environment}`: choose it with --env"
        )
    return [
        replace(
            each, plan=replace(each.plan, steps=planned_again(each.plan, planned.get(each.plan.section, {})))
        )
        for each in found
    ]


def _refuse_many_deletes(found: list[Planned], options: ApplyOptions) -> None:
    deletes = sum(step.kind is Decision.DELETE for step in steps_of(found))
    if deletes > options.max_deletes:
        raise usage_error(
            f"this would delete {deletes} scenarios: if that is right, add `--max-deletes {deletes}`"
        )


def _ask(plan_path: str, options: ApplyOptions) -> None:
    """Ask whether to go on, unless the user has seen the plan before or said so."""
    if options.yes or plan_path:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise usage_error("there is no terminal to ask on: add --yes, or apply a plan of `scn plan -o FILE`")
    if not click.confirm("Apply this?", err=True):
        raise SystemExit(1)


def _apply(workspace: Workspace, found: list[Planned], lock: Lock, options: ApplyOptions) -> list[Applied]:
    """Write new keys into the scripts, then carry out all plans."""
    style, stop = style_for(options.color), Stop()
    created = [step.key for each in found for step in to_apply(each.plan) if step.kind is Decision.CREATE]
    if not workspace.write_keys(created):
        raise SyncFailed("nothing was sent, because a key can't be written into its script")
    done = []

    def show(outcome: Outcome, identity: str) -> None:
        if options.output_format == "text":
            print_outcome(outcome, identity, style)
        elif outcome.result is Result.FAILED:
            print_failure(outcome, style)

    with stop.on_interrupt():
        for each in found:
            applied, lock = apply_plan(each, to_apply(each.plan), workspace, lock, stop, show)
            done.append(applied)
    return done


def _report(applied: list[Applied], found: list[Planned], options: ApplyOptions) -> int:
    """Print the summary, and return the exit code."""
    if options.output_format == "json":
        print_document(dump(results_json(applied)) + "\n")
    else:
        for line in result_lines(applied, steps_of(found)):
            echo(inert(line))
    incomplete = any(one.count(Result.FAILED) or one.count(Result.NOT_TRIED) for one in applied)
    is_open = any(step.kind in NEEDS_DECISION for step in steps_of(found))
    return int(incomplete or is_open)
