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
    """Empty the caches of scn: in each round, a script must cost what it costs the first time.

    A cache without a limit, or with room for one value, holds what scn sets up once, such as its plugins.
    """
    for name, module in tuple(sys.modules.items()):
        if name.startswith(("scn_dsl.", "scn_grammar.", "scn_compiler.")):
            for value in vars(module).values():
                described = getattr(value, "cache_info", None)
                if hasattr(value, "cache_clear") and (not described or described().maxsize not in (None, 1)):
                    value.cache_clear()


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


def report(rows: Iterable[Row], *, strict: bool = not QUICK) -> int:
    """Print the rows as they are measured; return the exit code, which is 1 in a strict run if one missed its goal."""
    missed = 0
    print(f"{'ratio':>7} {'goal':>6} {'more':>6}")
    for row in rows:
        missed += row.missed
        goals = " ".join(f"{goal:6.3g}" if goal else " " * 6 for goal in (row.goal, row.stretch))
        ahead = f": {row.ahead}" if row.peer else ""
        print(f"{row.ratio:7.3f} {goals}  {row.what}{ahead}{'  MISSED' if row.missed else ''}", flush=True)
    return 1 if missed and strict else 0
