"""Answers about calls without a platform: play one, play tests, search all calls."""

from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath
from typing import Any

from scn_compiler.api import explore_text
from scn_compiler.ide.structure.call_document import BadMessages, call_document, heard_lines
from scn_compiler.ide.structure.test_results import TestResult, played_file, test_results
from scn_compiler.pipeline.coverage import CoveredFile, coverage_of
from scn_compiler.pipeline.exploration import exploration_document, exploration_text
from scn_compiler.pipeline.explore import shortest_calls
from scn_compiler.pipeline.play_call import PlayedCall, play_call
from scn_compiler.pipeline.tests_file import added_test, other_purpose
from scn_compiler.playground.code_units import code_units
from scn_compiler.playground.page_project import BadAnswerRequest, PageProject
from scn_compiler.rehearsal.policy import policy_of
from scn_dsl.file_names import TEST_SUFFIX, tests_beside
from scn_dsl.records import replace
from scn_dsl.source import Source


def play_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any]:
    """Play the messages `heard` in the `scenario` of the open script."""
    played = _played(project, request)
    return call_document(played, code_units(project.text).ends)


def _played(project: PageProject, request: Mapping[str, Any]) -> PlayedCall:
    scenario = request.get("scenario")
    if not isinstance(scenario, str | None):
        raise BadAnswerRequest("`scenario` must be the name of a scenario, or null for the first one")
    try:
        heard = heard_lines(request.get("heard", []))
    except BadMessages as error:
        raise BadAnswerRequest(str(error)) from None
    script = project.open_script()
    return play_call(script.text, path=script.path, config=script.config, scenario=scenario, heard=heard)


def call_test_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any]:
    """Write a call as a test of the open script: the file of its tests, and the edits that add the test."""
    played = _played(project, request)
    if played.call is None:
        raise BadAnswerRequest(played.problem)
    if project.opened.endswith(TEST_SUFFIX):
        raise BadAnswerRequest(f"`{project.opened}` is a file of tests: open its script")
    name = tests_beside(project.opened)
    tests = project.files.get(name, "")
    problem = other_purpose(tests, name, lambda tested: normpath(tested) == project.opened, str)
    if problem:
        raise BadAnswerRequest(f"`{name}` {problem}")
    whole = replace(project, files={**project.files, name: tests})
    edits = whole.edits([added_test(tests, played.call.test)], name)
    return {"file": name, "exists": name in project.files, "edits": edits}


def test_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Play all tests of the page; also say what they reach in each script."""
    files = [name for name in project.scripts if name.endswith(TEST_SUFFIX)]
    tests: list[dict[str, Any]] = []
    problems: list[str] = []
    for name in files:
        results = test_results(project.script(name))
        tests += (_test(each, project, name) for each in results.tests)
        problems += (f"{name}:{each}" for each in results.problems)
    played = [played_file(project.script(name)) for name in files]
    covered = coverage_of([(each, each.played) for each in played])
    return {"tests": tests, "problems": problems, "coverage": list(_coverage(covered))}


def _test(result: TestResult, project: PageProject, name: str) -> dict[str, Any]:
    return {
        "name": result.test.name,
        **project.place(result.test.whole, name),
        "outcome": result.outcome,
        "ok": result.outcome == "passed",
        "message": result.message,
        "place": project.place(result.place, name),
        "expected": list(result.expected),
        "actual": list(result.actual),
    }


def _coverage(files: Iterable[CoveredFile]) -> Iterator[dict[str, Any]]:
    """Yield the lines that a call can reach: `reached`, `partly`, `missed`; and those `unreachable` by any call."""
    for file in files:
        lines: dict[int, list[bool]] = {}
        for point in file.points:
            lines.setdefault(point.line, []).append(point.hits > 0)
        states = {
            line: "reached" if all(hits) else "partly" if any(hits) else "missed"
            for line, hits in lines.items()
        }
        states |= dict.fromkeys(file.unreachable, "unreachable")
        for line, state in sorted(states.items()):
            yield {"file": file.path, "line": line, "state": state}


def explore_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Search all calls of the open script: as JSON and as text, and the shortest calls as tests."""
    script = project.open_script()
    policy = policy_of(script.config.policy)
    explored = explore_text(script.text, path=script.path, config=script.config, policy=policy)
    source, name = Source(script.text, script.path), project.opened
    return {
        "scenarios": exploration_document(name, source, explored.scenarios),
        "lines": list(exploration_text(name, source, explored.scenarios)),
        "tests": shortest_calls(explored) if explored.scenarios else "",
    }
