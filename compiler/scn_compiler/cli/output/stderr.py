"""Reports the problems of a script on standard error, for commands whose result goes to standard output."""

from collections.abc import Iterable

from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.findings.finding import Finding
from scn_compiler.findings.selectors import Findings
from scn_compiler.project.console import echo
from scn_compiler.project.files import Input
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import replace
from scn_dsl.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.pipeline.compile import Compiled
    from scn_compiler.project.findings_in_imports import ImportedFindings


def _errors(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in found if each.severity is Severity.ERROR)


class ProblemReport:
    """The problems that a run has printed: each once, however many scripts have it in their configuration or imports.

    Attributes:
        printed: The problems, in order.
    """

    def __init__(self) -> None:
        self.printed: list[Diagnostic] = []
        self._in_config: set[tuple[str, Diagnostic]] = set()
        self._imported: ImportedFindings | None = None
        self._places: set[tuple[str, int, str]] = set()

    def add(
        self,
        each: Input,
        text: str,
        in_script: Iterable[Diagnostic],
        project: ProjectConfig,
        findings: Findings = Findings(),
    ) -> None:
        """Print the new problems of the configuration, then those of the script, then the new ones of imported files.

        Args:
            in_script: The problems of the script, one for each line.
            findings: All findings of the script; those in other files are taken from here.
        """
        for found in findings.in_config:
            if (project.display_path, found) not in self._in_config:
                self._in_config.add((project.display_path, found))
                self._print(Finding(project.display_path, Source(project.text), found))
        script = Source(text, each.display_name)
        others = {one.path: one for one in findings.sources}
        for found in in_script:
            self._print(Finding(each.display_name, script, found, others))
        if findings.in_files:
            self._print_imported(findings, script)

    def add_errors(self, each: Input, text: str, compiled: "Compiled", project: ProjectConfig) -> None:
        """Print the errors of a script, its configuration and its imported files, but no warnings."""
        findings = replace(
            compiled.findings,
            in_config=_errors(compiled.findings.in_config),
            in_files=_errors(compiled.findings.in_files),
        )
        self.add(each, text, _errors(compiled.diagnostics), project, findings)

    def _print_imported(self, findings: Findings, script: Source) -> None:
        from scn_compiler.project.findings_in_imports import ImportedFindings  # noqa: PLC0415  (few scripts import mistakes)

        self._imported = self._imported or ImportedFindings()
        for key, new in self._imported.add(findings, script).items():
            file = self._imported.files[key]
            for found in file.merged(new):
                self._print(Finding(str(file.source.path), file.source, found, file.others))

    def _print(self, finding: Finding) -> None:
        found = finding.diagnostic
        place = (finding.path, found.span.start, found.message)
        if found.severity is not Severity.INFO and place not in self._places:
            self._places.add(place)
            self.printed.append(found)
            echo(
                diagnostic_text(found, finding.source, finding.path, file_of=finding.file_of),
                err=True,
                styled=True,
            )
