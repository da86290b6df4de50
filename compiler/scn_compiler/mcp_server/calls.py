"""The tools that play calls without a platform: test, explore, play."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scn_compiler import api
from scn_compiler.findings.finding import Finding
from scn_compiler.inert_text import inert, one_line
from scn_compiler.mcp_server.answer import ToolAnswer, ToolError, first_lines
from scn_compiler.mcp_server.problems import (
    MOST_PROBLEMS,
    ScriptChecker,
    not_yet,
    problem_lines,
    problem_values,
)
from scn_compiler.mcp_server.scripts import choice_of, nothing_to, scripts_at
from scn_compiler.mcp_server.workspace import AgentWorkspace, ScriptText
from scn_compiler.pipeline.exploration import exploration_document, exploration_text
from scn_compiler.pipeline.play_tests import PlayedFile, PlayedTest
from scn_compiler.rehearsal.explore import MOST_STATES
from scn_compiler.rehearsal.policy import QUESTIONS, policy_of
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.file_names import SCRIPT_SUFFIX, TEST_SUFFIX, tests_beside
from scn_dsl.source import Source
from scn_dsl.wording import counted

_MOST_LINES = 150

_MOST_TESTS = 100

_MOST_EXPLORED = 30
"""How many scenarios an answer has; the rows of a table are alike."""

_FOUND = ("unreachable", "gates", "collisions", "dropped")
"""The keys of a search for lists that can be long."""

_POLICY_OPTION = re.compile(r"--policy (\w+)=… decides")


def play_tests_at(
    workspace: AgentWorkspace, path: str, text: str | None, name: str, environment: str
) -> ToolAnswer:
    """Play the tests in a file or folder."""
    configs = workspace.configs(environment)
    scripts, unread = scripts_at(
        workspace, path if text is not None else _tests_of(workspace, path), text, configs
    )
    files = [each for each in scripts if text is not None or each.shown.endswith(TEST_SUFFIX)]
    tests: list[dict[str, Any]] = []
    lines: list[str] = []
    problems: list[Finding] = []
    checker = ScriptChecker(workspace)
    for script in files:
        played = api.play_tests(script.text, path=script.path, config=script.config)
        found = _errors_of(workspace, checker, script, played)
        problems += [each for each in found if each not in problems]  # several files may test one script
        for each in played.played:
            if name.casefold() in f"{_name(each)} {each.scenario or ''}".casefold():
                tests.append(_test(script, each))
                lines += _failure(script, each)
    failed = sum(not each["passed"] for each in tests)
    if not (tests or problems or unread):
        raise ToolError(_no_tests(name))
    summary = _tested(len(tests), failed, len(problems))
    values = {
        "summary": summary,
        "ok": not (failed or problems or unread),
        "tests": sorted(tests, key=lambda each: each["passed"])[:_MOST_TESTS],
        "omitted": max(len(tests) - _MOST_TESTS, 0),
        "problems": problem_values(problems[:MOST_PROBLEMS]),
        "unreadable": unread,
    }
    return ToolAnswer(
        "\n".join(
            [
                *problem_lines(problems[:MOST_PROBLEMS]),
                *first_lines(lines, _MOST_LINES, "line"),
                *unread,
                summary,
            ]
        ),
        values,
    )


def _tested(played: int, failed: int, errors: int) -> str:
    """Sum up the results of tests; those with errors, and those of a script that can't be read, aren't played."""
    tests = counted(played, "test")
    if not errors:
        return f"{tests}: {f'{failed} failed' if failed else 'all passed'}"
    first = f"fix {counted(errors, 'error')} first"
    return (
        f"{first}: {tests} could be played, {failed or 'none'} failed"
        if played
        else f"{first}: no test was played"
    )


def _tests_of(workspace: AgentWorkspace, path: str) -> str:
    """Return the path of the tests of a script; other paths as they are.

    Raises:
        ToolError: if the script, or the file with its tests, doesn't exist.
    """
    if not path.endswith(SCRIPT_SUFFIX) or path.endswith(TEST_SUFFIX):
        return path
    tests = tests_beside(path)
    if workspace.is_file(tests):
        return tests
    raise ToolError(_no_tests("")) if workspace.is_file(path) else workspace.missing(workspace.find(path))


def _errors_of(
    workspace: AgentWorkspace, checker: ScriptChecker, tests: ScriptText, played: PlayedFile
) -> list[Finding]:
    """Return the errors in a file of tests, and in the script that they are for."""
    source = Source(tests.text, tests.path)
    found = [checker.finding(tests.shown, source, each) for each in _errors(played.diagnostics)]
    if played.compiled:
        shown = workspace.shown(played.script.path or "")
        errors = _errors(played.compiled.diagnostics)
        found += [checker.finding(shown, played.script, each) for each in errors]
    return found


def _no_tests(name: str) -> str:
    if name:
        return f"no test has `{one_line(name)}` in its name: leave out `name` to play all tests"
    return f"no tests: write them into NAME{TEST_SUFFIX} beside NAME.scn, or copy one that `play` shows"


def _errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [each for each in found if each.severity is Severity.ERROR]


def _name(test: PlayedTest) -> str:
    return test.result.test.name.value if test.result.test.name else "test without a name"


def _test(script: ScriptText, played: PlayedTest) -> dict[str, Any]:
    source = Source(script.text)
    difference = played.result.difference
    entry: dict[str, Any] = {
        "file": script.shown,
        "line": source.position(played.result.test.at).line,
        "name": _name(played),
        "scenario": played.scenario or "",
        "passed": difference is None,
    }
    if difference:
        entry["difference"] = {
            "line": source.position(difference.span.start).line,
            "reason": difference.reason,
            "expected": list(difference.expected),
            "actual": list(difference.actual),
        }
    return entry


def _failure(script: ScriptText, played: PlayedTest) -> Iterator[str]:
    difference = played.result.difference
    if difference is None:
        return
    line = Source(script.text).position(difference.span.start).line
    yield one_line(f"{script.shown}:{line}: FAILED {_name(played)}: {difference.reason}")
    yield from (f"  expected  {one_line(each)}" for each in difference.expected or ("nothing more",))
    yield from (f"  actual    {one_line(each)}" for each in difference.actual or ("nothing more",))


def explore_at(
    workspace: AgentWorkspace, path: str, text: str | None, scenario: str, environment: str
) -> ToolAnswer:
    """Search all calls of a script."""
    configs = workspace.configs(environment, choice_of(scenario))
    script = workspace.read(path, text, suffix=SCRIPT_SUFFIX, configs=configs)
    explored = api.explore_text(
        script.text, path=script.path, config=script.config, policy=policy_of(script.config.policy)
    )
    if not explored.compiled.ok:
        raise not_yet(workspace, script, "explore it")
    if not explored.scenarios:
        raise nothing_to("explore", script, scenario)
    source = Source(script.text, script.path)
    lines = [
        _POLICY_OPTION.sub(r"`\1` in `[policy]` of scn.toml decides", workspace.shorten(line))
        for line in exploration_text(script.shown, source, explored.scenarios)
    ]
    found = exploration_document(script.shown, source, explored.scenarios)
    summary = _explored(found)
    omitted = max(len(found) - _MOST_EXPLORED, 0)
    scenarios = []
    for each in found[:_MOST_EXPLORED]:
        omitted += sum(max(len(each[name]) - MOST_PROBLEMS, 0) for name in _FOUND)
        scenarios.append(_first_found(workspace, each))
    text_lines = first_lines(lines, _MOST_LINES, "line")
    values = {"summary": summary, "scenarios": scenarios, "omitted": omitted}
    return ToolAnswer(inert("\n".join([*text_lines, summary])), values)


def _first_found(workspace: AgentWorkspace, found: dict[str, Any]) -> dict[str, Any]:
    """Return the first of the entries that a search of a scenario found, with paths as answers show them."""

    def shown(blocks: list[dict[str, str]]) -> list[dict[str, str]]:
        return [{**each, "place": workspace.shorten(each["place"])} for each in blocks[:MOST_PROBLEMS]]

    return {
        **{key: value for key, value in found.items() if key != "shortest"},
        "unreachable": shown(found["unreachable"]),
        "gates": shown(found["gates"]),
        "collisions": found["collisions"][:MOST_PROBLEMS],
        "dropped": [{**each, "blocks": shown(each["blocks"])} for each in found["dropped"][:MOST_PROBLEMS]],
    }


def _explored(found: list[dict[str, Any]]) -> str:
    """Sum up the results of searches; one that isn't complete proves only what it found."""
    unreachable = sum(len(each["unreachable"]) for each in found)
    endless = sum(each["complete"] and each["ending"] is None for each in found)
    partial = [each["ending"] is not None for each in found if not each["complete"]]
    parts = [f"{counted(unreachable, 'block')} that no call reaches"] if unreachable else []
    parts += [f"{counted(endless, 'scenario')} whose calls never end"] if endless else []
    for ends, what in ((False, "no end found in"), (True, "searched only")):
        if count := partial.count(ends):
            parts.append(f"{what} the first {MOST_STATES:,} states of {counted(count, 'scenario')}")
    reach = " and ".join(parts) or "every block can be reached, and every scenario can end"
    options = {option for each in found for option in each["open"]}
    questions = [f"what happens if {each.question}" for each in QUESTIONS if each.option in options]
    if not questions:
        return reach
    return (
        f"{reach}; no document says {', or '.join(questions)}, and the shortest call that ends depends on it"
    )
