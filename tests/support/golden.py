"""Golden files: what a test found, compared with what a file says."""

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with what its golden file says; under `--accept` the file is written instead."""

    def compare(path: Path, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        if request.config.getoption("--accept"):
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            return
        if not path.is_file():
            pytest.fail(f"{path.name} is missing: look at what is found with --accept, and keep it")
        assert text == path.read_bytes().decode("utf-8", "surrogatepass"), (
            f"{path.name} says something else: if the new words are better, run with --accept"
        )

    return compare
