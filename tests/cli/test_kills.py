"""Runs killed at random moments leave whole files, no stale cache, and no permanent leftovers."""

import subprocess
import sys

import pytest

from support.paths import ROOT


@pytest.mark.slow
def test_a_killed_run_leaves_whole_files_and_the_next_one_tidies_up() -> None:
    done = subprocess.run(
        [sys.executable, "support/kills.py", "60"],
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
