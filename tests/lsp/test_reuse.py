"""Features over files: what an editor is sent about fragments, values and columns."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.lsp.session import ScriptServer
from support.lsp_diagnostics import written
from support.lsp_here import ask, here, opening, settled, tell

SHARED = 'fragment: verify(code)\n@asked WHEN contains "code"\n  say: It is $code.\n'

CALL = """import: lib/shared.scn

scenario: Move to $day
role: A patient
language: en
examples: day
rows: days.csv
FIRST_MESSAGE
  say: Hello on $day
insert: verify(code = "AB12") as id
AFTER @id.asked
  end call
"""

CAPABLE = {
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {"definition": {"linkSupport": True}},
}


class Editor:
    """A session in a folder with `call.scn`, `other.scn`, `lib/shared.scn` and `days.csv`; `call.scn` is open."""

    def __init__(self, server: ScriptServer, said: list[Any], folder: Path) -> None:
        self.server, self.said, self.folder = server, said, folder

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def ask(self, method: str, words: str, name: str = "call.scn", **more: Any) -> Any:
        """The answer at the end of `words` in a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        at = text.index(words) + len(words)
        place = {"line": text.count("\n", 0, at), "character": at - text.rfind("\n", 0, at) - 1}
        params = {"textDocument": {"uri": self.uri(name)}, "position": place, **more}
        return await ask(self.server, self.said, f"textDocument/{method}", params)


def editing(work: Callable[[Editor], Coroutine[Any, Any, None]], folder: Path) -> None:
    async def run() -> None:
        written(folder, "scn.toml", "[environments.staging.let]\nagent = 12\n")
        written(folder, "lib/shared.scn", SHARED)
        written(folder, "days.csv", "day\nMonday\n")
        written(folder, "call.scn", CALL)
        written(folder, "other.scn", CALL.replace("AFTER @id.asked", "AFTER @id.asked "))
        app, said = await here(folder, CAPABLE)
        tell(app.session, "textDocument/didOpen", opening((folder / "call.scn").as_uri(), CALL))
        await settled()
        await work(Editor(app.session, said, folder))

    asyncio.run(run())


@pytest.mark.parametrize(
    ("words", "there", "line"),
    [
        ("insert: ver", "lib/shared.scn", 0),
        ("AFTER @id.ask", "lib/shared.scn", 1),
        ("import: lib/sh", "lib/shared.scn", 0),
        ("rows: da", "days.csv", 0),
        ("Move to $d", "call.scn", 5),
    ],
)
def test_a_definition_may_be_in_another_file(tmp_path: Path, words: str, there: str, line: int) -> None:
    async def work(editor: Editor) -> None:
        (link, *_) = await editor.ask("definition", words)
        assert link["targetUri"] == editor.uri(there)
        assert link["targetSelectionRange"]["start"]["line"] == line

    editing(work, tmp_path)


