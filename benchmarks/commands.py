"""The start and the runs of `scn fmt` and `scn compile`; part of `run.py`.

The rows about one file measure the command line as a user types it, so they include the choice of the command.
"""

import sys
from collections.abc import Iterator

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
from scenarios import script

from scn_compiler import format_text

SCN = str(BIN / "scn")
STARTS = {
    "`scn fmt --check FILE`": ("fmt", "--check", "formatted.scn"),
    "`scn fmt FILE`, which it writes": ("fmt", "messy.scn"),
    "`scn compile FILE`": ("compile", "formatted.scn"),
}


def starting() -> Iterator[Row]:
    text = format_text(script(0)).text
    with folder() as place:
        (place / "formatted.scn").write_text(text, encoding="utf-8")
        messy = place / "messy.scn"
        nothing = command(place, sys.executable, "-c", "pass")

        def mess() -> None:
            messy.write_text(text.replace("  say:", "say:"), encoding="utf-8")

        mess()
        for what, words in STARTS.items():
            run = command(place, SCN, *words)
            cold, least = medians((Task(run, mess), Task(nothing)), 3 * ROUNDS, commands_cpu)
            yield Row(f"{what}, against `python -c pass`", cold / least, 6)


def many_files() -> Iterator[Row]:
    with folder() as place:
        count = 500 if QUICK else 5000
        for number in range(count):
            path = place / "scripts" / f"{number % 100:02}" / f"{number}.scn"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(format_text(script(number)).text, encoding="utf-8")
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
