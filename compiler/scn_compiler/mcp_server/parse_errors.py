"""Answers to lines that aren't messages: the SDK drops such a line, and its client would wait for an answer."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import mcp_types as types
from anyio import BrokenResourceError, ClosedResourceError
from anyio.streams.memory import MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

_SURROGATE = "the message has half of a surrogate pair, which no text can hold: send whole characters"
_NOT_JSON = "not valid JSON: send each message as JSON on a single line"
_BATCH = "a list isn't a message: send each request on a line of its own"
_NOT_A_REQUEST = (
    'not a request of JSON-RPC: `jsonrpc` must be "2.0", `id` a string or a whole number, `method` a string, and '
    "`params` an object"
)


async def answer_the_unreadable(
    lines: AsyncIterator[SessionMessage | Exception],
    messages: MemoryObjectSendStream[SessionMessage | Exception],
    answer: Callable[[SessionMessage], Awaitable[None]],
) -> None:
    """Pass the messages of a client on to the server, and answer lines that aren't messages.

    Args:
        lines: The messages as the SDK reads them, with an exception for each line that it can't read.
        messages: The stream that the server reads; closed at the end of the lines.
        answer: Sends an answer.
    """
    with suppress(BrokenResourceError, ClosedResourceError):  # the server has ended
        async with messages:
            async for each in lines:
                if not isinstance(each, Exception):
                    await messages.send(each)
                elif error := parse_error(each):
                    await answer(SessionMessage(error))


def parse_error(reason: Exception) -> types.JSONRPCError | None:
    """Return the answer to a line; `None` for one that needs none: a blank line, a notification, an answer of the client.

    Args:
        reason: Why the SDK can't read the line.
    """
    if not isinstance(reason, ValidationError):
        return _error(None, types.PARSE_ERROR, _NOT_JSON)
    errors = reason.errors(include_url=False)
    if errors[0]["type"] == "json_invalid":
        return _of_text(str(errors[0]["input"]))
    sent = next(
        (each["input"] for each in errors if len(each["loc"]) == 1 or each["type"] == "missing"), None
    )
    if isinstance(sent, list):
        return _error(None, types.INVALID_REQUEST, _BATCH)
    if isinstance(sent, dict) and (
        "id" not in sent if isinstance(sent.get("method"), str) else _is_answer(sent)
    ):
        return None
    return _error(_id_in(sent), types.INVALID_REQUEST, _NOT_A_REQUEST)


def _of_text(line: str) -> types.JSONRPCError | None:
    """Answer a line that isn't JSON for the SDK; Python's parser accepts half of a surrogate pair."""
    if not line.strip():
        return None
    try:
        sent = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, types.PARSE_ERROR, _NOT_JSON)
    has_half = re.search(r"\\u[dD][89a-fA-F]", line)
    return _error(_id_in(sent), types.PARSE_ERROR, _SURROGATE if has_half else _NOT_JSON)


def _is_answer(sent: dict[str, Any]) -> bool:
    return "method" not in sent and ("result" in sent or "error" in sent)


def _id_in(sent: Any) -> int | str | None:
    found = sent.get("id") if isinstance(sent, dict) else None
    return found if isinstance(found, (int, str)) and not isinstance(found, bool) else None


def _error(number: int | str | None, code: int, message: str) -> types.JSONRPCError:
    return types.JSONRPCError(jsonrpc="2.0", id=number, error=types.ErrorData(code=code, message=message))
