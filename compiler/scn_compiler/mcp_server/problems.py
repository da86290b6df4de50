"""The problems in scripts, as `scn check` finds them, with their fixes as edits."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from click import ClickException

from scn_compiler.api import clashes, find, one_per_line
from scn_compiler.findings.baseline import BaselineEntry, new_findings
from scn_compiler.findings.finding import Finding
from scn_compiler.findings.json_form import finding_value
from scn_compiler.findings.selectors import Findings
from scn_compiler.inert_text import inert, one_line
from scn_compiler.mcp_server.answer import ToolError
from scn_compiler.mcp_server.workspace import AgentWorkspace, ScriptText
from scn_compiler.platforms import all_targets, find_target
from scn_compiler.project.baseline_file import load_baseline, path_in_baseline
from scn_compiler.project.findings_in_imports import ImportedFindings
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_dsl.suggest import did_you_mean
from scn_dsl.wording import counted

MOST_PROBLEMS = 20
"""How many problems an answer has whose tool has no `limit`."""


class ScriptChecker:
    """Checks the scripts of one call of a tool.

    Args:
        target: The target to check for; empty for that of each script.
        accepts: Whether to drop the problems that baselines accept.
    """

    def __init__(self, workspace: AgentWorkspace, target: str = "", *, accepts: bool = True) -> None:
        self._workspace = workspace
        self._target = known_target(target)
        self._accepts = accepts
        self._baselines: dict[str, Counter[BaselineEntry]] = {}

    def check(self, scripts: Iterable[ScriptText]) -> list[Finding]:
        """Find the problems in scripts, in their configurations, and in the files that they import, each once."""
        found: list[Finding] = []
        imported = ImportedFindings()
        own: dict[str, tuple[Diagnostic, ...]] = {}
        configured: set[tuple[str | None, Diagnostic]] = set()
        for script, findings in self._find_in_all(scripts):
            for each in self._new_in_config(script.project, findings.in_config):
                if (script.project.path, each) not in configured:
                    configured.add((script.project.path, each))
                    place = self._workspace.shown(os.path.realpath(str(script.project.path)))
                    found.append(self.finding(place, Source(script.project.text), each))
            source = Source(script.text, script.path)
            reported = one_per_line(self._new(script.project, script.path, findings.reported, source), source)
            found += [self.finding(script.shown, source, each, findings.sources) for each in reported]
            own[script.path or ""] = findings.reported
            if findings.in_files:
                imported.add(findings, Source(script.text, script.path or script.shown))
        for real, file in imported.files.items():
            others = file.others.values()
            merged = file.merged(file.reported(own.get(real, ())))
            found += [self.finding(self._workspace.shown(real), file.source, each, others) for each in merged]
        return found

    def finding(
        self, shown: str, source: Source, found: Diagnostic, others: Iterable[Source] = ()
    ) -> Finding:
        """Return a problem with paths as answers show them.

        Args:
            shown: The path of the text with the problem, to show.
            others: The other files that its related places are in.
        """
        short = self._workspace.shorten
        related = tuple(Related(short(each.message), each.span) for each in found.related)
        hint = found.hint and short(found.hint)
        found = replace(found, message=short(found.message), hint=hint, related=related)
        files = {each.path: Source(each.text, self._workspace.shown(each.path or shown)) for each in others}
        return Finding(shown, source, found, files)

    def remaining(self, script: ScriptText, text: str) -> tuple[Diagnostic, ...]:
        """Find the problems in another version of a script, at most one per line, for fixes."""
        source = Source(text, script.path)
        reported = self._find(script, text).reported
        return one_per_line(self._new(script.project, script.path, reported, source), source)

    def _find_in_all(self, scripts: Iterable[ScriptText]) -> list[tuple[ScriptText, Findings]]:
        """Find the problems in each script, and if the target combines scripts, also between them."""
        found = [(each, self._find(each, each.text)) for each in scripts]
        if self._target is None:
            return found
        clashing = clashes(
            ((Source(script.text, script.path), findings, script.config) for script, findings in found),
            self._target,
        )
        return [
            (script, replace(findings, reported=(*findings.reported, *clashing.get(number, ()))))
            for number, (script, findings) in enumerate(found)
        ]

    def _find(self, script: ScriptText, text: str) -> Findings:
        return find(text, path=script.path, target=self._target, config=script.config)

    def _new(
        self, project: ProjectConfig, path: str | None, found: Iterable[Diagnostic], source: Source
    ) -> list[Diagnostic]:
        """Return the problems that the baseline of a project doesn't have."""
        baseline = project.baseline
        if baseline is None or path is None or not self._accepts:
            return list(found)
        try:
            if baseline not in self._baselines:
                self._baselines[baseline] = load_baseline(baseline, regular=True)
        except ClickException as error:
            raise ToolError(self._workspace.sentence(error)) from None
        return new_findings(found, source, path_in_baseline(baseline, path), self._baselines[baseline])[0]

    def _new_in_config(self, project: ProjectConfig, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        return self._new(project, project.path, found, Source(project.text))


def errors_in(workspace: AgentWorkspace, script: ScriptText, target: str = "") -> list[Finding]:
    """Find the errors that keep a script from being compiled; a baseline doesn't accept them."""
    found = ScriptChecker(workspace, target, accepts=False).check([script])
    return [each for each in found if each.diagnostic.severity is Severity.ERROR]


def not_yet(workspace: AgentWorkspace, script: ScriptText, what: str) -> ToolError:
    """Say that a script has errors to fix before a tool can do its work.

    Args:
        what: The work, such as "play it".
    """
    note = "`compile` lists them"
    for each in errors_in(workspace, script)[:1]:
        line = each.source.position(each.diagnostic.span.start).line
        note += f"; the first is {each.path}:{line}: {each.diagnostic.message}"
    return ToolError(one_line(f"{script.shown} has errors: fix them, then {what} ({note})"))


def known_target(name: str) -> str | None:
    """Return the name of a target; `None` for an empty one.

    Raises:
        ToolError: if it is unknown.
    """
    if name and not find_target(name):
        hint = did_you_mean(name, all_targets()) or "`explain` with the name `targets` lists the targets"
        raise ToolError(f"unknown target `{one_line(name)}`: {hint}")
    return name or None


def problem_values(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return problems as JSON objects, as the JSON report of `scn check` has them, without empty keys."""
    return [{key: value for key, value in finding_value(each).items() if value} for each in found]


def problem_lines(found: Iterable[Finding]) -> Iterator[str]:
    """Write problems as text, with their fixes as edits."""
    for each in found:
        problem, source = each.diagnostic, each.source
        place = source.position(problem.span.start)
        head = (
            f"{each.path}:{place.line}:{place.column}: {problem.severity.word} {problem.code} {problem.name}"
        )
        lines = [f"{head}: {problem.message}"]
        if problem.hint:
            lines.append(f"  help: {problem.hint}")
        for other in problem.related:
            path, text = each.file_of(other.span)
            lines.append(f"  {path}:{text.position(other.span.start).line}: {other.message}")
        if problem.fix:
            lines.append(f"  {'fix' if problem.fix.safe else 'unsafe fix'}: {problem.fix.title}")
            for edit in problem.fix.edits:
                start, end = source.position(edit.span.start), source.position(edit.span.end)
                where = f"{start.line}:{start.column} to {end.line}:{end.column}"
                new = json.dumps(edit.text, ensure_ascii=False) if edit.text else "nothing"
                lines.append(f"    replace {where} with {new}")
        yield inert("\n".join(lines))


def count_of(found: Iterable[Finding]) -> str:
    """Count problems by severity: `2 errors, 1 warning`; `no problems`."""
    counts = Counter(each.diagnostic.severity for each in found)
    words = [
        f"{counts[severity]} info" if severity is Severity.INFO else counted(counts[severity], severity.word)
        for severity in reversed(Severity)
        if counts[severity]
    ]
    return ", ".join(words) or "no problems"


def has_errors(found: Iterable[Finding]) -> bool:
    """Return whether one of these problems is an error."""
    return any(each.diagnostic.severity is Severity.ERROR for each in found)
