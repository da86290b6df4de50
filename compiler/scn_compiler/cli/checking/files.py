"""Checks each file on its own."""

from collections.abc import Iterator
from functools import partial

from scn_compiler import api
from scn_compiler.cli.parallel import FileResult, Job, Work, process_each
from scn_compiler.findings.selectors import Findings
from scn_compiler.installed_plugins import contracts_unchecked, plugins_searched
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from scn_dsl.records import replace


class CheckedFile(FileResult):
    """A script and its findings."""

    findings: Findings = Findings()

    @property
    def is_clean(self) -> bool:
        return not (self.failure or self.findings.reported or self.findings.in_config or self.unchecked)


def check_each(
    inputs: list[Input], configs: ConfigDiscovery, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[CheckedFile]:
    """Check each file, and yield the results in order; `workers` and `cache` as in `process_each`."""
    work = Work(CheckedFile, partial(_check, target), target)
    return process_each(inputs, configs, work, workers=workers, cache=cache)


def _check(target: str | None, job: Job, read: CheckedFile) -> CheckedFile:
    findings = api.find(read.text, path=job.input.file_path, target=target, config=job.config)
    unchecked = contracts_unchecked() is not None
    return replace(read, findings=findings, uses_plugins=plugins_searched(), unchecked=unchecked)
