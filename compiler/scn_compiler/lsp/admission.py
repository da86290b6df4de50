"""Admission to a server on a port, to which every user of the machine can connect."""

import asyncio
import hmac
import json
import os
import secrets
from typing import Any

from lsprotocol import types

from scn_compiler.lsp.framing import NotSpokenError, read_message
from scn_compiler.project.console import usage_error

TOKEN_VARIABLE = "SCN_LSP_TOKEN"
"""The environment variable with the token. Other users can read a process's arguments, but not its environment."""

MIN_TOKEN = 16
"""The minimum length of a token, in characters: shorter ones can be guessed."""

_PATIENCE = 10
"""Seconds that a client has to show the token."""

_MAX_FIRST = 1 << 18
"""The maximum length of a first message, in bytes: ten times that of VS Code."""

_MAX_WAITING = 32
"""The maximum number of connections that haven't shown the token yet; with more, the oldest is closed."""

_REFUSAL = "missing or wrong token: send the one that the server printed, or SCN_LSP_TOKEN, as `initializationOptions.token`"


class Admission:
    """Admits clients that send `initialize` with the token; the server handles no other client's messages.

    Attributes:
        token: The token that a client has to send as `initializationOptions.token`.
        chosen: Whether the user chose it.

    Raises:
        click.UsageError: If the token that the user chose is short enough to guess.
    """

    def __init__(self) -> None:
        given = os.environ.get(TOKEN_VARIABLE, "")
        if 0 < len(given) < MIN_TOKEN:
            raise usage_error(f"{TOKEN_VARIABLE} is too short: use {MIN_TOKEN} characters or more")
        self.chosen = bool(given)
        self.token = given or secrets.token_urlsafe(32)
        self._waiting: dict[asyncio.StreamWriter, None] = {}

    async def first_message(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
        """Read the first message of a client; `None` if it isn't admitted. A client that speaks the protocol is told why."""
        self._waiting[writer] = None
        for oldest in list(self._waiting)[:-_MAX_WAITING]:
            oldest.transport.abort()
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await read_message(reader, strict=True, limit=_MAX_FIRST)
        except (TimeoutError, NotSpokenError, asyncio.IncompleteReadError, OSError):
            return None
        finally:
            self._waiting.pop(writer, None)
        message = _parsed(body)
        if body is not None and self._shows_token(message):
            return body
        if isinstance(message.get("id"), int | str):
            writer.write(_refusal(message["id"]))
        return None

    def _shows_token(self, message: dict[str, Any]) -> bool:
        match message:
            case {"method": types.INITIALIZE, "params": {"initializationOptions": {"token": str(token)}}}:
                shown, wanted = (each.encode("utf-8", "surrogatepass") for each in (token, self.token))
                return hmac.compare_digest(shown, wanted)
        return False


def _parsed(body: bytes | None) -> dict[str, Any]:
    try:
        message = json.loads(body or b"null")
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _refusal(msg_id: Any) -> bytes:
    error = {"code": types.ErrorCodes.InvalidRequest.value, "message": _REFUSAL}
    body = json.dumps({"jsonrpc": "2.0", "id": msg_id, "error": error}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
