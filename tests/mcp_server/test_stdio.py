"""`scn mcp` as a program, on standard input and output."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
import pytest
from mcp import Client, StdioServerParameters

from support.cli import GOOD, scn
from support.coding_agent import TYPO
from support.paths import PROGRAMS

INITIALIZE = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "rude", "version": "1"},
}


class RawClient:
    """Sends any bytes to `scn mcp`, and reads its answers."""

    def __init__(self, folder: Path, *program: str) -> None:
        self.process = subprocess.Popen(
            program or (PROGRAMS / "scn", "mcp"),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def send(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()

    def ask(self, number: int, method: str, **params: Any) -> dict[str, Any]:
        """Send a request, and return the answer to it."""
        self.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        return self.answer(number)

    def answer(self, number: int | None) -> dict[str, Any]:
        """Return the next answer with this number."""
        assert self.process.stdout
        for line in self.process.stdout:
            answer: dict[str, Any] = json.loads(line)
            if answer.get("id", self) == number:
                return answer
        raise AssertionError("the server has ended")

    def close(self) -> tuple[int, str]:
        """End the connection; return the exit code and what was printed on standard error."""
        try:
            _, err = self.process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode, err.decode()


@pytest.fixture
def raw(folder: Path) -> Iterator[RawClient]:
    client = RawClient(folder)
    yield client
    if client.process.poll() is None:
        client.process.kill()
        client.process.communicate()


def test_the_client_of_the_sdk_fixes_a_script(folder: Path) -> None:
    (folder / "hours.scn").write_text(TYPO)
    parameters = StdioServerParameters(command=str(PROGRAMS / "scn"), args=["mcp", str(folder)])

    async def work() -> list[str]:
        async with Client(parameters) as client:
            results = [
                await client.call_tool("check", {"path": "hours.scn"}),
                await client.call_tool("fix", {"path": "hours.scn", "write": True}),
                await client.call_tool("compile", {"path": "hours.scn"}),
            ]
        return [result.structured_content["summary"] for result in results]

    assert anyio.run(work) == [
        "2 errors in 1 script; 2 can be fixed with `fix`",
        "2 problems fixed, none left; wrote hours.scn",
        "1 payload for the target cekura",
    ]


@pytest.mark.slow
def test_a_rude_client_does_not_end_the_server(raw: RawClient, folder: Path) -> None:
    (folder / "good.scn").write_text(GOOD.format("Good"))
    raw.send(b'{"jsonrpc": "2.0", "id": ')
    raw.send(b"\xff\xfe\x00[]")
    raw.send(b"[]")
    raw.send(b"")
    assert "error" in raw.ask(1, "tools/list")  # too early
    assert raw.ask(2, "initialize", **INITIALIZE)["result"]["serverInfo"]["name"] == "scn"
    raw.send(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')
    assert "error" in raw.ask(3, "nope")
    assert "error" in raw.ask(4, "tools/call", name=5)
    assert "error" in raw.ask(5, "tools/call", name="check", arguments=[])
    raw.send(b'{"jsonrpc":"2.0","id":null,"method":')
    assert raw.answer(None)["error"]["code"] == types.PARSE_ERROR
    raw.send(b'{"jsonrpc":"2.0","id":6,"method":"tools/call","params":5}')
    assert raw.answer(6)["error"]["code"] == types.INVALID_REQUEST
    assert raw.ask(7, "tools/call", name="check", arguments={"text": "x" * (5 << 20)})["result"]["isError"]
    assert raw.ask(8, "tools/call", name="check", arguments={"path": "x" * 9999})["result"]["isError"]

    last = raw.ask(9, "tools/call", name="check", arguments={"path": "good.scn"})

    assert last["result"]["structuredContent"]["ok"]
    code, err = raw.close()
    assert (code, "Traceback" in err) == (0, False)


@pytest.mark.slow
def test_a_call_that_nobody_waits_for_does_not_keep_the_server_alive(folder: Path) -> None:
    code = (
        "import sys, time\n"
        "from scn_compiler.mcp_server import scripts\n"
        "scripts.check_at = lambda *_, **__: time.sleep(3600)\n"
        "sys.argv = ['scn', 'mcp']\n"
        "from scn_compiler.cli import program; program()\n"
    )
    raw = RawClient(folder, sys.executable, "-c", code)
    assert "result" in raw.ask(1, "initialize", **INITIALIZE)
    raw.send(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')
    raw.send(
        b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"check","arguments":{"text":""}}}'
    )
    assert "result" in raw.ask(3, "tools/list")

    assert raw.close()[0] == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for a process there")
def test_ctrl_c_ends_the_server_at_once(raw: RawClient) -> None:
    assert "result" in raw.ask(1, "initialize", **INITIALIZE)

    raw.process.send_signal(signal.SIGINT)

    assert raw.process.wait(60) == -signal.SIGINT


def test_a_missing_extra_is_named(folder: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['mcp_types'] = None\n"
        "sys.argv = ['scn', 'mcp']\n"
        "from scn_compiler.cli import main; main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "scn mcp needs mcp_types: install scnlang[mcp]" in done.stderr


def test_a_folder_must_exist(folder: Path) -> None:
    done = scn("mcp", "nowhere", cwd=folder)

    assert done.returncode == 2
    assert "'nowhere' does not exist" in done.stderr
