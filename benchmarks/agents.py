"""Start and answers of the server for coding agents: `uv run --group bench python benchmarks/agents.py`.

Compares it with a server of the SDK that has no tools, and with the command line. Exits with 1 if scn misses a goal.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scenarios import script

from measure import BIN, QUICK, Row, Task, Work, command, commands_cpu, folder, medians, report

SCN = str(BIN / "scn")
CALLS = 20 if QUICK else 200
BARE = """
import anyio
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

server = Server("bare")

async def serve():
    async with stdio_server() as (read, written):
        await server.run(read, written, server.create_initialization_options())

anyio.run(serve)
"""
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}


def session(place: Path, *words: str, calls: int = 0) -> Work:
    """Return a function that starts a server, has it check a script some times, and ends it."""

    def run() -> None:
        with subprocess.Popen(words, cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            ask(server, 0, "initialize", HELLO)
            for number in range(calls):
                ask(server, number + 1, "tools/call", {"name": "check", "arguments": {"path": "a.scn"}})

    run()
    return run


def ask(server: subprocess.Popen[bytes], number: int, method: str, params: object) -> None:
    """Send a request, and read its answer."""
    assert server.stdin
    assert server.stdout
    message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    server.stdin.write(json.dumps(message).encode() + b"\n")
    server.stdin.flush()
    assert json.loads(server.stdout.readline())["result"]
    if method == "initialize":
        server.stdin.write(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')


def rows() -> Iterator[Row]:
    """Measure all rows."""
    with folder() as place:
        (place / "a.scn").write_text(script(0), encoding="utf-8")
        work = [
            session(place, SCN, "mcp"),
            session(place, sys.executable, "-c", BARE),
            session(place, SCN, "mcp", calls=1),
            session(place, SCN, "mcp", calls=CALLS + 1),
            command(place, SCN, "check", "--no-cache", "a.scn"),
        ]
        ours, bare, one, many, checked = medians(map(Task, work), clock=commands_cpu)
    yield Row("`scn mcp` until it answers `initialize`, against a bare server of the SDK", ours / bare, 1.25)
    yield Row("the same until it answers its first `check`, against the bare server", one / bare, 1.6)
    yield Row("each additional `check`, against `scn check FILE`", (many - one) / CALLS / checked, 0.2)


if __name__ == "__main__":
    raise SystemExit(report(rows()))
