"""`workspace/executeCommand` for tests: list them, play them, show their results, say what they reach."""

from collections.abc import Iterable, Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels.tests import TestOutline, listed_tests
from scn_compiler.ide.structure.test_results import FileResults, TestResult, played_file, test_results
from scn_compiler.lsp.app import App
from scn_compiler.lsp.handlers.execute_command import strings_of
from scn_compiler.lsp.places import lines_of_file, uri_of_file
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.uris import uri_of
from scn_compiler.pipeline.coverage import CoveredFile, coverage_of
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.source import Source
from scn_dsl.wording import counted

RUN_TEST = "scn.runTest"
RUN_ALL_TESTS = "scn.runAllTests"
"""Commands of the server that lenses and code actions call."""

_MOST_SHOWN = 5
"""The number of places in a message."""

_Answer = dict[str, Any]
_Played = tuple[OpenScript, FileResults]


def register_play_tests(app: App) -> None:
    """Register the commands; their answers are plain JSON."""
    session = app.session
    session.on_file_change.append(lambda uri: _refresh_lenses(session) if uri.endswith(TEST_SUFFIX) else None)

    @session.command("scn.tests")
    async def tests(*arguments: Any) -> list[_Answer]:
        uri = strings_of(arguments, "the URI of a file with tests")[0] if arguments else None
        return await session.run_in_thread(lambda: [_listed(session, each) for each in files(uri)])

    @session.command("scn.test")
    async def test(*arguments: Any) -> _Answer:
        uri, name = strings_of(arguments, "the URI of a file with tests", "the name of a test")
        script = script_of(uri or "")
        results = await session.run_in_thread(test_results, script, name)
        await keep(script, results, shown_elsewhere=True)
        lines = line_index(script.text, session.encoding)
        return {**_summary([(script, results)]), "tests": [_entry(each, lines) for each in results.tests]}

    @session.command(RUN_TEST)
    async def run_test(*arguments: Any) -> _Answer:
        uri, name = strings_of(arguments, "the URI of a file with tests", "the name of a test")
        return await run([script_of(uri or "")], name)

    @session.command(RUN_ALL_TESTS)
    async def run_all_tests(*arguments: Any) -> _Answer:
        uri = strings_of(arguments, "the URI of a file with tests")[0] if arguments else None
        return await run(await session.run_in_thread(lambda: list(files(uri))), None)

    @session.command("scn.coverage")
    async def coverage(*arguments: Any) -> list[_Answer]:
        wanted = "a list for each file: the URI of a file with tests, and the names of the tests that count"
        if not all(isinstance(each, list) and each and set(map(type, each)) == {str} for each in arguments):
            raise JsonRpcInvalidParams(f"the arguments of this command are {wanted}")
        chosen = [(script_of(uri), frozenset(names)) for uri, *names in arguments]
        return await session.run_in_thread(_coverage, session, chosen)

    def script_of(uri: str) -> OpenScript:
        return session.open_script_of(session.document(uri))

    def files(uri: str | None) -> Iterable[OpenScript]:
        return app.scripts.test_files() if uri is None else [script_of(uri)]

    async def keep(script: OpenScript, results: FileResults, *, shown_elsewhere: bool = False) -> None:
        document = session.open_document(uri_of(script.path or ""))
        if document:
            failures = tuple((each.place, each.message) for each in results.tests if each.message)
            played = [each.test.whole for each in results.tests]
            await app.diagnostics.keep_failures(
                document, script, failures, played, shown_elsewhere=shown_elsewhere
            )

    async def run(scripts: list[OpenScript], name: str | None) -> _Answer:
        """Play tests, and show their results in a message and at the lines that fail."""

        def play() -> list[_Played]:
            return [(each, test_results(each, name)) for each in scripts]

        played = await session.run_in_thread(play)
        for script, results in played:
            await keep(script, results)
        answer = _summary(played)
        bad = answer["failed"] or "error" in {each.outcome for _, results in played for each in results.tests}
        kind = types.MessageType.Error if bad else types.MessageType.Info
        session.show(_message(played), kind)
        session.window_log_message(types.LogMessageParams(type=kind, message=f"scn: {answer['text']}"))
        _refresh_lenses(session)
        return answer


