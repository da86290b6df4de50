"""Speed of `scn plan` for many scripts that didn't change: `uv run --group bench python benchmarks/syncing.py`.

Talks to a stub of the platform on loopback, whose time doesn't count. Exits with 1 if scn misses a goal. `--quick` uses a tenth
of the scripts. Its time has no goal, because a busy machine changes it; its requests and its memory have.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import with_tests  # noqa: F401  (finds `support`)
from scenarios import script, write_scripts

from measure import BIN, QUICK, Row, Task, command, commands_cpu, drop_caches, folder, medians, report
from support.cekura_stub import CekuraStub
from support.cekura_stub.requests import client_of
from support.cli import scn

COUNT = 200 if QUICK else 2000
MOST_TIME = None if QUICK else 3
"""How much longer a plan may take than compiling."""

SCN = str(BIN / "scn")
CONFIG = "[fields]\nagent = 21\npersonality = 11\n\n[environments.staging]\n"


def plans() -> Iterator[Row]:
    with folder() as place, CekuraStub() as stub:
        write_scripts(place, COUNT, lambda number: script(number).replace("personality: 3\n", ""))
        (place / "scn.toml").write_text(f'environment = "staging"\n\n{CONFIG}', encoding="utf-8")
        os.environ |= {"CEKURA_API_URL": stub.url, "CEKURA_API_KEY": stub.key}
        with patch("os.fsync"):  # each change waits for the disk, which isn't measured here
            assert scn("apply", "--yes", cwd=place).returncode == 0
        before = len(stub.requests)
        planned = command(place, SCN, "plan", "--detailed-exitcode")
        requests = len(stub.requests) - before
        (place / "pages.py").write_text(f"import json\nfor page in {pages(stub)!r}: json.loads(page)\n")
        parsed = command(place, sys.executable, "pages.py")
        compiled = command(place, SCN, "compile", ".", "-o", "out/")
        tasks = [Task(work, lambda: drop_caches(place)) for work in (planned, compiled, parsed)]
        plan, compiling, parsing = medians(tasks, 5, commands_cpu)
        what = f"`scn plan` of {COUNT:,} unchanged scripts"
        yield Row(
            f"requests of {what}, for each page of {stub.store.shapes.longest_page}",
            requests * 200 / COUNT,
            2,
        )
        yield Row(f"{what}, against `scn compile`", plan / compiling, MOST_TIME)
        yield Row(f"{what}, against `json.loads` of the platform's pages", plan / parsing)
        most = peak(place, SCN, "plan") / peak(place, SCN, "compile", ".", "-o", "out/")
        yield Row(f"peak memory of {what}, against `scn compile`", most, 3)


def pages(stub: CekuraStub) -> list[str]:
    """Return the pages of the list that a plan reads."""
    with client_of(stub) as client:
        last = -(-COUNT // stub.store.shapes.longest_page)
        asked = ({"page_size": "200", "page": str(page)} for page in range(1, last + 1))
        return [json.dumps(client.get("/test_framework/v1/scenarios/", params=each).json()) for each in asked]


_PEAK = """
import os, sys
child = os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def peak(place: Path, *words: str) -> int:
    """Return the peak memory of a command, which a small program starts: a child begins with the peak of its parent."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, *words], cwd=place, capture_output=True, text=True, check=True
    )
    return int(done.stdout.splitlines()[-1])


def rows() -> Iterator[Row]:
    """Measure all rows."""
    yield from plans()


if __name__ == "__main__":
    raise SystemExit(report(rows(), strict=True))
