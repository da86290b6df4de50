"""The tools that work on the text of scripts: check, fix, format, expand, list, graph."""

import difflib
from collections.abc import Iterable
from typing import Any

from scn_compiler import api
from scn_compiler.inert_text import inert, one_line
from scn_compiler.mcp_server.answer import MOST_TEXT, ToolAnswer, ToolError, first_lines
from scn_compiler.mcp_server.problems import (
    ScriptChecker,
    count_of,
    has_errors,
    not_yet,
    problem_lines,
    problem_values,
)
from scn_compiler.mcp_server.workspace import AgentWorkspace, NoScriptError, ScriptText
from scn_compiler.pipeline.listing import ListedScenario, list_script
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.semantics.choice import EVERYTHING, Choice
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.file_names import SCRIPT_SUFFIX, TEST_SUFFIX
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_dsl.suggest import did_you_mean, first
from scn_dsl.wording import counted

_MOST_LISTED = 200

_MOST_NAMES = 5
"""How many names of scenarios a message has."""

_MOST_CHANGED = 400
"""How many lines of a difference an answer has."""


def check_at(
    workspace: AgentWorkspace, path: str, text: str | None, target: str, environment: str, limit: int
) -> ToolAnswer:
    """Check a script, or all scripts in a folder."""
    scripts, unread = scripts_at(workspace, path, text, workspace.configs(environment))
    found = ScriptChecker(workspace, target).check(scripts)
    summary = f"{count_of(found)} in {counted(len(scripts), 'script')}"
    if unread:
        summary += f"; {counted(len(unread), 'script')} can't be read"
    summary += fixable(each.diagnostic for each in found)
    lines = first_lines(list(problem_lines(found)), limit, "problem")
    values: dict[str, Any] = {
        "summary": summary,
        "ok": not (unread or has_errors(found)),
        "problems": problem_values(found[:limit]),
        "omitted": max(len(found) - limit, 0),
        "unreadable": unread,
    }
    return ToolAnswer("\n".join([*lines, *unread, summary]), values)


def fix_at(
    workspace: AgentWorkspace,
    path: str,
    text: str | None,
    unsafe: bool,
    write: bool,
    environment: str,
    limit: int,
) -> ToolAnswer:
    """Apply the fixes for the problems in a script."""
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=workspace.configs(environment))
    checker = ScriptChecker(workspace)

    def check(changed: str) -> tuple[Diagnostic, ...]:
        return checker.remaining(script, changed)

    fixed = api.fix_text(script.text, check, unsafe=unsafe)
    source = Source(fixed.text, script.path)
    left = [checker.finding(script.shown, source, each) for each in fixed.left]
    summary = f"{counted(fixed.made, 'problem')} fixed, {count_of(left) if left else 'none'} left"
    if not unsafe:
        summary += fixable(fixed.left)
    answer = _changed(workspace, script, fixed.text, text, write, summary)
    lines = first_lines(list(problem_lines(left)), limit, "problem")
    values = {
        **answer.values,
        "fixed": fixed.made,
        "problems": problem_values(left[:limit]),
        "omitted": max(len(left) - limit, 0),
    }
    return ToolAnswer("\n".join([answer.text, *lines]), values)


def fixable(found: Iterable[Diagnostic]) -> str:
    """Return the end of a summary: how many of these problems `fix` can solve; empty for none."""
    fixes = [each.fix for each in found if each.fix]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    if safe and unsafe:
        return f"; {safe} can be fixed with `fix`, {unsafe} more with its `unsafe`"
    if fixes:
        return f"; {safe or unsafe} can be fixed with `fix`{'' if safe else ' and its `unsafe`'}"
    return ""


def format_at(workspace: AgentWorkspace, path: str, text: str | None, write: bool) -> ToolAnswer:
    """Format a script."""
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=workspace.configs())
    formatted = api.format_text(script.text, wrap=script.config.wrap)
    summary = "formatted" if formatted.text != script.text else "already formatted"
    if formatted.diagnostics:
        summary += (
            f"; {counted(len(formatted.diagnostics), 'block')} with syntax errors left alone: call `check`"
        )
    return _changed(workspace, script, formatted.text, text, write, summary)


