"""Finds the problems in many files, applies or shows fixes, and hides the findings of a baseline."""

import os
from collections.abc import Callable, Iterable, Iterator

from scn_compiler import api
from scn_compiler.cli.bugs import bug_at
from scn_compiler.cli.cache.dependencies import may_import
from scn_compiler.cli.check.files import CheckedFile, check_each, imported_first, unmeasured
from scn_compiler.cli.output.render import failed_files
from scn_compiler.cli.parallel import Job, read_one
from scn_compiler.findings.finding import Finding
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input, ReadFailure
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record, replace
from scn_dsl.source import Source
from scn_dsl.wording import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.cli.check.baseline import BaselineRun
    from scn_compiler.project.findings_in_imports import ImportedFindings

_Reported = set[tuple[str | None, Diagnostic]]
"""Findings in configurations that were already returned, each with the path of its configuration."""


class Fixes(Record):
    """Which fixes to apply.

    Attributes:
        fix: Whether to write them.
        unsafe: Whether to include unsafe ones.
        diff: Whether to print the changes instead of writing them.
    """

    fix: bool = False
    unsafe: bool = False
    diff: bool = False

    @property
    def any(self) -> bool:
        return self.fix or self.diff


def _new_imported_findings() -> "ImportedFindings":
    from scn_compiler.project.findings_in_imports import ImportedFindings  # noqa: PLC0415  (few scripts import mistakes)

    return ImportedFindings()


