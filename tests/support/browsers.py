"""The playground's page in real browsers: Debian's Chromium and Firefox."""

import base64
import json
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.paths import ROOT

AXE = "axe-core@4.14.1"
PAGE = ROOT / "editors" / "playground"

SCRIPT = """\
scenario: Ask for the opening hours
role: A customer who is in a hurry
language: en

FIRST_MESSAGE
  say: Hello! Are you open today?

WHEN contains "until five"
  say: Great, thank you.
  end call
"""

_NO_OVERRIDE: dict[str, Any] = dict.fromkeys(
    ("color_scheme", "reduced_motion", "forced_colors", "contrast"), "null"
)
"""Firefox can't be told about media features."""

_READY = "body[data-readiness=ready]"


def fragment(files: dict[str, str], opened: str | None = None, **more: Any) -> str:
    """The fragment of a link to a project, as the page's Share makes it."""
    saved = {"files": files, "open": opened or next(iter(files)), "target": None, **more}
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(json.dumps(saved).encode()) + packer.flush()
    return f"s={base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def install_axe(folder: Path) -> str:
    """Install the checker of accessibility; its text."""
    npm = shutil.which("npm") or pytest.skip("npm isn't installed")
    options = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
    done = subprocess.run([npm, "install", *options, AXE], cwd=folder, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"npm can't install {AXE}")
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@contextmanager
def browser_named(name: str) -> Iterator[Any]:
    """Start a browser; `name` is `chromium` or `firefox`."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the group `browser` isn't installed")
    program = shutil.which({"chromium": "chromium", "firefox": "firefox-esr"}[name])
    if not program:
        pytest.skip(f"{name} isn't installed")
    with playwright.sync_playwright() as driver:
        if name == "chromium":
            browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        else:
            browser = driver.firefox.launch(executable_path=program, channel="moz-firefox")
        yield browser
        browser.close()


@dataclass
class Playground:
    """A page of the playground, and what it said and asked for.

    Attributes:
        faults: Errors in the console, with violations of the policy.
        requests: The addresses that were asked for.
    """

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, files: dict[str, str] | None = None, opened: str | None = None, **more: Any) -> None:
        """Open the page with these files, or as it starts by itself."""
        self.go(f"#{fragment(files, opened, **more)}" if files else "")

    def go(self, rest: str = "") -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}{rest}")
        self.wait(_READY)
        self.settled()

    def wait(self, selector: str, state: str = "visible") -> Any:
        found = self.page.locator(selector).first
        found.wait_for(timeout=30_000, state=state)
        return found

    def settled(self) -> None:
        """Wait until the problems of the current text are known."""
        self.wait("#status:text-matches('problems|error|warning|info', 'i')")

    def says(self, words: str) -> None:
        """Wait until the status line says something."""
        self.wait(f"#status:has-text({json.dumps(words)})")

    @property
    def text(self) -> str:
        """The text of the open file, if it is short enough to be shown in full."""
        lines = self.page.locator("#editor .cm-line").all_inner_texts()
        return "\n".join("" if line == "\n" else line.rstrip("\n") for line in lines)

    def becomes(self, text: str) -> None:
        """Wait until the open file has this text."""
        for _ in range(150):
            if self.text == text:
                return
            self.page.wait_for_timeout(200)
        assert self.text == text

    def has(self, words: str, where: str = "#editor .cm-content") -> None:
        """Wait until a part of the page contains words."""
        self.page.locator(where).filter(has_text=words).first.wait_for(timeout=30_000)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def write_at_end(self, text: str) -> None:
        """Type at the end of the open file."""
        self.page.locator("#editor .cm-content").focus()
        self.press("Control+End")
        self.type(text)

    def click(self, name: str, role: str = "button", *, within: str = "body", exact: bool = True) -> None:
        self.page.locator(within).get_by_role(role, name=name, exact=exact).first.click()

    def show(self, tab: str) -> None:
        self.page.locator(f"#panes [data-tab={tab}]").click()
        self.wait(f"#panes [data-tab={tab}][aria-selected=true]")

    def files(self) -> list[str]:
        return self.page.locator("#files [role=tab]").all_inner_texts()  # type: ignore[no-any-return]


Opening = Callable[..., Playground]


def opening(browser: Any, address: str, opened: list[Playground]) -> Opening:
    """A function that opens a new page of its own context, without what other pages stored."""

    def page(*, width: int = 1300, height: int = 860) -> Playground:
        context = browser.new_context(viewport={"width": width, "height": height}, **_NO_OVERRIDE)
        opened.append(Playground(context.new_page(), address))
        return opened[-1]

    return page
