"""The scripts of a project as platforms would get them, and where their lock is."""

import os
import re
from collections.abc import Iterable, Iterator

import click

from scn_compiler.cli.output.files import refuse_outside, write_or_report
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.cli.sync.lock import LockOfProject, SyncFailed
from scn_compiler.config import Config
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input, read_all
from scn_compiler.project.gitignore import repository_root
from scn_compiler.project.imported_files import project_folder
from scn_compiler.project.paths import relative_path
from scn_compiler.project.walk import lies_in
from scn_compiler.sync.credentials import NoCredentials
from scn_compiler.sync.http_client import tell_of_retries
from scn_compiler.sync.lock_file import NO_ENVIRONMENT, Lock
from scn_compiler.sync.names import project_of
from scn_compiler.sync.plan import Local
from scn_compiler.sync.platforms import NoRemote, open_remote
from scn_compiler.sync.remote import Remote
from scn_compiler.sync.scripts import SyncedScript, synced_script
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, replace

_KEY_LINE = lazy_pattern(r"^[ \t]*(?:cekura\.)?key[ \t]*:[ \t]*(\S+)", re.MULTILINE)


class Workspace(Record):
    """The scripts of a run, all of one project.

    Attributes:
        lock: The lock of the project.
        environment: The chosen environment, or `NO_ENVIRONMENT`.
        config: The configuration of the project.
        is_whole: Whether the run has all scripts of the project, so that others can be said to be missing.
    """

    lock: LockOfProject
    environment: str
    config: Config
    scripts: tuple[SyncedScript, ...]
    is_whole: bool

    def section(self, platform: str) -> str:
        """Return the name of a platform's section in the lock."""
        return f"{self.environment}/{platform}"

    def scenarios(self, platform: str) -> dict[str, Local]:
        """Return the scenarios for a platform, by key."""
        return {
            each.key: each
            for script in self.scripts
            if script.platform == platform
            for each in script.scenarios
        }

    def platforms(self, lock: Lock) -> list[str]:
        """Return the platforms that the scripts are for, and those that the lock has something of."""
        used = {script.platform for script in self.scripts if script.scenarios}
        sections = (name.rpartition("/") for name in lock.sections if self.is_whole)
        return sorted(used | {platform for name, _, platform in sections if name == self.environment})

    def script_of(self, key: str) -> SyncedScript | None:
        """Return the script with a scenario."""
        return next(
            (script for script in self.scripts if any(each.key == key for each in script.scenarios)), None
        )

    def open(self, platform: str) -> Remote:
        """Open a platform with the user's key.

        Raises:
            SyncFailed: if there is no usable key, or no API that scn knows.
        """
        tell_of_retries(lambda sentence: echo(f"scn: {sentence}", err=True))
        try:
            return open_remote(platform, project=project_of(self.config))
        except (NoCredentials, NoRemote) as error:
            raise SyncFailed(str(error)) from None

    def write_keys(self, keys: Iterable[str]) -> bool:
        """Write the new keys of these scenarios into their scripts; return whether all could be written."""
        wanted = frozenset(keys)
        done = True
        for script in self.scripts:
            if script.keyed != script.text and any(each.key in wanted for each in script.scenarios):
                refuse_outside_of(self.lock, script.file)
                done &= write_or_report(script.file, script.keyed, script.text)
        return done


def refuse_outside_of(lock: LockOfProject, path: str) -> None:
    """Check that no link leads a path out of the project.

    Raises:
        click.UsageError: if one does.
    """
    from pathlib import Path  # noqa: PLC0415  (slow to load)

    refuse_outside(Path(os.path.dirname(lock.path) or "."), [Path(path)])  # noqa: PTH120


