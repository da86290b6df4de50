"""The static page, with Python in it, in each browser: contracts, no network, the same answers."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.playground.answers import answer
from scn_compiler.playground.samples import page_samples
from support.browsers import SCRIPT, Opening, Playground, fragment, opening
from support.playground_page import built_page, hosted

pytestmark = pytest.mark.browser

PASSED = SCRIPT.replace("language: en\n", "language: en\ncekura.run_as_txt: 5\n")

ASK = """
async (requests) => {
  const text = await (await fetch("worker.js")).text();
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const answers = [];
  return await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      if (data.changed) requests.forEach((request, id) => worker.postMessage({ id, request }));
      if (data.id === undefined) return;
      const { id, ...answer } = data;
      answers[id] = answer;
      if (id === requests.length - 1) resolve(answers);
    };
    worker.postMessage({ base: new URL(".", document.baseURI).href });
  });
}
"""
"""Asks a worker of its own, as the page does, once it has everything."""


@pytest.fixture(scope="session")
def static() -> Path:
    return built_page("static")


@pytest.fixture
def static_page(browser: Any, static: Path) -> Iterator[Opening]:
    """Opens the static page from a host that stops with the test; afterwards no page may have errors in its console."""
    opened: list[Playground] = []
    with hosted(static) as address:
        yield opening(browser, address, opened)
    for each in opened:
        each.page.context.close()
    assert [fault for each in opened for fault in each.faults] == []


def test_problems_come_first_and_those_of_contracts_later(static_page: Opening) -> None:
    page = static_page()
    page.open({"hours.scn": PASSED.replace("say:", "sya:", 1)})
    page.has("sya", "#editor .cm-lintRange-error")
    page.wait("#editor .cm-lintRange-warning:has-text('run_as_txt')")


def test_without_pydantic_the_page_goes_on_and_says_that_values_are_not_checked(
    browser: Any, static: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(static, tmp_path / "page", ignore=shutil.ignore_patterns("pydantic.pack"))
    with hosted(folder) as address:
        page = opening(browser, address, [])()
        page.open({"hours.scn": SCRIPT})
        page.says("The values of payloads aren't checked, because pydantic can't be loaded.")
        page.write_at_end("\nsya: Hello")
        page.has("sya", "#editor .cm-lintRange-error")
        page.page.context.close()


def test_a_page_that_was_open_once_needs_no_network(browser: Any, static: Path) -> None:
    opened: list[Playground] = []
    with hosted(static) as address:
        page = opening(browser, address, opened)()
        page.open({"hours.scn": SCRIPT})
        page.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.open({"hours.scn": SCRIPT.replace("say:", "sya:", 1)})
    page.has("sya", "#editor .cm-lintRange-error")
    for frame in ("?embed", "index.html?embed"):
        page.go(f"{frame}#{fragment({'hours.scn': SCRIPT})}")
        page.says("No problems.")
    page.page.context.close()


def test_the_worker_answers_as_the_installed_python(static_page: Opening) -> None:
    asked = [
        {"method": method, "files": each["files"], "open": each["open"], "target": None, "dark": False}
        for each in page_samples()
        for method in ("check", "compile", "draw", "test", "explore")
    ]
    page = static_page()
    page.open({"hours.scn": SCRIPT})
    found = page.page.evaluate(ASK, asked)
    assert found == [json.loads(json.dumps(answer(each))) for each in asked]


def test_a_page_without_its_python_says_so_in_a_sentence(static_page: Opening) -> None:
    page = static_page()
    page.page.route("**/worker.js", lambda route: route.abort())
    page.page.goto(page.address)
    page.says("Python can't be loaded")

    page.click("Format")
    page.has("Python can't be loaded: check your connection", "#toast")
    page.faults.clear()  # browsers report requests that fail
