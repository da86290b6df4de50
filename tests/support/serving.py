"""`scn serve` as a program."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.paths import PROGRAMS

_ADDRESS = re.compile(r"serving `.*` at (http://127\.0\.0\.1:\d+/v1)\n")


@contextmanager
def caller_of(*words: str, cwd: Path) -> Iterator[str]:
    """Serve a script on a free port until Ctrl-C; the address of the model."""
    program = subprocess.Popen(
        [PROGRAMS / "scn", "serve", *words, "--port", "0"],
        cwd=cwd,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert program.stderr
    try:
        first = program.stderr.readline()
        found = _ADDRESS.fullmatch(first)
        assert found, first + program.stderr.read()
        yield found[1]
    finally:
        program.send_signal(signal.SIGINT)
        _, after = program.communicate(timeout=60)
    assert (program.returncode, after.splitlines()[-1:]) == (0, ["stopped"])
