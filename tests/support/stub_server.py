"""Stubs of platforms as servers in a thread, or as transports of httpx, without a network; faults and the log."""

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import httpx
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from support.stub_faults import (
    AFTER_ONLY,
    Action,
    Answer,
    Asked,
    Delivery,
    Fault,
    apply,
)

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class StubServer:
    """A platform's API on loopback, for tests.

    Attributes:
        requests: The log, in order.
        store: The account.
        crashes: Mistakes in the stub itself; clients see a status of 500, and leaving the stub raises the first one.
    """

    key_headers: tuple[str, ...] = ()
    """The headers that may have a key, in lowercase; the first one that has something counts."""

    def __init__(self, store: Any, app: Any) -> None:
        self.store = store
        self.requests: list[Asked] = []
        self.faults: list[Fault] = []
        self.crashes: list[Exception] = []
        self.url = "https://stub.localhost"
        self._app = app
        self._server: _Server | None = None

    async def carry_out(self, scope: Scope, body: bytes, sent: object, key: str) -> Answer:
        """Carry out a request, as the platform does."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        # With this protocol, asyncio sends small packets at once; else each answer takes 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server = _Server(self, listener)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.stop()
        if self.crashes:
            raise self.crashes[0]

    @property
    def transport(self) -> httpx.BaseTransport:
        """A transport for httpx that asks the stub directly: no sockets, and nobody waits for an answer that hangs."""
        return _Transport(self)

    def fail(
        self,
        action: Action,
        method: str = "*",
        path: str = "*",
        *,
        nth: int = 1,
        times: int = 1,
        after: bool = False,
        page: int | None = None,
        index: int | None = None,
    ) -> Fault:
        """Let an action happen to requests from now on; see `Fault`."""
        fault = Fault(action, method, path, nth, times, after or isinstance(action, AFTER_ONLY), page, index)
        self.faults.append(fault)
        return fault

    def fault_at(self, index: int, action: Action, *, after: bool = False) -> Fault:
        """Let an action happen to one request, by its place in the log."""
        return self.fail(action, after=after, index=index)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = await self._answer(scope, await _body(receive))
        if given.delivery is Delivery.NEVER:
            while (await receive())["type"] != "http.disconnect":
                pass
        elif given.delivery is Delivery.DROPPED:
            # ASGI can't drop a connection, so this reaches for uvicorn's own one behind `send`.
            send.__self__.transport.abort()  # type: ignore[attr-defined]
        else:
            size = str(len(given.body)).encode()
            headers = [(name.encode(), value.encode()) for name, value in given.headers]
            await send(
                {
                    "type": "http.response.start",
                    "status": given.status,
                    "headers": [*headers, (b"content-length", size)],
                }
            )
            if given.delivery is Delivery.HALF:
                await send(
                    {
                        "type": "http.response.body",
                        "body": given.body[: len(given.body) // 2],
                        "more_body": True,
                    }
                )
                return  # uvicorn closes the connection, since the rest is missing
            await send({"type": "http.response.body", "body": given.body})

    async def _answer(self, scope: Scope, body: bytes) -> Answer:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        sent = _parsed(body)
        keys = tuple(headers.get(name, "").removeprefix("Bearer ").strip() for name in self.key_headers)
        query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        asked = Asked(len(self.requests), scope["method"], scope["path"], query, sent, any(keys))
        self.requests.append(asked)
        due = [fault for fault in self.faults if fault.meets(asked)]
        given = apply([fault for fault in due if not fault.after], self.store, None)
        if given is None:
            asked.done = True
            given = await self.carry_out(scope, body, sent, next((key for key in keys if key), ""))
            given = apply([fault for fault in due if fault.after], self.store, given) or given
        asked.status = given.status if given.delivery is Delivery.WHOLE else None
        return given

    async def ask_app(self, scope: Scope, body: bytes) -> Answer:
        """Let the application answer."""
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        try:
            await self._app(scope, receive, send)
        except Exception as error:
            self.crashes.append(error)
            raise
        first, *parts = messages
        headers = [(name.decode(), value.decode()) for name, value in first["headers"]]
        return Answer(
            first["status"],
            tuple(pair for pair in headers if pair[0] != "content-length"),
            b"".join(part.get("body", b"") for part in parts),
        )


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body


class _Server:
    """uvicorn in a thread, which stops at once, whatever is still under way."""

    def __init__(self, app: StubServer, listener: socket.socket) -> None:
        config = uvicorn.Config(
            app,
            http=H11Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            proxy_headers=False,
            access_log=False,
        )
        self._uvicorn = _AtOnce(config)
        self._thread = threading.Thread(target=self._uvicorn.run, args=([listener],), daemon=True)
        self._thread.start()
        self._uvicorn.ready.wait()

    def stop(self) -> None:
        self._uvicorn.loop.call_soon_threadsafe(self._uvicorn.over.set)
        self._thread.join()


class _AtOnce(uvicorn.Server):
    """uvicorn looks ten times a second whether to stop, and then waits for its clients; this one does neither."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def main_loop(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.over = asyncio.Event()
        await self.on_tick(0)
        self.ready.set()
        await self.over.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


class _Transport(httpx.BaseTransport):
    def __init__(self, stub: StubServer) -> None:
        self._stub = stub

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        parts = urlsplit(str(request.url))
        scope: Scope = {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "scheme": parts.scheme,
            "path": request.url.path,
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (parts.hostname, parts.port),
            "client": ("127.0.0.1", 1),
        }
        answering = self._stub._answer(scope, request.read())
        try:
            answering.send(None)
        except StopIteration as done:
            given: Answer = done.value
        else:
            raise AssertionError("the stub never waits for anything")
        match given.delivery:
            case Delivery.NEVER:
                raise httpx.ReadTimeout("no answer", request=request)
            case Delivery.DROPPED | Delivery.HALF:
                raise httpx.RemoteProtocolError("the connection ended", request=request)
        return httpx.Response(given.status, headers=list(given.headers), content=given.body, request=request)
