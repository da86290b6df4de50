"""`scn lsp` as a program: how it begins and ends, and clients that do not keep to the protocol."""

import asyncio
import io
import os
import re
import socket
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any, cast

import pytest

from scn_compiler.lsp import transport as serving
from scn_compiler.lsp.app import App
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer
from support.lsp_client import PATIENCE, SCN, Talk, connected, listening, talking
from support.paths import COMPILER

SCRIPT = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  sya: Hello\n  end call\n"
INVALID_PARAMS = -32602
PYTHON = sys.executable


@pytest.fixture(scope="module")
def server() -> Iterator[Talk]:
    """A server that many rude things are said to; it must live through all of them."""
    with talking() as (talk, process):
        talk.initialize()
        yield talk
        assert talk.ask("shutdown") is None
        talk.tell("exit")
        assert process.wait(PATIENCE) == 0


def is_alive(talk: Talk) -> bool:
    uri = talk.open(SCRIPT, "file:///nowhere/alive.scn", version=1)
    since = len(talk.said)
    talk.change(uri, 2, {"text": SCRIPT.replace("sya", "say")})
    return (
        talk.until(lambda said: said.get("params", {}).get("version") == 2, since)["params"]["diagnostics"]
        == []
    )


@pytest.mark.parametrize("uri", ["file:///nowhere/%00.scn", "elsewhere://host{path}", "", "::"])
def test_what_is_not_open_and_no_file_is_not_read(server: Talk, uri: str, tmp_path: Path) -> None:
    path = tmp_path / "a.scn"
    path.write_bytes(SCRIPT.encode())
    params = {"textDocument": {"uri": uri.format(path=path.as_posix())}}

    answer = server.answer(server.begin("textDocument/documentSymbol", **params))

    assert "cannot be read" in answer["error"]["message"]
    assert answer["error"]["code"] == INVALID_PARAMS


def test_an_open_document_may_have_any_name(server: Talk) -> None:
    for uri in ("file:///nowhere/%00.scn", "elsewhere://host/a.scn"):
        assert [each["code"] for each in server.diagnostics(server.open(SCRIPT, uri))] == ["SCN101"]


@pytest.mark.parametrize("data", [{}, [], {"uri": 1, "offset": 0, "topic": []}])
def test_an_offer_that_another_made_is_given_back_as_it_is(server: Talk, data: Any) -> None:
    assert server.ask("completionItem/resolve", label="x", data=data) == {"label": "x", "data": data}


# How it ends


def test_it_ends_with_0_if_the_client_says_that_it_goes() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.ask("shutdown")
        talk.tell("exit")

        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_it_ends_with_1_if_the_client_goes_without_a_word() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.tell("exit")

        assert process.wait(PATIENCE) == 1


@pytest.mark.parametrize("said", [b"", b"Content-Length: 500\r\n\r\n{", b"Content-Len"])
def test_it_ends_with_its_standard_input(said: bytes) -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.raw(said)
        assert process.stdin is not None
        process.stdin.close()

        assert process.wait(PATIENCE) == 1


@pytest.mark.skipif(os.name != "posix", reason="there standard input ends with the editor")
def test_it_ends_with_the_editor_that_started_it() -> None:
    editor = subprocess.Popen([PYTHON, "-c", "input()"], stdin=subprocess.PIPE)
    with talking() as (talk, process):
        talk.ask("initialize", processId=editor.pid, rootUri=None, capabilities={})
        assert editor.stdin is not None
        editor.stdin.close()
        editor.wait()

        assert process.wait(PATIENCE) == 1


def test_it_ends_when_nobody_listens_any_more() -> None:
    with subprocess.Popen(SCN, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        deaf = Talk(process.stdin, io.BytesIO())
        process.stdout.close()
        deaf.begin("initialize", processId=None, rootUri=None, capabilities={})

        assert process.wait(PATIENCE) == 1


def test_of_a_client_that_has_gone_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[weakref.ref[ScriptServer]] = []

    def server() -> App:
        new = make_server()
        made.append(weakref.ref(new.session))
        return new

    async def work() -> None:
        ended = asyncio.Event()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await serving.serve_connection(reader, writer)
            ended.set()

        async with await asyncio.start_server(connected, "127.0.0.1", 0) as listening:
            reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
            talk = Talk(
                cast("IO[bytes]", SimpleNamespace(write=writer.write, flush=lambda: None)), io.BytesIO()
            )
            talk.begin("initialize", processId=None, rootUri=None, capabilities={})
            talk.tell("initialized")
            talk.open(SCRIPT)
            await asyncio.wait_for(reader.readuntil(b"SCN101"), PATIENCE)
            writer.close()
            await asyncio.wait_for(ended.wait(), PATIENCE)

    monkeypatch.setattr(serving, "make_server", server)
    asyncio.run(work())
    assert [each() for each in made] == [None]


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


# What it needs


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


def test_it_does_without_pydantic() -> None:
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


# On a port


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


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*SCN, "--tcp", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr


# Rude clients


def test_requests_before_initialize_are_refused_and_notifications_passed_over() -> None:
    with talking() as (talk, _):
        talk.open(SCRIPT)
        assert talk.answer(talk.begin("shutdown"))["error"]["code"] == -32002
        talk.initialize()
        assert is_alive(talk)


def test_initialize_comes_once(server: Talk) -> None:
    assert (
        server.answer(server.begin("initialize", processId=None, capabilities={}))["error"]["code"] == -32600
    )


def test_after_shutdown_requests_are_refused() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.ask("shutdown")

        assert talk.answer(talk.begin("shutdown"))["error"]["code"] == -32600
        talk.tell("exit")
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"\xff\xfe", b"[1", b"\x00"])
def test_what_is_no_json_is_answered_as_such(server: Talk, body: bytes) -> None:
    since = len(server.said)
    server.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    said = server.until(lambda said: "error" in said and said["id"] is None, since)
    assert said["error"]["code"] == -32700


