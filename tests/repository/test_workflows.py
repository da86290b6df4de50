"""The GitHub Action with commands that talk to a platform, and the workflows that the page about CI shows."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.cekura_stub import FAILED_CHECKS, NEVER_ENDS, CekuraStub, Outcome
from support.github_action import (
    ACTION,
    SUMMARY,
    evaluated,
    make_runner,
    needs_bash,
    run_step,
    run_text,
    start_step,
)
from support.pages import Page
from support.paths import ROOT
from support.team_on_platform import Team

CI = Page(ROOT / "docs" / "how-to" / "ci.md")
WORKFLOWS: dict[str, dict[Any, Any]] = {
    fence.file: yaml.safe_load(fence.text) for fence in CI.fences("yaml") if fence.file
}
PULL_REQUEST, MAIN = ".github/workflows/calls.yml", ".github/workflows/apply.yml"
NIGHTLY = ".github/workflows/nightly.yml"
ACTION_USED = re.compile(r"OWNER/scn@v")
FENCE = re.compile(r"^ {4}.*$|^$")

Done = subprocess.CompletedProcess[str]

pytestmark = needs_bash


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with CekuraStub() as stub:
        (tmp_path / "team").mkdir()
        yield Team(tmp_path / "team", stub)


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    return make_runner(tmp_path)


def act(team: Team, runner: Path, **inputs: str) -> Done:
    return run_step("Run scn", team.folder, runner, inputs, team.environment)


@pytest.mark.slow
def test_a_plan_is_in_the_log_and_in_the_summary(team: Team, runner: Path) -> None:
    done = act(team, runner, command="plan", env="production")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("production, cekura: 3 to create\n")
    heading, blank, *lines = (runner / SUMMARY).read_text(encoding="utf-8").splitlines()
    assert (heading, blank) == ("### scn plan", "")
    assert lines[0] == "    production, cekura: 3 to create"
    assert team.stub.store.created == []
    assert not (team.folder / "scn.lock").exists()


@pytest.mark.slow
def test_nothing_in_a_plan_is_markdown(team: Team, runner: Path) -> None:
    team.edit("calls/hours.scn", "Opening hours", "```</code><img src=x>[a](https://a.example)")
    act(team, runner, command="apply")
    team.edit("calls/hours.scn", "say: See you later.", "say: ``` [b](https://b.example)")

    assert act(team, runner, command="plan").returncode == 0
    text = (runner / SUMMARY).read_text(encoding="utf-8")
    assert "https://b.example" in text
    assert all(FENCE.match(line) for line in text.splitlines()[1:])


@pytest.mark.slow
def test_a_plan_that_needs_a_decision_fails_and_is_in_the_summary(team: Team, runner: Path) -> None:
    act(team, runner, command="apply")
    team.change(1005, {"name": "Closing time"})

    assert act(team, runner, command="plan").returncode == 1
    assert "! changed on the platform" in (runner / SUMMARY).read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_a_key_there_is_no_plan_and_no_summary(team: Team, runner: Path) -> None:
    team.environment |= {"CEKURA_API_KEY": "", "HOME": str(runner)}

    done = act(team, runner, command="plan")
    assert done.returncode == 2
    assert "no API key: set CEKURA_API_KEY" in done.stderr
    assert not (runner / SUMMARY).exists()


@pytest.mark.slow
def test_apply_asks_nothing_and_takes_options_and_plans(team: Team, runner: Path) -> None:
    assert team.scn("plan", "-o", "scn.plan").returncode == 0
    assert act(team, runner, command="apply", paths="scn.plan").returncode == 0
    assert len(team.stub.store.created) == 3
    (team.folder / "calls" / "hours.scn").unlink()

    assert "without a script" in act(team, runner, command="apply").stdout
    assert "deleted opening-hours" in act(team, runner, command="apply", args="--prune").stdout


def test_the_key_is_no_input() -> None:
    assert not any("key" in name for name in ACTION["inputs"])
    for workflow in WORKFLOWS.values():
        for job in workflow["jobs"].values():
            assert "env" not in job
            users = [step for step in job["steps"] if "CEKURA_API_KEY" in step.get("env", {})]
            assert all(step["with"]["command"] != "check" for step in users)


@pytest.fixture
def repository(team: Team) -> Team:
    """The folder of the team as a clone, as `actions/checkout` makes one."""
    origin = team.folder.parent / "origin"
    git(team.folder, "init", "-q", "-b", "main")
    commit(team.folder)
    git(team.folder.parent, "clone", "-q", "--bare", "team", str(origin))
    team.folder = team.folder.parent / "clone"
    git(origin, "clone", "-q", "--depth", "1", origin.as_uri(), str(team.folder))
    return team


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "A change")


GIT_ALONE = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=GIT_ALONE, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def run_job(job: Mapping[str, Any], team: Team, runner: Path) -> list[Done]:
    """Run the steps of a job, except those of other actions; return the results of those that ran."""
    secrets = {"secrets.CEKURA_API_KEY": team.stub.key}
    done: list[Done] = []
    for step in job["steps"]:
        has_failed = any(each.returncode for each in done)
        if has_failed and step.get("if") != "always()":
            continue
        env = {name: evaluated(value, secrets) for name, value in step.get("env", {}).items()}
        env |= {"CEKURA_API_URL": team.stub.url, "GIT_CONFIG_GLOBAL": os.devnull}
        if ACTION_USED.match(step.get("uses", "")):
            done.append(run_step("Run scn", team.folder, runner, step["with"], env))
        elif "run" in step:
            done.append(run_text(step["run"], team.folder, runner, env))
    return done


def test_the_workflow_of_a_pull_request_checks_and_plans(repository: Team, runner: Path) -> None:
    jobs = WORKFLOWS[PULL_REQUEST]["jobs"]

    [checked] = run_job(jobs["check"], repository, runner)
    [planned] = run_job(jobs["plan"], repository, runner)
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.startswith("staging, cekura: 3 to create\n")
    assert "no problems in 2 files" in checked.stdout + checked.stderr
    assert git(repository.folder, "status", "--short") == ""


@pytest.mark.slow
def test_the_workflow_on_main_applies_and_commits(repository: Team, runner: Path) -> None:
    job = WORKFLOWS[MAIN]["jobs"]["apply"]
    before = git(repository.folder, "rev-parse", "HEAD")

    applied, committed = run_job(job, repository, runner)
    assert (applied.returncode, committed.returncode) == (0, 0), committed.stderr
    assert git(repository.folder, "show", "--stat", "--format=%s", "origin/main").splitlines()[0] == (
        "Update keys and scn.lock"
    )
    changed = git(repository.folder, "diff", "--name-only", before, "origin/main").splitlines()
    assert changed == ["calls/book.scn", "calls/hours.scn", "scn.lock"]

    again, nothing = run_job(job, repository, runner)
    assert again.stdout.endswith("nothing to do\n")
    assert (nothing.returncode, nothing.stdout) == (0, "")


@pytest.mark.slow
def test_the_lock_is_committed_even_if_a_part_failed_and_main_has_moved(
    repository: Team, runner: Path
) -> None:
    job = WORKFLOWS[MAIN]["jobs"]["apply"]
    run_job(job, repository, runner)
    repository.change(1005, {"name": "Closing time"})
    repository.edit("calls/book.scn", "a table for", "one table for")
    commit(repository.folder)
    git(repository.folder, "push", "-q")
    colleague = repository.folder.parent / "colleague"
    git(repository.folder.parent, "clone", "-q", "origin", str(colleague))
    (colleague / "notes.md").write_text("Ask the shop.\n", encoding="utf-8")
    commit(colleague)
    git(colleague, "push", "-q")

    applied, committed = run_job(job, repository, runner)
    assert applied.returncode == 1
    assert committed.returncode == 0, committed.stderr
    assert git(repository.folder, "rev-parse", "HEAD") == git(repository.folder, "rev-parse", "origin/main")
    assert (repository.folder / "notes.md").is_file()
    assert "scn.lock" in git(repository.folder, "show", "--stat", "--format=%s", "HEAD")


@pytest.mark.slow
def test_the_nightly_workflow_runs_the_calls_with_its_tag(repository: Team, runner: Path) -> None:
    repository.edit("calls/hours.scn", "language: en", "language: en\ntags: nightly")
    repository.stub.store.plans = [FAILED_CHECKS]
    repository.stub.store.usual = Outcome(stages=(), late_verdict=0)
    job = WORKFLOWS[NIGHTLY]["jobs"]["run"]

    [failed], [passed] = run_job(job, repository, runner), run_job(job, repository, runner)
    assert (failed.returncode, passed.returncode) == (1, 0), failed.stderr
    assert failed.stdout.endswith("failed: 1 scenario, 1 call: 1 failed\n")
    assert passed.stdout.endswith("passed: 1 scenario, 1 call: 1 passed\n")
    summary = (runner / SUMMARY).read_text(encoding="utf-8")
    assert summary.count("### scn run: ") == 2
    assert "| calls/hours.scn&#58;2 Opening hours | 1 of 1 | failed |" in summary
    assert (repository.folder / "calls.xml").is_file()


@pytest.mark.slow
def test_a_job_that_is_cancelled_ends_its_calls(team: Team, runner: Path) -> None:
    team.stub.store.plans = [NEVER_ENDS] * 3
    started = start_step("Run scn", team.folder, runner, {"command": "run"}, team.environment)
    end = time.monotonic() + 60
    while not any("/v2/results/" in each.path for each in team.stub.requests):
        assert time.monotonic() < end, started.poll()
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)

    assert started.returncode == 3, said
    assert [each.done for each in team.stub.requests if each.path.endswith("/end_calls/")] == [True]
