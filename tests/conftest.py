"""Shared by all tests: golden files, and an environment without special settings."""

import gc
import os

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support")

from support.cli import folder  # noqa: E402
from support.golden import golden  # noqa: E402

__all__ = ["folder", "golden"]

settings.register_profile("full")

# If a build server or a terminal sets these, `scn` prints more, or in colors; or every program that a test starts,
# and every worker, compiles all modules again.
for _name in (
    "PYTHONDONTWRITEBYTECODE",
    "GITHUB_ACTIONS",
    "GITHUB_WORKSPACE",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "SCN_ENV",
):
    os.environ.pop(_name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the actual results to the golden files, and pass"
    )


def pytest_collection_finish() -> None:
    """Let the garbage collector skip the collected tests and the loaded modules, which stay alive to the end."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Let Python free them at its end: libraries in C++ report objects that are left."""
    gc.unfreeze()
