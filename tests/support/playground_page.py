"""The playground's pages, built as an author builds them, and the Python that is packed for one of them."""

import gzip
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.project.loopback import ADDRESS, LoopbackServer
from support.paths import ROOT, TESTS

BUILDER = ROOT / "editors" / "playground" / "build.py"

CONTRACTS = "contracts"
"""In a list of requests: from here on, pydantic is there."""


COMPRESSED = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".wasm": "application/wasm",
}
"""The files that hosts compress, with their types."""


def built_page(served: str) -> Path:
    """Build the `local` or the `static` page if it has changed, and return its folder; skip the test without npm."""
    if not shutil.which("npm"):
        pytest.skip("the playground can't be built: npm is missing")
    words = [sys.executable, BUILDER, served, "--if-changed"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return Path(done.stdout.splitlines()[-1])


def packed_answers(page: Path, requests: Iterable[Any], folder: Path) -> list[dict[str, Any]]:
    """Return the answers of the packed Python to requests, one after another.

    Args:
        page: The static page.
        requests: Requests, or `CONTRACTS`.
        folder: A folder for the requests.
    """
    items = folder / "requests.jsonl"
    items.write_text("".join(f"{json.dumps(each)}\n" for each in requests), encoding="utf-8")
    words = ["node", TESTS / "support" / "packed_answers.mjs", page, items]
    done = subprocess.run(words, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Serve files as a host does: compressed, and for ten minutes the same; the address of the folder, below `/scn/`."""
    files = {
        f"/scn/{path.relative_to(folder).as_posix()}": path for path in folder.rglob("*") if path.is_file()
    }
    files["/scn/"] = folder / "index.html"
    packed = {
        path: gzip.compress(path.read_bytes(), 9) for path in files.values() if path.suffix in COMPRESSED
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = files.get(self.path.partition("?")[0])
            if path is None:
                self.send_error(404)
                return
            data = packed.get(path) or path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", COMPRESSED.get(path.suffix, "application/octet-stream"))
            if path in packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with LoopbackServer((ADDRESS, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{ADDRESS}:{server.server_address[1]}/scn/"
        server.shutdown()
        thread.join()
