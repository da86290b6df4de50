"""`scn lsp` as a program: start, end, requirements."""

import asyncio
import io
import os
import re
import socket
import subprocess
import sys
import weakref
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest

from scn_compiler.lsp import transport as serving
from scn_compiler.lsp.admission import Admission
from scn_compiler.lsp.app import App
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer
from support.lsp_client import PATIENCE, SCN, Talk, connected, listening, talking
from support.lsp_server import SCRIPT, is_alive
from support.paths import COMPILER

INVALID_PARAMS = -32602
PYTHON = sys.executable


@pytest.mark.parametrize("uri", ["file:///nowhere/%00.scn", "elsewhere://host{path}", "", "::"])
def test_a_document_that_is_neither_open_nor_a_file_is_not_read(
    server: Talk, uri: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.scn"
    path.write_bytes(SCRIPT.encode())
    document = {"uri": uri.format(path=path.as_posix())}
    place = {"textDocument": document, "position": {"line": 0, "character": 0}}

    error = server.answer(server.begin("textDocument/rename", **place, newName="b"))["error"]

    assert "cannot be read" in error["message"]
    assert error["code"] == INVALID_PARAMS
    assert server.ask("textDocument/documentSymbol", textDocument=document) is None


def test_an_open_document_may_have_any_name(server: Talk) -> None:
    for uri in ("file:///nowhere/%00.scn", "elsewhere://host/a.scn"):
        assert [each["code"] for each in server.diagnostics(server.open(SCRIPT, uri))] == ["SCN101"]


@pytest.mark.parametrize("data", [{}, [], {"uri": 1, "offset": 0, "topic": []}])
def test_an_item_from_another_server_is_returned_unchanged(server: Talk, data: Any) -> None:
    assert server.ask("completionItem/resolve", label="x", data=data) == {"label": "x", "data": data}


# End


@pytest.mark.slow
def test_it_ends_with_0_after_a_shutdown() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.ask("shutdown")
        talk.tell("exit")

        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_it_ends_with_1_without_a_shutdown() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.tell("exit")

        assert process.wait(PATIENCE) == 1


@pytest.mark.slow
@pytest.mark.parametrize("said", [b"", b"Content-Length: 500\r\n\r\n{", b"Content-Len"])
def test_it_ends_with_its_standard_input(said: bytes) -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.raw(said)
        assert process.stdin is not None
        process.stdin.close()

        assert process.wait(PATIENCE) == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="standard input ends with the editor on this system")
def test_it_ends_with_the_editor_that_started_it() -> None:
    editor = subprocess.Popen([PYTHON, "-c", "input()"], stdin=subprocess.PIPE)
    with talking() as (talk, process):
        talk.ask("initialize", processId=editor.pid, rootUri=None, capabilities={})
        assert editor.stdin is not None
        editor.stdin.close()
        editor.wait()

        assert process.wait(PATIENCE) == 1


