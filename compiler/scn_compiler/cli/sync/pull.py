"""Runs `scn pull`: what others have changed on the platform comes into the scripts."""

import os
from collections.abc import Iterable, Iterator

from scn_compiler.cli.output.diff import show_diff
from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import write_or_report
from scn_compiler.cli.output.style import style_for
from scn_compiler.cli.sync.adoption import Adopter, PullFromPlatform
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan import Planned, plan_workspace, steps_of
from scn_compiler.cli.sync.pull_report import (
    Pulled,
    PulledOfPlatform,
    PullOptions,
    PullResult,
    pull_lines,
    pull_summary,
    pulled_json,
)
from scn_compiler.cli.sync.workspace import Workspace, open_project, open_workspace, refuse_outside_of
from scn_compiler.jsondoc.codec import dump
from scn_compiler.platforms import DEFAULT_TARGET, target_named
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.paths import relative_path
from scn_compiler.project.walk import lies_in, walk
from scn_compiler.semantics.choice import EVERYTHING
from scn_compiler.sync.canonical import RequestBody, canonical, fingerprint
from scn_compiler.sync.headers import new_secret
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Lock
from scn_compiler.sync.merge.merge import Merged, ScriptFile, merge_into
from scn_compiler.sync.plan import Decision, PlannedStep
from scn_compiler.sync.scripts import SyncedScript, synced_script
from scn_compiler.sync.survey import with_stamps
from scn_dsl.records import replace

_UNDECIDED = (Decision.CONFLICT, Decision.GONE)


def run_pull(paths: tuple[str, ...], configs: ConfigDiscovery, options: PullOptions) -> int:
    """Bring changes on the platform into scripts; return the exit code."""
    if options.folder is not None and not options.adopt:
        raise usage_error("-o is for new scripts: add --adopt")
    choice = configs.choice
    if options.adopt:
        configs.choice = EVERYTHING
    workspace = _open(paths, configs, adopt=options.adopt)
    if options.adopt and not workspace.is_whole:
        raise usage_error(
            "--adopt needs all scripts of the project, to know what has none: leave out PATHS other than the project's folder"
        )
    if options.folder is None and not lies_in(os.path.realpath("."), workspace.lock.folder):
        options = replace(options, folder=relative_path(workspace.lock.folder))
    if options.adopt and not lies_in(os.path.realpath(options.folder or "."), workspace.lock.folder):
        raise usage_error(f"the folder for new scripts, {options.folder or '.'}, isn't in the project")
    with workspace.lock.alone():
        lock = workspace.lock.read()
        platforms = workspace.platforms(lock)
        if options.adopt and not platforms:
            platforms = [target_named(workspace.config.target or DEFAULT_TARGET).platform]
        found = plan_workspace(workspace, lock, platforms=platforms)
        _check_overwrite(found, options.overwrite)
        pulled = []
        for planned in found:
            run = _Pull(workspace, configs, planned, lock, options, choice)
            results = _all_results(run)
            unlisted = options.adopt and bool(planned.remote.abilities.no_list)
            pulled.append(PulledOfPlatform(planned.plan.section, results, planned.plan.config, unlisted))
            lock = run.lock
    return _report(pulled, options)


def _open(paths: tuple[str, ...], configs: ConfigDiscovery, *, adopt: bool) -> Workspace:
    """Read the scripts; a project that adopts its first ones has none."""
    if adopt and not paths:
        project = open_project(configs)
        found = walk(project.lock.folder, ".scn", lambda path: configs.config_for(path).excludes(path))
        if not (found.files or found.has_excluded):
            return project
    return open_workspace(paths, configs)


def _check_overwrite(found: list[Planned], keys: Iterable[str]) -> None:
    """Refuse keys that need no decision, or that only the script can decide."""
    for key in keys:
        kinds = {step.kind for step in steps_of(found) if step.key == key}
        if not kinds:
            raise usage_error(f"--overwrite {key}: no scenario has this key")
        if not kinds & {Decision.CONFLICT, Decision.PLATFORM_AHEAD}:
            why = next(iter(kinds)).value
            raise usage_error(f"--overwrite {key}: nothing to decide here ({why})")


def _all_results(run: "_Pull") -> tuple[Pulled, ...]:
    """Pull from one platform.

    Raises:
        SyncFailed: if the platform can't be asked any longer; the message says how much was done before.
    """
    done = []
    try:
        for each in run.results():
            done.append(each)
    except SyncFailed as error:
        count = sum(each.result is not PullResult.LEFT for each in done)
        if not count or run.options.dry_run:
            raise
        raise SyncFailed(
            f"{error.message}; {count} {'was' if count == 1 else 'were'} done before, "
            "and running this again goes on with the rest"
        ) from None
    return tuple(done)


