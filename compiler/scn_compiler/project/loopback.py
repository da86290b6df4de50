"""The base of scn's HTTP servers on this machine."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ADDRESS = "127.0.0.1"
"""The address of such a server, which other machines can't reach."""

_MOST_DIGITS = 15
"""The most digits of a length: Python doesn't convert thousands of them."""


class RefusedBody(ValueError):  # noqa: N818  (an outcome of reading a request, reported as a message)
    """The body of a request isn't read; `status` is that of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def read_body(handler: BaseHTTPRequestHandler, limit: int) -> bytes:
    """Read the body of a request.

    Args:
        limit: The most bytes that are read.

    Raises:
        RefusedBody: if the body has no length, or too many bytes. The connection is closed after the answer.
    """
    length = handler.headers.get("Content-Length") or "0"
    if not length.isdecimal() or len(length) > _MOST_DIGITS or "Transfer-Encoding" in handler.headers:
        handler.close_connection = True  # the rest of the connection could be anything
        raise RefusedBody("the body needs a `Content-Length`")
    if int(length) > limit:
        handler.close_connection = True
        _skip(handler, min(int(length), 16 * limit))
        raise RefusedBody(f"the request has {length} bytes; the limit is {limit}", 413)
    return handler.rfile.read(int(length))


def _skip(handler: BaseHTTPRequestHandler, size: int) -> None:
    """Read bytes and drop them: most clients read no answer before they have sent everything."""
    while size > 0 and (part := handler.rfile.read(min(size, 1 << 16))):
        size -= len(part)


class LoopbackServer(ThreadingHTTPServer):
    """A server that says nothing about clients that close early."""

    request_queue_size = 128  # several clients may call at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)
