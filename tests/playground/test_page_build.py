"""The build of the playground's page."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.playground_page import BUILDER


@pytest.mark.slow
def test_two_builds_of_a_new_checkout_wait_for_each_other(tmp_path: Path) -> None:
    if not shutil.which("npm"):
        pytest.skip("the playground can't be built: npm is missing")
    folder = tmp_path / "editors" / "playground"
    shutil.copytree(BUILDER.parent, folder, ignore=shutil.ignore_patterns("dist", "node_modules"))
    words = [sys.executable, folder / "build.py", "local", "--if-changed"]
    builds = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    outputs = [build.communicate() for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], outputs
    assert {output for output, _ in outputs} == {f"{folder / 'dist' / 'local'}\n"}
    assert sum("packages in" in progress for _, progress in outputs) == 1, outputs
    assert (folder / "dist" / "local" / "app.js").is_file()
