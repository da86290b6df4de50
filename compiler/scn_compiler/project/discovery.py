"""Finds the configuration of a script: the nearest one above it, or the one named on the command line."""

from __future__ import annotations

import os
import re
from itertools import count

from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.files import STDIN, Input, find_files
from scn_compiler.project.paths import leads_outside
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE, ImportReader, ProjectConfig
from scn_compiler.semantics.choice import EVERYTHING, Choice
from scn_dsl.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from scn_compiler.config import Config
    from scn_compiler.reuse.values import GivenValue
    from scn_compiler.semantics.measurement import Measurement

ENVIRONMENT_VARIABLE = "SCN_ENV"
"""The environment variable that chooses an environment of the configuration."""

_TOOL_TABLE = rb"""^(?>[^\n]*?\btool\b)[^\n]*\bscn\b|^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\]|^[^#=\n]*\\[uU]"""
"""Matches every text that may have a table `[tool.scn]`; a key with escapes may spell anything."""


_RUNS = count()


class ConfigDiscovery:
    """The configurations of a run; each is read once, and so is each file that its scripts import.

    Attributes:
        named: The only configuration file to use, from the command line.
        isolated: Whether to use no configuration at all.
        used: The configurations of the scripts in the run.
        select, ignore: The selectors of the command line, which override those of the file; `None` if not given.
        strict: Whether the command line turns strictness on or off; `None` if it does neither.
        force_exclude: Whether excluded files are skipped even if the command line names them.
        no_ignore: Whether to search ignored folders and files as well.
        stdin_filename: The path to use for standard input.
        choice: The scenarios that the command line chooses.
        environment: The environment that the command line, the editor or `SCN_ENV` chooses; `None` for that of the
            configuration.
        assigned: The values of the command line.
        uses_environments: Whether an environment is chosen at all.
        skips_missing: Whether a configuration without environments does without the chosen one.
        uses_measurements: Whether the measurements that configurations name are read.
        measured: The measurement of the command line, instead of those.
    """

    def __init__(
        self,
        named: str | None = None,
        isolated: bool = False,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        strict: bool | None = None,
        force_exclude: bool = False,
        no_ignore: bool = False,
        stdin_filename: str | None = None,
        choice: Choice = EVERYTHING,
        environment: str | None = None,
        assigned: tuple[GivenValue, ...] = (),
        uses_environments: bool = True,
        skips_missing: bool = False,
        uses_measurements: bool = False,
        measured: str | None = None,
    ) -> None:
        self.named = named
        self.isolated = isolated
        self.select = select
        self.ignore = ignore
        self.strict = strict
        self.force_exclude = force_exclude
        self.no_ignore = no_ignore
        self.stdin_filename = stdin_filename
        self.choice = choice
        self.uses_environments = uses_environments
        variable = os.environ.get(ENVIRONMENT_VARIABLE) if uses_environments and not isolated else None
        self.environment = environment or variable or None
        self._is_from_variable = not environment
        self.assigned = assigned
        self.skips_missing = skips_missing
        self.uses_measurements = uses_measurements
        self.measured = measured
        self.used: tuple[ProjectConfig, ...] = ()
        self._run = next(_RUNS)
        self._by_folder: dict[str, ProjectConfig] = {}
        self._loaded: dict[str, ProjectConfig] = {}
        self._measurements: dict[str, Measurement] = {}

    def config_for(self, script: str) -> ProjectConfig:
        """Return the configuration that applies to `script`.

        Raises:
            click.ClickException: if it can't be used.
        """
        folder = "" if script == STDIN else os.path.dirname(script)  # noqa: PTH120
        if folder not in self._by_folder:
            absolute = os.path.abspath(folder)  # noqa: PTH100
            found = self._with_overrides(self._find_named() if self.named else self._find(absolute))
            if file := self.measured or (self.uses_measurements and found.measured):
                found = replace(found, config=replace(found.config, measurement=self._measurement(file)))
            reader = ImportReader(absolute, found.paths, self._run)
            self._by_folder[folder] = replace(found, config=replace(found.config, read=reader))
        return self._by_folder[folder]

    def _measurement(self, file: str) -> Measurement:
        """Load a measurement, once in a run."""
        if file not in self._measurements:
            from scn_compiler.project.measurement_file import load_measurement  # noqa: PLC0415  (few runs have one)

            self._measurements[file] = load_measurement(file, regular=self.measured is None)
        return self._measurements[file]

    def change_imported(self, path: str, text: str) -> None:
        """Take `text` as the content of a file that scripts of the run import, from now on."""
        from scn_compiler.project.imported_files import files_of_run  # noqa: PLC0415  (only fixes need it)

        files_of_run(self._run).change(path, text)

    def read_again(self) -> ConfigDiscovery:
        """Return the configurations of another run with the options of this one."""
        return ConfigDiscovery(
            self.named,
            self.isolated,
            self.select,
            self.ignore,
            self.strict,
            self.force_exclude,
            self.no_ignore,
            self.stdin_filename,
            self.choice,
            None if self._is_from_variable else self.environment,
            self.assigned,
            self.uses_environments,
            self.skips_missing,
            self.uses_measurements,
            self.measured,
        )

    def have_changed(self) -> bool:
        """Return whether a configuration isn't what it was when it was read, or a nearer one was added."""
        again = self.read_again()
        try:
            return any(
                again.config_for(os.path.join(folder, "script")) != project  # noqa: PTH118
                for folder, project in self._by_folder.items()
            )
        except Exception:  # it can't be used any longer
            return True

    def find_scripts(self, paths: tuple[str, ...], *, quiet: bool = False) -> list[Input]:
        """Find the scripts in `paths`, by default in the current folder, and load their configurations.

        Args:
            quiet: Whether to say nothing of what is skipped.
        """
        found = find_files(
            paths or (("." if self.stdin_filename is None else STDIN),),
            ".scn",
            lambda path: self.config_for(path).excludes(path),
            force_exclude=self.force_exclude,
            no_ignore=self.no_ignore,
            gitignore=lambda path: self.config_for(os.path.join(path, "")).config.respect_gitignore,  # noqa: PTH118
            remark=None if quiet else lambda sentence: echo(f"scn: {sentence}", err=True),
        )
        if self.stdin_filename is not None:
            found = self._with_stdin_filename(found, self.stdin_filename)
        per_folder = {os.path.dirname(each.location): each.location for each in found}  # noqa: PTH120
        self.used = tuple(map(self.config_for, per_folder.values()))
        if self.assigned:
            from scn_compiler.project.unused_assignments import unused_assignments  # noqa: PLC0415  (only for `--set`)

            for sentence in unused_assignments(self.assigned, found, self.config_for):
                echo(f"scn: {sentence}", err=True)
        return found

    def files(self) -> Iterator[str]:
        """Yield the configurations and baselines of the scripts in the run."""
        for project in self.used:
            yield from filter(None, (project.path, *project.extends, project.baseline))

    def _with_stdin_filename(self, found: list[Input], filename: str) -> list[Input]:
        """Return the inputs, with a name for standard input."""
        if not any(each.path == STDIN for each in found):
            raise usage_error("--stdin-filename requires the path `-` (standard input)")
        is_excluded = self.force_exclude and self.config_for(filename).excludes(filename)
        named = Input(STDIN, os.path.basename(filename), filename, is_excluded=is_excluded)  # noqa: PTH119
        return [named if each.path == STDIN else each for each in found]

    def _find_named(self) -> ProjectConfig:
        if "" not in self._loaded:
            from scn_compiler.project.config_file import load_config  # noqa: PLC0415  (loads click)

            self._loaded[""] = load_config(os.path.abspath(str(self.named)), required=True) or ProjectConfig()  # noqa: PTH100
        return self._loaded[""]

    def _find(self, folder: str) -> ProjectConfig:
        """Find the nearest configuration in `folder` or above it."""
        if self.isolated:
            return ProjectConfig()
        searched = []
        while folder not in self._loaded:
            searched.append(folder)
            project = _config_in(folder)
            parent = os.path.dirname(folder)  # noqa: PTH120
            if project or parent == folder:
                self._loaded[folder] = project or ProjectConfig()
            else:
                folder = parent
        self._loaded.update(dict.fromkeys(searched, self._loaded[folder]))
        return self._loaded[folder]

    def _with_overrides(self, project: ProjectConfig) -> ProjectConfig:
        """Return `project` in its environment, with the selectors, strictness, choice and values of the command line."""
        config = self._in_environment(project) if self.uses_environments else project.config
        if self.assigned:
            config = replace(config, assigned=self.assigned)
        if not self.choice.is_everything:
            config = replace(config, choice=self.choice)
        if self.select is not None:
            config = replace(config, select=self.select, ignore=())
        if self.ignore is not None:
            config = replace(config, ignore=self.ignore)
        if self.strict is not None:
            config = replace(config, strict=self.strict)
        return project if config is project.config else replace(project, config=config)

    def _in_environment(self, project: ProjectConfig) -> Config:
        """Return the configuration of `project` in the chosen environment.

        Raises:
            click.ClickException: if it has no such environment.
        """
        name, config = self.environment, project.config
        if name is None or name in config.environments:
            return config.in_environment(name)
        if self.skips_missing and not config.environments:
            return config
        from scn_compiler.project.config_file import unknown_environment  # noqa: PLC0415  (loads click)

        source = f" (from {ENVIRONMENT_VARIABLE})" if self._is_from_variable else ""
        raise unknown_environment(project, name, source)


def _config_in(folder: str) -> ProjectConfig | None:
    """Load the configuration in `folder` itself."""
    for name in (OWN_FILE, SHARED_FILE):
        file = os.path.join(folder, name)  # noqa: PTH118
        if _may_be_config(file):
            from scn_compiler.project.config_file import load_config  # noqa: PLC0415  (loads click)

            project = load_config(file, required=False)
            if project:
                return project
    return None


def _may_be_config(file: str) -> bool:
    """Return whether a file exists and may configure scn; search a `pyproject.toml` for the table, without parsing it."""
    if not os.path.isfile(file):  # noqa: PTH113
        # `load_config` reports a pipe or a dangling link.
        return file.endswith(OWN_FILE) and os.path.lexists(file)
    if os.path.islink(file) and leads_outside(file):  # noqa: PTH114
        return True  # `load_config` reports the link
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return file.endswith(OWN_FILE) or re.search(_TOOL_TABLE, stream.read(), re.MULTILINE) is not None
    except OSError:
        return True
