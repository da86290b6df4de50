"""Tests over the protocol: from a label to its block, renaming over files, lenses, and the list of tests."""

from pathlib import Path

from support.lsp_here import ask, opening, settled, tell
from support.lsp_tests import SCRIPT, TESTS, Editor, editing


def test_a_label_leads_to_its_block_and_is_renamed_over_files(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        found = await editor.ask("definition", 2, 8)
        assert (found["uri"], found["range"]["start"]["line"]) == (editor.uri("move.scn"), 5)

        for name, line, character in (("move.test.scn", 2, 8), ("move.scn", 5, 2)):
            edit = await editor.ask("rename", line, character, name, newName="date")
            changed = edit.get("changes") or {
                each["textDocument"]["uri"]: each["edits"] for each in edit["documentChanges"]
            }
            assert set(changed) == {editor.uri("move.scn"), editor.uri("move.test.scn")}

    editing(work, tmp_path)


def test_lenses_run_tests(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.server.commands = frozenset({"scn.showPayload"})  # tests have no payload
        assert [
            (each["title"], each["command"], each["arguments"][1:]) for each in await editor.lenses()
        ] == [
            ("run test", "scn.runTest", ["The caller names a day"]),
            ("run all tests", "scn.runAllTests", []),
            ("run test", "scn.runTest", ["The caller says nothing"]),
        ]

    editing(work, tmp_path)


def test_lenses_above_blocks_count_the_tests_that_reach_them(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        tell(editor.server, "textDocument/didOpen", opening(editor.uri("move.scn"), SCRIPT))
        await settled()
        assert [each["title"] for each in await editor.lenses("move.scn")] == [
            "reached by 2 tests",
            "reached by 1 test",
        ]

        text = TESTS.partition("\n\n")[2]
        change = {"textDocument": {"uri": editor.uri("move.test.scn"), "version": 2}}
        tell(editor.server, "textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
        await settled()
        assert [each["title"] for each in await editor.lenses("move.scn")] == [
            "reached by 1 test",
            "no test reaches this",
        ]

    editing(work, tmp_path)


def test_a_lens_of_a_fragment_counts_the_tests_of_scripts_that_insert_it(tmp_path: Path) -> None:
    script = "import: parts.scn\n" + SCRIPT.replace("FIRST_MESSAGE\n  say: Hi\n", "insert: greeting\n")
    parts = "fragment: greeting\nFIRST_MESSAGE\n  say: Hi\n"

    async def work(editor: Editor) -> None:
        titles = [each["title"] for each in await editor.lenses("parts.scn")]
        assert titles == ["1 use", "reached by 2 tests"]

    editing(work, tmp_path, **{"move.scn": script, "parts.scn": parts})


def test_a_lens_shows_the_tests_where_the_editor_can(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.server.commands = frozenset({"scn.showReferences"})
        first = (await editor.lenses("move.scn"))[0]
        assert first["command"] == "scn.showReferences"
        places = [(each["uri"], each["range"]["start"]["line"]) for each in first["arguments"][2]]
        assert places == [(editor.uri("move.test.scn"), 0), (editor.uri("move.test.scn"), 5)]

    editing(work, tmp_path)


def test_editors_without_lenses_get_code_actions_that_run_tests(tmp_path: Path) -> None:
    async def titles(editor: Editor) -> list[str]:
        place = {"line": 7, "character": 3}
        params = {
            "textDocument": {"uri": editor.uri("move.test.scn")},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        }
        found = await ask(editor.server, editor.said, "textDocument/codeAction", params)
        return [each["title"] for each in found if each.get("command")]

    async def without(editor: Editor) -> None:
        assert await titles(editor) == ["Run test `The caller says nothing`", "Run all tests"]

    async def with_lenses(editor: Editor) -> None:
        assert not await titles(editor)

    editing(without, tmp_path)
    editing(with_lenses, tmp_path, {"textDocument": {"codeLens": {}}})


def test_tests_are_listed_by_file(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        names = ["The caller names a day", "The caller says nothing"]
        found = {each["uri"]: each["tests"] for each in await editor.run("scn.tests")}
        assert set(found) == {editor.uri("move.test.scn"), editor.uri("other.test.scn")}
        assert [each["name"] for each in found[editor.uri("move.test.scn")]] == names
        (one,) = await editor.run("scn.tests", editor.uri("move.test.scn"))
        assert [each["range"]["start"]["line"] for each in one["tests"]] == [0, 5]

    editing(work, tmp_path, **{"other.test.scn": "test: X\n  silent\n"})
