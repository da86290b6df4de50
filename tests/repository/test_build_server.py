"""The script of the build server, `.ci/run`: what runs at the same time names its failures and leaves nothing behind."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from support.github_action import needs_bash
from support.paths import ROOT

SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
HEAD = 'set -euo pipefail\nstep() { echo "== $*"; "$@"; }\n'

pytestmark = needs_bash


def bash(commands: str, folder: Path) -> subprocess.Popen[str]:
    """Start commands that know `together`; its temporary folders are in `folder`."""
    function = re.search(r"^together\(\) [({]\n.*?^[)}]\n", SCRIPT, re.M | re.S)
    assert function
    return subprocess.Popen(
        ["bash", "-c", HEAD + function[0] + commands],
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def test_steps_that_fail_together_are_named_below_the_outputs(tmp_path: Path) -> None:
    running = bash('together "echo one" "test a = b" "echo three" "false"\necho after', tmp_path)
    output, _ = running.communicate(timeout=60)

    assert running.returncode == 1
    assert output.splitlines() == [
        *("== echo one", "one", "== test a = b", "== echo three", "three", "== false"),
        *("== failed: test a = b", "== failed: false"),
    ]
    assert list(tmp_path.iterdir()) == []


def test_steps_that_pass_together_let_the_script_go_on(tmp_path: Path) -> None:
    running = bash('together "echo one" "echo two"\necho after', tmp_path)
    output, _ = running.communicate(timeout=60)

    assert (running.returncode, output.splitlines()[-1]) == (0, "after")
    assert "failed" not in output


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_steps_that_are_interrupted_leave_no_folder_behind(tmp_path: Path, stop: signal.Signals) -> None:
    running = bash('together "sleep 50"', tmp_path)
    with suppress(ProcessLookupError):
        _until(lambda: list(tmp_path.glob("*/0")))
        os.killpg(running.pid, stop)
        running.wait(60)
        _until(lambda: not list(tmp_path.iterdir()))
        os.killpg(running.pid, signal.SIGKILL)  # the steps, which may ignore the signal

    assert list(tmp_path.iterdir()) == []


def _until(holds: Callable[[], object]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
