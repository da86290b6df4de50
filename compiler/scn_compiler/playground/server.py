"""Serves the page on this machine, and answers it with the installed Python.

Only the page itself gets answers: a request with a foreign `Host` or `Origin` could come from any web page that the user
has open. The server reads the files of the page once, before it starts, and never writes.
"""

import json
from collections.abc import Mapping
from http.server import ThreadingHTTPServer
from threading import Lock
from typing import Any

from scn_compiler.playground.answers import PageHost, answer
from scn_compiler.playground.page_files import PageFile
from scn_compiler.project.loopback import ADDRESS, JsonHandler, LoopbackServer, RefusedBody

_MOST_BYTES = 8 << 20
"""The largest request that is read."""

_ANSWER = "/answer"

HTTP_PORT = 80
"""The port that browsers leave out of `Host` and `Origin`."""

SERVED_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page loads nothing from elsewhere, and no other page can show it in a frame."""

_HEADERS = {
    "Content-Security-Policy": SERVED_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def playground_server(files: Mapping[str, PageFile], host: PageHost, port: int) -> ThreadingHTTPServer:
    """Make a server on loopback.

    Args:
        files: The files of the page, by their addresses.
        host: The project that the page starts with, and its configuration.
        port: The port; 0 for any free one.

    Raises:
        OSError: if the port can't be used.
    """
    return _PageServer(files, host, port)


class _PageServer(LoopbackServer):
    """The server of a page: its files and its project."""

    def __init__(self, files: Mapping[str, PageFile], host: PageHost, port: int) -> None:
        self.files = files
        self.host = host
        self.lock = Lock()  # the caches of editor features are made for one thread
        super().__init__((ADDRESS, port), _Handler)


class _Handler(JsonHandler):
    server: _PageServer

    def do_GET(self) -> None:
        if self._is_own():
            file = self.server.files.get(self.path.partition("?")[0])
            if file:
                self._send(200, file.kind, file.data)
            else:
                self.fail(404, "the playground has no such file")

    def do_POST(self) -> None:
        if not self._is_own():
            return
        if self.path != _ANSWER:
            self.fail(404, f"requests go to {_ANSWER}")
        elif self.headers.get_content_type() != "application/json":
            self.fail(415, "a request must be application/json")
        else:
            self._answer()

    def _answer(self) -> None:
        try:
            request = self.read_json(_MOST_BYTES)
        except RefusedBody as error:
            self.fail(error.status, str(error))
            return
        with self.server.lock:
            answered = answer(request, self.server.host)
        self._send_json(200, answered)

    def _is_own(self) -> bool:
        """Return whether a request comes from the page or from the address bar; if not, refuse it."""
        port = self.server.server_address[1]
        names = (ADDRESS, "localhost")
        own = {f"{name}:{port}" for name in names} | (set(names) if port == HTTP_PORT else set())
        host_name, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "none")
        is_link = self.command == "GET" and self.headers.get("Sec-Fetch-Mode") == "navigate"
        if (
            host_name in own
            and origin in (None, f"http://{host_name}")
            and (site in ("none", "same-origin") or is_link)
        ):
            return True
        self.fail(403, "only the page of this playground gets answers")
        return False

    def fail(self, status: int, message: str) -> None:
        self.close_connection = True  # a body may follow
        self._send_json(status, {"error": message})

    def _send_json(self, status: int, value: Any) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if status == 405:
            self.send_header("Allow", "GET, POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def version_string(self) -> str:
        return "scn"
