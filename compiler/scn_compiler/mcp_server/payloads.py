"""The tools for payloads: compile, decompile."""

import os
import re
from typing import Any

from scn_compiler import api
from scn_compiler.findings.finding import Finding
from scn_compiler.inert_text import one_line
from scn_compiler.jsondoc.codec import dump
from scn_compiler.mcp_server.answer import MOST_TEXT, ToolAnswer, ToolError, first_lines
from scn_compiler.mcp_server.problems import (
    MOST_PROBLEMS,
    ScriptChecker,
    errors_in,
    known_target,
    problem_lines,
    problem_values,
)
from scn_compiler.mcp_server.scripts import choice_of, nothing_to, shorter_way
from scn_compiler.mcp_server.workspace import AgentWorkspace, ScriptText
from scn_compiler.pipeline.compile import Compiled
from scn_compiler.platforms import SOURCES, all_targets, find_target
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_dsl.suggest import did_you_mean
from scn_dsl.wording import counted

_JSON = ".json"

_UNREADABLE = ("not-json", "unknown-payload", "mixed-forms")
"""Problems of JSON that doesn't become a script."""


def compile_at(
    workspace: AgentWorkspace, path: str, text: str | None, scenario: str, target: str, environment: str
) -> ToolAnswer:
    """Compile a script to payloads."""
    configs = workspace.configs(environment, choice_of(scenario))
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=configs)
    chosen = known_target(target)
    compiled = api.compile_text(script.text, path=script.path, target=chosen, config=script.config)
    if not compiled.ok:
        return _not_compiled(errors_in(workspace, script, target), compiled.target)
    if not compiled.payloads:
        raise nothing_to("compile", script, scenario)
    return _shown_payloads(compiled, script, scenario)


def _not_compiled(errors: list[Finding], target: str) -> ToolAnswer:
    summary = f"not compiled: fix {counted(len(errors), 'error')} first"
    lines = first_lines(list(problem_lines(errors)), MOST_PROBLEMS, "error")
    values = {"summary": summary, "ok": False, "target": target, "payloads": []}
    values["problems"] = problem_values(errors[:MOST_PROBLEMS])
    return ToolAnswer("\n".join([*lines, summary]), values)


def _shown_payloads(compiled: Compiled, script: ScriptText, scenario: str) -> ToolAnswer:
    """Answer with payloads, as many as fit into the context of an agent."""
    payloads: list[dict[str, Any]] = []
    texts: list[str] = []
    left = MOST_TEXT
    for each in compiled.payloads:
        shown = dump(each.value)
        left -= len(shown)
        if left >= 0:
            payloads.append({"scenario": each.name or "", "payload": each.value})
            texts.append(shown)
    count = counted(len(compiled.payloads), "payload")
    summary = f"{count} for the target {compiled.target}"
    if len(texts) < len(compiled.payloads):
        hint = shorter_way(
            "compile", script, "-o FILE.json", chosen=bool(scenario) or len(compiled.payloads) == 1
        )
        summary += f"; too long to show {'all' if texts else 'it'}: {hint}"
    values = {"summary": summary, "ok": True, "target": compiled.target, "payloads": payloads, "problems": []}
    return ToolAnswer("\n".join([*texts, summary]), values)