class _Pull(PullFromPlatform):
    """A pull from one platform, as a whole."""

    def results(self) -> Iterator[Pulled]:
        """Pull, and yield what was done about each scenario."""
        section, steps = self.planned.plan.section, self.planned.plan.steps
        changed = False
        for script in self.workspace.scripts:
            mine = [step for step in steps if self._pulls(step) and self._has(script, step)]
            for each in self._pull(script, mine) if mine else ():
                changed |= each.result is PullResult.PULLED
                yield each
            agreed = [each for each in steps if each.kind is Decision.RECORD and self._has(script, each)]
            if agreed and not self.options.dry_run:
                changed = True
                self._record(script, agreed)
        if self.options.adopt:
            adopter = Adopter(self)
            for each in adopter.results():
                changed |= each.result is PullResult.ADOPTED
                yield each
            self.lock = adopter.lock
        if changed and not self.options.dry_run:
            self._write(self._stamped(section))
        for step in steps:
            is_mine = any(self._has(script, step) for script in self.workspace.scripts)
            if step.kind in _UNDECIDED and not self._pulls(step) and is_mine:
                yield Pulled(step, PullResult.LEFT)

    def _pulls(self, step: PlannedStep) -> bool:
        return step.kind is Decision.PLATFORM_AHEAD or (
            step.kind is Decision.CONFLICT and step.key in self.options.overwrite
        )

    def _has(self, script: SyncedScript, step: PlannedStep) -> bool:
        """Tell whether a step is about a scenario of a script that the user chooses."""
        if script.platform != self.planned.plan.platform:
            return False
        number = _number(script, step.key)
        if number is None:
            return False
        return self.choice.includes(script.compiled.payloads[number].scenarios[0])

    def _pull(self, script: SyncedScript, steps: list[PlannedStep]) -> Iterator[Pulled]:
        """Merge all changes of a script, then write it and the lock."""
        config = self.configs.config_for(script.file).config
        now = script
        done: list[tuple[PlannedStep, int, RequestBody]] = []
        for step in steps:
            number = _number(script, step.key) or 0
            body = self._read(step.id)
            merged = self._merge(now, number, step, body)
            if merged.text is None:
                yield Pulled(step, PullResult.LEFT, reason=merged.reason)
                continue
            now = replace(now, text=merged.text)
            done.append((step, number, body))
        if not done:
            return
        if self.options.dry_run:
            if self.options.output_format == "text":
                show_diff(script.text, now.text, script.file, "pulled")
        else:
            refuse_outside_of(self.workspace.lock, script.file)
            if not write_or_report(script.file, now.text, script.text):
                yield from (Pulled(step, PullResult.LEFT, reason="it can't be written") for step, *_ in done)
                return
            self._remember(synced_script(now.text, script.file, config, set()), done)
        for step, *_ in done:
            yield Pulled(step, PullResult.PULLED, script.file)

    def _record(self, script: SyncedScript, steps: list[PlannedStep]) -> None:
        """Note that both sides agree about scenarios: a pull was killed after it had written the script."""
        done = [(step, _number(script, step.key) or 0, self._read(step.id)) for step in steps]
        self._remember(script, done)

    def _read(self, identity: str) -> RequestBody:
        try:
            return self.planned.remote.read(identity).body
        except ApiError as error:
            raise SyncFailed(f"{self.planned.plan.section}: {error}") from None

    def _merge(self, script: SyncedScript, number: int, step: PlannedStep, body: RequestBody) -> Merged:
        local = script.scenarios[number]
        entry = self.lock.section(self.planned.plan.section).entries[step.key]
        fields = {*local.fields, *entry.fields}
        if secret := new_secret(local.body, {name: body[name] for name in fields if name in body}):
            return Merged(None, secret)
        config = self.configs.config_for(script.file).config
        file = ScriptFile(script.text, script.file, config, script.compiled.target)
        return merge_into(file, number, self.planned.plan.platform, body, fields)

    def _remember(self, script: SyncedScript, done: list[tuple[PlannedStep, int, RequestBody]]) -> None:
        """Write into the lock that script and platform agree."""
        section, platform = self.planned.plan.section, self.planned.plan.platform
        lock = self.lock
        for step, number, body in done:
            fields = script.scenarios[number].fields
            entry = lock.section(section).entries[step.key]
            seen = fingerprint(canonical(body, platform), fields)
            lock = lock.with_entry(section, step.key, replace(entry, seen=seen, fields=fields))
        self._write(lock)

    def _write(self, lock: Lock) -> None:
        if lock != self.lock:
            self.workspace.lock.write(lock)
        self.lock = lock

    def _stamped(self, section: str) -> Lock:
        """Return the lock with the platform's times of change; they only save requests of the next run."""
        try:
            return with_stamps(self.lock, section, self.planned.remote)
        except ApiError:
            return self.lock


def _number(script: SyncedScript, key: str) -> int | None:
    """Return the place of a scenario in its script."""
    return next((number for number, each in enumerate(script.scenarios) if each.key == key), None)


def _report(pulled: list[PulledOfPlatform], options: PullOptions) -> int:
    """Print the results, and return the exit code."""
    if options.output_format == "json":
        print_document(dump(pulled_json(pulled)) + "\n")
    else:
        for line in pull_lines(pulled, style_for(options.color), dry_run=options.dry_run):
            echo(line, styled=True)
        echo(pull_summary(pulled, dry_run=options.dry_run))
    is_left = any(each.result is PullResult.LEFT for platform in pulled for each in platform.results)
    return int(is_left or any(platform.unlisted for platform in pulled))
