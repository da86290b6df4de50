"""The caller as a model: answers chat completions as the OpenAI API does, from a script.

It keeps no state: the messages are the call. Those with the role `user` are the agent's, those with the role `assistant`
are the caller's own. A reply that ends the call has a tool call `end_call` if the request offers such a tool, and else
ends with the mark that `--stop` names. Source: OpenAI's reference of chat completions, as known on 2026-11-29.
"""

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scn_compiler.cli.rehearsal.live import AgentFailed
from scn_compiler.rehearsal.cases import lines_of, without_directions
from scn_compiler.rehearsal.engine import Rehearsal, Reply
from scn_compiler.rehearsal.judge import Verdict, judged
from scn_compiler.rehearsal.policy import Policy
from scn_dsl.records import Record

_MOST_BYTES = 4 << 20
"""The largest request that is read."""

END_CALL_TOOL = "end_call"


class ServedScript(Record):
    """A scenario that answers as a model.

    Attributes:
        name: The name of the model.
        stop: The mark at the end of a reply that ends the call, if no tool can say so.
    """

    name: str
    rehearsal: Rehearsal
    policy: Policy
    verdict: Verdict
    stop: str = "###STOP###"

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a request for a chat completion.

        Raises:
            ValueError: if the request has no list of messages.
        """
        messages = request.get("messages")
        if not isinstance(messages, list):
            raise ValueError("`messages` must be a list")
        reply = self._reply([_words_of(each) for each in messages if _role_of(each) == "user"])
        words = " ".join(filter(None, (without_directions(text) for _, text in lines_of(reply))))
        message: dict[str, Any] = {"role": "assistant", "content": words}
        reason = "stop"
        if reply.hangs_up and _offers_end_call(request):
            call = {"name": END_CALL_TOOL, "arguments": "{}"}
            message["tool_calls"] = [{"id": "call_end", "type": "function", "function": call}]
            reason = "tool_calls"
        elif reply.hangs_up:
            message["content"] = f"{words} {self.stop}".strip()
        return {
            "id": "scn",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": self.name,
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }

    def _reply(self, heard: list[str]) -> Reply:
        """Play the messages of the agent, and return the last reply; without a message, the first message."""
        state, reply = self.rehearsal.start()
        for words in heard:
            state, reply = self.rehearsal.hear(
                state, judged(self.rehearsal, words, self.verdict), self.policy
            )
        return reply


def _role_of(message: Any) -> str:
    return str(message.get("role", "")) if isinstance(message, dict) else ""


def _words_of(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _offers_end_call(request: dict[str, Any]) -> bool:
    tools = request.get("tools")
    return any(
        isinstance(tool, dict) and tool.get("function", {}).get("name") == END_CALL_TOOL
        for tool in (tools if isinstance(tools, list) else ())
    )


def stream_of(completion: dict[str, Any]) -> Iterator[str]:
    """Write a completion as the events of a stream."""
    choice = completion["choices"][0]
    head = {key: completion[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    delta = dict(choice["message"])
    if "tool_calls" in delta:
        delta["tool_calls"] = [{"index": 0, **call} for call in delta["tool_calls"]]
    for part, reason in ((delta, None), ({}, choice["finish_reason"])):
        chunk = {**head, "choices": [{"index": 0, "delta": part, "finish_reason": reason}]}
        yield f"data: {json.dumps(chunk)}\n\n"
    yield "data: [DONE]\n\n"


def server_for(
    script: ServedScript, port: int, answered: Callable[[], None] = lambda: None
) -> ThreadingHTTPServer:
    """Make a server on loopback.

    Args:
        answered: Is called after each request is played.

    Raises:
        OSError: if the port can't be used.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.rstrip("/") == "/v1/models":
                self._send(
                    {"object": "list", "data": [{"id": script.name, "object": "model", "owned_by": "scn"}]}
                )
            else:
                self._fail(404, f"there is nothing at {self.path}: use POST /v1/chat/completions")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > _MOST_BYTES:
                self._fail(413, "the request is too large")
                return
            body = self.rfile.read(length)
            if self.path.rstrip("/") != "/v1/chat/completions":
                self._fail(404, f"there is nothing at {self.path}: use POST /v1/chat/completions")
                return
            try:
                request = json.loads(body)
                completion = script.answer(request if isinstance(request, dict) else {})
            except ValueError as error:
                self._fail(400, str(error))
                return
            except AgentFailed as error:
                self._fail(502, str(error))
                return
            answered()
            if request.get("stream"):
                self._stream(completion)
            else:
                self._send(completion)

        def _stream(self, completion: dict[str, Any]) -> None:
            data = "".join(stream_of(completion)).encode()
            self._respond(200, "text/event-stream", data)

        def _send(self, value: dict[str, Any], status: int = 200) -> None:
            self._respond(status, "application/json", json.dumps(value).encode())

        def _fail(self, status: int, message: str) -> None:
            self._send({"error": {"message": message, "type": "invalid_request_error"}}, status)

        def _respond(self, status: int, kind: str, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing: requests aren't news."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
