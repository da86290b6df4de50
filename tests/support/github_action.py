"""The GitHub Action of this repository: its steps run as GitHub runs them."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.paths import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}
BASH = shutil.which("bash")
SUMMARY = "summary.md"
"""The job's summary, in the runner's temporary folder."""

needs_bash = pytest.mark.skipif(BASH is None, reason="bash isn't installed")


def make_runner(folder: Path) -> Path:
    """Make the runner's temporary folder, with `scn` where the action installs it."""
    bin_ = folder / "runner" / "scn" / "bin"
    bin_.mkdir(parents=True)
    program(bin_ / "scn", f'exec {sys.executable} -c "from scn_compiler.cli import main; main()" "$@"')
    return folder / "runner"


def program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run_step(
    name: str,
    repository: Path,
    runner: Path,
    inputs: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    **values: str,
) -> subprocess.CompletedProcess[str]:
    """Run a step of the action as GitHub does: its environment from the inputs, then its text unchanged.

    Args:
        env: The environment of the workflow's step that uses the action.
        values: Other expressions, and what they stand for.
    """
    given = {**(env or {}), **_environment(name, inputs or {}, values)}
    return run_text(STEPS[name]["run"], repository, runner, given)


def start_step(
    name: str, repository: Path, runner: Path, inputs: Mapping[str, str], env: Mapping[str, str]
) -> subprocess.Popen[str]:
    """Start a step of the action as `run_step` does, without waiting for it."""
    given = {**env, **_environment(name, inputs, {})}
    return subprocess.Popen(
        _bash(STEPS[name]["run"]),
        cwd=repository,
        env=_on_github(runner, given),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def _environment(name: str, inputs: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a step of the action."""
    defaults = {key: given["default"] for key, given in ACTION["inputs"].items()}
    known = {f"inputs.{key}": value for key, value in {**defaults, **inputs}.items()}
    known |= {"github.action_path": str(ROOT), "steps.python.outputs.python-path": sys.executable} | {
        **values
    }
    return {key: evaluated(text, known) for key, text in STEPS[name]["env"].items()}


def evaluated(text: str, known: Mapping[str, str]) -> str:
    """Replace the expressions in a value of a workflow."""
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], text)


def run_text(
    text: str, repository: Path, runner: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the text of a step."""
    return subprocess.run(
        _bash(text),
        cwd=repository,
        env=_on_github(runner, env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _bash(text: str) -> list[str]:
    assert BASH
    return [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", text]


def _on_github(runner: Path, env: Mapping[str, str]) -> dict[str, str]:
    runs_on_github = {
        "RUNNER_TEMP": str(runner),
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(runner / SUMMARY),
    }
    return {**os.environ, **runs_on_github, **env}