class CheckRun:
    """A run of `scn check`.

    Attributes:
        baseline: Known findings, which are not reported; `None` without a baseline.
        write_baseline: Whether to add the findings to the baseline instead.
        fixes_made: How many fixes were applied.
        has_changes: Whether a fix changes, or would change, a file.
        files: The files that could be read.
        unread: Why each of the other files could not be read or checked.
        unwritten: How many files could not be written.
        scenarios: How many scenarios were checked, if the command line chooses scenarios.
        unmeasured: The files of which a measurement has no condition, by the measurement.
    """

    def __init__(
        self,
        configs: ConfigDiscovery,
        target: str | None,
        fixes: Fixes,
        baseline: "BaselineRun | None" = None,
        *,
        write_baseline: bool = False,
        workers: int | None = None,
        cache: bool = True,
    ) -> None:
        self.configs = configs
        self.target = target
        self.fixes = fixes
        self.baseline = baseline
        self.write_baseline = write_baseline
        self.workers = workers
        self.cache = cache
        self.fixes_made = 0
        self.has_changes = False
        self.files: list[str] = []
        self.unread: list[ReadFailure] = []
        self.unwritten = 0
        self.scenarios = 0
        self.unmeasured: dict[str, list[str]] = {}

    def check(self, inputs: list[Input], step: Callable[[], None]) -> Iterator[Finding]:
        """Yield the findings in each configuration, once, and those that remain in each file after its fixes.

        Calls `step` once per file.
        """
        reported: _Reported = set()
        own: dict[str, tuple[Diagnostic, ...]] = {}
        imported: ImportedFindings | None = None
        for checked in self._checks(inputs):
            step()
            if not self._takes(checked):
                continue
            each, findings = checked.input, checked.findings
            source = Source(checked.text, each.file_path)
            yield from self._config_findings(
                self.configs.config_for(each.location), findings.in_config, reported
            )
            unknown = self._unknown(each.location, findings.reported, source)
            others = {one.path: one for one in findings.sources}
            for diagnostic in api.one_per_line(list(unknown), source):
                yield Finding(each.display_name, source, diagnostic, others)
            if findings.reported:
                own[each.path] = findings.reported
            if findings.in_files:
                imported = imported or _new_imported_findings()
                imported.add(findings, Source(checked.text, each.display_name))
        if imported:
            yield from self._imported(imported, inputs, own)

    def _takes(self, checked: CheckedFile) -> bool:
        """Add a file to the counts of the run; return whether it has, or may have, something to report."""
        each, findings = checked.input, checked.findings
        if checked.failure:
            self.unread.append(checked.failure)
            echo(f"scn: {checked.failure}", err=True)
            return False
        if each.is_excluded:
            return False
        if checked.unmeasured:
            self.unmeasured.setdefault(checked.unmeasured, []).append(each.display_name)
        self.scenarios += findings.scenarios
        if not (findings.scenarios or self.configs.choice.is_everything):
            return False
        self.files.append(each.display_name)
        return bool(findings.reported or findings.in_config or findings.in_files or self.baseline)

    def _checks(self, inputs: list[Input]) -> Iterable[CheckedFile]:
        """Return each file, fixed if that was asked for, and checked: alone, or with the others if they are combined."""
        checks: Iterable[CheckedFile] = self._checked(inputs)
        if self.fixes.any:
            checks = self._all_fixed(list(checks))
        if not self._combines(inputs):
            return checks
        from scn_compiler.cli.check.together import check_together  # noqa: PLC0415  (few runs combine files)

        return check_together(list(checks), self.configs, str(self.target))

    def _checked(self, inputs: list[Input]) -> Iterator[CheckedFile]:
        """Return each file, checked; or only read if it will be fixed, since fixing checks it again."""
        if self.fixes.fix:
            from scn_compiler.cli.output.files import tidy_folders  # noqa: PLC0415

            tidy_folders(each.path for each in inputs if not each.is_stream)
        if self.fixes.any:
            return (read_one(Job(each), CheckedFile) for each in inputs)
        if self._combines(inputs):  # combining needs the texts of clean files as well
            return check_each(inputs, self.configs, self.target, workers=1, cache=False)
        cache = self.cache and self.configs.choice.is_everything  # it doesn't know which scenarios a file has
        return check_each(inputs, self.configs, self.target, workers=self.workers, cache=cache)

    def _combines(self, inputs: list[Input]) -> bool:
        """Return whether `scn compile` combines the files into one document."""
        return bool(self.target) and api.combines(self.target, len(inputs))

    def _all_fixed(self, files: list[CheckedFile]) -> Iterator[CheckedFile]:
        """Fix and check files that were read; an imported file before the scripts that import it, which need its new text."""
        if not any(may_import(each.text.encode(), each.input.path) for each in files):
            yield from map(self._fixed, files)
            return
        fixed: dict[int, CheckedFile] = {}
        for each in imported_first(files):
            now = fixed[id(each)] = self._fixed(each)
            if now.text != each.text:
                self.configs.change_imported(each.input.path, now.text)
        yield from (fixed[id(each)] for each in files)

    def _fixed(self, read: CheckedFile) -> CheckedFile:
        """Fix and check a file that was read."""
        if read.failure:
            return read
        if read.input.is_excluded:
            self._deliver(read.input, read.text, read.text)
            return read
        project = self.configs.config_for(read.input.location)
        try:
            fixed = self._fix(read.input, read.text, project)
            findings = self._find(read.input, fixed.text, project)
        except Exception as error:  # a bug that shows at one file doesn't stop the others
            return CheckedFile(read.input, failure=bug_at(read.input, error))
        if not self._deliver(read.input, read.text, fixed.text):
            self.unwritten += 1
            return replace(read, findings=self._find(read.input, read.text, project))
        self.fixes_made += fixed.made
        self.has_changes |= fixed.text != read.text
        missing = unmeasured(read.input, fixed.text, self.target, project.config, findings)
        return replace(read, text=fixed.text, findings=findings, unmeasured=missing)

    def _find(self, each: Input, text: str, project: ProjectConfig) -> api.Findings:
        return api.find(text, path=each.file_path, target=self.target, config=project.config)

    def _unknown(
        self, path: str, diagnostics: tuple[Diagnostic, ...], source: Source
    ) -> tuple[Diagnostic, ...]:
        """Return the diagnostics that the baseline does not list; an empty tuple if it is being written."""
        if self.baseline is None:
            return diagnostics
        if self.write_baseline:
            self.baseline.add(path, diagnostics, source)
            return ()
        return self.baseline.unknown(path, diagnostics, source)

    def _fix(self, each: Input, text: str, project: ProjectConfig) -> "api.Fixed":
        """Fix `text`, except for findings that the baseline lists."""

        def check(text: str) -> tuple[Diagnostic, ...]:
            source = Source(text, each.file_path)
            diagnostics = self._find(each, text, project).reported
            if self.baseline and not self.write_baseline:
                diagnostics = self.baseline.unknown(each.location, diagnostics, source)
            return api.one_per_line(list(diagnostics), source)

        return api.fix_text(text, check, unsafe=self.fixes.unsafe)

    def _deliver(self, each: Input, before: str, after: str) -> bool:
        """Write or print the fixed text; return `False` if the file can't be written."""
        if self.fixes.diff:
            from scn_compiler.cli.output.diff import show_diff  # noqa: PLC0415

            show_diff(before, after, each.display_name, "fixed")
        elif each.is_stream:
            from scn_compiler.cli.output.documents import show_script  # noqa: PLC0415

            show_script(after, each.display_name)
        elif after != before:
            from scn_compiler.cli.output.files import write_or_report  # noqa: PLC0415

            return write_or_report(each.path, after, before)
        return True

    def _config_findings(
        self, project: ProjectConfig, diagnostics: tuple[Diagnostic, ...], reported: _Reported
    ) -> Iterator[Finding]:
        new = tuple(each for each in diagnostics if (project.path, each) not in reported)
        if not new:
            return
        reported.update((project.path, each) for each in new)
        source = Source(project.text)
        for each in self._unknown(str(project.path), new, source):
            yield Finding(project.display_path, source, each)

    def _imported(
        self, imported: "ImportedFindings", inputs: list[Input], own: dict[str, tuple[Diagnostic, ...]]
    ) -> Iterator[Finding]:
        """Yield the findings in imported files that the checks of these files themselves did not yield.

        Args:
            own: The findings in each file of `inputs` that has some, by path.
        """
        named = {os.path.realpath(each.path): each for each in inputs if not each.is_stream}
        for real, file in imported.files.items():
            each = named.get(real)
            mine = own.get(each.path, ()) if each else ()
            path, location = str(file.source.path), str(file.source.path)
            if each:
                path, location = each.display_name, each.location
            new = file.reported(mine)
            if self.baseline and self.write_baseline:
                self.baseline.add(location, tuple(new), file.source)
                continue
            if self.baseline:  # it compares all findings in a file at once
                unknown = self.baseline.unknown(location, (*mine, *new), file.source)
                new = [one for one in new if one in unknown]
            for diagnostic in file.merged(new):
                yield Finding(path, file.source, diagnostic, file.others)

    def summary(self, diagnostics: list[Diagnostic], counts: str) -> str:
        """Return the summary line: fixed and remaining findings, known findings, and available fixes.

        Args:
            counts: The counts of the findings by severity; the line starts with them unless fixes were applied.
        """
        first = counts
        if self.fixes.any and (self.fixes_made or diagnostics):
            in_files = counts[counts.rindex(" in ") :]
            fixed, remaining = (
                ("would be fixed", "would remain") if self.fixes.diff else ("fixed", "remaining")
            )
            first = f"{counted(self.fixes_made, 'problem')} {fixed}, {len(diagnostics)} {remaining}{in_files}"
        bugs = sum(each.is_bug for each in self.unread)
        failures = failed_files(len(self.unread) - bugs, self.unwritten, bugs)
        parts = [", ".join([first, *failures] if self.files or not failures else failures)]
        if self.baseline:
            parts.append(self.baseline.summary(whole=self.configs.choice.is_everything))
        fixes = [each.fix for each in diagnostics if each.fix]
        safe = sum(fix.safe for fix in fixes) if not self.fixes.any else 0
        unsafe = sum(not fix.safe for fix in fixes) if not self.fixes.unsafe else 0
        if safe:
            more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
            parts.append(f"{safe} can be fixed with --fix{more}")
        elif unsafe:
            option = "--unsafe-fixes" if self.fixes.any else "--fix --unsafe-fixes"
            more = " more" if self.fixes_made else ""
            parts.append(f"{unsafe}{more} can be fixed with {option}")
        return "; ".join(parts)
