"""A server on a port: access, and the effects of a client on the others."""

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.cases import every
from support.lsp_client import PATIENCE, SCN, TOKEN, Talk, connected
from support.lsp_diagnostics import codes
from support.lsp_server import SCRIPT, is_alive

INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}


def framed(**content: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **content}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def said_to(port: int, data: bytes) -> bytes:
    """Everything the server sends until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(data)
        heard = b""
        with suppress(ConnectionResetError):  # the server may close with unread data
            while chunk := connection.recv(1 << 16):
                heard += chunk
        return heard


@pytest.fixture
def waiting(port: int) -> Iterator[Talk]:
    """A client that is admitted before others send anything."""
    with connected(port) as talk:
        talk.initialize()
        yield talk
        assert is_alive(talk)


# The token


@every(
    "options",
    [
        {},
        {"initializationOptions": None},
        {"initializationOptions": {}},
        {"initializationOptions": {"token": None}},
        {"initializationOptions": {"token": ""}},
        {"initializationOptions": {"token": TOKEN[:-1]}},
        {"initializationOptions": {"token": TOKEN + " "}},
        {"initializationOptions": {"token": TOKEN.upper()}},
        {"initializationOptions": {"token": [TOKEN]}},
        {"initializationOptions": {"token": "\ud83d"}},
        {"initializationOptions": [TOKEN]},
        {"token": TOKEN},
    ],
    ids=str,
)
def test_without_the_token_a_client_is_refused_and_the_connection_closed(
    options: dict[str, object], waiting: Talk, port: int
) -> None:
    said = said_to(port, framed(id=1, method="initialize", params={**INITIALIZE, **options}))

    answer = json.loads(said.split(b"\r\n\r\n", 1)[1])
    assert "missing or wrong token" in answer["error"]["message"]
    assert TOKEN not in said.decode()


@every("method", ["initialized", "textDocument/didOpen", "workspace/executeCommand", "shutdown", "exit"])
def test_nothing_comes_before_the_token(method: str, waiting: Talk, port: int) -> None:
    right = framed(
        id=2, method="initialize", params={**INITIALIZE, "initializationOptions": {"token": TOKEN}}
    )

    said = said_to(port, framed(id=1, method=method, params={}) + right)

    assert b"capabilities" not in said
    assert said.count(b"Content-Length") == 1


@every(
    "start",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Type: text/plain\r\n",
        b"OPTIONS * HTTP/1.0\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"Host: localhost\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\r\n",
    ],
    ids=lambda start: start[:12].decode("latin-1"),
)
def test_other_protocols_are_closed_at_once_though_they_carry_the_token(
    start: bytes, waiting: Talk, port: int
) -> None:
    right = framed(
        id=2, method="initialize", params={**INITIALIZE, "initializationOptions": {"token": TOKEN}}
    )

    assert said_to(port, start + right) == b""


@every(
    "data",
    [
        b"x" * 100_000,
        b"Content-Type: " + b"x" * 100_000,
        b"Content-Type: x\r\n" * 1_000,
        b"Content-Length: 999999999\r\n\r\n",
        b"Content-Length: 300000\r\n\r\n" + b" " * 300_000,
        b"Content-Length: " + b"9" * 5_000 + b"\r\n\r\n",
        b"Content-Length: 60000\r\n\r\n" + b"[" * 60_000,
        b"Content-Length: 4\r\n\r\nnull",
    ],
    ids=lambda data: data[:24].decode(),
)
def test_a_connection_that_sends_too_much_or_no_message_is_closed(
    data: bytes, waiting: Talk, port: int
) -> None:
    assert said_to(port, data) == b""


def test_a_client_that_was_let_in_cannot_send_headers_of_other_protocols_or_without_end(port: int) -> None:
    for data in (b"GET / HTTP/1.1\r\n\r\n", b"Content-Length: 999999999999\r\n\r\n", b"x" * 100_000):
        right = framed(
            id=1, method="initialize", params={**INITIALIZE, "initializationOptions": {"token": TOKEN}}
        )
        assert said_to(port, right + data).count(b"Content-Length") == 1  # the answer to `initialize`


def test_silent_connections_keep_no_client_out(port: int) -> None:
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    try:
        with connected(port) as talk:
            talk.initialize()
            assert is_alive(talk)
    finally:
        for each in silent:
            each.close()


def test_a_client_that_stops_within_a_message_blocks_no_other(waiting: Talk, port: int) -> None:
    with connected(port) as other:
        other.initialize()
        other.raw(b"Content-Length: 1000\r\n\r\n{")
        assert is_alive(waiting)


@pytest.mark.slow
def test_a_token_is_generated_and_printed_unless_one_is_chosen() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SCN_LSP_TOKEN"}
    with subprocess.Popen(
        [*SCN, "--tcp", "0"], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        port = int(process.stderr.readline().rpartition(":")[2])
        token = process.stderr.readline().removeprefix("scn: the token is ").strip()
        try:
            options = {"initializationOptions": {"token": token}}
            with connected(port) as talk:
                assert talk.answer(talk.begin("initialize", **INITIALIZE, **options))["result"]
            assert b"missing or wrong" in said_to(
                port, framed(id=1, method="initialize", params={**INITIALIZE, "initializationOptions": {}})
            )
        finally:
            process.kill()
    assert len(token) > 40


@pytest.mark.slow
def test_a_token_that_can_be_guessed_is_refused() -> None:
    done = subprocess.run(
        [*SCN, "--tcp", "0"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCN_LSP_TOKEN": "secret"},
    )

    assert done.returncode == 2
    assert "SCN_LSP_TOKEN is too short" in done.stderr


# The files


def asked(talk: Talk, uri: str) -> dict[str, object]:
    """The answer to a request to compile a file that isn't open."""
    return talk.answer(talk.begin("workspace/executeCommand", command="scn.compile", arguments=[uri]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "calls"
    inside.mkdir()
    (tmp_path / "outside.scn").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "calls-not.scn").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    return inside


def test_a_script_in_a_folder_of_the_client_is_read(talk: Talk, folder: Path) -> None:
    (folder / "a.scn").write_text(SCRIPT, encoding="utf-8")
    talk.initialize({}, folder)

    assert "result" in asked(talk, (folder / "a.scn").as_uri())


@pytest.mark.parametrize(
    "name",
    [
        "../outside.scn",
        "../calls-not.scn",
        "sub/../../outside.scn",
        "%2e%2e/outside.scn",
        "../secret.txt",
        "scn.toml",
        "notes.txt",
        "payload.json",
        "link.scn",
        "secret.scn",
        "away/outside.scn",
        "pipe.scn",
        "folder.scn",
        "loop.scn",
        "null.scn",
        "made-up.scn",
        "missing.scn",
        "x" * 300 + ".scn",
    ],
)
def test_nothing_else_is_read_and_nothing_blocks(name: str, talk: Talk, folder: Path) -> None:
    for plain in ("scn.toml", "notes.txt", "payload.json"):
        (folder / plain).write_text("", encoding="utf-8")
    (folder / "link.scn").symlink_to(folder.parent / "outside.scn")
    (folder / "secret.scn").symlink_to(folder.parent / "secret.txt")
    (folder / "away").symlink_to(folder.parent)
    (folder / "loop.scn").symlink_to("loop.scn")
    (folder / "null.scn").symlink_to("/dev/zero")
    (folder / "made-up.scn").symlink_to("/proc/self/environ")
    (folder / "folder.scn").mkdir()
    os.mkfifo(folder / "pipe.scn")
    talk.initialize({}, folder)

    error = asked(talk, f"{folder.as_uri()}/{name}")["error"]

    assert isinstance(error, dict)
    assert "cannot be read" in error["message"]
    assert "the secret" not in error["message"]
    assert is_alive(talk)


def test_without_a_folder_only_open_documents_are_read(talk: Talk, folder: Path) -> None:
    uri = (folder.parent / "outside.scn").as_uri()
    talk.initialize()

    assert "error" in asked(talk, uri)
    assert codes(talk.diagnostics(talk.open(SCRIPT, uri), 1)) == ["SCN101"]
    assert "result" in asked(talk, uri)


def test_a_configuration_or_baseline_that_is_not_a_regular_file_blocks_nothing(
    talk: Talk, folder: Path
) -> None:
    os.mkfifo(folder / "known.json")
    (folder / "scn.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    (folder / "sub").mkdir()
    os.mkfifo(folder / "sub" / "scn.toml")
    talk.initialize({}, folder)

    assert codes(talk.diagnostics(talk.open(SCRIPT, (folder / "a.scn").as_uri()), 1)) == ["SCN101"]
    assert codes(talk.diagnostics(talk.open(SCRIPT, (folder / "sub" / "b.scn").as_uri()), 1)) == ["SCN101"]
    (shown,) = talk.diagnostics((folder / "known.json").as_uri())
    assert "not a regular file" in shown["message"]
