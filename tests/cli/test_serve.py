"""`scn serve`: the caller of a script as a model, for clients of the OpenAI API."""

import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from scn_compiler.cli.commands import serve as command
from scn_compiler.cli.rehearsal.model_server import ServedScript, server_for
from scn_compiler.rehearsal.judge import Cassette
from scn_compiler.rehearsal.policy import DEFAULT
from support.calls import rehearsed
from support.cases import every
from support.cli import scn
from support.serving import caller_of

SCRIPT = """scenario: Opening hours
role: A customer
language: en
tools: end_call
FIRST_MESSAGE
  say: When are you open?
WHEN contains "nine"
  say: Great, thank you! [laughter]
WHEN The agent asks whether there is anything else
  say: No, thanks.
WHEN contains "bye"
  say: Bye!
  end call
"""
ANYTHING_ELSE = (
    '{"sentence": "The agent asks whether there is anything else", "line": "What else?", "fits": true}'
)
END_CALL = {
    "type": "function",
    "function": {"name": "end_call", "parameters": {"type": "object", "properties": {}}},
}


@contextmanager
def served(cassette: str = "", *ignored: str) -> Iterator[str]:
    """The script as a model; its address."""
    script = ServedScript("shop", rehearsed(SCRIPT), DEFAULT, Cassette(cassette), ignored=frozenset(ignored))
    server = server_for(script, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def message(role: str, content: Any, **other: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **other}


@cache
def client_of(address: str) -> Any:
    """The official client."""
    from openai import OpenAI  # noqa: PLC0415  (the import takes long)

    return OpenAI(base_url=address, api_key="none")


def answer(address: str, *messages: dict[str, Any]) -> str | None:
    client = client_of(address)
    completion = client.chat.completions.create(model="shop", messages=messages)
    said: str | None = completion.choices[0].message.content
    return said


def port_of(address: str) -> int:
    return int(address.removesuffix("/v1").rpartition(":")[2])


def test_the_official_client_talks_to_the_caller_until_it_hangs_up() -> None:
    with served() as address:
        assert [each.id for each in client_of(address).models.list()] == ["shop"]
        messages: list[dict[str, Any]] = []
        for agent, caller in (
            (None, "When are you open?"),
            ("From nine.", "Great, thank you!"),
            ("Bye!", "Bye! ###STOP###"),
        ):
            messages += [message("user", agent)] if agent else []
            assert answer(address, *messages) == caller
            messages.append(message("assistant", caller))


def test_a_caller_whom_the_agent_greets_says_its_first_message_too() -> None:
    with served() as address:
        assert answer(address, message("user", "Hello!")) == "When are you open?"
        assert (
            answer(address, message("user", "Hello, we close at nine."))
            == "When are you open? Great, thank you!"
        )


def test_a_reply_to_each_of_several_messages_in_a_row_is_said() -> None:
    opening = message("assistant", "When are you open?")
    with served() as address:
        said = answer(address, opening, message("user", "From nine."), message("user", "Anything else?"))
        assert said == "Great, thank you!"
        # Frameworks drop the empty message of a caller who says nothing.
        said = answer(address, opening, message("user", "Hm."), message("user", "From nine."))
        assert said == "Great, thank you!"
        assert answer(address, opening) == ""


def test_messages_with_the_tool_calls_of_the_agent_are_the_agents() -> None:
    call = {"id": "1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
    looked_up = [message("assistant", None, tool_calls=[call]), message("tool", "9-17", tool_call_id="1")]
    opening = message("assistant", "When are you open?")
    with served() as address:
        assert answer(address, *looked_up, message("user", "Hello!")) == "When are you open?"
        assert answer(address, opening, message("user", "From nine."), *looked_up) == "Great, thank you!"
        said = answer(address, opening, message("assistant", "From nine.", tool_calls=[call]), looked_up[1])
        assert said == "Great, thank you!"


def test_a_message_that_no_agent_says_is_ignored() -> None:
    words = "Hello, do you close at nine?"
    with served("", words) as address:
        assert answer(address, message("user", words)) == "When are you open?"
        said = answer(address, message("user", f"{words}\n"), message("user", "From nine."))
        assert said == "When are you open? Great, thank you!"


def test_parts_of_a_message_are_joined() -> None:
    parts = [{"type": "text", "text": "From"}, {"type": "text", "text": "nine."}]
    with served() as address:
        said = answer(address, message("assistant", "When are you open?"), message("user", parts))
        assert said == "Great, thank you!"


def test_a_hang_up_is_a_tool_call_where_the_client_offers_the_tool() -> None:
    with served() as address:
        stream = client_of(address).chat.completions.create(
            model="shop",
            messages=[{"role": "assistant", "content": "Hm."}, {"role": "user", "content": "Nine. Bye!"}],
            tools=[END_CALL],  # type: ignore[list-item]
            stream=True,
            stream_options={"include_usage": True},
        )
        *chunks, last = stream

    choices = [chunk.choices[0] for chunk in chunks]
    assert [each.delta.content for each in choices if each.delta.content] == [
        "Great, ", "thank ", "you! ", "Bye!"
    ]  # fmt: skip
    assert choices[0].delta.role == "assistant"
    assert [
        call.function and call.function.name for each in choices for call in each.delta.tool_calls or ()
    ] == ["end_call"]
    assert [each.finish_reason for each in choices if each.finish_reason] == ["tool_calls"]
    assert last.choices == []
    assert last.usage


def test_a_streamed_hang_up_without_the_tool_is_the_mark() -> None:
    with served() as address:
        stream = client_of(address).chat.completions.create(
            model="shop",
            messages=[{"role": "assistant", "content": "Hm."}, {"role": "user", "content": "Bye!"}],
            stream=True,
        )
        choices = [chunk.choices[0] for chunk in stream]

    assert "".join(each.delta.content or "" for each in choices) == "Bye! ###STOP###"
    assert choices[-1].finish_reason == "stop"


def test_sentences_are_decided_by_the_cassette() -> None:
    asked = (message("assistant", "When are you open?"), message("user", "What else?"))
    with served(ANYTHING_ELSE) as address:
        assert answer(address, *asked) == "No, thanks."
    with served() as address:
        assert answer(address, *asked) == ""


def test_many_calls_at_once_keep_to_themselves() -> None:
    def call(number: int) -> list[str | None]:
        messages: list[dict[str, Any]] = []
        said = []
        for words in ("Hello.", f"From nine, number {number}.", "Hm.", "Bye!"):
            messages.append(message("user", words))
            said.append(answer(address, *messages))
            messages.append(message("assistant", said[-1]))
        return said

    with served() as address, ThreadPoolExecutor(16) as pool:
        calls = list(pool.map(call, range(32)))

    assert calls == [["When are you open?", "Great, thank you!", "", "Bye! ###STOP###"]] * 32


@every(
    ("path", "body", "status", "words", "param"),
    [
        ("/chat/completions", b"{", 400, "the body isn't valid JSON: ", None),
        ("/chat/completions", b"\xff", 400, "the body isn't valid JSON: ", None),
        ("/chat/completions", b"[" * 100_000, 400, "the body isn't valid JSON: ", None),
        ("/chat/completions", b"", 400, "the body isn't valid JSON: ", None),
        ("/chat/completions", b"[]", 400, "the request must be a JSON object", None),
        ("/chat/completions", b"{}", 400, "`messages` must be a list", "messages"),
        ("/chat/completions", b'{"messages": 1}', 400, "`messages` must be a list", "messages"),
        ("/chat/completions", b'{"messages": ["Hi"]}', 400, "`messages[0]` must be an object", "messages[0]"),
        (
            "/chat/completions",
            b'{"messages": [{"role": "user"}, {}]}',
            400,
            "`messages[1]` must be an object with a `role`",
            "messages[1]",
        ),
        ("/chat/completions", b" " * (5 << 20), 413, "the request has 5242880 bytes", None),
        ("/else", b"{}", 404, "unknown address /v1/else: there are GET /v1/models and POST ", None),
        ("/models", b"{}", 405, "use GET /v1/models", None),
        ("/chat/completions", None, 405, "use POST /v1/chat/completions", None),
    ],
)
def test_a_wrong_request_gets_an_error_as_the_openai_api_gives_it(
    path: str, body: bytes | None, status: int, words: str, param: str | None
) -> None:
    with served() as address, pytest.raises(HTTPError) as raised:
        urllib.request.urlopen(urllib.request.Request(f"{address}{path}", data=body))

    assert raised.value.code == status
    error = json.load(raised.value)["error"]
    assert error.pop("message").startswith(words)
    assert error == {"type": "invalid_request_error", "param": param, "code": None}


def test_a_web_page_is_refused() -> None:
    body = json.dumps({"messages": [message("user", "Hello!")]}).encode()
    with served() as address:
        request = urllib.request.Request(
            f"{address}/chat/completions", body, {"Origin": "https://page.example"}
        )
        with pytest.raises(HTTPError) as raised:
            urllib.request.urlopen(request)

    assert raised.value.code == 403
    assert json.load(raised.value)["error"]["message"] == "web pages can't talk to this server"


def test_the_official_client_shows_the_message_of_an_error() -> None:
    from openai import APIStatusError  # noqa: PLC0415  (the import takes long)

    with (
        served() as address,
        pytest.raises(APIStatusError, match="must be an object with a `role`") as raised,
    ):
        answer(address, {"content": "Hi"})

    assert raised.value.status_code == 400
    assert raised.value.param == "messages[0]"


@every(
    "head",
    [
        b"PUT /v1/models HTTP/1.1",
        b"NONSENSE",
        b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: many",
        b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: -1",
        b"POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked",
    ],
)
def test_what_is_no_request_gets_an_error_as_well_and_the_connection_ends(head: bytes) -> None:
    with served() as address, socket.create_connection(("127.0.0.1", port_of(address)), 10) as client:
        client.sendall(head + b"\r\n\r\n")
        with client.makefile("rb") as answered:
            found = answered.read()

    assert json.loads(found.partition(b"\r\n\r\n")[2] or found)["error"]["message"]


@pytest.mark.parametrize("stream", [False, True])
def test_clients_that_close_early_are_passed_over(stream: bool, capfd: pytest.CaptureFixture[str]) -> None:
    words = json.dumps({"messages": [message("user", "nine " * 50_000)] * 4, "stream": stream}).encode()
    head = f"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: {len(words)}\r\n\r\n".encode()
    with served() as address:
        for sent in (b"", head[:30], head, head + words[:-5], head + words):
            with socket.create_connection(("127.0.0.1", port_of(address)), 10) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset it
                client.sendall(sent)
        assert answer(address, message("user", "Hello!")) == "When are you open?"

    assert capfd.readouterr().err == ""


def test_clients_that_stall_keep_no_other_waiting() -> None:
    with served() as address, ExitStack() as stalled:
        for sent in (
            b"",
            b"POST /v1/chat",
            b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
        ):
            client = stalled.enter_context(socket.create_connection(("127.0.0.1", port_of(address)), 10))
            client.sendall(sent)
        assert answer(address, message("user", "Hello!")) == "When are you open?"


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    (tmp_path / "shop.scn").write_text(SCRIPT, encoding="utf-8")
    with served() as address:
        done = scn("serve", "shop.scn", "--port", str(port_of(address)), cwd=tmp_path)

    assert done.returncode == 2
    assert "can't use port" in done.stderr


def test_the_model_of_a_request_chooses_the_scenario(tmp_path: Path) -> None:
    table = "scenario: Book\nexamples: day\nrow: Friday\nrow: Monday\nrole: A guest\nlanguage: en\n"
    script = tmp_path / "shop.scn"
    script.write_text(
        f"{SCRIPT}\n{table}FIRST_MESSAGE\n  say: On $day, please.\n  end call\n", encoding="utf-8"
    )
    with caller_of("shop.scn", cwd=tmp_path) as address:
        client = client_of(address)
        said = {
            model: client.chat.completions.create(model=model, messages=[]).choices[0].message.content
            for model in ("scn", "Opening hours", "Book (Monday)")
        }
        assert said == {
            "scn": "When are you open?",
            "Opening hours": "When are you open?",
            "Book (Monday)": "On Monday, please. ###STOP###",
        }
        names = [each.id for each in client.models.list()]
        assert names == ["Opening hours", "Book (Friday)", "Book (Monday)"]
    with caller_of("shop.scn", "--scenario", "Opening hours", cwd=tmp_path) as address:
        client = client_of(address)
        assert [each.id for each in client.models.list()] == ["Opening hours"]


def test_the_first_of_several_scenarios_with_one_name_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "role: A caller\nlanguage: en\nFIRST_MESSAGE\n  say:"
    names = enumerate(("Alpha", "Beta", "Alpha", "Beta"))
    text = "".join(f"scenario: {name}\n{head} {number}\n" for number, name in names)
    (tmp_path / "shop.scn").write_text(text, encoding="utf-8")
    served_scripts: list[ServedScript] = []

    def serve(script: ServedScript, *_: Any) -> Any:
        served_scripts.append(script)
        monkeypatch.setattr(server := server_for(script, 0), "serve_forever", lambda: None)
        return server

    monkeypatch.setattr(command, "server_for", serve)
    printed = scn("serve", "shop.scn", cwd=tmp_path).stderr.splitlines()
    (script,) = served_scripts
    answers = {
        model: script.answer({"messages": [], "model": model})["choices"][0]["message"]["content"]
        for model in (None, "else", "Alpha", "Beta")
    }
    assert answers == {None: "0", "else": "0", "Alpha": "0", "Beta": "1"}
    assert printed[1:] == [
        "1 more scenario: a request's `model` can name one, and `/v1/models` lists them",
        "2 scenarios without a unique name: a request's `model` can't name them",
    ]


def test_the_program_serves_until_it_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "shop.scn").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "verdicts.jsonl").write_text(ANYTHING_ELSE, encoding="utf-8")
    options = ("--cassette", "verdicts.jsonl", "--stop", "[over]", "--ignore", "Begin. ")
    with caller_of("shop.scn", *options, cwd=tmp_path) as address:
        assert answer(address, message("user", "Begin.")) == "When are you open?"
        assert answer(address, message("user", "What else?")) == "When are you open? No, thanks."
        assert answer(address, message("assistant", "Hm."), message("user", "Bye!")) == "Bye! [over]"


def test_ctrl_c_stops_it_even_while_it_prints_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop.scn").write_text(SCRIPT, encoding="utf-8")
    said: list[str] = []

    def press_ctrl_c(message: str, *, err: bool) -> None:
        said.append(message)
        if err and len(said) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "echo", press_ctrl_c)

    assert scn("serve", "shop.scn", "--port", "0", cwd=tmp_path).returncode == 0
    assert said[1:] == ["stopped"]