@pytest.mark.parametrize("body", [b"1", b"[]", b"null", b'"text"', b'{"id": 7}', b'{"jsonrpc": "1.0"}'])
def test_what_is_no_message_is_answered_as_such(server: Talk, body: bytes) -> None:
    since = len(server.said)
    server.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    said = server.until(lambda said: "error" in said and said["id"] is None, since)
    assert said["error"]["code"] == -32600


def test_headers_that_nobody_knows_are_passed_over(server: Talk) -> None:
    server.raw(b"garbage\r\nX-Strange: yes\r\n\r\n\r\n")

    assert is_alive(server)


def test_an_unknown_request_is_answered_and_an_unknown_notification_is_not(server: Talk) -> None:
    server.tell("scn/unheardOf", x=1)

    assert server.answer(server.begin("scn/unheardOf"))["error"]["code"] == -32601
    assert is_alive(server)


@pytest.mark.parametrize(
    "place",
    [
        {"line": -1, "character": 0},
        {"line": 0, "character": -5},
        {"line": 1.5, "character": 0},
        {"line": 2**40, "character": 0},
        {"line": "a", "character": None},
        None,
    ],
    ids=str,
)
def test_places_that_are_none_are_refused(server: Talk, place: Any) -> None:
    number = server.begin(
        "textDocument/codeAction",
        textDocument={"uri": "file:///nowhere/a.scn"},
        range={"start": place, "end": place},
        context={"diagnostics": []},
    )

    assert server.answer(number)["error"]["code"] == -32602


def test_places_beyond_the_text_mean_its_end(server: Talk) -> None:
    uri = server.open(SCRIPT, "file:///nowhere/beyond.scn")
    far = {"line": 2**31 - 1, "character": 2**31 - 1}
    document = {"uri": uri}

    offered = server.ask(
        "textDocument/codeAction",
        textDocument=document,
        range={"start": far, "end": far},
        context={"diagnostics": []},
    )
    assert all(each["kind"] != "quickfix" for each in offered)
    server.change(uri, 2, {"range": {"start": far, "end": far}, "text": "# the end\n"})
    server.change(
        uri,
        3,
        {"range": {"start": {"line": 5, "character": 2}, "end": {"line": 5, "character": 5}}, "text": "say"},
    )
    assert server.diagnostics(uri, 3) == []


def test_a_change_of_a_file_that_was_never_opened_is_passed_over(server: Talk) -> None:
    server.change("file:///nowhere/never.scn", 2, {"text": "x"})
    server.tell("textDocument/didClose", textDocument={"uri": "file:///nowhere/never.scn"})

    assert is_alive(server)
    assert server.heard("window/showMessage") == []


def test_a_request_about_a_file_that_is_nowhere_is_refused(server: Talk) -> None:
    number = server.begin(
        "textDocument/formatting",
        textDocument={"uri": "file:///nowhere/at/all.scn"},
        options={"tabSize": 2, "insertSpaces": True},
    )

    error = server.answer(number)["error"]
    assert error["code"] == -32602
    assert "cannot be read" in error["message"]


def test_cancelling_what_is_not_asked_is_passed_over(server: Talk) -> None:
    server.tell("$/cancelRequest", id=4711)

    assert is_alive(server)


def test_surrogates_that_stand_alone_do_not_stop_it(server: Talk) -> None:
    uri = server.open(SCRIPT.replace("Hello", "\ud83d Hello \ude00"), "file:///nowhere/halves.scn")

    assert server.diagnostics(uri, 1)


def test_an_error_in_a_handler_is_logged_and_answered_in_one_line() -> None:
    code = (
        "import importlib, sys\n"
        "formatting = importlib.import_module('scn_compiler.lsp.handlers.formatting')\n"
        "def broken(text):\n    raise RuntimeError('out of order')\n"
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
