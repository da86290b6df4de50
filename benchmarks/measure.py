"""Measures programs in turn, and prints the ratios of their medians."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scn_compiler.lint.texts.literal import is_odd
from scn_compiler.lint.triggers.prefilter import _are_many_linked
from scn_compiler.lint.triggers.similarity import _related_pairs
from scn_compiler.pipeline.check import _check_long_part, _check_part
from scn_grammar.fast.incremental import read_again
from scn_grammar.markup import _marks
from scn_grammar.parser import read_item

QUICK = "--quick" in sys.argv
ROUNDS = 3 if QUICK else 11
BIN = Path(sys.executable).parent
Work = Callable[[], object]
Clock = Callable[[], float]


def nothing() -> None:
    """Do nothing."""


class Task(NamedTuple):
    """Work to measure, and what to do before it; the time of `before` doesn't count."""

    work: Work
    before: Work = nothing


class Row(NamedTuple):
    """One measurement: its goals, or the program that scn is compared with."""

    what: str
    ratio: float
    goal: float | None = None
    stretch: float | None = None
    peer: str = ""

    @property
    def missed(self) -> bool:
        return self.goal is not None and self.ratio > self.goal

    @property
    def ahead(self) -> str:
        """Say which program is faster, and how many times; differences below 5% are noise."""
        if not self.peer:
            return ""
        times = max(self.ratio, 1 / self.ratio)
        if times < 1.05:
            return f"scn and {self.peer} are equally fast"
        faster = "scn" if self.ratio < 1 else self.peer
        return f"{faster} is {times:.{1 if times < 10 else 0}f} times as fast"


def own_cpu() -> float:
    """Return the CPU seconds of this process: a busy machine hardly changes them."""
    return time.process_time()


def commands_cpu() -> float:
    """Return the CPU seconds of all finished child processes and their workers, in user and system mode."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def medians(tasks: Iterable[Task], rounds: int = ROUNDS, clock: Clock = own_cpu) -> list[float]:
    """Return the median time of each task; the tasks take turns."""
    times: list[tuple[Task, list[float]]] = [(task, []) for task in tasks]
    for _ in range(rounds):
        for task, seconds in times:
            task.before()
            start = clock()
            task.work()
            seconds.append(clock() - start)
    return [statistics.median(seconds) for _, seconds in times]


def ratio(
    one: Work, other: Work, before: Work = nothing, rounds: int = ROUNDS, clock: Clock = own_cpu
) -> float:
    """Divide the median time of `one` by that of `other`."""
    ours, theirs = medians((Task(one, before), Task(other, before)), rounds, clock)
    return ours / theirs


def forget() -> None:
    """Drop all results that scn caches by the text of a script."""
    for cached in (
        _check_part,
        _check_long_part,
        _marks,
        is_odd,
        read_item,
        read_again,
        _are_many_linked,
        _related_pairs,
    ):
        cached.cache_clear()


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def drop_caches(place: Path) -> None:
    """Delete the caches that programs keep in `place`: `.scn_cache`, `.ruff_cache`, `.robocop_cache`."""
    for cache in place.glob(".*_cache"):
        shutil.rmtree(cache)


def command(place: Path, *words: str) -> Work:
    """Run a program in `place` once, and return a function that runs it again; bytecode caches work as usual."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        done = subprocess.run(words, cwd=place, env=environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"

    run()
    return run


def report(rows: Iterable[Row]) -> int:
    """Print the rows as they are measured; return the exit code."""
    missed = 0
    print(f"{'ratio':>7} {'goal':>6} {'more':>6}")
    for row in rows:
        missed += row.missed
        goals = " ".join(f"{goal:6.3g}" if goal else " " * 6 for goal in (row.goal, row.stretch))
        ahead = f": {row.ahead}" if row.peer else ""
        print(f"{row.ratio:7.3f} {goals}  {row.what}{ahead}{'  MISSED' if row.missed else ''}", flush=True)
    return 1 if missed and not QUICK else 0
