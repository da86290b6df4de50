"""The start of commands, and runs of `scn fmt` on many files; part of `run.py`.

The rows about one file measure the command line as a user types it, so they include the choice of the command.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from scenarios import script, write_scripts

from measure import (
    BIN,
    QUICK,
    ROUNDS,
    Row,
    Task,
    command,
    commands_cpu,
    drop_caches,
    folder,
    medians,
    ratio,
    report,
)
from scn_compiler import format_text

SCN = str(BIN / "scn")


class Start(NamedTuple):
    """A command line, the CPU time that it may take (1 is that of `python -c pass`), and whether it keeps its cache."""

    what: str
    words: tuple[str, ...]
    goal: float
    stretch: float | None = None
    cached: bool = False


STARTS = (
    Start("`scn check FILE`", ("check", "formatted.scn"), 4.2, 2),
    Start("`scn check FILE`, unchanged since the last check", ("check", "formatted.scn"), 1.5, cached=True),
    Start("`scn fmt --check FILE`", ("fmt", "--check", "formatted.scn"), 6),
    Start("`scn fmt FILE`, when it changes the file", ("fmt", "messy.scn"), 6),
    Start("`scn compile FILE`", ("compile", "formatted.scn"), 6),
    Start("`scn --version`", ("--version",), 3.5),
    Start("`scn --help`", ("--help",), 3.5),
)


def starting() -> Iterator[Row]:
    text = format_text(script(0)).text
    with folder() as place:
        (place / "formatted.scn").write_text(text, encoding="utf-8")
        messy = place / "messy.scn"
        nothing = command(place, sys.executable, "-c", "pass")

        def mess() -> None:
            messy.write_text(text.replace("  say:", "say:"), encoding="utf-8")

        def forget_and_mess() -> None:
            drop_caches(place)
            mess()

        mess()
        for start in STARTS:
            run = Task(command(place, SCN, *start.words), mess if start.cached else forget_and_mess)
            cold, least = medians((run, Task(nothing)), 3 * ROUNDS, commands_cpu)
            yield Row(f"{start.what}, against `python -c pass`", cold / least, start.goal, start.stretch)


def many_files() -> Iterator[Row]:
    with folder() as place:
        count = 500 if QUICK else 5000
        write_scripts(place / "scripts", count, lambda number: format_text(script(number)).text)
        checked = command(place, SCN, "check", "scripts")
        formatted = command(place, SCN, "fmt", "--check", "scripts")
        first = ratio(formatted, checked, lambda: drop_caches(place), rounds=3, clock=commands_cpu)
        yield Row(f"`scn fmt --check` on {count:,} files, against `scn check`", first, 1.2)
        formatted()
        checked()
        unchanged = ratio(formatted, checked, rounds=ROUNDS, clock=commands_cpu)
        yield Row("the same on unchanged files", unchanged, 1.2)


def rows() -> Iterator[Row]:
    """Measure all rows."""
    yield from starting()
    yield from many_files()


if __name__ == "__main__":
    raise SystemExit(report(rows()))