def _changed(
    workspace: AgentWorkspace, script: ScriptText, new: str, given: str | None, write: bool, summary: str
) -> ToolAnswer:
    """Answer with a changed script: with its text if the client sent one, otherwise with the difference.

    An unchanged script isn't repeated.
    """
    written = False
    if write:
        if given is not None or script.path is None:
            raise ToolError("`write` needs the `path` of a file, without `text`")
        if new != script.text:
            workspace.write(script.path, new, script.text)
            written = True
            summary += f"; wrote {script.shown}"
    elif given is None and new != script.text:
        summary += "; nothing written: call again with `write`"
    values: dict[str, Any] = {"summary": summary, "changed": new != script.text, "written": written}
    if new == script.text:
        return ToolAnswer(summary, values)
    if given is not None and len(new) > MOST_TEXT:
        values["summary"] = summary = (
            f"{summary}; too long to show: save the script, and use `path` and `write`"
        )
        return ToolAnswer(summary, values)
    if given is not None:
        return ToolAnswer(f"{summary}\n\n{new}", {**values, "text": new})
    diff = _difference(script.text, new, script.shown)
    return ToolAnswer(f"{summary}\n{diff}", {**values, "diff": diff})


def _difference(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm="")
    return inert("\n".join(first_lines(list(lines), _MOST_CHANGED, "line")))


def expand_at(
    workspace: AgentWorkspace, path: str, text: str | None, scenario: str, environment: str
) -> ToolAnswer:
    """Write a script without fragments, tables, imports and values."""
    configs = workspace.configs(environment, choice_of(scenario))
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=configs)
    expanded = api.expand_text(script.text, path=script.path, config=script.config)
    if not expanded.compiled.ok:
        raise not_yet(workspace, script, "expand it")
    if not expanded.text:
        raise nothing_to("expand", script, scenario)
    _refuse_long(expanded.text, script, "expand", scenario)
    return ToolAnswer(expanded.text, {"text": expanded.text})


def _refuse_long(text: str, script: ScriptText, command: str, scenario: str) -> None:
    """Refuse an answer that would fill the context of an agent.

    Args:
        command: The command of `scn` that prints it as well.
        scenario: The name of the wanted scenario; empty for all.

    Raises:
        ToolError: if it is too long.
    """
    if len(text) > MOST_TEXT:
        hint = shorter_way(command, script, chosen=bool(scenario))
        raise ToolError(f"too long to show ({len(text):,} characters): {hint}")


def shorter_way(command: str, script: ScriptText, *options: str, chosen: bool) -> str:
    """Say what to do instead of asking for an answer that is too long.

    Args:
        command: The command of `scn` that prints it as well, with its options.
        chosen: Whether it is about one scenario only.
    """
    words = " ".join(("scn", command, script.shown, *options))
    hint = f"run `{words}` in a terminal" if script.path else "split the script"
    return hint if chosen else f"name a `scenario`, or {hint}"


def nothing_to(do: str, script: ScriptText, scenario: str) -> ToolError:
    """Say why a tool finds nothing to work on in a script without errors.

    Args:
        do: The work, such as "compile".
        scenario: The name of the wanted scenario; empty for all.
    """
    names = _names_in(script)
    if scenario and scenario not in names:
        why = f"no scenario is called `{one_line(scenario)}`{_other_names(scenario, names)}"
    elif script.shown.endswith(TEST_SUFFIX):
        why = "it has tests, so name the script that they are for"
    elif do in ("play", "explore"):
        why = "no scenario has blocks"
    else:
        why = "it has only parts for other scripts"
    return ToolError(f"nothing to {do} in {script.shown}: {why}")


def _names_in(script: ScriptText) -> list[str]:
    """Return the names of all scenarios in a script."""
    config = replace(script.config, choice=EVERYTHING)
    listed = api.list_scenarios(script.text, path=script.path, config=config)
    return [each.name for each in listed if each.name]


