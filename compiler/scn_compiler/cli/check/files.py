"""Checks each file on its own."""

import os
from collections.abc import Iterator
from functools import partial

from scn_compiler import api
from scn_compiler.cli.cache.clean import key_with_imports
from scn_compiler.cli.cache.dependencies import Imports, imports_in, may_import
from scn_compiler.cli.parallel import FileResult, Job, Work, process_each
from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings
from scn_compiler.installed_plugins import contracts_unchecked, plugins_searched
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from scn_dsl.catalog import MEASURED
from scn_dsl.records import replace


class CheckedFile(FileResult):
    """A script and its findings.

    Attributes:
        unmeasured: The measurement that the run uses, if it has none of the conditions of the script.
    """

    findings: Findings = Findings()
    unmeasured: str | None = None

    @property
    def is_clean(self) -> bool:
        findings = self.findings
        found = findings.reported or findings.in_config or findings.in_files
        return not (self.failure or found or self.unchecked)


def check_each(
    inputs: list[Input], configs: ConfigDiscovery, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[CheckedFile]:
    """Check each file, and yield the results in order; `workers` and `cache` as in `process_each`."""
    work = Work(CheckedFile, partial(_check, target), target, imports=True)
    return process_each(inputs, configs, work, workers=workers, cache=cache)


def imported_first(files: list[CheckedFile]) -> list[CheckedFile]:
    """Order files so that each one comes after those that it imports; otherwise their order stays."""
    by_path = {os.path.realpath(each.input.path): each for each in files if not each.input.is_stream}
    ordered: dict[int, CheckedFile] = {}
    opened: set[int] = set()
    for each in files:
        waiting = [each]
        while waiting:
            file = waiting[-1]
            opened.add(id(file))
            named = imports_in(file.input.location, file.text.encode())
            imported = (by_path.get(os.path.realpath(path)) for _, path in named)
            first = next((one for one in imported if one and id(one) not in opened), None)
            if first:
                waiting.append(first)
            else:
                ordered[id(file)] = waiting.pop()
    return list(ordered.values())


def _check(target: str | None, job: Job, read: CheckedFile) -> CheckedFile:
    findings = api.find(read.text, path=job.input.file_path, target=target, config=job.config)
    unchecked = contracts_unchecked() is not None
    checked = replace(read, findings=findings, uses_plugins=plugins_searched(), unchecked=unchecked)
    if job.config.measurement and (missing := unmeasured(job.input, read.text, target, job.config, findings)):
        checked = replace(checked, unmeasured=missing, key=b"")  # each run says so
    data = read.text.encode() if checked.is_clean else b""
    if not (checked.is_clean and (findings.sources or may_import(data, job.input.path))):
        return checked
    # the run needs no more of a clean file than its key, so the imported texts aren't sent between processes
    key = _key(checked, data, job.config) if checked.key else b""
    return replace(checked, key=key, findings=replace(findings, sources=()))


def unmeasured(each: Input, text: str, target: str | None, config: Config, findings: Findings) -> str | None:
    """Return the name of the measurement if the script has conditions, and the measurement has none of them."""
    measurement = config.measurement
    if not measurement or any(one.code in MEASURED for one in (*findings.reported, *findings.suppressed)):
        return None
    from scn_compiler.lint.measured import wordings_of  # noqa: PLC0415  (few runs have a measurement)

    compiled = api.compile_text(text, path=each.file_path, target=target, config=config, payloads=False)
    wordings = {wording for scenario in compiled.document.scenarios for wording, _ in wordings_of(scenario)}
    return measurement.name if wordings and wordings.isdisjoint(measurement.wordings) else None


def _key(checked: CheckedFile, data: bytes, config: Config) -> bytes:
    """Return the key of a script with the files that it imports, or nothing if it imports others than it seems to."""

    def read(path: str) -> bytes | None:
        from scn_compiler.reuse.library import UnreadableFile  # noqa: PLC0415  (most scripts import nothing)

        try:
            return config.read(path.replace(os.sep, "/")).encode() if config.read else None
        except UnreadableFile:
            return None

    imports = Imports(checked.input.path, data, read)
    seen = {os.path.normpath(each.path or "") for each in checked.findings.sources}
    return key_with_imports(checked.key, imports) if seen <= imports.contents.keys() else b""
