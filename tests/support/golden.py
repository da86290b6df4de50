"""Golden files: expected results of tests."""

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with its golden file; with `--accept`, writes the file instead."""

    def compare(path: Path, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        if request.config.getoption("--accept"):
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            return
        if not path.is_file():
            pytest.fail(f"{path.name} is missing: write it with --accept, and read it")
        assert text == path.read_bytes().decode("utf-8", "surrogatepass"), (
            f"{path.name} differs: if the new text is better, run with --accept"
        )

    return compare
