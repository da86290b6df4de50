"""Checks scripts as `scn compile` combines them: clashes between files become findings."""

from collections import defaultdict

from scn_compiler import api
from scn_compiler.cli.bugs import bug_at
from scn_compiler.cli.check.files import CheckedFile
from scn_compiler.findings.selectors import Findings
from scn_compiler.project.discovery import ConfigDiscovery
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import replace
from scn_dsl.source import Source


def check_together(files: list[CheckedFile], configs: ConfigDiscovery, target: str) -> list[CheckedFile]:
    """Add the clashes between files to their findings; files with errors aren't compared."""
    whole = [each for each in files if not (each.failure or _has_errors(each.findings))]
    if not api.combines(target, len(whole)):
        return files
    try:
        parts = [_part(each, configs, target) for each in whole]
        combined = api.combine(parts, target)
    except Exception as error:  # reported at the first file; the findings of each file stay
        return [*files, CheckedFile(whole[0].input, failure=bug_at(whole[0].input, error))]
    found: defaultdict[int, list[Diagnostic]] = defaultdict(list)
    for number, diagnostic in combined.findings:
        found[id(whole[number])].append(diagnostic)
    return [_with(each, found[id(each)]) if id(each) in found else each for each in files]


def _has_errors(findings: Findings) -> bool:
    found = (*findings.reported, *findings.in_config, *findings.in_files)
    return any(each.severity is Severity.ERROR for each in found)


def _part(checked: CheckedFile, configs: ConfigDiscovery, target: str) -> api.Part:
    path, config = checked.input.file_path, configs.config_for(checked.input.location).config
    compiled = api.compile_text(checked.text, path=path, target=target, config=config)
    return api.Part(Source(checked.text, path), compiled, config)


def _with(checked: CheckedFile, found: list[Diagnostic]) -> CheckedFile:
    findings = checked.findings
    return replace(checked, findings=replace(findings, reported=(*findings.reported, *found)))
