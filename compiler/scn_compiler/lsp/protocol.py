"""The protocol of pygls, made robust: every request gets an answer, even a malformed or untimely one."""

import json
import logging
from threading import Event
from typing import Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCProtocol
from pygls.protocol.language_server import lsp_method

_LOG = logging.getLogger(__name__)
_NO_MESSAGE = "not a JSON-RPC 2.0 message"
_ANSWERED = object()
"""Sentinel: a message that was already answered while being parsed."""

FOR_CONFIGURATIONS = (
    types.TEXT_DOCUMENT_HOVER,
    types.TEXT_DOCUMENT_COMPLETION,
    types.TEXT_DOCUMENT_DIAGNOSTIC,
)
"""Requests that have a result for configurations; all others have none for TOML files."""

NEVER_NULL = (
    types.TEXT_DOCUMENT_DIAGNOSTIC,
    types.TEXT_DOCUMENT_FORMATTING,
    types.TEXT_DOCUMENT_RANGE_FORMATTING,
    types.TEXT_DOCUMENT_PREPARE_RENAME,
    types.TEXT_DOCUMENT_RENAME,
)
"""Requests that a person makes, or that have no empty answer. Editors send the others by themselves, and an error
would show a message at every keystroke."""


class EncodedResult(NamedTuple):
    """A result that a thread has already encoded as JSON, because encoding a long one takes time."""

    text: str


class ScriptProtocol(LanguageServerProtocol):
    """The connection to one client.

    Attributes:
        message_count: The number of messages received.
        ended: Set once the client is gone; nothing is sent after that.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.message_count = 0
        self.ended = Event()

    @property
    def exited_cleanly(self) -> bool:
        """Whether the client sent `shutdown` and then `exit`."""
        return self._shutdown and self.ended.is_set()

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End the connection; the transport watches `ended`."""
        self.ended.set()

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Convert a message to its type; answer a malformed one with an error."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            _LOG.warning("malformed message from the client: %s", data.get("method"))
            if "method" in data and "id" in data:
                self.send_error(data["id"], error)
            elif not {"method", "result", "error"} & data.keys():
                self.send_error(None, JsonRpcInvalidRequest(_NO_MESSAGE))
            return _ANSWERED

    def handle_message(self, message: Any) -> None:
        """Handle a message, or answer an untimely one with an error."""
        self.message_count += 1
        if message is _ANSWERED:
            return
        method, msg_id = getattr(message, "method", None), getattr(message, "id", None)
        is_id = isinstance(msg_id, int | float | str | None)
        if not is_id or getattr(message, "jsonrpc", None) != self.VERSION:
            self.send_error(None, JsonRpcInvalidRequest(_NO_MESSAGE))
        elif method in (None, types.EXIT):
            super().handle_message(message)
        elif problem := self._untimely(method):
            if msg_id is not None:
                self.send_error(msg_id, problem)
        else:
            super().handle_message(message)

    def encode_result(self, result: Any) -> EncodedResult:
        """Encode a result as JSON; safe to call in a thread."""
        return EncodedResult(json.dumps(result, default=self._serialize_message))

    def send_error(self, msg_id: Any, error: JsonRpcException) -> None:
        """Answer a request with an error; with id `None` if its id is unknown."""
        answer = {
            "jsonrpc": self.VERSION,
            "id": msg_id,
            "error": {"code": error.code, "message": error.message},
        }
        self._send_data(answer)

    def receive(self, body: bytes) -> None:
        """Handle the content of a message; answer invalid JSON with an error."""
        try:
            message = json.loads(body, object_hook=self.structure_message)
        except (ValueError, RecursionError) as error:
            self.send_error(None, JsonRpcParseError(f"not valid JSON: {error}"))
            return
        try:
            self.handle_message(message)
        except Exception as error:
            self._server.report_server_error(error, JsonRpcException)

    def _untimely(self, method: str) -> JsonRpcException | None:
        if self._shutdown:
            return JsonRpcInvalidRequest("the server is shut down")
        if self._workspace is None and method != types.INITIALIZE:
            return JsonRpcServerNotInitialized(f"send `initialize` before `{method}`")
        if self._workspace is not None and method == types.INITIALIZE:
            return JsonRpcInvalidRequest("the server is already initialized")
        return None

    def _send_response(
        self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None
    ) -> None:
        if not isinstance(result, EncodedResult):
            super()._send_response(msg_id, result, error)
        elif not self.ended.is_set() and self.writer is not None:
            body = f'{{"jsonrpc": "{self.VERSION}", "id": {json.dumps(msg_id)}, "result": {result.text}}}'
            self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())

    def _send_data(self, data: Any) -> None:
        if not self.ended.is_set():
            JsonRPCProtocol._send_data(self, data)
