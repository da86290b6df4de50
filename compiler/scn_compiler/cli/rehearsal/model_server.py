"""The caller as a model: answers chat completions as the OpenAI API does, from a script.

It keeps no state: the messages are the call. Those with the role `user` are the agent's, those with the role `assistant`
are the caller's own. The answer is everything that the caller hasn't said yet: its replies to the messages of the agent
since its own last message, and before its own first message also the first message of the script. A reply that ends the
call has a tool call `end_call` if the request offers such a tool, and else ends with the mark that `--stop` names.
Source: OpenAI's reference of chat completions, as known on 2026-11-29.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import ThreadingHTTPServer
from typing import Any

from scn_compiler.cli.rehearsal.live import AgentFailed
from scn_compiler.project.loopback import ADDRESS, JsonHandler, LoopbackServer, RefusedBody
from scn_compiler.rehearsal.cases import lines_of, without_directions
from scn_compiler.rehearsal.engine import Rehearsal, Reply
from scn_compiler.rehearsal.judge import Verdict, judged
from scn_compiler.rehearsal.policy import Policy
from scn_dsl.records import Record, field

_MOST_BYTES = 4 << 20
"""The largest request that is read."""

END_CALL_TOOL = "end_call"

_PLACES = {"/v1/models": "GET", "/v1/chat/completions": "POST"}


class BadRequest(ValueError):  # noqa: N818  (an outcome of reading a request, reported as a message)
    """A request that isn't one for a chat completion.

    Attributes:
        param: The part of the request that is wrong, if one is.
        status: The status of the answer.
    """

    def __init__(self, message: str, param: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.param = param
        self.status = status


class ServedScript(Record):
    """A scenario that answers as a model, and the other scenarios of its script.

    Attributes:
        name: The name of the model.
        stop: The mark at the end of a reply that ends the call, if no tool can say so.
        ignored: Messages of the agent that no agent says: the framework puts them before the call.
        others: More models that a request can ask for. Another name than theirs means this scenario, because many
            frameworks have a model's name of their own.
    """

    name: str
    rehearsal: Rehearsal
    policy: Policy
    verdict: Verdict
    stop: str = "###STOP###"
    ignored: frozenset[str] = frozenset()
    others: Mapping[str, Rehearsal] = field(default_factory=dict, compare=False)

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.name, *self.others)))

    def answer(self, request: Any) -> dict[str, Any]:
        """Answer a request for a chat completion.

        Raises:
            BadRequest: if the request has no list of messages.
            AgentFailed: if the judge doesn't answer.
        """
        messages = _messages_of(request)
        model = request.get("model")
        name, rehearsal = self.name, self.rehearsal
        if isinstance(model, str) and model in self.others:
            name, rehearsal = model, self.others[model]
        reply = self._reply(rehearsal, messages)
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
            "model": name,
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }

    def _reply(self, rehearsal: Rehearsal, messages: list[dict[str, Any]]) -> Reply:
        """Play the messages of the agent, and return what the caller hasn't said yet as one reply."""
        state, reply = rehearsal.start()
        unsaid = list(reply.turns)
        for message in messages:
            words = _words_of(message).strip()
            if _is_agents(message):
                if words and words not in self.ignored:
                    heard = judged(rehearsal, words, self.verdict)
                    state, reply = rehearsal.hear(state, heard, self.policy)
                    unsaid += reply.turns
            elif message["role"] == "assistant" and (words or message.get("tool_calls")):
                unsaid.clear()
        return Reply(tuple(unsaid))


def _messages_of(request: Any) -> list[dict[str, Any]]:
    if not isinstance(request, dict):
        raise BadRequest("the request must be a JSON object")
    messages = request.get("messages")
    if not isinstance(messages, list):
        raise BadRequest("`messages` must be a list", "messages")
    for index, message in enumerate(messages):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise BadRequest(
                f"`messages[{index}]` must be an object with a `role`, such as `user`", f"messages[{index}]"
            )
    return messages


def _is_agents(message: dict[str, Any]) -> bool:
    """Return whether the agent says a message: one with tool calls that aren't the caller's keeps the agent's role."""
    calls = message.get("tool_calls")
    names = [_tool_name(each) for each in calls] if isinstance(calls, list) else []
    return message["role"] == "user" or bool(set(names) - {END_CALL_TOOL})


