"""What tests share: golden files, and an environment that asks for nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

# Where a build server or a terminal sets these, `scn` prints more, or in colours.
for _name in (
    "GITHUB_ACTIONS",
    "GITHUB_WORKSPACE",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
):
    os.environ.pop(_name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what the tests found into the golden files, and pass"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
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
