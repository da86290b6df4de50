"""Connections of editors, over standard input and output or a TCP port; each has its own server."""

import asyncio
import contextlib
import gc
import logging
import os
import sys
import threading
from functools import partial

from scn_compiler.lsp.admission import TOKEN_VARIABLE, Admission
from scn_compiler.lsp.framing import MAX_LINE, NotSpokenError, read_message
from scn_compiler.lsp.protocol import ScriptProtocol
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.project.console import echo

_MAX_UNREAD = 1 << 26
"""The maximum number of bytes that wait for a client on a port; with more, it counts as gone."""

_PARTING = 2
"""Seconds that a client has to read the last bytes sent to it."""

_CHUNK = 1 << 16
_SWITCH = 0.0005
"""Seconds after which a thread that checks yields to the one that answers."""

_POLL = 2
"""Seconds between checks whether the editor's process is alive and the connection is idle."""

_MAX_ALLOCATIONS = 5_000_000
"""Allocations after which garbage is collected even if the connection isn't idle."""

_SOON = 0.5
"""Seconds after which the garbage of a client that has left is collected, with that of others who leave meanwhile."""

_LOG = logging.getLogger(__name__)


class _Output:
    """Standard output, reserved for the protocol; everything else that is printed goes to standard error."""

    def __init__(self, server: ScriptServer) -> None:
        self._server = server
        self._fd = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError:
            self._server.hang_up()

    def close(self) -> None:
        os.close(self._fd)


def serve_stdio() -> int:
    """Serve the editor that started this process until it disconnects; return the exit code."""

    async def serve() -> int:
        server = make_server().session
        server.protocol.set_writer(_Output(server))
        return await _run(server, _standard_input())

    _prepare()
    return asyncio.run(serve())


def serve_tcp(port: int) -> None:
    """Serve editors that connect to a local port and show the token, until the process is stopped."""

    async def serve() -> None:
        admission = Admission()
        listener = await asyncio.start_server(
            partial(serve_connection, admission, Tidying()), "127.0.0.1", port, limit=MAX_LINE
        )
        host, number = listener.sockets[0].getsockname()
        echo(f"scn: listening on {host}:{number}", err=True)
        token = f"the value of {TOKEN_VARIABLE}" if admission.chosen else admission.token
        echo(f"scn: the token is {token}", err=True)
        await listener.serve_forever()

    _prepare()
    asyncio.run(serve())


class Tidying:
    """Frees the memory of clients that have left: once for all that leave at about the same time."""

    def __init__(self) -> None:
        self._is_due = False

    def soon(self) -> None:
        """Collect the garbage in a moment."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(_SOON, self._tidy)

    def _tidy(self) -> None:
        self._is_due = False
        gc.unfreeze()
        gc.collect()


async def serve_connection(
    admission: Admission, tidying: Tidying, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Serve one of several editors; free its memory soon after it disconnects."""
    first = await admission.first_message(reader, writer)
    if first is not None:
        await _serve(reader, writer, first)
    writer.close()
    try:
        await asyncio.wait_for(writer.wait_closed(), _PARTING)
    except (OSError, TimeoutError):
        writer.transport.abort()
    tidying.soon()


class _Connection:
    """The output to a client on a port. It hangs up on a client that doesn't read, to limit memory."""

    def __init__(self, server: ScriptServer, writer: asyncio.StreamWriter) -> None:
        self._server, self._writer = server, writer

    def write(self, data: bytes) -> None:
        if self._writer.transport.get_write_buffer_size() > _MAX_UNREAD:
            self._server.hang_up()
        else:
            self._writer.write(data)

    def close(self) -> None:
        self._writer.close()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: bytes) -> None:
    server = make_server().session
    server.protocol.set_writer(_Connection(server, writer))
    await _run(server, reader, first)
    ScriptProtocol.get_message_type.cache_clear()  # these caches keep every protocol object alive
    ScriptProtocol.get_result_type.cache_clear()


def _prepare() -> None:
    gc.disable()  # a collection stops everything: `_watch` collects while the connection is idle
    gc.freeze()
    sys.setswitchinterval(_SWITCH)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs clients' mistakes with tracebacks


async def _run(server: ScriptServer, reader: asyncio.StreamReader, first: bytes | None = None) -> int:
    """Serve one client until it disconnects or dies; return 0 if it sent `shutdown` and `exit`.

    Args:
        first: The first message of a client on a port, where headers of other protocols are errors.
    """

    async def receive() -> None:
        body = first or await read_message(reader)
        while body is not None and not server.protocol.ended.is_set():
            server.protocol.receive(body)
            body = (
                None
                if server.protocol.ended.is_set()
                else await read_message(reader, strict=first is not None)
            )

    task = asyncio.ensure_future(receive())
    server.on_hang_up = task.cancel
    watch = asyncio.ensure_future(_watch(server))
    try:
        with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError, OSError, ValueError):
            await task
    except NotSpokenError as error:
        _LOG.error("disconnected: the client sent %s", error)
    watch.cancel()
    await asyncio.wait((watch,))
    server.hang_up()
    server.thread_pool.shutdown(wait=False, cancel_futures=True)
    return 0 if server.protocol.exited_cleanly else 1


async def _watch(server: ScriptServer) -> None:
    """Hang up when the editor's process is gone, even if its pipe stays open; collect garbage while idle."""
    message_count = collected = 0
    while True:
        await asyncio.sleep(_POLL)
        if os.name == "posix" and server.process_id is not None and not _is_alive(server.process_id):
            server.hang_up()
            return
        is_idle = server.protocol.message_count == message_count
        message_count = server.protocol.message_count
        if (is_idle and collected != message_count) or gc.get_count()[0] > _MAX_ALLOCATIONS:
            gc.collect()
            gc.freeze()  # saves scanning the caches again
            collected = message_count


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _standard_input() -> asyncio.StreamReader:
    """Read standard input in a daemon thread, which works for every kind of file."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=MAX_LINE)

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed
            while data := _chunk():
                loop.call_soon_threadsafe(reader.feed_data, data)
            loop.call_soon_threadsafe(reader.feed_eof)

    threading.Thread(target=read, daemon=True).start()
    return reader


def _chunk() -> bytes:
    try:
        return os.read(sys.stdin.fileno(), _CHUNK)
    except (OSError, ValueError, AttributeError):
        return b""
