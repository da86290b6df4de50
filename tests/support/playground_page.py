"""The playground's pages, built as an author builds them, and the Python that is packed for one of them."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from support.paths import ROOT, TESTS

BUILDER = ROOT / "editors" / "playground" / "build.py"

CONTRACTS = "contracts"
"""In a list of requests: from here on, pydantic is there."""


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
