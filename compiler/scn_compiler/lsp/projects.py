"""Configurations and baselines of the client's folders, and the faults in them."""

import os
from collections import Counter
from collections.abc import Iterable

import click

from scn_compiler.findings.baseline import BaselineEntry, new_findings
from scn_compiler.project.baseline_file import load_baseline, path_in_baseline
from scn_compiler.project.config_file import Misconfigured
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source


class Projects:
    """The configurations, each read once; a script with a broken configuration is checked without one.

    Attributes:
        root: The folder whose configuration holds for documents without a file.
        faults: Errors in configurations and baselines, by file.
        generation: How often everything was reloaded; findings of earlier generations are stale.
    """

    def __init__(self, root: str | None = None, generation: int = 0) -> None:
        self.root = root
        self.generation = generation
        self.faults: dict[str, click.ClickException] = {}
        self._configurations = ConfigDiscovery()
        self._broken: dict[str, ProjectConfig] = {}
        self._baselines: dict[str, Counter[BaselineEntry]] = {}

    def reloaded(self) -> "Projects":
        """A new object with nothing read yet; checks that are running keep the old one."""
        return Projects(self.root, self.generation + 1)

    def config_for(self, path: str | None) -> ProjectConfig:
        """The configuration for the script at `path`."""
        if path is None and self.root is None:
            return ProjectConfig()
        script = path or os.path.join(self.root or "", "untitled.scn")  # noqa: PTH118
        folder = os.path.dirname(script)  # noqa: PTH120
        if folder in self._broken:
            return self._broken[folder]
        try:
            return self._configurations.config_for(script)
        except Misconfigured as error:
            self.faults[error.path] = error
            self._broken[folder] = ProjectConfig()
            return self._broken[folder]

    def not_in_baseline(
        self, project: ProjectConfig, path: str | None, found: Iterable[Diagnostic], source: Source
    ) -> tuple[Diagnostic, ...]:
        """The findings in the file at `path` that the baseline of its configuration does not list."""
        baseline = project.baseline
        if baseline is None or path is None:
            return tuple(found)
        if baseline not in self._baselines:
            self._baselines[baseline] = self._listed(baseline)
        return tuple(
            new_findings(found, source, path_in_baseline(baseline, path), self._baselines[baseline])[0]
        )

    def _listed(self, baseline: str) -> Counter[BaselineEntry]:
        try:
            return load_baseline(baseline)
        except click.ClickException as error:
            self.faults[os.path.abspath(baseline)] = error  # noqa: PTH100
            return Counter()
