"""A session of the language server in a folder with a script and its tests."""

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

    async def lenses(self, name: str = "move.test.scn") -> list[Any]:
        """The commands of the lenses in a file."""
        params = {"textDocument": {"uri": self.uri(name)}}
        return [
            each["command"] for each in await ask(self.server, self.said, "textDocument/codeLens", params)
        ]

    async def run(self, command: str, *arguments: str | list[str]) -> Any:
        params = {"command": command, "arguments": list(arguments)}
        return await ask(self.server, self.said, "workspace/executeCommand", params)

    def messages(self) -> list[tuple[int, str]]:
        sent = [each["params"] for each in self.said if each.get("method") == "window/showMessage"]
        return [(each["type"], each["message"]) for each in sent]


def editing(
    work: Callable[[Editor], Coroutine[Any, Any, None]],
    folder: Path,
    capabilities: Any = None,
    **more: str,
) -> None:
    async def run() -> None:
        files = {"move.scn": SCRIPT, "move.test.scn": TESTS, **more}
        for name, text in files.items():
            written(folder, name, text)
        app, said = await here(folder, capabilities or {})
        uri = (folder / "move.test.scn").as_uri()
        tell(app.session, "textDocument/didOpen", opening(uri, files["move.test.scn"]))
        await settled()
        await work(Editor(app.session, said, folder))

    asyncio.run(run())
