"""Writes scripts for scenarios that only the platform has."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase

from scn_compiler.cli.output.atomic import create_file
from scn_compiler.cli.output.diff import show_diff
from scn_compiler.cli.output.files import unwritable
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.plan import Planned
from scn_compiler.cli.sync.pull_report import Pulled, PullOptions, PullResult
from scn_compiler.cli.sync.workspace import Workspace, refuse_outside_of
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.paths import relative_path
from scn_compiler.semantics.choice import Choice
from scn_compiler.sync.adoption import adopted_script
from scn_compiler.sync.canonical import canonical, fingerprint
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Entry, Lock
from scn_compiler.sync.merge.pieces import NotMergeable
from scn_compiler.sync.plan import Decision, PlannedStep
from scn_compiler.sync.scripts import fresh_key, synced_script


class PullFromPlatform:
    """A pull from one platform, or a part of it.

    Attributes:
        workspace: All scripts of the project.
        planned: The plan for the platform.
        choice: The scenarios that the user chooses.
        lock: The lock with what was done.
    """

    def __init__(
        self,
        workspace: Workspace,
        configs: ConfigDiscovery,
        planned: Planned,
        lock: Lock,
        options: PullOptions,
        choice: Choice,
    ) -> None:
        self.workspace = workspace
        self.configs = configs
        self.planned = planned
        self.lock = lock
        self.options = options
        self.choice = choice


class Adopter(PullFromPlatform):
    """Adopts the scenarios of the platform that have no script."""

    def __init__(self, pull: PullFromPlatform) -> None:
        super().__init__(pull.workspace, pull.configs, pull.planned, pull.lock, pull.options, pull.choice)
        place = os.path.join(self.options.folder or "", "script.scn")  # noqa: PTH118
        self.config = self.configs.config_for(place).config
        self.taken = {key for section in self.lock.sections.values() for key in section.entries}
        self.taken.update(each.key for script in self.workspace.scripts for each in script.scenarios)
        self.new_files: set[str] = set()

    def results(self) -> Iterator[Pulled]:
        """Write a script for each scenario of the platform that has none; yield what was done about each."""
        plan = self.planned.plan
        try:
            for step in plan.steps:
                if step.kind is Decision.LEFT_OVER and self._is_named(step.name):
                    yield from self._adopt(step)
                elif step.kind is Decision.NAMESAKE:
                    yield Pulled(step, PullResult.LEFT)
            if why := self.planned.remote.abilities.no_list:
                echo(f"scn: --adopt: {why}", err=True)
                return
            known = {each.id for each in self.lock.section(plan.section).entries.values()}
            known.update(step.id for step in plan.steps)
            known.update(self.lock.owned_elsewhere(plan.section))
            found = sorted(self.planned.remote.list(), key=lambda each: (each.name, len(each.id), each.id))
            for listed in found:
                if listed.id not in known and self._is_named(listed.name):
                    key = fresh_key(listed.name, "", self.taken)
                    yield from self._adopt(PlannedStep(Decision.LEFT_OVER, key, listed.name, listed.id))
        except ApiError as error:
            raise SyncFailed(f"{plan.section}: {error}") from None

    def _is_named(self, name: str) -> bool:
        patterns = self.choice.names
        return not patterns or any(fnmatchcase(name.casefold(), each.casefold()) for each in patterns)

    def _adopt(self, step: PlannedStep) -> Iterator[Pulled]:
        remote, section = self.planned.remote, self.planned.plan.section
        stored = remote.read(step.id)
        path = self._path(step.key)
        try:
            text = adopted_script(stored.body, step.key, path, remote.platform, self.config)
        except NotMergeable as error:
            yield Pulled(step, PullResult.LEFT, reason=f"scn can't write a script for it, because {error}")
            return
        script = synced_script(text, path, self.config, set())
        if not self.choice.includes(script.compiled.payloads[0].scenarios[0]):
            return
        if self.options.dry_run:
            if self.options.output_format == "text":
                show_diff("", text, path, "adopted")
        else:
            self._create(path, text)
            fields = script.scenarios[0].fields
            seen = fingerprint(canonical(stored.body, remote.platform), fields)
            entry = Entry(stored.id, seen, fields, stored.stamp)
            self.lock = self.lock.with_entry(section, step.key, entry)
            self.workspace.lock.write(self.lock)
        yield Pulled(step, PullResult.ADOPTED, path)

    def _path(self, key: str) -> str:
        """Return a new file for a key."""
        numbers = (f"{key}{'' if number == 1 else f'-{number}'}.scn" for number in range(1, 10_000))
        paths = (relative_path(os.path.join(self.options.folder or "", name)) for name in numbers)  # noqa: PTH118
        path = next(each for each in paths if not (os.path.lexists(each) or each in self.new_files))
        self.new_files.add(path)
        return path

    def _create(self, path: str, text: str) -> None:
        """Create a file in the folder of the project.

        Raises:
            click.UsageError: if that is impossible.
        """
        refuse_outside_of(self.workspace.lock, path)
        try:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)  # noqa: PTH103, PTH120
            create_file(path, text.encode("utf-8", "surrogatepass"))
        except OSError as error:
            raise unwritable(path, error) from None
