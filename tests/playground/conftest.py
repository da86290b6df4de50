"""The playground's page, built and served, in each browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from scn_compiler.playground.answers import PageHost
from scn_compiler.playground.page_files import PageError, page_files
from scn_compiler.playground.server import playground_server
from support.browsers import SCRIPT, Opening, Playground, browser_named, install_axe, opening


@contextmanager
def served(host: PageHost) -> Iterator[str]:
    """Serve the page, answered by this Python; its address."""
    try:
        files = page_files()
    except PageError as error:
        pytest.skip(str(error))
    server = playground_server(files, host, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def served_page() -> Iterator[str]:
    with served(PageHost(local=True)) as address:
        yield address


@pytest.fixture
def served_file() -> Iterator[str]:
    """The page as `scn playground given.scn` serves it."""
    with served(PageHost(local=True, files={"given.scn": SCRIPT}, opened="given.scn")) as address:
        yield address


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    with browser_named(request.param) as started:
        yield started


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return install_axe(tmp_path_factory.mktemp("axe"))


@pytest.fixture
def new_page(browser: Any, served_page: str) -> Iterator[Opening]:
    """Opens pages; afterwards none may have errors in its console."""
    opened: list[Playground] = []
    yield opening(browser, served_page, opened)
    faults = [fault for each in opened for fault in each.faults]
    for each in opened:
        each.page.context.close()
    assert faults == []


@pytest.fixture
def playground(new_page: Opening) -> Playground:
    return new_page()
