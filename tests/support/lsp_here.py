"""A server in this process: it gets messages as objects, and so do its tests."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scn_compiler.lsp.app import App
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer


async def here(root: Path | None = None, capabilities: Any = None) -> tuple[App, list[Any]]:
    """A started server in this process, and its messages."""
    said: list[Any] = []
    app = make_server()
    server = app.session
    writer = SimpleNamespace(write=lambda data: said.append(json.loads(data.split(b"\r\n\r\n", 1)[1])))
    server.protocol.set_writer(writer)  # type: ignore[arg-type]
    for method, more in (("initialize", {"id": 1}), ("initialized", {})):
        params = (
            {"processId": None, "rootUri": root and root.as_uri(), "capabilities": capabilities or {}}
            if more
            else {}
        )
        tell(server, method, params, **more)
        await settled()
    return app, said


async def ask(server: ScriptServer, said: list[Any], method: str, params: Any) -> Any:
    """The answer to a request."""
    number = 1000 + len(said)
    tell(server, method, params, id=number)
    while not (found := [each for each in said if each.get("id") == number and "method" not in each]):
        await asyncio.sleep(0.002)
    assert "error" not in found[0], found[0]
    return found[0]["result"]


def tell(server: ScriptServer, method: str, params: Any, **more: Any) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
    server.protocol.handle_message(server.protocol.structure_message(message))


async def settled() -> None:
    """Wait until all work is done, also work that starts a little later."""
    quiet = 0
    while quiet < 3:
        await asyncio.sleep(0.01)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        quiet = 0 if others else quiet + 1
        if others:
            await asyncio.wait(others)


def published(said: list[Any], uri: str) -> list[Any]:
    """The diagnostics that were published last for a document."""
    sent = [each["params"] for each in said if each.get("method") == "textDocument/publishDiagnostics"]
    found: list[Any] = [each for each in sent if each["uri"] == uri][-1]["diagnostics"]
    return found


def opening(uri: str, text: str) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "languageId": "scn", "version": 1, "text": text}}
