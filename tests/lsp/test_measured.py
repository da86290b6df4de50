"""Measured figures in the editor: lenses and problems, while scripts, the measurement and the configuration change."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from scn_compiler.lsp.session import ScriptServer
from support.lsp_diagnostics import ENDING, codes, written
from support.lsp_here import ask, here, opening, published, settled, tell
from support.measurements import measurement

BLOCKS = 'WHEN contains "yes"\n  say: Fine.\nWHEN contains "sure"\n  say: Good.\nWHEN contains "nope"\n  say: Oh.\n'
SCRIPT = f"scenario: A\nrole: B\nlanguage: en\ntools: end_call\nFIRST_MESSAGE\n  say: Hello\n{BLOCKS}{ENDING}"
HOLDS = {'contains "yes"': 12, 'contains "sure"': 4, 'contains "nope"': 0}
MEASURED = measurement(HOLDS, pairs=[(0, 1, 4)])
NOW = measurement({'contains "yes"': 40, 'contains "sure"': 4, 'contains "nope"': 20}, utterances=2000)
WATCHING = {
    "workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
    }
}


class Editor:
    """A session in a folder with `a.scn`, which is open."""

    def __init__(self, server: ScriptServer, said: list[Any], folder: Path) -> None:
        self.server, self.said, self.folder = server, said, folder
        self.uri = (folder / "a.scn").as_uri()
        self.version = 1

    async def titles(self) -> list[str]:
        params = {"textDocument": {"uri": self.uri}}
        found = await ask(self.server, self.said, "textDocument/codeLens", params)
        return [each["command"]["title"] for each in found]

    def problems(self, name: str = "a.scn") -> list[str]:
        return codes(published(self.said, (self.folder / name).as_uri()))

    async def edit(self, text: str) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": [{"text": text}]}
        tell(self.server, "textDocument/didChange", params)
        await settled()

    async def write(self, name: str, text: str) -> None:
        """Change a file with another program."""
        uri = written(self.folder, name, text)
        tell(self.server, "workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
        await settled()

    def watched(self) -> set[str]:
        registrations = [
            each
            for said in self.said
            if said.get("method") == "client/registerCapability"
            for each in said["params"]["registrations"]
        ]
        return {each["globPattern"] for one in registrations for each in one["registerOptions"]["watchers"]}


def editing(work: Callable[[Editor], Coroutine[Any, Any, None]], folder: Path, **files: str) -> None:
    async def run() -> None:
        for name, text in files.items():
            written(folder, name, text)
        app, said = await here(folder, WATCHING)
        editor = Editor(app.session, said, folder)
        tell(app.session, "textDocument/didOpen", opening(editor.uri, SCRIPT))
        await settled()
        await work(editor)

    asyncio.run(run())


PROJECT = {"scn.toml": 'measured = "calls.json"\n', "calls.json": MEASURED}


def test_blocks_show_how_often_they_fire_and_problems_show_what_is_wrong(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.titles() == [
            f"fires in {often} of 1,000 utterances" for often in ("1.2%", "0.4%", "none")
        ]
        found = published(editor.said, editor.uri)
        assert codes(found) == ["SCN648", "SCN647"]
        assert [each["range"]["start"]["line"] for each in found] == [8, 10]
        assert found[1]["message"].startswith("this trigger fires in none of 1,000 utterances")

    editing(work, tmp_path, **PROJECT)


def test_without_a_measurement_there_is_nothing(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.titles() == []
        assert editor.problems() == []

    editing(work, tmp_path)


def test_an_editor_can_do_without_the_lenses(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        settings = {"settings": {"scn": {"lenses": ["tests", "uses"]}}}
        tell(editor.server, "workspace/didChangeConfiguration", settings)
        await settled()
        assert await editor.titles() == []
        assert editor.problems() == ["SCN648", "SCN647"]

    editing(work, tmp_path, **PROJECT)


def test_an_edited_condition_loses_its_figure_and_a_moved_one_keeps_it(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.edit("# moved\n\n" + SCRIPT.replace('"nope"', '"nah"'))
        assert await editor.titles() == [
            f"fires in {often} of 1,000 utterances" for often in ("1.2%", "0.4%")
        ]
        assert editor.problems() == ["SCN648"]
        await editor.edit(SCRIPT.replace('"yes"', '"yeah"'))
        assert editor.problems() == ["SCN647"]

    editing(work, tmp_path, **PROJECT)


def test_a_new_measurement_is_shown_at_once(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        assert "**/calls.json" in editor.watched()
        await editor.write("calls.json", NOW)
        assert await editor.titles() == [
            f"fires in {often} of 2,000 utterances" for often in ("2.0%", "0.2%", "1.0%")
        ]
        assert editor.problems() == []
        refreshed = [each for each in editor.said if each.get("method") == "workspace/codeLens/refresh"]
        assert refreshed

    editing(work, tmp_path, **PROJECT)


def test_a_measurement_that_cannot_be_read_is_a_problem_of_its_file_alone(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        (fault,) = published(editor.said, (tmp_path / "calls.json").as_uri())
        assert "is not a measurement: other JSON; `scn measure" in fault["message"]
        assert (editor.problems(), await editor.titles()) == ([], [])
        await editor.write("calls.json", MEASURED)
        assert editor.problems("calls.json") == []
        assert editor.problems() == ["SCN648", "SCN647"]
        (tmp_path / "calls.json").unlink()
        await editor.edit(SCRIPT + "\n")
        assert len(published(editor.said, (tmp_path / "calls.json").as_uri())) == 1
        assert editor.problems() == []

    editing(work, tmp_path, **PROJECT | {"calls.json": "[]"})


def test_a_configuration_turns_it_on_and_off(tmp_path: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.write("scn.toml", PROJECT["scn.toml"])
        assert editor.problems() == ["SCN648", "SCN647"]
        await editor.write("scn.toml", 'measured = "calls.json"\nignore = ["never-fires"]\n')
        assert editor.problems() == ["SCN648"]
        await editor.write("scn.toml", "")
        assert (editor.problems(), await editor.titles()) == ([], [])

    editing(work, tmp_path, **{"calls.json": MEASURED})
