"""Answers about problems: of all files of the page."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from scn_compiler.api import find, one_per_line
from scn_compiler.findings.selectors import Findings
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import import_errors
from scn_compiler.ide.structure.effective_target import effective_target
from scn_compiler.installed_plugins import note_unchecked_contract
from scn_compiler.pipeline.check import forget_checks
from scn_compiler.pipeline.fix import adapt_edits
from scn_compiler.playground.page_project import PageProject
from scn_compiler.project.project_config import OWN_FILE
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source, Span

_EXTENDS = "the playground ignores `extends`: it has no other folders"


def check_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Check all files, the open one first."""
    found: dict[str, list[dict[str, Any]]] = {project.opened: [], **{name: [] for name in project.scripts}}
    seen: set[Diagnostic] = set()
    for name in project.scripts:
        script = project.script(name)
        found[name] += (_diagnostic(each, project, name) for each in findings_in(script))
        for each in _findings(script).in_config:
            if each not in seen and OWN_FILE in project.files:
                seen.add(each)
                found.setdefault(OWN_FILE, []).append(_diagnostic(each, project, name))
    if OWN_FILE in project.files:
        found.setdefault(OWN_FILE, []).extend(_config_problems(project))
    answer: dict[str, Any] = {"diagnostics": [each for own in found.values() for each in own]}
    answer["contracts"] = are_contracts_checked()
    if project.is_script_open:
        target = effective_target(project.script())
        answer["target"] = {"name": target.name, "source": target.origin.value}
    return answer


@lru_cache(maxsize=64)
def _findings(script: OpenScript) -> Findings:
    return find(script.text, path=script.path, target=script.target, config=script.config)


def findings_in(script: OpenScript) -> tuple[Diagnostic, ...]:
    """Find the problems in a script, at most one per line; also at the lines that import files with errors."""
    found = _findings(script)
    reported = [*found.reported, *import_errors(script, found.in_files)]
    return one_per_line(reported, Source(script.text, script.path))


@cache
def are_contracts_checked() -> bool:
    """Return whether values that scripts pass through are checked against the contracts of platforms.

    That needs pydantic, which a browser gets after scn.
    """
    return find_spec("pydantic") is not None


def look_for_contracts() -> bool:
    """Look again whether contracts are checked; if they are now, drop all results that were found without them."""
    before = are_contracts_checked()
    are_contracts_checked.cache_clear()
    if are_contracts_checked() and not before:
        from scn_compiler.ide.hover.hover import forget_hovered_findings  # noqa: PLC0415  (no page needs it first)

        note_unchecked_contract.cache_clear()
        forget_checks()
        forget_hovered_findings()
        _findings.cache_clear()
    return are_contracts_checked()


def _diagnostic(found: Diagnostic, project: PageProject, own: str) -> dict[str, Any]:
    place = project.place(found.span, own)
    notes = [f"help: {found.hint}"] if found.hint else []
    for each in found.related:
        other = project.place(each.span, own)
        where = f"line {other['line']}"
        if other["file"] != place["file"]:
            where = f"{other['file']}, {where}"
        notes.append(f"{each.message} ({where})")
    return {
        **place,
        "severity": found.severity.word,
        "code": found.code,
        "name": found.name,
        "message": found.message,
        "notes": notes,
        "fixes": list(_fixes(found, project, own)),
    }


def _fixes(found: Diagnostic, project: PageProject, own: str) -> Iterator[dict[str, Any]]:
    fix = found.fix
    if fix and all(edit.span.origin is None for edit in fix.edits):
        edits = adapt_edits(fix, project.files[own])
        yield {"title": fix.title, "safe": fix.safe, "edits": project.edits(edits, own)}


def _config_problems(project: PageProject) -> Iterator[dict[str, Any]]:
    parsed = project.own_config
    if parsed and parsed.extends:
        yield _config_problem(parsed.extends[1], _EXTENDS, None, project, "warning")
    for each in parsed.problems if parsed else ():
        yield _config_problem(each.span, each.message, each.hint, project, "error")


def _config_problem(
    span: Span, message: str, hint: str | None, project: PageProject, severity: str
) -> dict[str, Any]:
    return {
        **project.place(Span(*span), OWN_FILE),
        "severity": severity,
        "code": "",
        "name": "",
        "message": message,
        "notes": [f"help: {hint}"] if hint else [],
        "fixes": [],
    }
