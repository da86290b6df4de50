"""Reports the problems of a script on standard error, for commands whose result goes to standard output."""

from collections.abc import Iterable

from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.project.console import echo
from scn_compiler.project.files import Input
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source

Reported = set[tuple[str, Diagnostic]]
"""Findings in configurations that are already reported: each applies to many scripts, but is printed once."""


def report_problems(
    each: Input,
    text: str,
    in_script: Iterable[Diagnostic],
    in_config: Iterable[Diagnostic],
    project: ProjectConfig,
    reported: Reported,
) -> list[Diagnostic]:
    """Print the new problems of the configuration, then those of the script; return what was printed."""
    new = [one for one in in_config if (project.display_path, one) not in reported]
    reported.update((project.display_path, one) for one in new)
    return [
        *_print(new, Source(project.text), project.display_path),
        *_print(in_script, Source(text), each.display_name),
    ]


def _print(diagnostics: Iterable[Diagnostic], source: Source, name: str) -> list[Diagnostic]:
    printed = [each for each in diagnostics if each.severity is not Severity.INFO]
    for diagnostic in printed:
        echo(diagnostic_text(diagnostic, source, name), err=True, styled=True)
    return printed
