"""Finds the configuration of a script: the nearest one above it, or the one named on the command line."""

import os
import re

from scn_compiler.project.files import STDIN, Input, find_files
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE, ProjectConfig
from scn_dsl.records import replace

_TOOL_TABLE = rb"\btool\b[^\n]*\bscn\b|^[ \t]*\[[ \t]*tool[ \t]*\]"


class ConfigDiscovery:
    """The configurations of a run; each is read once.

    Attributes:
        named: The configuration file that the command line names; no other is used then.
        isolated: Whether to use no configuration at all.
        used: The configurations of the scripts in the run.
        select, ignore: The selectors of the command line, which override those of the file; `None` if not given.
        force_exclude: Whether excluded files are skipped even if the command line names them.
    """

    def __init__(
        self,
        named: str | None = None,
        isolated: bool = False,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        force_exclude: bool = False,
    ) -> None:
        self.named = named
        self.isolated = isolated
        self.select = select
        self.ignore = ignore
        self.force_exclude = force_exclude
        self.used: tuple[ProjectConfig, ...] = ()
        self._by_folder: dict[str, ProjectConfig] = {}

    def config_for(self, script: str) -> ProjectConfig:
        """The configuration that applies to `script`.

        Raises:
            click.ClickException: if it cannot be used.
        """
        folder = "" if script == STDIN else os.path.dirname(script)  # noqa: PTH120
        if folder not in self._by_folder:
            self._by_folder[folder] = self._with_overrides(self._find(os.path.abspath(folder)))  # noqa: PTH100
        return self._by_folder[folder]

    def find_scripts(self, paths: tuple[str, ...]) -> list[Input]:
        """The scripts in `paths`, by default in the current folder; every configuration of theirs is loaded then."""
        found = find_files(
            paths or (".",),
            ".scn",
            lambda path: self.config_for(path).excludes(path),
            force_exclude=self.force_exclude,
        )
        per_folder = {os.path.dirname(each.path): each.path for each in found}  # noqa: PTH120
        self.used = tuple(map(self.config_for, per_folder.values()))
        return found

    def _find(self, folder: str) -> ProjectConfig:
        """The configuration that the command line names, or the nearest one in `folder` or above it."""
        if self.isolated:
            return ProjectConfig()
        files = [self.named] if self.named else _candidates(folder)
        for file in files:
            if file == self.named or _may_be_config(file):
                from scn_compiler.project.config_file import load_config  # noqa: PLC0415  (loads click)

                project = load_config(os.path.abspath(file), required=file == self.named)  # noqa: PTH100
                if project:
                    return project
        return ProjectConfig()

    def _with_overrides(self, project: ProjectConfig) -> ProjectConfig:
        """`project` with the selectors of the command line."""
        config = project.config
        if self.select is not None:
            config = replace(config, select=self.select, ignore=())
        if self.ignore is not None:
            config = replace(config, ignore=self.ignore)
        return project if config is project.config else replace(project, config=config)


def _may_be_config(file: str) -> bool:
    """Whether a file exists and may configure scn; a `pyproject.toml` is searched for its table, not parsed."""
    if not os.path.isfile(file):  # noqa: PTH113
        return False
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return file.endswith(OWN_FILE) or re.search(_TOOL_TABLE, stream.read(), re.MULTILINE) is not None
    except OSError:
        return True


def _candidates(folder: str) -> list[str]:
    """The paths at which a configuration may exist, the nearest first."""
    files: list[str] = []
    while True:
        files += (os.path.join(folder, OWN_FILE), os.path.join(folder, SHARED_FILE))  # noqa: PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return files
        folder = parent
