"""Speed of rehearsals: `uv run --group bench python benchmarks/rehearsal.py`.

Prints CPU times, and a ratio. Exits with 1 if scn misses a goal. `--quick` plays a tenth of the tests, as a smoke test. The
rows about the shared corpus are missing where the corpus is.
"""

import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import with_tests  # noqa: F401  (finds `support`)
from scenarios import script

from measure import BIN, QUICK, Row, Task, command, commands_cpu, drop_caches, folder, medians, report
from scn_compiler.api import explore_text
from scn_compiler.pipeline.explore import ExploredScenario, shortest_calls
from scn_compiler.rehearsal.explore import MOST_STATES, ExploredStep
from support.highlighters import real

FILES = 10 if QUICK else 100
TESTS = 10
SCN = str(BIN / "scn")


def write_tests(place: Path, number: int) -> None:
    """Write a script and tests of it: the shortest call to each block, several times."""
    text = script(number)
    (place / f"s{number}.scn").write_text(text, encoding="utf-8")
    calls = shortest_calls(explore_text(text)).split("\n\n")
    (place / f"s{number}.test.scn").write_text("\n\n".join(islice(cycle(calls), TESTS)), encoding="utf-8")


def many_tests() -> Iterator[Row]:
    with folder() as place:
        for number in range(FILES):
            write_tests(place, number)
        tested = command(place, SCN, "test", "--isolated")
        checked = command(place, SCN, "check", "--isolated")
        nothing = command(place, sys.executable, "-c", "pass")
        cold = [Task(work, lambda: drop_caches(place)) for work in (tested, checked, nothing)]
        seconds, check, least = medians(cold, 5, commands_cpu)
    what = f"`scn test` on {FILES * TESTS:,} tests in {FILES} files"
    yield Row(f"{what}, in CPU seconds", seconds, 2)
    yield Row(f"{what}, against `scn check`", seconds / check)
    yield Row(f"{what}, against `python -c pass`", seconds / least)


def steps() -> Iterator[Row]:
    """Measure one message and its reply."""
    (explored,) = explore_text(script(0)).scenarios
    calls = list(explored.exploration.shortest.values())

    def play() -> None:
        for call in calls:
            play_call(explored, call)

    def all_questions() -> None:
        for call in calls:
            play_call(explored, call, asks=True)

    count = sum(map(len, calls))
    one, asked = medians([Task(play), Task(all_questions)], 11)
    yield Row("a step, in milliseconds", 1000 * one / count, 0.5)
    yield Row("a step with its open questions, in milliseconds", 1000 * asked / count, 0.5)


def play_call(explored: ExploredScenario, call: tuple[ExploredStep, ...], *, asks: bool = False) -> None:
    state, _ = explored.rehearsal.start()
    for step in call:
        if asks:
            explored.rehearsal.open_questions(state, step.message.heard)
        state, _ = explored.rehearsal.hear(state, step.message.heard)


def corpus() -> Iterator[Row]:
    """Explore the scenarios of the shared corpus."""
    slowest, count, capped = 0.0, 0, 0
    for text in real().values():
        start = time.process_time()
        found = explore_text(text).scenarios
        slowest = max(slowest, time.process_time() - start)
        count += len(found)
        capped += sum(not each.exploration.complete for each in found)
    if count:
        note = f"{capped} of {count} stop at {MOST_STATES:,} states"
        yield Row(f"the slowest script of the shared corpus to explore, in CPU seconds ({note})", slowest, 1)


def rows() -> Iterator[Row]:
    """Measure all rows."""
    yield from many_tests()
    yield from steps()
    yield from corpus()


if __name__ == "__main__":
    raise SystemExit(report(rows()))
