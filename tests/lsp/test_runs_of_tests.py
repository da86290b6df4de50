"""Tests that an editor runs over the protocol: results, messages, failures at lines, coverage."""

from pathlib import Path
from typing import Any

from support.lsp_diagnostics import written
from support.lsp_here import ask, published, settled, tell
from support.lsp_tests import SCRIPT, TESTS, Editor, editing

FAILED = "expected `say: Hello?`, but the caller says nothing more"


def test_a_command_plays_the_tests(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        passed = await editor.run("scn.test", editor.uri("move.test.scn"), "The caller names a day")
        assert (passed["passed"], passed["failed"], passed["text"]) == (1, 0, "1 test: all passed")
        assert [(each["name"], each["outcome"], each["message"]) for each in passed["tests"]] == [
            ("The caller names a day", "passed", "")
        ]

        every = await editor.run("scn.test", editor.uri("move.test.scn"))
        assert (every["passed"], every["failed"]) == (1, 1)
        reason = "expected `say: Hello?`, but the caller says nothing more"
        assert every["text"] == f"8: The caller says nothing: {reason}\n2 tests: 1 failed"
        failed = every["tests"][1]
        assert failed["place"]["start"] == {"line": 7, "character": 2}
        assert failed["range"]["start"] == {"line": 5, "character": 0}
        assert (failed["outcome"], failed["message"]) == ("failed", reason)
        assert (failed["expected"], failed["actual"]) == (["say: Hello?"], [])

    editing(work, tmp_path)


def test_a_test_that_cannot_be_played_says_why(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        change = {"textDocument": {"uri": editor.uri("move.test.scn"), "version": 2}}
        text = TESTS.replace("@day", "@date")
        tell(editor.server, "textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
        await settled()
        answer = await editor.run("scn.test", editor.uri("move.test.scn"))
        assert [each["outcome"] for each in answer["tests"]] == ["error", "failed"]
        assert answer["tests"][0]["message"] == "the script has no label `@date`"
        assert answer["tests"][0]["place"]["start"]["line"] == 2
        assert answer["text"].endswith("2 tests: 1 failed, 1 with errors")

    editing(work, tmp_path)


def test_a_test_with_a_broken_line_does_not_pass_without_it(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")
        assert (await editor.run("scn.test", uri))["passed"] == 0
        assert (await editor.run("scn.test", uri))["text"].endswith("\n1 test: 1 with errors")

    tests = "test: The caller names a day\n  hear: When?\n  as: @day\n  sya: Friday.\n"
    editing(work, tmp_path, **{"move.test.scn": tests})


def test_a_script_with_errors_passes_no_test(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        answer = await editor.run("scn.test", editor.uri("move.test.scn"), "The caller names a day")
        assert (answer["passed"], answer["tests"][0]["outcome"]) == (0, "error")
        assert answer["tests"][0]["message"].startswith("move.scn:8: ")

    editing(work, tmp_path, **{"move.scn": f"{SCRIPT}WEHN The agent laughs\n  say: Ha\n"})


def test_tests_follow_the_answers_of_the_configuration(tmp_path: Path) -> None:
    both = '@a WHEN contains "When"\n  say: First.\n@b WHEN contains "?"\n  say: Second.\n'
    script = SCRIPT.partition("@day")[0] + both
    tests = "test: A\n  hear: When?\n  say: First.\n"

    async def work(editor: Editor) -> None:
        answer = await editor.run("scn.test", editor.uri("other.test.scn"))
        assert answer["text"] == "1 test: all passed"

    config = '[policy]\nseveral = "first"\n'
    editing(work, tmp_path, **{"other.scn": script, "other.test.scn": tests, "scn.toml": config})


def test_run_tests_are_told_in_a_message_and_at_the_line(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")
        await editor.run("scn.runTest", uri, "The caller names a day")
        assert editor.messages() == [(3, "scn: 1 test: all passed")]
        await settled()
        assert published(editor.said, uri) == []

        answer = await editor.run("scn.runAllTests", uri)
        assert (answer["passed"], answer["failed"]) == (1, 1)
        assert editor.messages()[1:] == [(1, "scn: 2 tests: 1 failed (move.test.scn:8)")]
        logged = [each["params"] for each in editor.said if each.get("method") == "window/logMessage"]
        assert logged[-1]["message"] == f"scn: 8: The caller says nothing: {FAILED}\n2 tests: 1 failed"
        await settled()
        (problem,) = published(editor.said, uri)
        assert (problem["message"], problem["range"]["start"]["line"]) == (FAILED, 7)
        await editor.run("scn.runTest", uri, "The caller names a day")
        await settled()
        assert published(editor.said, uri) == [problem]

        change = {"textDocument": {"uri": uri, "version": 2}}
        text = TESTS.replace("  say: Hello?\n", "  quiet\n")
        tell(editor.server, "textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
        await settled()
        assert published(editor.said, uri) == []

    editing(work, tmp_path)


def test_a_failing_test_is_replaced_with_what_the_caller_does(tmp_path: Path) -> None:
    """Whether the server showed the failure, or an editor that shows results itself."""

    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")

        async def actions(line: int) -> list[Any]:
            place = {"line": line, "character": 0}
            context = {"diagnostics": [], "only": ["quickfix"]}
            params = {
                "textDocument": {"uri": uri},
                "range": {"start": place, "end": place},
                "context": context,
            }
            found = await ask(editor.server, editor.said, "textDocument/codeAction", params)
            return [(each["title"], each["edit"]["changes"][uri][0]["newText"]) for each in found]

        for command in ("scn.test", "scn.runTest"):
            assert command == "scn.runTest" or await actions(7) == []
            await editor.run(command, uri)
            assert await actions(7) == [("Replace with what the caller does", "quiet")]
            assert await actions(3) == []

    editing(work, tmp_path)


def test_editors_that_pull_get_failures_until_the_script_changes(tmp_path: Path) -> None:
    pulls = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}

    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")

        async def pulled(known: str | None = None) -> Any:
            params = {"textDocument": {"uri": uri}, "previousResultId": known}
            return await ask(editor.server, editor.said, "textDocument/diagnostic", params)

        before = await pulled()
        assert before["items"] == []
        await editor.run("scn.runTest", uri, "The caller says nothing")
        assert any(each.get("method") == "workspace/diagnostic/refresh" for each in editor.said)
        after = await pulled(before["resultId"])
        assert [each["message"] for each in after["items"]] == [FAILED]
        assert (await pulled(after["resultId"]))["kind"] == "unchanged"

        written(editor.folder, "move.scn", SCRIPT.replace("Friday", "Monday"))
        assert (await pulled(after["resultId"]))["items"] == []

    editing(work, tmp_path, pulls)


def test_editors_that_pull_and_cannot_be_told_get_failures_alone(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")
        text = TESTS.replace("@day", "@date")
        change = {"textDocument": {"uri": uri, "version": 2}}
        tell(editor.server, "textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
        await editor.run("scn.runTest", uri, "The caller says nothing")
        await settled()
        assert [each["message"] for each in published(editor.said, uri)] == [FAILED]
        pulled = await ask(
            editor.server, editor.said, "textDocument/diagnostic", {"textDocument": {"uri": uri}}
        )
        assert [each["message"].splitlines()[0] for each in pulled["items"]] == [
            "the script has no label `@date`"
        ]

        change["textDocument"]["version"] = 3
        tell(editor.server, "textDocument/didChange", {**change, "contentChanges": [{"text": TESTS}]})
        await settled()
        assert published(editor.said, uri) == []

    editing(work, tmp_path, {"textDocument": {"diagnostic": {}}})


def test_all_tests_of_the_folders_are_run(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        answer = await editor.run("scn.runAllTests")
        assert (answer["passed"], answer["failed"]) == (1, 7)
        (kind, message), *_ = editor.messages()
        assert kind == 1
        first = "move.test.scn:8, other.test.scn:3, other.test.scn:6, other.test.scn:9, other.test.scn:12"
        assert message == f"scn: 8 tests: 7 failed ({first}, …)"
        assert "other.test.scn:3: X: expected `say: No.`, but the caller says nothing more" in answer["text"]

    tests = "test: X\n  hear: Yes?\n  say: No.\n" * 6
    editing(work, tmp_path, **{"other.scn": SCRIPT, "other.test.scn": tests})


def test_coverage_names_points_and_their_blocks(tmp_path: Path) -> None:
    script = SCRIPT.replace("The agent asks for a day", 'contains "When" OR contains "day"') + "  end call\n"

    async def work(editor: Editor) -> None:
        uri = editor.uri("move.test.scn")
        (file,) = await editor.run("scn.coverage", [uri])
        assert file["uri"] == editor.uri("move.scn")
        points = [
            (each["kind"], each["hits"], each["range"]["start"]["line"], each["block"]["end"]["line"])
            for each in file["points"]
        ]
        assert points == [
            ("block", 2, 3, 4),
            ("block", 1, 5, 7),
            ("alternative", 1, 5, 7),
            ("alternative", 0, 5, 7),
            ("hang-up", 1, 7, 7),
        ]
        assert file["points"][2]["text"] == 'contains "When"'

        (silent,) = await editor.run("scn.coverage", [uri, "The caller says nothing"])
        assert [each["hits"] for each in silent["points"]] == [1, 0, 0, 0, 0]

    editing(work, tmp_path, **{"move.scn": script, "move.test.scn": TESTS.replace("  as: @day\n", "")})
