"""Tests over the protocol: from a label to its block, renaming over files, lenses, and the command that plays them."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from scn_compiler.lsp.session import ScriptServer
from support.lsp_diagnostics import written
from support.lsp_here import ask, here, opening, settled, tell

SCRIPT = """\
scenario: Move an appointment
role: A patient
language: en
FIRST_MESSAGE
  say: Hi
@day WHEN The agent asks for a day
  say: Friday.
"""
TESTS = """\
test: The caller names a day
  hear: When?
  as: @day
  say: Friday.

test: The caller says nothing
  silent
  say: Hello?
"""


class Editor:
    """A session in a folder with `move.scn` and `move.test.scn`, which is open."""

    def __init__(self, server: ScriptServer, said: list[Any], folder: Path) -> None:
        self.server, self.said, self.folder = server, said, folder

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def ask(
        self, method: str, line: int, character: int, name: str = "move.test.scn", **more: Any
    ) -> Any:
        place = {"line": line, "character": character}
        params = {"textDocument": {"uri": self.uri(name)}, "position": place, **more}
        return await ask(self.server, self.said, f"textDocument/{method}", params)


def editing(work: Callable[[Editor], Coroutine[Any, Any, None]], folder: Path) -> None:
    async def run() -> None:
        written(folder, "move.scn", SCRIPT)
        written(folder, "move.test.scn", TESTS)
        app, said = await here(folder, {})
        tell(app.session, "textDocument/didOpen", opening((folder / "move.test.scn").as_uri(), TESTS))
        await settled()
        await work(Editor(app.session, said, folder))

    asyncio.run(run())


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
        params = {"textDocument": {"uri": editor.uri("move.test.scn")}}
        assert not await ask(editor.server, editor.said, "textDocument/codeLens", params)

        editor.server.commands = frozenset({"scn.runTest"})
        lenses = await ask(editor.server, editor.said, "textDocument/codeLens", params)
        assert [(each["command"]["title"], each["command"]["arguments"][1:]) for each in lenses] == [
            ("run test", ["The caller names a day"]),
            ("run all tests", []),
            ("run test", ["The caller says nothing"]),
        ]

    editing(work, tmp_path)


def test_a_command_plays_the_tests(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        async def played(*arguments: str) -> Any:
            params = {"command": "scn.test", "arguments": [editor.uri("move.test.scn"), *arguments]}
            return await ask(editor.server, editor.said, "workspace/executeCommand", params)

        assert await played("The caller names a day") == {
            "passed": 1,
            "failed": 0,
            "text": "1 test: all passed",
        }
        assert await played() == {
            "passed": 1,
            "failed": 1,
            "text": "8: the test says say: Hello?, but the caller does this: nothing\n2 tests: 1 failed",
        }

    editing(work, tmp_path)
