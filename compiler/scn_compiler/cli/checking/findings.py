"""What `scn check` finds, file by file: with fixes made or shown, and without what is known already."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scn_compiler import api
from scn_compiler.cli.checking.parallel import CheckedFile, Job, check_each, read_one
from scn_compiler.cli.output.formats import Finding
from scn_compiler.cli.output.render import not_done
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import STDIN, Input, Unread
from scn_compiler.project.loaded import Loaded
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source

if TYPE_CHECKING:
    from scn_compiler.cli.checking.baseline import BaselineRun


class Fixes(Record):
    """Which fixes are made, and whether they are only shown."""

    fix: bool = False
    unsafe: bool = False
    diff: bool = False

    @property
    def any(self) -> bool:
        return self.fix or self.diff


class CheckRun:
    """A run of `scn check`.

    Attributes:
        writing: Whether findings are listed in the baseline `known` rather than told from those listed.
        made: How many fixes were made.
        changes: Whether a fix changes, or would change, a file.
        files: Those that could be read.
        unread: Those that could not.
        unwritten: How many could not be written.
    """

    def __init__(
        self,
        configs: Configurations,
        target: str | None,
        fixes: Fixes,
        known: "BaselineRun | None" = None,
        writing: bool = False,
        workers: int | None = None,
        cache: bool = True,
    ) -> None:
        self.configs = configs
        self.target = target
        self.fixes = fixes
        self.known = known
        self.writing = writing
        self.workers = workers
        self.cache = cache
        self.made = 0
        self.changes = False
        self.files: list[str] = []
        self.unread: list[Unread] = []
        self.unwritten = 0

    def of(self, inputs: list[Input], step: Callable[[], None]) -> Iterator[Finding]:
        """The findings in each file, after its fixes; and before them those in the configuration that holds for it.

        `step` is called once a file.
        """
        told: set[tuple[str | None, Diagnostic]] = set()
        for checked in self._checked(inputs):
            step()
            each = checked.input
            if checked.problem:
                self.unread.append(checked.problem)
                echo(f"scn: {checked.problem}", err=True)
                continue
            self.files.append(each.shown)
            if not (checked.findings.reported or checked.findings.in_config or self.fixes.any or self.known):
                continue
            loaded = self.configs.of(each.path)
            text, findings = checked.text, checked.findings
            if self.fixes.any:
                text = self._fixed(each, text, loaded)
                findings = self._findings(each, text, loaded)
            source = Source(text, each.named)
            yield from self._in_configuration(loaded, findings.in_config, told)
            for found in api.one_per_line(list(self._fresh(each.path, findings.reported, source)), source):
                yield Finding(each.shown, source, found)

    def _checked(self, inputs: list[Input]) -> Iterator[CheckedFile]:
        if self.fixes.any:
            return (read_one(Job(each)) for each in inputs)
        return check_each(inputs, self.configs, self.target, workers=self.workers, cache=self.cache)

    def _findings(self, each: Input, text: str, loaded: Loaded) -> api.Findings:
        return api.find(text, path=each.named, target=self.target, config=loaded.config)

    def _fresh(self, path: str, found: tuple[Diagnostic, ...], source: Source) -> tuple[Diagnostic, ...]:
        if self.known is None:
            return found
        if self.writing:
            self.known.add(path, found, source)
            return ()
        return self.known.fresh(path, found, source)

    def _fixed(self, each: Input, text: str, loaded: Loaded) -> str:
        """The text after its fixes, which are written, or shown; without them if they cannot be."""

        def check(text: str) -> tuple[Diagnostic, ...]:
            source = Source(text, each.named)
            found = self._findings(each, text, loaded).reported
            if self.known and not self.writing:
                found = self.known.fresh(each.path, found, source)
            return api.one_per_line(list(found), source)

        fixed = api.fix_text(text, check, unsafe=self.fixes.unsafe)
        if not self._deliver(each, text, fixed.text):
            self.unwritten += 1
            return text
        self.made += fixed.made
        self.changes |= fixed.text != text
        return fixed.text

    def _deliver(self, each: Input, before: str, after: str) -> bool:
        """Write or show what fixes made; whether that could be done."""
        if self.fixes.diff:
            from scn_compiler.cli.output.diff import show_diff  # noqa: PLC0415

            show_diff(before, after, each.shown, "fixed")
        elif each.path == STDIN:
            echo(after, nl=False)
        elif after != before:
            from scn_compiler.cli.output.files import write_or_report  # noqa: PLC0415

            return write_or_report(each.path, after)
        return True

    def _in_configuration(
        self, loaded: Loaded, found: tuple[Diagnostic, ...], told: set[tuple[str | None, Diagnostic]]
    ) -> Iterator[Finding]:
        new = [each for each in found if (loaded.path, each) not in told]
        told.update((loaded.path, each) for each in new)
        source = Source(loaded.text)
        for each in self._fresh(str(loaded.path), tuple(new), source) if new else ():
            yield Finding(loaded.shown, source, each)

    def summary(self, found: list[Diagnostic], in_files: str) -> str:
        """How many fixes were made, what is left, what is known, and what fixes would mend; `in_files` without fixes."""
        first = in_files
        if self.fixes.any:
            files = in_files[in_files.rindex(" in ") :]
            first = f"{self.made} {'would be ' * self.fixes.diff}fixed, {len(found)} left{files}"
        amiss = not_done(len(self.unread), self.unwritten)
        parts = [", ".join([first, *amiss] if self.files or not amiss else amiss)]
        if self.known:
            parts.append(self.known.summary())
        fixes = [each.fix for each in found if each.fix]
        safe = sum(fix.safe for fix in fixes)
        if safe and not self.fixes.any:
            parts.append(f"--fix mends {safe}")
        if len(fixes) > safe and not self.fixes.unsafe:
            parts.append(f"--unsafe-fixes mends {len(fixes) - safe}{' more' if safe or self.made else ''}")
        return "; ".join(parts)