def test_references_are_found_in_scripts_that_are_not_open(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        found = await editor.ask("references", "insert: ver", context={"includeDeclaration": True})
        assert {each["uri"] for each in found} == {
            editor.uri(name) for name in ("call.scn", "other.scn", "lib/shared.scn")
        }

        tell(
            editor.server,
            "textDocument/didOpen",
            opening(editor.uri("other.scn"), "import: lib/shared.scn\n"),
        )
        found = await editor.ask("references", "insert: ver", context={"includeDeclaration": False})
        assert {each["uri"] for each in found} == {editor.uri("call.scn")}

    editing(work, tmp_path)


def test_a_rename_is_one_edit_of_all_files_with_the_versions_of_the_open_ones(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        edit = await editor.ask("rename", "insert: ver", newName="check")
        changes = {each["textDocument"]["uri"]: each for each in edit["documentChanges"]}
        assert {uri: each["textDocument"]["version"] for uri, each in changes.items()} == {
            editor.uri("call.scn"): 1,
            editor.uri("other.scn"): None,
            editor.uri("lib/shared.scn"): None,
        }
        assert {one["newText"] for each in changes.values() for one in each["edits"]} == {"check"}

    editing(work, tmp_path)


def test_a_column_is_renamed_in_the_header_of_its_file(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        edit = await editor.ask("rename", "Move to $d", newName="weekday")
        changes = {each["textDocument"]["uri"]: each["edits"] for each in edit["documentChanges"]}
        (header,) = changes[editor.uri("days.csv")]
        assert header["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}}
        assert len(changes[editor.uri("call.scn")]) == len(changes[editor.uri("other.scn")]) == 3

    editing(work, tmp_path)


def test_a_rename_that_is_refused_says_why(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        with pytest.raises(AssertionError, match="invalid name `a b`"):
            await editor.ask("rename", "insert: ver", newName="a b")

    editing(work, tmp_path)


def test_paths_are_links_to_files_that_exist(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        (tmp_path / "days.csv").unlink()
        found = await editor.ask("documentLink", "import: lib/sh")
        assert [each["target"] for each in found] == [editor.uri("lib/shared.scn")]

    editing(work, tmp_path)


async def refactorings(editor: Editor, first: int, last: int, only: str) -> list[Any]:
    where = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
    params = {
        "textDocument": {"uri": editor.uri("call.scn")},
        "range": where,
        "context": {"diagnostics": [], "only": [only]},
    }
    found: list[Any] = await ask(editor.server, editor.said, "textDocument/codeAction", params)
    return found


def test_selected_blocks_are_extracted_to_this_file_or_to_an_imported_one(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        found = await refactorings(editor, 7, 9, "refactor.extract")
        assert [each["title"] for each in found] == ["Extract fragment", "Extract fragment to lib/shared.scn"]
        changes = found[1]["edit"]["documentChanges"]
        assert [each["textDocument"]["uri"] for each in changes] == [
            editor.uri("call.scn"),
            editor.uri("lib/shared.scn"),
        ]
        assert await refactorings(editor, 7, 9, "refactor.inline") == []

    editing(work, tmp_path)


def test_the_insert_at_the_cursor_is_inlined(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        (found,) = await refactorings(editor, 9, 9, "refactor")
        assert found["title"] == "Inline the insert of verify"
        (edit,) = found["edit"]["documentChanges"][0]["edits"]
        assert edit["newText"] == '@id.asked WHEN contains "code"\n  say: It is AB12.'

    editing(work, tmp_path)


def test_a_fragment_shows_its_uses_and_where_they_are(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        editor.server.commands = frozenset({"scn.showReferences"})
        params = {"textDocument": {"uri": editor.uri("lib/shared.scn")}}
        (lens,) = await ask(editor.server, editor.said, "textDocument/codeLens", params)
        assert lens["command"]["title"] == "2 uses"
        assert {each["uri"] for each in lens["command"]["arguments"][2]} == {
            editor.uri("call.scn"),
            editor.uri("other.scn"),
        }

    editing(work, tmp_path)


def test_fragments_and_paths_of_the_project_are_offered(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        text = "scenario: A\ninsert: \nrows: \n"
        tell(editor.server, "textDocument/didOpen", opening(editor.uri("new.scn"), text))
        written(editor.folder, "new.scn", text)
        found = await editor.ask("completion", "insert: ", "new.scn")
        (item,) = found["items"]
        assert (item["label"], item["detail"]) == ("verify", "verify(code); imports lib/shared.scn")
        assert item["additionalTextEdits"][0]["newText"] == "import: lib/shared.scn\n\n"
        found = await editor.ask("completion", "rows: ", "new.scn")
        assert [each["label"] for each in found["items"]] == ["days.csv"]

    editing(work, tmp_path)


def test_the_payload_has_the_lines_of_imported_files_and_their_errors(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        command = {"command": "scn.compile", "arguments": [editor.uri("call.scn")]}
        answer = await ask(editor.server, editor.said, "workspace/executeCommand", command)
        assert "It is AB12." in answer["payloads"][0]["json"]

        broken = opening(editor.uri("lib/shared.scn"), SHARED.replace("say", "sya"))
        tell(editor.server, "textDocument/didOpen", broken)
        answer = await ask(editor.server, editor.said, "workspace/executeCommand", command)
        assert answer["payloads"] == []
        assert any("shared.scn:3: unknown keyword `sya`" in each for each in answer["problems"])

    editing(work, tmp_path)