def _words_of(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _offers_end_call(request: dict[str, Any]) -> bool:
    tools = request.get("tools")
    return isinstance(tools, list) and END_CALL_TOOL in map(_tool_name, tools)


def _tool_name(tool: Any) -> str:
    function = tool.get("function") if isinstance(tool, dict) else None
    return str(function.get("name")) if isinstance(function, dict) else ""


def stream_of(completion: dict[str, Any], with_usage: bool = False) -> Iterator[str]:
    """Write a completion as the events of a stream: the role, each word, the tool calls, the reason why it ends.

    Args:
        with_usage: Add an event with the number of tokens, which a request asks for with `include_usage`.
    """
    choice = completion["choices"][0]
    head = {key: completion[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    message = choice["message"]
    deltas: list[dict[str, Any]] = [{"role": message["role"], "content": ""}]
    deltas += [{"content": word} for word in re.findall(r"\S+\s*", message["content"])]
    for index, call in enumerate(message.get("tool_calls", ())):
        deltas.append({"tool_calls": [{"index": index, **call}]})
    for delta, reason in (*((each, None) for each in deltas), ({}, choice["finish_reason"])):
        yield _event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
    if with_usage:
        yield _event({**head, "choices": [], "usage": completion["usage"]})
    yield "data: [DONE]\n\n"


def _event(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk)}\n\n"


def server_for(
    script: ServedScript, port: int, answered: Callable[[], None] = lambda: None
) -> ThreadingHTTPServer:
    """Make a server on loopback.

    Args:
        answered: Is called after each request is played.

    Raises:
        OSError: if the port can't be used.
    """
    return _ModelServer(script, port, answered)


class _ModelServer(LoopbackServer):
    """The server of a script."""

    def __init__(self, script: ServedScript, port: int, answered: Callable[[], None]) -> None:
        self.script = script
        self.answered = answered
        super().__init__((ADDRESS, port), _Handler)


class _Handler(JsonHandler):
    server: _ModelServer

    def do_GET(self) -> None:
        if self._is_at("/v1/models"):
            models = [
                {"id": each, "object": "model", "owned_by": "scn"} for each in self.server.script.models
            ]
            self._send({"object": "list", "data": models})

    def do_POST(self) -> None:
        try:
            request = self._request()
            if not self._is_at("/v1/chat/completions"):
                return
            completion = self.server.script.answer(request)
        except BadRequest as error:
            self.fail(error.status, str(error), error.param)
            return
        except AgentFailed as error:
            self.fail(502, str(error))
            return
        self.server.answered()
        if request.get("stream"):
            options = request.get("stream_options")
            self._stream(completion, isinstance(options, dict) and bool(options.get("include_usage")))
        else:
            self._send(completion)

    def _request(self) -> Any:
        """Read the body of a request.

        Raises:
            BadRequest: if the body has no length or isn't JSON, and for a request of a web page, which could make
            the judge's address answer at the user's cost, and put verdicts on the cassette.
        """
        if "Origin" in self.headers:
            self.close_connection = True
            raise BadRequest("web pages can't talk to this server", status=403)
        try:
            return self.read_json(_MOST_BYTES)
        except RefusedBody as error:
            raise BadRequest(str(error), status=error.status) from None

    def _is_at(self, place: str) -> bool:
        """Return whether the request is for `place`; if not, say what there is."""
        path = self.path.partition("?")[0].rstrip("/")
        if path == place:
            return True
        if path in _PLACES:
            self.fail(405, f"use {_PLACES[path]} {path}")
        else:
            known = " and ".join(f"{method} {each}" for each, method in _PLACES.items())
            self.fail(404, f"unknown address {self.path}: there are {known}")
        return False

    def _stream(self, completion: dict[str, Any], with_usage: bool) -> None:
        self.close_connection = True  # the end of the connection is the end of the stream
        self._start(200, "text/event-stream", ("Connection", "close"))
        for event in stream_of(completion, with_usage):
            self.wfile.write(event.encode())

    def _send(self, value: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(value).encode()
        self._start(status, "application/json", ("Content-Length", str(len(data))))
        self.wfile.write(data)

    def fail(self, status: int, message: str, param: str | None = None) -> None:
        kind = "invalid_request_error" if status < 500 else "server_error"
        self._send(
            {"error": {"message": message, "type": kind, "param": param, "code": None}},
            status,
        )

    def _start(self, status: int, kind: str, header: tuple[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header(*header)
        self.end_headers()