def _other_names(wanted: str, names: list[str]) -> str:
    """Name the scenarios that may be meant; empty without scenarios."""
    if near := did_you_mean(wanted, first(names)):
        return f": {near}"
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return (
        f": it has {', '.join(f'`{one_line(each)}`' for each in names[:_MOST_NAMES])}{more}" if names else ""
    )


def list_at(
    workspace: AgentWorkspace, path: str, text: str | None, tags: list[str], environment: str
) -> ToolAnswer:
    """List scenarios."""
    configs = workspace.configs(environment, Choice((tuple(tags),)) if tags else EVERYTHING)
    try:
        scripts, unread = scripts_at(workspace, path, text, configs)
    except NoScriptError as error:  # a good answer, other than for tools that need one
        return ToolAnswer(str(error), _listed(str(error), [], []))
    checker = ScriptChecker(workspace)
    listed: list[tuple[str, ListedScenario]] = []
    for script in scripts:
        listing = list_script(script.text, script.path, script.config)
        listed += [(script.shown, each) for each in listing.scenarios]
        source = Source(script.text, script.path)
        missing = [checker.finding(script.shown, source, each) for each in listing.findings.reported]
        unread += problem_lines(missing)
    lines = [one_line(f"{file}:{each.line}  {_name_and_tags(each)}") for file, each in listed]
    summary = f"{counted(len(listed), 'scenario')} in {counted(len(scripts), 'script')}"
    values = _listed(summary, listed, unread)
    return ToolAnswer("\n".join([*first_lines(lines, _MOST_LISTED, "scenario"), *unread, summary]), values)


def _listed(summary: str, listed: list[tuple[str, ListedScenario]], unread: list[str]) -> dict[str, Any]:
    return {
        "summary": summary,
        "scenarios": [
            {
                "file": file,
                "line": each.line,
                "name": each.name or "",
                "tags": [*each.tags],
                "target": each.target,
            }
            for file, each in listed[:_MOST_LISTED]
        ],
        "omitted": max(len(listed) - _MOST_LISTED, 0),
        "unreadable": unread,
    }


def _name_and_tags(listed: ListedScenario) -> str:
    tags = ", ".join(listed.tags)
    return f"{listed.name or '(no name)'}{f'  [{tags}]' if tags else ''}"


def draw_at(workspace: AgentWorkspace, path: str, text: str | None, scenario: str, form: str) -> ToolAnswer:
    """Draw a script as a graph."""
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=workspace.configs())
    if script.shown.endswith(TEST_SUFFIX):
        raise nothing_to("draw", script, "")
    drawn = api.draw(
        script.text, path=script.path, config=script.config, format=form, scenario=scenario or None
    )
    if drawn.text is None:
        names = ", ".join(f"`{one_line(name)}`" for name in drawn.names) or "none"
        raise ToolError(f"no scenario is called `{one_line(scenario)}`: the script has {names}")
    _refuse_long(drawn.text, script, "graph", scenario)
    return ToolAnswer(drawn.text, {"text": drawn.text, "scenarios": list(drawn.names)})


def choice_of(scenario: str) -> Choice:
    """Return the choice of the scenarios with a name, which may be a pattern."""
    return Choice(names=(scenario,)) if scenario else EVERYTHING


def scripts_at(
    workspace: AgentWorkspace, path: str, text: str | None, configs: ConfigDiscovery
) -> tuple[list[ScriptText], list[str]]:
    """Return one script, or all scripts in a folder, and why others there can't be read.

    Raises:
        ToolError: if there is only one, and it can't be read.
    """
    if text is not None:
        return [workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=configs)], []
    found = workspace.scripts_in(path, configs)
    scripts: list[ScriptText] = []
    unread: list[str] = []
    for each in found:
        try:
            scripts.append(workspace.script_at(each, configs))
        except ToolError as error:
            if len(found) == 1:
                raise
            unread.append(str(error))
    return scripts, unread
