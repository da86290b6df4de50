"""Shared fixtures for tests of the language server."""

from collections.abc import Iterator

import pytest

from support.lsp_client import PATIENCE, Talk, connected, listening, talking


@pytest.fixture(scope="module")
def server() -> Iterator[Talk]:
    """A server that gets many rude messages and must survive all of them."""
    with talking() as (talk, process):
        talk.initialize()
        yield talk
        assert talk.ask("shutdown") is None
        talk.tell("exit")
        assert process.wait(PATIENCE) == 0


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port of a listening server."""
    with listening() as (port, _):
        yield port


@pytest.fixture
def talk(port: int) -> Iterator[Talk]:
    """A new connection to that server."""
    with connected(port) as talk:
        yield talk
