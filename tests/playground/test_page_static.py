"""The playground as files, with Python in the page, in Chromium and Firefox; also inside a page of the manual."""

import functools
import importlib.util
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from support.browsers import SCRIPT, Opening, Playground, opening
from support.paths import ROOT
from support.playground_page import built_page

pytestmark = pytest.mark.browser

FENCE = re.compile(r"^`{3}(?P<language>\w*)(?P<marks>[^`\n]*)\n(?P<text>.*?)^`{3}$", re.M | re.S)
HEAD = "<link rel='icon' href='playground/icon.svg'><script src='try.js'></script>"
LOADED = "#status:not(:has-text('in a moment'))"


class Host(SimpleHTTPRequestHandler):
    """A host for files.

    Attributes:
        held: Files, by the ends of their addresses, that wait until they are released.
        released: Lets the held files go.
        cut: Files of which only the first half is there.
    """

    held: tuple[str, ...] = ()
    released = threading.Event()
    cut: tuple[str, ...] = ()

    def do_GET(self) -> None:
        if self.held and self.path.endswith(self.held):
            self.released.wait(30)
        if self.cut and self.path.endswith(self.cut):
            self.send_half()
        else:
            super().do_GET()

    def send_half(self) -> None:
        data = Path(self.translate_path(self.path)).read_bytes()
        half = data[: len(data) // 2]
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(self.path))
        self.send_header("Content-Length", str(len(half)))
        self.end_headers()
        self.wfile.write(half)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosting(folder: Path, **kind: Any) -> Iterator[str]:
    """Serve a folder at the address; `kind` has attributes of the host."""
    handler = functools.partial(type("OwnHost", (Host,), kind), directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a folder that has the playground in `playground/`, and a page that embeds it."""
    folder = tmp_path_factory.mktemp("hosted")
    shutil.copytree(built_page("static"), folder / "playground")
    shutil.copyfile(ROOT / "docs" / "site" / "static" / "try.js", folder / "try.js")
    text = '```scn shared/bye.scn\nfragment: bye\nWHEN contains "bye"\n  say: Bye\n  end call\n```\n'
    script = "import: shared/bye.scn\n" + SCRIPT.replace("say:", "sya:", 1)
    text += f"```scn wrong misspelt-keyword\n{script}```\n"
    (folder / "manual.html").write_text(f"{HEAD}{_places(text)}", encoding="utf-8")
    with hosting(folder) as address:
        yield address


def _places(text: str) -> str:
    """The places for the buttons of the last example of a page, as the site has them."""
    spec = importlib.util.spec_from_file_location("site_examples", ROOT / "docs" / "site" / "examples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fences = list(FENCE.finditer(text))
    found = re.search(r"<div.*</div>", module.try_it(fences, len(fences) - 1, "manual"))
    assert found
    return found[0]


@pytest.fixture
def new_hosted(browser: Any, hosted: str) -> Iterator[Opening]:
    opened: list[Playground] = []
    yield opening(browser, f"{hosted}playground/", opened)
    faults = [fault for each in opened for fault in each.faults]
    for each in opened:
        each.page.context.close()
    assert faults == []


def test_python_in_the_page_checks_compiles_plays_and_decompiles(new_hosted: Opening) -> None:
    playground = new_hosted()
    playground.open({"hours.scn": SCRIPT.replace("say: Hello", "sya: Hello")})

    playground.says("1 error")
    playground.click("Fix all")
    playground.says("No problems.")
    playground.has('"conditional_actions"', "#results .cm-content")
    playground.show("play")
    playground.has("Hello! Are you open today?", "#results .caller")
    playground.show("graph")
    playground.wait("#results [data-line='5']")


def test_the_text_can_be_read_and_written_before_python_is_there(new_hosted: Opening) -> None:
    playground = new_hosted()
    playground.page.goto(playground.address)

    playground.has("FIRST_MESSAGE")
    playground.write_at_end("# early")
    playground.wait("body[data-readiness=ready]")
    playground.settled()
    playground.has("# early")


def test_nothing_is_asked_for_while_typing(new_hosted: Opening) -> None:
    playground = new_hosted()
    playground.open({"hours.scn": SCRIPT})
    playground.wait(LOADED)
    playground.page.wait_for_timeout(500)
    playground.requests.clear()

    playground.write_at_end('\nWHEN contains "x"\nsya: Hi')
    playground.wait("#editor .cm-lintRange-error:has-text('sya')")
    for tab in ("graph", "play", "tests", "problems"):
        playground.show(tab)
    playground.page.wait_for_timeout(300)
    assert [each for each in playground.requests if not each.endswith("icon.svg")] == []


def test_the_loaded_page_works_with_its_host_stopped(new_hosted: Opening) -> None:
    playground = new_hosted()
    with hosting(built_page("static")) as playground.address:
        playground.go()
        playground.wait(LOADED)
        playground.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        playground.page.wait_for_timeout(500)

    playground.show("graph")
    playground.wait("#results [data-line]")
    playground.page.reload()
    playground.wait("body[data-readiness=ready]")
    playground.wait(LOADED)
    playground.write_at_end("\nsya: Hi")
    playground.says("1 error")


def test_while_python_is_loaded_the_page_shows_how_much_of_it_is_there(new_hosted: Opening) -> None:
    playground = new_hosted()
    released = threading.Event()
    with hosting(built_page("static"), held=("scn.pack",), released=released) as playground.address:
        playground.page.goto(playground.address)
        playground.wait("#loaded:not([value='0'])")
        playground.has("Python and scn are loading", "#results")
        playground.click("Format")
        playground.has("scn is still loading", "#toast")
        playground.click("Decompile")
        assert playground.page.locator("dialog").count() == 0

        released.set()
        playground.has('"conditional_actions"', "#results .cm-content")
        assert not playground.page.locator("#loaded").is_visible()


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "python.pack", "scn.pack"])
def test_python_that_breaks_off_is_named(new_hosted: Opening, name: str) -> None:
    playground = new_hosted()
    with hosting(built_page("static"), cut=(name,)) as playground.address:
        playground.page.goto(playground.address)
        playground.says("Python can't be loaded: check your connection, then reload the page.")
        playground.has("Python can't be loaded", "#results")
        playground.write_at_end("# mine")
        playground.page.wait_for_timeout(500)
    playground.faults.clear()  # the console has the details


def test_an_example_of_the_manual_opens_in_place_with_its_files(new_hosted: Opening, hosted: str) -> None:
    playground = new_hosted()
    playground.page.goto(f"{hosted}manual.html")

    assert playground.page.locator("iframe").count() == 0
    playground.click("Try it")
    frame = playground.page.frame_locator("iframe")
    frame.locator("#status:has-text('error')").wait_for(timeout=30_000)
    assert frame.locator("#files [role=tab]").all_inner_texts() == ["example.scn", "shared/bye.scn"]
    assert frame.locator("#panes [aria-selected=true]").inner_text().startswith("Problems")
    frame.get_by_role("button", name="Fix all").click()
    frame.locator("#status:not(:has-text('error'))").wait_for()
    playground.click("Close")
    assert playground.page.locator("iframe").count() == 0


def test_an_example_has_no_button_without_a_server(browser: Any, tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "docs" / "site" / "static" / "try.js", tmp_path / "try.js")
    (tmp_path / "page.html").write_text("<script src='try.js'></script><div class='scn-try'></div>")
    page = browser.new_page() if browser.browser_type.name == "chromium" else pytest.skip("one is enough")

    page.goto((tmp_path / "page.html").as_uri())
    assert page.locator("button").count() == 0
    page.close()