def _refresh_lenses(session: ScriptServer) -> None:
    """Tell the client to ask for lenses again: those of scripts depend on their tests."""
    if session.can("workspace.code_lens.refresh_support"):
        session.protocol.send_request(types.WORKSPACE_CODE_LENS_REFRESH)


def _listed(session: ScriptServer, script: OpenScript) -> _Answer:
    lines = line_index(script.text, session.encoding)
    found = [_place(each, lines) for each in listed_tests(script)]
    return {"uri": uri_of_file(session, script.path or ""), "tests": found}


def _place(test: TestOutline, lines: LineIndex) -> _Answer:
    return {"name": test.name, "range": lines.range(test.whole)}


def _entry(result: TestResult, lines: LineIndex) -> _Answer:
    return {
        **_place(result.test, lines),
        "outcome": result.outcome,
        "message": result.message,
        "place": lines.range(result.place),
        "expected": list(result.expected),
        "actual": list(result.actual),
    }


def _summary(played: list[_Played]) -> _Answer:
    """Count the results, and write problems and failures with their lines."""
    outcomes = [each.outcome for _, results in played for each in results.tests]
    lines: list[str] = []
    for script, results in played:
        found = [*results.problems, *_failures(script, results)]
        lines += found if len(played) == 1 else [f"{_name(script)}:{each}" for each in found]
    return {
        "passed": outcomes.count("passed"),
        "failed": outcomes.count("failed"),
        "text": "\n".join((*lines, _counts(outcomes))),
    }


def _failures(script: OpenScript, results: FileResults) -> list[str]:
    source = Source(script.text)
    return [
        f"{source.position(each.place.start).line}: {each.test.name}: {each.message}"
        for each in results.tests
        if each.outcome == "failed"
    ]


def _counts(outcomes: Sequence[str]) -> str:
    total = counted(len(outcomes), "test")
    failed, broken = outcomes.count("failed"), outcomes.count("error")
    parts = [f"{failed} failed"] if failed else []
    parts += [f"{broken} with errors"] if broken else []
    return f"{total}: {', '.join(parts) or ('all passed' if outcomes else 'none played')}"


def _message(played: list[_Played]) -> str:
    """Write a message in one line: the counts, and where tests fail. Some editors wait for a key after two lines."""
    outcomes = [each.outcome for _, results in played for each in results.tests]
    places = [
        f"{_name(script)}:{Source(script.text).position(each.place.start).line}"
        for script, results in played
        for each in results.tests
        if each.message
    ]
    more = ["…"] if len(places) > _MOST_SHOWN else []
    shown = ", ".join((*places[:_MOST_SHOWN], *more))
    return f"{_counts(outcomes)} ({shown})" if shown else _counts(outcomes)


def _name(script: OpenScript) -> str:
    return (script.path or "").replace("\\", "/").rpartition("/")[2]


def _coverage(session: ScriptServer, chosen: list[tuple[OpenScript, frozenset[str]]]) -> list[_Answer]:
    """Say what tests reach: of each file those with these names; without names, all of them."""
    runs = []
    for script, names in chosen:
        played = played_file(script)
        starts = {each.whole.start for each in listed_tests(script) if each.name in names or not names}
        tests = tuple(each for each in played.played if each.result.test.whole.start in starts)
        runs.append((played, tests))
    answer: list[_Answer] = []
    for file in coverage_of(runs):
        lines = lines_of_file(session, file.path)
        if lines and lines.text == file.source.text:
            answer.append({"uri": uri_of_file(session, file.path), "points": _points(file, lines)})
    return answer


def _points(file: CoveredFile, lines: LineIndex) -> list[_Answer]:
    return [
        {
            "kind": each.kind,
            "range": lines.range(each.span),
            "block": lines.range(each.block),
            "text": file.source.text[each.span.start : each.span.end],
            "hits": each.hits,
        }
        for each in file.points
    ]
