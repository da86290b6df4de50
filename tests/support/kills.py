"""Kills runs of scn at random moments and examines what they leave: `python tests/support/kills.py 1000`.

Each run is a fork of this process with all modules loaded, so it spends most of its time reading and writing.
"""

import contextlib
import io
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from scn_compiler.cli import main

SCRIPT = "scenario: Caller {0}\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello {0} <endcall />\n"
_FILES = 25
_CACHED = 110


class Left(AssertionError):  # noqa: N818
    """A killed run left something it must not leave."""


def run(folder: Path, *words: str, kill_after: float | None = None) -> tuple[bool, str]:
    """Run scn in a fork; returns whether it was killed, and its output if it wasn't meant to be killed."""
    output = folder.parent / "output"
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            os.chdir(folder)
            stream = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(stream, 1)
            os.dup2(stream, 2)
            sys.argv = ["scn", *words]
            main()
            code = 0
        except SystemExit as done:
            code = int(done.code or 0)
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status), output.read_text(encoding="utf-8") if kill_after is None else ""


def scripts(folder: Path, change: Callable[[str], str], count: int = _FILES) -> dict[Path, bytes]:
    """Write scripts; returns their texts. One has two names, and one the longest possible name."""
    names = [f"n{number:03}.scn" for number in range(count)] + ["l" * 246 + ".scn"]
    for number, name in enumerate(names):
        (folder / name).write_text(change(SCRIPT.format(number)), encoding="utf-8")
    os.link(folder / names[1], folder / "second-name")
    return contents(folder)


def contents(folder: Path, pattern: str = "*") -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob(pattern) if path.is_file()}


def left_over(folder: Path) -> list[str]:
    """Files of runs that have ended."""
    return [path.name for path in folder.rglob(".scn-*") if path.name != ".scn-compiled"]


def changes_files(words: tuple[str, ...], change: Callable[[str], str]) -> Callable[[Path], Iterator[None]]:
    """Try a command that writes scripts: each must be unchanged or complete."""

    def trial(folder: Path) -> Iterator[None]:
        before = scripts(folder, change)
        yield
        killed = contents(folder, "*.scn") | contents(folder, "second-name")
        run(folder, *words)
        wanted = {path: path.read_bytes() for path in before}
        for path, data in before.items():
            if killed.get(path) not in (data, wanted[path]):
                raise Left(f"{path.name} is neither old nor new: {killed.get(path)!r}")
        if any(wanted[path] == data for path, data in before.items()):
            raise Left("the next run has not changed all files")

    return trial


def compiles(folder: Path) -> Iterator[None]:
    """Try `scn compile`: each payload must be unchanged or complete, and nothing left over."""
    scripts(folder, lambda text: text)
    run(folder, "compile", ".", "-o", "out/")
    before = contents(folder / "out")
    for path in folder.glob("*.scn"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("Hello", "Good day to you"), encoding="utf-8"
        )
    (folder / "n003.scn").rename(folder / "n999.scn")
    yield
    killed = contents(folder / "out")
    _, said = run(folder, "compile", ".", "-o", "out/", "--prune")
    wanted = contents(folder / "out")
    for path, data in killed.items():
        if not path.name.startswith(".scn-") and data not in (before.get(path), wanted.get(path)):
            raise Left(f"{path.name} is neither old nor new: {data[:60]!r}")
    if "removed out/n003.json" not in said or (folder / "out" / "n003.json").exists():
        raise Left(f"what is left of an earlier run is not known any more: {said}")


def checks(folder: Path) -> Iterator[None]:
    """Try `scn check` with its cache: no bad file may pass as clean."""
    scripts(folder, lambda text: text, _CACHED)
    if random.random() < 0.5:
        run(folder, "check", ".")
    for path in random.sample(sorted(folder.glob("n*.scn")), 5):
        path.write_text(path.read_text(encoding="utf-8").replace("say:", "sya:"), encoding="utf-8")
    yield
    for _ in range(2):
        _, cached = run(folder, "check", ".")
    _, fresh = run(folder, "check", ".", "--no-cache")
    if cached != fresh:
        raise Left(f"with the cache: {cached[-200:]}, without: {fresh[-200:]}")


TRIALS: dict[tuple[str, ...], Callable[[Path], Iterator[None]]] = {
    ("fmt", "."): changes_files(("fmt", "."), lambda text: text.replace("  say:", "say:")),
    ("check", ".", "--fix"): changes_files(
        ("check", ".", "--fix"), lambda text: text.replace("say:", "sya:")
    ),
    ("compile", ".", "-o", "out/"): compiles,
    ("check", "."): checks,
}


def kill_often(kills: int, seed: int | None = None) -> Counter[str]:
    """Kill runs; returns how many per command, how many ended before, and how many left something to clean up.

    Raises:
        Left: With the first thing that a run must not leave.
    """
    random.seed(seed)
    counts: Counter[str] = Counter()
    durations: dict[tuple[str, ...], float] = {}
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    with tempfile.TemporaryDirectory() as place:
        while sum(counts[" ".join(words)] for words in TRIALS) < kills:
            for words, trial in TRIALS.items():
                folder = Path(place) / "project"
                folder.mkdir()
                steps = trial(folder)
                next(steps)
                if words not in durations:
                    start = time.perf_counter()
                    run(folder, *words)
                    durations[words] = time.perf_counter() - start
                else:
                    killed, _ = run(folder, *words, kill_after=random.uniform(0, durations[words] * 1.1))
                    name = " ".join(words)
                    counts[name if killed else "done before"] += 1
                    counts["left something"] += bool(left_over(folder))
                    next(steps, None)
                    if remains := left_over(folder):
                        raise Left(f"after {name} and the next run there is still {remains}")
                shutil.rmtree(folder)
    return counts


if __name__ == "__main__":
    print(dict(kill_often(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)))  # noqa: T201
