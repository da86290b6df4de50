"""Speed as ratios, measured in one run: `uv run --group bench python benchmarks/run.py`.

Each row runs two tasks in turn, several times, and prints the ratio of their medians, so a slow machine slows both.
Exits with 1 if scn misses a goal. `--quick` uses a tenth of the scripts, as a smoke test.
"""

import time
from collections.abc import Iterator
from itertools import chain

import commands
import large
import peers
from scenarios import script, write_scripts

from measure import (
    BIN,
    QUICK,
    Row,
    Task,
    Work,
    command,
    commands_cpu,
    folder,
    forget,
    medians,
    ratio,
    report,
)
from scn_compiler import check, compile_text


def growing() -> Iterator[Row]:
    many = [script(number) for number in range(1000 if QUICK else 10_000)]
    few = many[:100]

    def each(scripts: list[str]) -> Work:
        def run() -> None:
            for text in scripts:
                compile_text(text)

        return run

    def checked(text: str) -> Work:
        return lambda: check(text)

    grown = ratio(each(many), each(few), forget, rounds=3) * len(few) / len(many)
    yield Row(f"time per scenario at {len(many):,} scenarios, against 100", grown, 1.3, 1.05)
    large, small = checked("\n".join(many)), checked("\n".join(few))
    grown = ratio(large, small, forget, rounds=3) * len(few) / len(many)
    yield Row(f"the same in one file of {len(many):,} scenarios, checked", grown, 1.3, 1.05)


def editing() -> Iterator[Row]:
    text = "\n".join(script(number) for number in range(330))
    edited = text.replace("slot 2 of 160", "slot two of 160")

    def remember() -> None:
        forget()
        check(text)

    again, first = medians((Task(lambda: check(edited), remember), Task(lambda: check(text), forget)))
    what = f"one line edited in {text.count(chr(10)):,} lines, against a first check"
    yield Row(what, again / first, 1 / 15, 1 / 24)


def many_files() -> Iterator[Row]:
    with folder() as place:
        count = 1000 if QUICK else 10_000
        write_scripts(place / "scripts", count)

        def checked(*options: str) -> Work:
            return command(place, str(BIN / "scn"), "check", "scripts", *options)

        one, two = checked("--no-cache", "--jobs", "1"), checked("--no-cache", "--jobs", "2")
        shared = ratio(two, one, rounds=3, clock=time.perf_counter)
        yield Row(f"{count:,} files with two workers, against one (wall time)", shared, 0.7, 0.55)
        checked()()
        unchanged = ratio(checked(), checked("--no-cache"), rounds=3, clock=commands_cpu)
        yield Row(f"{count:,} unchanged files, against a first check", unchanged, 0.15, 0.07)


def rows() -> Iterator[Row]:
    for part in (growing, editing, many_files):
        yield from part()


if __name__ == "__main__":
    raise SystemExit(report(chain(peers.rows(), rows(), commands.rows(), large.rows())))
