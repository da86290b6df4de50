"""The base of scn's HTTP servers on this machine."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from scn_compiler.jsondoc.codec import BadJson, load

ADDRESS = "127.0.0.1"
"""The address of such a server, which other machines can't reach."""

_MOST_DIGITS = 15
"""The most digits of a length: Python doesn't convert thousands of them."""


class RefusedBody(ValueError):  # noqa: N818  (an outcome of reading a request, reported as a message)
    """The body of a request can't be used; `status` is that of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class JsonHandler(BaseHTTPRequestHandler):
    """Handles requests with JSON; a subclass has `do_GET`, `do_POST` and `fail`."""

    protocol_version = "HTTP/1.1"

    def fail(self, status: int, message: str) -> None:
        """Answer with an error."""
        raise NotImplementedError

    def read_json(self, limit: int) -> Any:
        """Read the body of the request.

        Args:
            limit: The most bytes that are read.

        Raises:
            RefusedBody: if the body has no length or too many bytes, or isn't JSON. The connection is closed after the
                answer if the rest of it can't be read.
        """
        try:
            return load(self._read(limit).decode())
        except (BadJson, UnicodeDecodeError) as error:
            raise RefusedBody(f"the body isn't valid JSON: {error}") from None

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what the base class can't read, or a method without a function, as any other wrong request."""
        self.close_connection = True  # a body may follow
        self.fail(405 if code == 501 else code, message or explain or "the request isn't valid")

    def log_message(self, *_: object) -> None:
        """Say nothing: requests aren't news."""

    def _read(self, limit: int) -> bytes:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or len(length) > _MOST_DIGITS or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # the rest of the connection could be anything
            raise RefusedBody("the body needs a `Content-Length`")
        if int(length) > limit:
            self.close_connection = True
            self._skip(min(int(length), 16 * limit))
            raise RefusedBody(f"the request has {length} bytes; the limit is {limit}", 413)
        return self.rfile.read(int(length))

    def _skip(self, size: int) -> None:
        """Read bytes and drop them: most clients read no answer before they have sent everything."""
        while size > 0 and (part := self.rfile.read(min(size, 1 << 16))):
            size -= len(part)


class LoopbackServer(ThreadingHTTPServer):
    """A server that says nothing about clients that close early."""

    request_queue_size = 128  # several clients may call at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)
