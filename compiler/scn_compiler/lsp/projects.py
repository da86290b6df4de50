"""Configurations, baselines and measurements of the client's folders, and the faults in them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable

import click

from scn_compiler.findings.baseline import BaselineEntry, new_findings
from scn_compiler.project.baseline_file import load_baseline, path_in_baseline
from scn_compiler.project.config_file import Misconfigured
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.measurement_file import load_measurement
from scn_compiler.project.project_config import ProjectConfig
from scn_compiler.semantics.measurement import Measurement
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source

_Stamp = tuple[int, int] | None


class Projects:
    """The configurations, each read once. A script whose configuration is broken is checked without one.

    Attributes:
        root: The folder whose configuration applies to documents without a file.
        environment: The environment that the client chose.
        faults: Errors in configurations, baselines and measurements, by file.
        generation: The number of reloads; findings of earlier generations are stale.
    """

    def __init__(self, root: str | None = None, generation: int = 0, environment: str | None = None) -> None:
        self.root = root
        self.environment = environment
        self.generation = generation
        self.faults: dict[str, click.ClickException] = {}
        self._found_by: dict[str, str] = {}
        self._configurations = ConfigDiscovery(environment=environment, skips_missing=True)
        self._broken: dict[str, ProjectConfig] = {}
        self._extended: set[str] = set()
        self._baselines: dict[str, tuple[_Stamp, Counter[BaselineEntry]]] = {}
        self._measurements: dict[str, tuple[_Stamp, Measurement | None]] = {}

    def reloaded(self, is_wanted: Callable[[str], bool] = lambda _script: False) -> "Projects":
        """Return a fresh object, with only the broken files read again; running checks keep the old one.

        Args:
            is_wanted: Whether the script that led to a broken file still exists.
        """
        new = Projects(self.root, self.generation + 1, self.environment)
        for script in filter(is_wanted, tuple(self._found_by.values())):
            project = new.config_for(script)
            if project.baseline is not None:
                new._entries(project.baseline, script)
            new.measurement_for(project, script)
        return new

    def choose_environment(self, name: str | None) -> None:
        """Choose the environment; unless nothing was read yet, `reloaded` must follow."""
        self.environment = name
        self._configurations = ConfigDiscovery(environment=name, skips_missing=True)

    def config_for(self, path: str | None) -> ProjectConfig:
        """Return the configuration for the script at `path`."""
        if path is None and self.root is None:
            return ProjectConfig()
        script = path or os.path.join(self.root or "", "untitled.scn")  # noqa: PTH118
        folder = os.path.dirname(script)  # noqa: PTH120
        if folder in self._broken:
            return self._broken[folder]
        try:
            project = self._configurations.config_for(script)
            self._extended.update(project.extends)
            return project
        except Misconfigured as error:
            self._blame(error.path, error, script)
            self._broken[folder] = ProjectConfig()
            return self._broken[folder]

    def not_in_baseline(
        self, project: ProjectConfig, path: str | None, found: Iterable[Diagnostic], source: Source
    ) -> tuple[Diagnostic, ...]:
        """Return the findings in the file at `path` that aren't in the baseline of its configuration."""
        baseline = project.baseline
        if baseline is None or path is None:
            return tuple(found)
        known = self._entries(baseline, path)
        return tuple(new_findings(found, source, path_in_baseline(baseline, path), known)[0])

    def measurement_for(self, project: ProjectConfig, script: str | None) -> Measurement | None:
        """Return the measurement that a configuration names; read it again if it has changed."""
        file = project.measured
        if file is None:
            return None
        stamp = file_stamp(file)
        known = self._measurements.get(file)
        if known is None or known[0] != stamp:
            known = self._measurements[file] = stamp, self._measured(file, script or file)
        return known[1]

    def _measured(self, file: str, script: str) -> Measurement | None:
        path = os.path.abspath(file)  # noqa: PTH100
        try:
            measurement = load_measurement(file, regular=True)
        except click.ClickException as error:
            self._blame(path, error, script)
            return None
        self.faults.pop(path, None)
        return measurement

    @property
    def other_files(self) -> frozenset[str]:
        """The absolute paths of all baselines and measurements read, and of configurations that others extend."""
        files = (*self._baselines, *self._measurements, *self._extended, *self.faults)
        return frozenset(map(os.path.abspath, files))

    def _entries(self, baseline: str, script: str) -> Counter[BaselineEntry]:
        stamp = file_stamp(baseline)
        known = self._baselines.get(baseline)
        if known is None or known[0] != stamp:
            known = self._baselines[baseline] = stamp, self._listed(baseline, script)
        return known[1]

    def _listed(self, baseline: str, script: str) -> Counter[BaselineEntry]:
        path = os.path.abspath(baseline)  # noqa: PTH100
        try:
            listed = load_baseline(baseline, regular=True)
        except click.ClickException as error:
            self._blame(path, error, script)
            return Counter()
        self.faults.pop(path, None)
        return listed

    def _blame(self, path: str, error: click.ClickException, script: str) -> None:
        self.faults[path] = error
        self._found_by[path] = script


def file_stamp(path: str | None) -> _Stamp:
    """Return a value that changes whenever a file is written; `None` for a missing file."""
    try:
        state = os.stat(path) if path else None  # noqa: PTH116
    except (OSError, ValueError):
        state = None
    return state and (state.st_mtime_ns, state.st_size)
