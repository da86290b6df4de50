"""Clients that break the protocol."""

from typing import Any

import pytest

from support.cases import every
from support.lsp_client import PATIENCE, Talk, talking
from support.lsp_server import SCRIPT, is_alive

# Rude clients


@pytest.mark.slow
def test_requests_before_initialize_are_refused_and_notifications_ignored() -> None:
    with talking() as (talk, _):
        talk.open(SCRIPT)
        assert talk.answer(talk.begin("shutdown"))["error"]["code"] == -32002
        talk.initialize()
        assert is_alive(talk)


def test_initialize_comes_once(server: Talk) -> None:
    assert (
        server.answer(server.begin("initialize", processId=None, capabilities={}))["error"]["code"] == -32600
    )


@pytest.mark.slow
def test_after_shutdown_requests_are_refused() -> None:
    with talking() as (talk, process):
        talk.initialize()
        talk.ask("shutdown")

        assert talk.answer(talk.begin("shutdown"))["error"]["code"] == -32600
        talk.tell("exit")
        assert process.wait(PATIENCE) == 0


@every("body", [b"{", b"nonsense", b"\xff\xfe", b"[1", b"\x00"])
def test_invalid_json_is_answered_with_an_error(server: Talk, body: bytes) -> None:
    since = len(server.said)
    server.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    said = server.until(lambda said: "error" in said and said["id"] is None, since)
    assert said["error"]["code"] == -32700


@every(
    "body",
    [
        b"1",
        b"[]",
        b"null",
        b'"text"',
        b'{"id": 7}',
        b'{"jsonrpc": "1.0"}',
        b'{"jsonrpc": "2.0", "id": [1], "method": "shutdown"}',
    ],
)
def test_an_invalid_message_is_answered_with_an_error(server: Talk, body: bytes) -> None:
    since = len(server.said)
    server.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    said = server.until(lambda said: "error" in said and said["id"] is None, since)
    assert said["error"]["code"] == -32600


def test_unknown_headers_are_ignored(server: Talk) -> None:
    server.raw(b"garbage\r\nX-Strange: yes\r\n\r\n\r\n")

    assert is_alive(server)


def test_an_unknown_request_is_answered_and_an_unknown_notification_is_not(server: Talk) -> None:
    server.tell("scn/unheardOf", x=1)

    assert server.answer(server.begin("scn/unheardOf"))["error"]["code"] == -32601
    assert is_alive(server)


@every(
    "place",
    [
        {"line": -1, "character": 0},
        {"line": 0, "character": -5},
        {"line": 2**40, "character": 0},
        {"line": "a", "character": None},
        None,
    ],
    ids=str,
)
def test_invalid_places_are_refused(server: Talk, place: Any) -> None:
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


def test_a_change_of_a_file_that_was_never_opened_is_ignored(server: Talk) -> None:
    server.change("file:///nowhere/never.scn", 2, {"text": "x"})
    server.tell("textDocument/didClose", textDocument={"uri": "file:///nowhere/never.scn"})

    assert is_alive(server)
    assert server.heard("window/showMessage") == []


def test_a_request_about_a_missing_file_is_refused(server: Talk) -> None:
    number = server.begin(
        "textDocument/formatting",
        textDocument={"uri": "file:///nowhere/at/all.scn"},
        options={"tabSize": 2, "insertSpaces": True},
    )

    error = server.answer(number)["error"]
    assert error["code"] == -32602
    assert "cannot be read" in error["message"]


def test_cancelling_an_unknown_request_is_ignored(server: Talk) -> None:
    server.tell("$/cancelRequest", id=4711)

    assert is_alive(server)


def test_lone_surrogates_do_not_stop_it(server: Talk) -> None:
    uri = server.open(SCRIPT.replace("Hello", "\ud83d Hello \ude00"), "file:///nowhere/halves.scn")

    assert server.diagnostics(uri, 1)