def decompile_at(
    workspace: AgentWorkspace, path: str, text: str | None, form: str, output: str, write: bool
) -> ToolAnswer:
    """Decompile a payload to a script."""
    _check_form(form)
    payload = workspace.read(path, text, suffix=_JSON, configs=workspace.configs())
    place = _place_of(workspace, payload.path, output, write)
    config = workspace.project_of(place or payload.path, workspace.configs()).config
    decompiled = api.decompile(payload.text, source=form or None, config=config)
    checker = ScriptChecker(workspace)
    source = Source(payload.text)
    found = [
        checker.finding(payload.shown, source, replace(each, hint=_for_agents(each)))
        for each in decompiled.diagnostics
    ]
    if decompiled.parts:
        targets = " and ".join(f"`{each.target}`" for each in decompiled.parts)
        raise ToolError(
            f"the scenarios of this payload need different targets ({targets}): pass them one by one"
        )
    if decompiled.text is None:
        raise ToolError("\n".join(_first_problems(found)))
    how = "call again with `write`" if payload.path else "save it as a .scn file"
    next_step = f"; nothing written: {how}, then call `check`"
    shown, written = decompiled.text, ""
    if write and place:
        name, shown = workspace.shown(place), ""
        written = name if _write(workspace, place, decompiled.text) else ""
        next_step = f"; {f'wrote {name}' if written else f'{name} has this text already'}: call `check` next"
    elif len(shown) > MOST_TEXT:
        next_step, shown = "; it's too long to show: call again with `write`", ""
    return _script_answer(decompiled.target or "", found, next_step, shown, written)


def _script_answer(target: str, found: list[Finding], next_step: str, shown: str, written: str) -> ToolAnswer:
    """Answer with a script: its text if it is shown, or its path if it is written."""
    summary = f"a script for the target {target}"
    if any(each.diagnostic.severity > Severity.INFO for each in found):
        summary += (
            "; the problems are those of the JSON: see what scn assumed or skipped, but don't edit the JSON"
        )
    summary += next_step
    text = {"text": shown} if shown else {}
    problems = problem_values(found[:MOST_PROBLEMS])
    values = {"summary": summary, **text, "target": target, "written": written, "problems": problems}
    return ToolAnswer("\n".join([*text.values(), *_first_problems(found), summary]), values)


def _first_problems(found: list[Finding]) -> list[str]:
    return first_lines(list(problem_lines(found)), MOST_PROBLEMS, "problem")


def _for_agents(found: Diagnostic) -> str | None:
    """Return the help for a problem in a payload, without advice on its JSON, since the script replaces it."""
    hint = found.hint or ""
    if found.name in _UNREADABLE:
        return _with_form(hint).replace("run `scn compile`", "call `compile`") or None
    if "in the script" in hint or "to the script" in hint:
        return hint
    assumed = hint.partition("; ")[2]
    return assumed if "scn " in assumed and "`scn" not in assumed else None


def _check_form(form: str) -> None:
    """Check the name of a form.

    Raises:
        ToolError: if it is unknown.
    """
    if form and form not in SOURCES and not find_target(form):
        known = (*SOURCES, *all_targets())
        hint = did_you_mean(form, known) or f"write one of {', '.join(known)}"
        raise ToolError(f"unknown form `{one_line(form)}`: {hint}")


def _place_of(workspace: AgentWorkspace, path: str | None, output: str, write: bool) -> str | None:
    """Return the path of the script to write for a payload; `None` without a place.

    Raises:
        ToolError: if it isn't that of a script in the workspace, or missing.
    """
    place = workspace.find(output) if output else _beside(path)
    place = workspace.find(place) if write and place else place
    if place and not place.endswith(SCRIPT_SUFFIX):
        raise ToolError(f"`output` must end in {SCRIPT_SUFFIX}, but is `{one_line(workspace.shown(place))}`")
    if write and place is None:
        raise ToolError("`write` needs `output`, the path of the script to write")
    return place


def _with_form(message: str) -> str:
    """Name the argument `form` in place of the command's option `--from`."""
    message = re.sub("add (?=`--from )", "set `form` to ", message)
    return re.sub("--from (?=[a-z])", "", message).replace("--from", "form")


def _beside(path: str | None) -> str | None:
    return f"{path.removesuffix(_JSON)}{SCRIPT_SUFFIX}" if path else None


def _write(workspace: AgentWorkspace, place: str, text: str) -> bool:
    """Write a script; return `False` if the file has this text already.

    Raises:
        ToolError: if the file has other content, or can't be written.
    """
    if os.path.isfile(place):  # noqa: PTH113
        if workspace.text_of(place) != text:
            raise ToolError(f"{workspace.shown(place)} exists with other content: choose another `output`")
        return False
    workspace.write(place, text, None)
    return True