@pytest.mark.slow
def test_it_ends_when_its_output_is_closed() -> None:
    with subprocess.Popen(SCN, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        deaf = Talk(process.stdin, io.BytesIO())
        process.stdout.close()
        deaf.begin("initialize", processId=None, rootUri=None, capabilities={})

        assert process.wait(PATIENCE) == 1


@pytest.mark.slow
def test_nothing_is_kept_of_a_disconnected_client(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[ScriptServer]] = []

    def server() -> App:
        new = make_server()
        made.append(weakref.ref(new.session))
        return new

    async def work() -> None:
        ended, admission, tidying = asyncio.Event(), Admission(), serving.Tidying()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await serving.serve_connection(admission, tidying, reader, writer)
            ended.set()

        async with await asyncio.start_server(connected, "127.0.0.1", 0) as listening:
            reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
            talk = Talk(
                cast("IO[bytes]", SimpleNamespace(write=writer.write, flush=lambda: None)), io.BytesIO()
            )
            options = {"token": admission.token}
            talk.begin(
                "initialize", processId=None, rootUri=None, capabilities={}, initializationOptions=options
            )
            talk.tell("initialized")
            talk.open(SCRIPT)
            await asyncio.wait_for(reader.readuntil(b"SCN101"), PATIENCE)
            writer.close()
            await asyncio.wait_for(ended.wait(), PATIENCE)
            for _ in range(200):
                if made[0]() is not None:
                    await asyncio.sleep(0.05)

    monkeypatch.setattr(serving, "make_server", server)
    asyncio.run(work())
    assert [each() for each in made] == [None]


@pytest.mark.slow
def test_nothing_but_the_protocol_is_on_standard_output() -> None:
    code = (
        "import sys, scn_compiler.lsp.diagnostics as checks\n"
        "find = checks.find\n"
        "def noisy(*args, **options):\n    print('noise')\n    return find(*args, **options)\n"
        "checks.find = noisy\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    with talking(PYTHON, "-c", code) as (talk, process):
        talk.initialize()
        assert talk.diagnostics(talk.open(SCRIPT))
        talk.ask("shutdown")
        talk.tell("exit")
        process.wait(PATIENCE)
        assert process.stderr is not None
        assert b"noise" in process.stderr.read()


# Requirements


def test_without_the_extra_it_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('pygls', 'lsprotocol'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Without())\n"
        "sys.argv = ['scn', 'lsp']\n"
        "from scn_compiler.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(r"scn lsp needs (pygls|lsprotocol)[.\w]*: install scnlang\[lsp\]", done.stderr)


@pytest.mark.slow
def test_it_works_without_pydantic() -> None:
    code = (
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('pydantic', 'pydantic_core'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Without())\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    passing = SCRIPT.replace("sya", "say").replace("\n\n", '\ncekura.functions: [{"name": 1}]\n\n')
    with talking(PYTHON, "-c", code) as (talk, _):
        talk.initialize()
        uri = talk.open(passing)
        assert talk.diagnostics(uri, 1) == []
        compiled = talk.ask("workspace/executeCommand", command="scn.compile", arguments=[uri])
        assert [each["name"] for each in compiled["payloads"]] == ["A"]
        (said,) = talk.heard("window/logMessage")
        assert "pydantic isn't installed" in str(said)


# On a port


@pytest.mark.slow
def test_on_a_port_it_serves_several_clients_at_once_and_one_after_another() -> None:
    with listening() as (port, process):
        with connected(port) as one, connected(port) as other:
            one.initialize()
            other.initialize(initializationOptions={"target": "cekura-instructions"})
            for client, target in ((one, "cekura"), (other, "cekura-instructions")):
                uri = client.open(SCRIPT)
                assert "`sya`" in client.diagnostics(uri, 1)[0]["message"]
                made = client.ask("workspace/executeCommand", command="scn.compile", arguments=[uri])
                assert made["target"] == target
            one.ask("shutdown")
            one.tell("exit")
            assert is_alive(other)
        with connected(port) as third:
            third.initialize()
            assert is_alive(third)
        assert process.poll() is None


@pytest.mark.slow
def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*SCN, "--tcp", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_an_error_in_a_handler_is_logged_and_answered_in_one_line() -> None:
    code = (
        "import importlib, sys\n"
        "formatting = importlib.import_module('scn_compiler.lsp.handlers.formatting')\n"
        "def broken(*_):\n    raise RuntimeError('out of order')\n"
        "formatting.format_edits = broken\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    with talking(PYTHON, "-c", code) as (talk, process):
        talk.initialize()
        uri = talk.open(SCRIPT)
        options = {"tabSize": 2, "insertSpaces": True}
        error = talk.answer(
            talk.begin("textDocument/formatting", textDocument={"uri": uri}, options=options)
        )["error"]
        assert error["message"] == "RuntimeError: out of order"
        assert is_alive(talk)
        talk.ask("shutdown")
        talk.tell("exit")
        process.wait(PATIENCE)
        assert process.stderr is not None
        assert b"out of order" in process.stderr.read()


def test_the_protocol_is_loaded_by_the_server_alone() -> None:
    users = {
        path.relative_to(COMPILER).parts[0]
        for path in COMPILER.rglob("*.py")
        if re.search(
            r"^\s*(?:from|import) (?:lsprotocol|pygls)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }

    assert users == {"lsp"}
