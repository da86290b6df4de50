"""What tests of the language server share."""

from collections.abc import Iterator

import pytest

from support.lsp_client import PATIENCE, Talk, connected, listening, talking


@pytest.fixture(scope="module")
def server() -> Iterator[Talk]:
    """A server that many rude things are said to; it must live through all of them."""
    with talking() as (talk, process):
        talk.initialize()
        yield talk
        assert talk.ask("shutdown") is None
        talk.tell("exit")
        assert process.wait(PATIENCE) == 0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that listens."""
    with listening() as (port, _):
        yield port


@pytest.fixture
def talk(port: int) -> Iterator[Talk]:
    """A talk of its own with that server."""
    with connected(port) as talk:
        yield talk
