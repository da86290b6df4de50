"""Conversations with editors: on standard input and output, or on a port, one server object for each."""

import asyncio
import contextlib
import gc
import logging
import os
import sys
import threading

from pygls.io_ import run_async

from scn_compiler.lsp.protocol import ScriptProtocol
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.project.console import echo

_LONGEST = 1 << 30
"""Bytes of a message that are taken in before it is understood."""

_CHUNK = 1 << 16
_SWITCH = 0.0005
"""Seconds after which a thread that checks lets the one that answers go on."""

_LOOK = 2
"""Seconds between looks whether the editor lives still, and whether it waits for nothing."""

_LEFT = 5_000_000
"""Objects made and not dropped, after which leftovers are looked for at once."""

_LOG = logging.getLogger(__name__)


class _Output:
    """Standard output, which only the protocol may write to; whoever else does writes to standard error."""

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
    """Serve the editor that started this program, until it goes; the exit code."""

    async def serve() -> int:
        server = make_server().session
        server.protocol.set_writer(_Output(server))
        return await _converse(server, _standard_input())

    _prepare()
    return asyncio.run(serve())


def serve_tcp(port: int) -> None:
    """Serve editors that connect to a port of this machine, until it is stopped."""

    async def serve() -> None:
        listening = await asyncio.start_server(serve_connection, "127.0.0.1", port, limit=_LONGEST)
        host, number = listening.sockets[0].getsockname()
        echo(f"scn: listening on {host}:{number}", err=True)
        await listening.serve_forever()

    _prepare()
    asyncio.run(serve())


async def serve_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve one of several editors, and keep nothing of it once it has gone."""
    await _serve(reader, writer)
    gc.unfreeze()
    gc.collect()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    server = make_server().session
    server.protocol.set_writer(writer)
    await _converse(server, reader)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    ScriptProtocol.get_message_type.cache_clear()  # these keep every protocol that was asked
    ScriptProtocol.get_result_type.cache_clear()


def _prepare() -> None:
    gc.disable()  # looking for leftovers stops everything for a while: that is done while nobody waits
    gc.freeze()
    sys.setswitchinterval(_SWITCH)
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs what clients get wrong, with tracebacks


async def _converse(server: ScriptServer, reader: asyncio.StreamReader) -> int:
    """Serve one client until it goes, or dies; 0 if it went as the protocol has it."""
    talk = asyncio.ensure_future(
        run_async(server.protocol.ended, reader, server.protocol, _LOG, server.report_server_error)
    )
    server.on_hang_up = talk.cancel
    watch = asyncio.ensure_future(_watch(server))
    with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError, OSError, ValueError):
        await talk
    watch.cancel()
    await asyncio.wait((watch,))
    server.hang_up()
    server.thread_pool.shutdown(wait=False, cancel_futures=True)
    return 0 if server.protocol.exited_cleanly else 1


async def _watch(server: ScriptServer) -> None:
    """Hang up once the editor is no more, whatever became of its end of the pipe; clean up while it says nothing."""
    message_count = cleaned = 0
    while True:
        await asyncio.sleep(_LOOK)
        if os.name == "posix" and server.process_id is not None and not _lives(server.process_id):
            server.hang_up()
            return
        is_idle = server.protocol.message_count == message_count
        message_count = server.protocol.message_count
        if (is_idle and cleaned != message_count) or gc.get_count()[0] > _LEFT:
            gc.collect()
            gc.freeze()  # what is remembered need not be looked through again
            cleaned = message_count


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _standard_input() -> asyncio.StreamReader:
    """Standard input, read by a thread that nobody waits for, whatever kind of file it is."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_LONGEST)

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
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
