"""Speed as ratios, measured in one run: `uv run --group bench python benchmarks/run.py`.

Each row runs two tasks in turn, several times, and prints the ratio of their medians, so a slow machine slows both.
Exits with 1 if scn misses a goal. `--quick` uses a tenth of the scripts, as a smoke test.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml
from gherkin.parser import Parser
from scenarios import as_gherkin, as_yaml, script

from scn_compiler import check, compile_text
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.check import _check_part
from scn_compiler.platforms.cekura.payload import ScenarioBody
from scn_dsl.source import Source
from scn_grammar.parser import parse

QUICK = "--quick" in sys.argv
ROUNDS = 3 if QUICK else 11
Work = Callable[[], object]


class Row(NamedTuple):
    """One measurement and its goals."""

    what: str
    ratio: float
    goal: float
    stretch: float


def ratio(one: Work, other: Work, before: Work = lambda: None, rounds: int = ROUNDS) -> float:
    """Divide the median time of `one` by that of `other`, measured in turn; the time of `before` doesn't count."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, seconds in zip((one, other), times, strict=True):
            before()
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return statistics.median(times[0]) / statistics.median(times[1])


def compiling() -> Iterator[Row]:
    texts = [script(number) for number in range(200)]
    documents = [as_yaml(text) for text in texts]
    features = [as_gherkin(number) for number in range(200)]

    def through_yaml(loader: type) -> Work:
        def run() -> None:
            for text in documents:
                ScenarioBody.model_validate(payload := yaml.load(text, loader))
                dump(payload, compact=True)

        return run

    def ours() -> None:
        for text in texts:
            dump(compile_text(text).payloads[0].value, compact=True)

    yield Row(
        "script to JSON, against YAML through PyYAML's C loader and pydantic",
        ratio(ours, through_yaml(yaml.CSafeLoader)),
        0.8,
        0.4,
    )
    yield Row("the same with PyYAML's Python loader", ratio(ours, through_yaml(yaml.SafeLoader)), 0.1, 0.05)
    parser = Parser()
    yield Row(
        "reading a script, against Gherkin's own parser on the same content",
        ratio(
            lambda: [parse(Source(text)) for text in texts], lambda: [parser.parse(text) for text in features]
        ),
        0.91,
        0.45,
    )
    many = [script(number) for number in range(1000 if QUICK else 10_000)]
    few = many[:100]

    def each(scripts: list[str]) -> Work:
        def run() -> None:
            for text in scripts:
                compile_text(text)

        return run

    grown = ratio(each(many), each(few), rounds=3) * len(few) / len(many)
    yield Row(f"time per scenario at {len(many):,} scenarios, against 100", grown, 1.3, 1.05)


def growing() -> Iterator[Row]:
    count = 1000 if QUICK else 10_000
    great, small = ("\n".join(map(script, range(number))) for number in (count, 100))

    def checked(text: str) -> Work:
        def run() -> None:
            _check_part.cache_clear()
            check(text)

        return run

    grown = ratio(checked(great), checked(small), rounds=3) * 100 / count
    yield Row(f"the same in one file of {count:,} scenarios, checked", grown, 1.3, 1.05)


def editing() -> Iterator[Row]:
    text = "\n".join(script(number) for number in range(330))
    edited = text.replace("slot 2 of 160", "slot two of 160")

    def forget() -> None:
        _check_part.cache_clear()

    def remember() -> None:
        forget()
        check(text)

    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for before, work, seconds in (
            (remember, lambda: check(edited), times[0]),
            (forget, lambda: check(text), times[1]),
        ):
            before()
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    again = statistics.median(times[0]) / statistics.median(times[1])
    yield Row(
        f"one line edited in {text.count(chr(10)):,} lines, against a first check", again, 1 / 15, 1 / 24
    )


def starting() -> Iterator[Row]:
    with folder() as place:
        (place / "one.scn").write_text(script(0), encoding="utf-8")
        (place / "one.yaml").write_text(as_yaml(script(0)), encoding="utf-8")
        scripts = Path(sys.executable).parent
        checked = command(place, str(scripts / "scn"), "check", "one.scn")
        nothing = command(place, sys.executable, "-c", "pass")
        linted = command(place, str(scripts / "yamllint"), "-d", "relaxed", "one.yaml")
        yield Row(
            "`scn check FILE`, against `python -c pass`", ratio(checked, nothing, rounds=3 * ROUNDS), 6, 2
        )
        yield Row(
            "`scn check FILE`, against `yamllint FILE`", ratio(checked, linted, rounds=ROUNDS), 0.85, 0.54
        )


def many_files() -> Iterator[Row]:
    with folder() as place:
        count = 1000 if QUICK else 10_000
        for number in range(count):
            path = place / "scripts" / f"{number % 100:02}" / f"{number}.scn"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(script(number), encoding="utf-8")
        scn = str(Path(sys.executable).parent / "scn")

        def checked(*options: str) -> Work:
            return command(place, scn, "check", "scripts", *options)

        one, two = checked("--no-cache", "--jobs", "1"), checked("--no-cache", "--jobs", "2")
        yield Row(f"{count:,} files with two workers, against one", ratio(two, one, rounds=3), 0.7, 0.55)
        checked()()
        yield Row(
            f"{count:,} unchanged files, against a first check",
            ratio(checked(), checked("--no-cache"), rounds=3),
            0.15,
            0.07,
        )


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def command(place: Path, *words: str) -> Work:
    """Run a program in `place` once, and return a function that runs it again; bytecode caches work as usual."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(words, cwd=place, env=environment, check=True, capture_output=True)

    run()
    return run


def main() -> int:
    missed = 0
    print(f"{'ratio':>7} {'goal':>6} {'more':>6}")
    for part in (compiling, growing, editing, starting, many_files):
        for row in part():
            missed += row.ratio > row.goal
            verdict = "" if row.ratio <= row.goal else "  MISSED"
            print(f"{row.ratio:7.3f} {row.goal:6.3g} {row.stretch:6.2g}  {row.what}{verdict}", flush=True)
    return 1 if missed and not QUICK else 0


if __name__ == "__main__":
    raise SystemExit(main())
