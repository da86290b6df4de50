"""How long the playground's static page takes, in Chromium: `uv run --group bench --group browser python benchmarks/playground.py`.

Measures from the start of a visit to the first squiggle, without and with what the browser keeps, and from a key to its
squiggle in a script of 200 lines. The host is on this machine and compresses as hosts do, so no network is measured.
Exits with 1 if a figure misses its goal, which only means something on a quiet machine. `--quick` measures once.
"""

import statistics
import sys
from typing import Any, NamedTuple

import pytest
import with_tests  # noqa: F401  (finds `support`)
from scenarios import script

from support.browsers import browser_named, fragment
from support.playground_page import built_page, hosted

QUICK = "--quick" in sys.argv
VISITS = 1 if QUICK else 5
KEYS = 10 if QUICK else 120
LINES = 200
SQUIGGLE = "#editor .cm-lintRange-error"
BROKEN = "scenario: Hours\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  sya: Hello <endcall />\n"

WATCH = """
() => {
  const root = document.querySelector("#editor").querySelector("*:not(:empty)")?.getRootNode() ?? document;
  const inside = [...document.querySelectorAll("#editor, #editor *")].map((each) => each.shadowRoot).find(Boolean) ?? root;
  const count = () => inside.querySelectorAll(".cm-lintRange-error").length;
  window.latencies = [];
  let pressed = 0, before = count();
  window.addEventListener("keydown", () => { pressed = performance.now(); before = count(); }, true);
  new MutationObserver(() => {
    if (pressed && count() !== before) { window.latencies.push(performance.now() - pressed); pressed = 0; }
  }).observe(inside, { subtree: true, childList: true, attributes: true });
}
"""
"""Notes in the page how long after a key the number of squiggles changes."""


class Figure(NamedTuple):
    """A time in seconds, and its goal."""

    what: str
    seconds: float
    goal: float


def visit(page: Any, address: str, text: str) -> tuple[float, float]:
    """Visit the page with a script that has an error; the seconds to the first paint, and to the squiggle."""
    page.goto("about:blank")
    page.goto(f"{address}#{fragment({'hours.scn': text})}")
    page.locator(SQUIGGLE).first.wait_for(timeout=60_000)
    shown = page.evaluate("performance.now()")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    return painted / 1000, shown / 1000


def visits(browser: Any, address: str) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Visit the page in fresh browsers, each twice: cold and warm."""
    cold, warm = [], []
    for _ in range(VISITS):
        context = browser.new_context()
        page = context.new_page()
        cold.append(visit(page, address, BROKEN))
        page.wait_for_timeout(
            4000
        )  # the service worker fills its cache, and the browser that of compiled code
        for _ in range(2):  # the second visit compiles once more for the cache
            last = visit(page, address, BROKEN)
        warm.append(last)
        context.close()
    return cold, warm


def keys(browser: Any, address: str) -> list[float]:
    """Type in a script of 200 lines; the seconds from each key to the change of its squiggle."""
    lines = "".join(script(number) for number in range(LINES // 20)).splitlines()[: LINES - 8]
    text = "\n".join(lines) + f"\n\n{BROKEN.replace('sya', 'say')}"
    page = browser.new_context().new_page()
    page.goto(f"{address}#{fragment({'hours.scn': text})}")
    page.locator("body[data-readiness=ready]").wait_for(timeout=60_000)
    page.wait_for_timeout(5000)
    page.locator("#editor .cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.evaluate(WATCH)
    for number in range(KEYS):
        page.keyboard.press("x" if number % 2 == 0 else "Backspace")
        page.wait_for_timeout(250)
    return [each / 1000 for each in page.evaluate("latencies")]


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * len(ordered)))] if ordered else float("inf")


def main() -> int:
    folder = built_page("static")
    with hosted(folder) as address, browser_named("chromium") as browser:
        cold, warm = visits(browser, address)
        latencies = keys(browser, address)
    figures = [
        Figure("cold visit to the first squiggle", statistics.median(shown for _, shown in cold), 3.0),
        Figure("warm visit to the first squiggle", statistics.median(shown for _, shown in warm), 1.2),
        Figure(
            f"key to squiggle in {LINES} lines, p95 of {len(latencies)}", percentile(latencies, 0.95), 0.030
        ),
    ]
    for each in figures:
        print(f"{each.what:<50} {each.seconds * 1000:>7,.0f} ms  (goal {each.goal * 1000:,.0f} ms)")
    print(f"{'the same, median':<50} {statistics.median(latencies) * 1000:>7,.0f} ms")
    for what, found in (("cold", cold), ("warm", warm)):
        ratio = statistics.median(shown / painted for painted, shown in found if painted)
        print(f"{what + ' visit, against its own first paint':<50} {ratio:>7.1f} times")
    return int(any(each.seconds > each.goal for each in figures) and not QUICK)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except pytest.skip.Exception as reason:
        print(f"not measured: {reason}")