def open_workspace(paths: tuple[str, ...], configs: ConfigDiscovery, *, lenient: bool = False) -> Workspace:
    """Read scripts, by default all of the project that the current folder is in.

    Args:
        paths: Scripts and folders; the folder of a project alone is the same as no paths in this folder.
        lenient: Whether to go on without the scripts that have errors.

    Raises:
        SystemExit: if a script has errors, which are printed.
        click.ClickException: if something can't be read, or the scripts are of two projects.
    """
    folder = _folder_of(paths[0] if len(paths) == 1 else os.curdir, configs)
    if [os.path.realpath(each) for each in paths] == [folder]:
        paths = ()
    inputs = (
        [each for each in configs.find_scripts(paths) if not each.is_excluded]
        if paths
        else _all_scripts(folder, configs)
    )
    if any(each.is_stream for each in inputs):
        raise usage_error("name the script: its key is written into it, which standard input doesn't allow")
    folders = {_folder_of(each.path, configs): each for each in inputs}
    if len(folders) > 1:
        first, second, *_ = (f"{each.path} ({relative_path(folder)})" for folder, each in folders.items())
        raise usage_error(f"these scripts belong to two projects: {first} and {second}; name those of one")
    whole = open_project(configs, next(iter(folders), folder))
    texts, all_readable = read_all(inputs)
    if not (all_readable or lenient):
        raise SyncFailed("nothing was sent, because a script can't be read")
    scripts = _read(texts, configs, whole.lock.read(), lenient=lenient)
    return replace(whole, scripts=scripts, is_whole=not paths and configs.choice.is_everything)


def _all_scripts(folder: str, configs: ConfigDiscovery) -> list[Input]:
    """Return the scripts of a project; none if all have been deleted and the lock still has scenarios."""
    try:
        found = configs.find_scripts((relative_path(folder),))
    except click.UsageError:
        if LockOfProject(folder).read().sections:
            return []
        raise
    return [each for each in found if not each.is_excluded and _folder_of(each.path, configs) == folder]


def open_project(configs: ConfigDiscovery, folder: str = "") -> Workspace:
    """Return the workspace of a project, by default that of the current folder, without its scripts.

    Raises:
        click.ClickException: if its configuration can't be used.
    """
    folder = folder or _folder_of(os.curdir, configs)
    config = configs.config_for(os.path.join(folder, "script.scn")).config  # noqa: PTH118
    return Workspace(LockOfProject(folder), config.environment or NO_ENVIRONMENT, config, (), True)


def _folder_of(path: str, configs: ConfigDiscovery) -> str:
    """Return the absolute path of the project that a folder or a script belongs to."""
    folder = os.path.dirname(path) if path.endswith(".scn") else path  # noqa: PTH120
    absolute, here = os.path.realpath(folder or os.curdir), os.path.realpath(os.curdir)
    paths = configs.config_for(os.path.join(folder or os.curdir, "script.scn")).paths  # noqa: PTH118
    if not (paths or repository_root(absolute)) and lies_in(absolute, here):
        return here
    return project_folder(absolute, [os.path.realpath(each) for each in paths])


def _read(
    texts: list[tuple[Input, str]], configs: ConfigDiscovery, lock: Lock, *, lenient: bool
) -> tuple[SyncedScript, ...]:
    """Compile scripts.

    Raises:
        SystemExit: if one of them has errors, or two scenarios have one key.
    """
    taken = {key for section in lock.sections.values() for key in section.entries}
    taken.update(key for _, text in texts for key in _KEY_LINE.findall(text))
    report = ProblemReport()
    scripts = []
    for each, text in texts:
        project = configs.config_for(each.location)
        script = synced_script(text, relative_path(each.path), project.config, taken)
        if not lenient:
            report.add_errors(each, script.keyed, script.compiled, project)
            _tell_unfit(script)
        scripts.append(script)
    doubles = [] if lenient else list(_doubles(scripts))
    for sentence in doubles:
        echo(sentence, err=True)
    if report.printed or doubles:
        echo("scn: nothing was sent, because the scripts have errors", err=True)
        raise SystemExit(1)
    return tuple(scripts)


def _tell_unfit(script: SyncedScript) -> None:
    """Say that a script is left out, because its scenarios can only run as a suite."""
    if script.unfit:
        echo(
            f"scn: skipped {script.file}, which can only run as a suite (`scn run`): {script.unfit}", err=True
        )


def _doubles(scripts: list[SyncedScript]) -> Iterator[str]:
    """Yield a sentence for each scenario whose key another one on its platform has."""
    seen: dict[tuple[str, str], Local] = {}
    for script in scripts:
        for each in script.scenarios:
            first = seen.setdefault((script.platform, each.key), each)
            if first is not each:
                yield (
                    f"{one_line(each.file)}:{each.line}: the key `{each.key}` is that of "
                    f"{one_line(first.file)}:{first.line}: give this scenario another one"
                )
