"""A client without a library, which can send anything to `scn lsp` and waits for answers."""

import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

PATIENCE = 60
"""Seconds after which an answer counts as missing."""

Message = dict[str, Any]
TOKEN = "a-token-that-only-tests-have"
"""The token of a client for a server on a port."""

SCN = (str(Path(sys.executable).parent / "scn"), "lsp")


class Talk:
    """One conversation; `said` has the server's messages in order, and its requests are granted."""

    def __init__(self, output: IO[bytes], input: IO[bytes]) -> None:
        self.said: list[Message] = []
        self._output = output
        self._writing = threading.Lock()
        self._next = 0
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        threading.Thread(target=self._listen, args=(input,), daemon=True).start()

    # Sending

    def raw(self, data: bytes) -> None:
        with self._writing:
            self._output.write(data)
            self._output.flush()

    def message(self, **content: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **content}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def tell(self, method: str, **params: Any) -> None:
        self.message(method=method, params=params)

    def begin(self, method: str, **params: Any) -> int:
        self._next += 1
        self.message(id=self._next, method=method, params=params)
        return self._next

    def ask(self, method: str, **params: Any) -> Any:
        answer = self.answer(self.begin(method, **params))
        assert "error" not in answer, answer
        return answer["result"]

    def initialize(self, capabilities: Message | None = None, root: Path | None = None, **more: Any) -> Any:
        folders = [{"uri": root.as_uri(), "name": root.name}] if root else None
        params = {"processId": None, "rootUri": root and root.as_uri(), "capabilities": capabilities or {}}
        options = {"token": TOKEN, **more.pop("initializationOptions", {})}
        result = self.ask(
            "initialize", **params, workspaceFolders=folders, initializationOptions=options, **more
        )
        self.tell("initialized")
        return result

    def open(self, text: str, uri: str = "file:///nowhere/a.scn", version: int = 1) -> str:
        self.tell(
            "textDocument/didOpen",
            textDocument={"uri": uri, "languageId": "scn", "version": version, "text": text},
        )
        return uri

    def change(self, uri: str, version: int, *changes: Message) -> None:
        self.tell(
            "textDocument/didChange",
            textDocument={"uri": uri, "version": version},
            contentChanges=list(changes),
        )

    # Receiving

    def answer(self, number: int | None) -> Message:
        return self.until(lambda said: "method" not in said and said.get("id") == number)

    def until(self, fits: Callable[[Message], bool], since: int = 0) -> Message:
        """The first message from `since` on that fits."""
        for said in self.said[since:]:
            if fits(said):
                return said
        end = time.monotonic() + PATIENCE
        while True:
            said = self._inbox.get(timeout=max(end - time.monotonic(), 0.01))
            assert said is not None, "the server has ended"
            self.said.append(said)
            if fits(said):
                return said

    def diagnostics(self, uri: str, version: int | None = None) -> list[Message]:
        """The diagnostics published for a file, or for one version of it."""

        def fits(said: Message) -> bool:
            params = said.get("params")
            if said.get("method") != "textDocument/publishDiagnostics" or params["uri"] != uri:
                return False
            return version is None or params.get("version") == version

        found: list[Message] = self.until(fits)["params"]["diagnostics"]
        return found

    def heard(self, method: str) -> list[Message]:
        return [said["params"] for said in self.said if said.get("method") == method]

    def _listen(self, input: IO[bytes]) -> None:
        length = 0
        with suppress(OSError, ValueError):  # closed while it was listening
            for line in input:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
                elif not line.strip() and length:
                    self._take(json.loads(input.read(length)))
                    length = 0
        self._inbox.put(None)

    def _take(self, said: Message) -> None:
        """Store a message, and grant a request with an empty answer."""
        if "method" in said and "id" in said:
            items = (said.get("params") or {}).get("items")
            self.message(id=said["id"], result=items and [None] * len(items))
        self._inbox.put(said)


@contextmanager
def talking(*command: str, **options: Any) -> Iterator[tuple[Talk, "subprocess.Popen[bytes]"]]:
    """Start a server and talk to it; ends it afterwards."""
    with subprocess.Popen(
        command or SCN,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **{"stderr": subprocess.PIPE, **options},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Talk(process.stdin, process.stdout), process
        finally:
            process.kill()


@contextmanager
def listening(*command: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Start a server on a port, which it prints first; ends it afterwards."""
    environment = {**os.environ, "SCN_LSP_TOKEN": TOKEN}
    with subprocess.Popen(
        command or [*SCN, "--tcp", "0"], stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        found = re.fullmatch(r"scn: listening on 127\.0\.0\.1:(\d+)\n", process.stderr.readline())
        try:
            assert found
            yield int(found[1]), process
        finally:
            process.kill()


@contextmanager
def connected(port: int) -> Iterator[Talk]:
    """Talk to a server on a port."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        stream = connection.makefile("rwb")
        yield Talk(stream, stream)
        connection.shutdown(socket.SHUT_RDWR)
