"""The action for GitHub and the hooks for pre-commit: what their files say is what runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scn_compiler.cli.commands import COMMANDS
from support.github_action import ACTION, STEPS, make_runner, needs_bash, program, run_step
from support.laws import sweep
from support.paths import ROOT

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
SCRIPTS = Path(sys.executable).parent

GOOD = "scenario: One\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello <endcall />\n"
BAD = GOOD.replace("say:", "sya:")
WARNED = GOOD.replace("Hello", "Hello <zing />")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with scripts, one of them in a folder with a space in its name."""
    folder = tmp_path / "repository"
    (folder / "our calls").mkdir(parents=True)
    (folder / "our calls" / "bad.scn").write_text(BAD, encoding="utf-8")
    (folder / "good.scn").write_text(GOOD, encoding="utf-8")
    (folder / "warned.scn").write_text(WARNED, encoding="utf-8")
    return folder


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    return make_runner(tmp_path)


def check(repository: Path, runner: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    return run_step("Run scn", repository, runner, inputs)


def test_the_action_has_the_inputs_that_the_page_describes() -> None:
    page = (ROOT / "docs" / "how-to" / "ci.md").read_text(encoding="utf-8")
    section = page.split("## GitHub Actions")[1].split("\n## ")[0]

    assert set(ACTION["inputs"]) == {"command", "env", "paths", "args"}
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.M)) == set(ACTION["inputs"])
    assert ACTION["runs"]["using"] == "composite"
    assert list(STEPS) == ["Install scn", "Run scn"]


def test_no_input_becomes_part_of_a_command() -> None:
    for step in STEPS.values():
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


@needs_bash
def test_the_action_checks_everything_and_annotates(repository: Path, runner: Path) -> None:
    done = check(repository, runner)

    assert done.returncode == 1
    assert "error[SCN101] misspelt-keyword" in done.stdout
    assert "::error file=our calls/bad.scn,line=6," in done.stdout
    assert done.stderr == "1 error, 1 warning in 3 files; 1 can be fixed with --fix\n"


@needs_bash
def test_the_action_takes_paths_one_a_line_and_options(repository: Path, runner: Path) -> None:
    assert check(repository, runner, paths="good.scn\n").returncode == 0
    assert (
        check(repository, runner, paths="good.scn\nour calls\n").stderr
        == "1 error in 2 files; 1 can be fixed with --fix\n"
    )
    assert check(repository, runner, paths="warned.scn").returncode == 0
    strict = check(repository, runner, paths="warned.scn", args="--strict  --format concise")
    assert strict.returncode == 1
    assert "warned.scn:6:14: SCN401 " in strict.stdout


@needs_bash
@pytest.mark.parametrize(
    "text", sweep(["$(touch made)", "`touch made`", "x; touch made", "x\ntouch made", '"; touch made; "'])
)
def test_the_action_runs_nothing_that_an_input_says(text: str, repository: Path, runner: Path) -> None:
    assert check(repository, runner, paths=text).returncode == 2
    assert check(repository, runner, args=text).returncode == 2
    assert check(repository, runner, env=text).returncode == 2
    assert check(repository, runner, command=text).returncode == 2
    assert not (repository / "made").exists()


@pytest.mark.slow
@needs_bash
def test_the_action_expands_no_pattern_and_takes_no_path_for_an_option(
    repository: Path, runner: Path
) -> None:
    (repository / "--strict.scn").write_text(GOOD, encoding="utf-8")

    assert "*.scn does not exist" in check(repository, runner, paths="*.scn").stderr
    assert check(repository, runner, paths="--strict.scn").returncode == 0


@needs_bash
@pytest.mark.parametrize(("command", "extra"), [("check", ""), ("plan", "[sync]"), ("run", "[sync]")])
def test_the_action_installs_its_own_checkout(
    command: str, extra: str, repository: Path, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    runner = tmp_path / "fresh"
    program(python, f'mkdir -p "$3/bin" && cp "{python}-inner" "$3/bin/python"')
    program(tmp_path / "python-inner", 'printf "%s\\n" "$@"')

    done = run_step(
        "Install scn",
        repository,
        runner,
        {"command": command},
        **{"steps.python.outputs.python-path": str(python)},
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        f"{ROOT}{extra}",
    ]


@needs_bash
def test_the_action_has_no_other_commands(repository: Path, runner: Path) -> None:
    done = run_step("Install scn", repository, runner, {"command": "fmt"})

    assert done.returncode == 2
    assert done.stdout == "::error::The input 'command' must be check, plan, apply or run\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of this project, as another repository gets it."""
    away = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "dist", ".hypothesis", "*.lock")
    shutil.copytree(ROOT, tmp_path / "checkout", ignore=away)
    git(tmp_path / "checkout", "init", "-q")
    git(tmp_path / "checkout", "add", "-A")
    git(tmp_path / "checkout", "commit", "-qm", "A version")
    return tmp_path / "checkout"


def git(folder: Path, *arguments: str) -> str:
    who = {
        f"GIT_{role}_{what}": "test@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
@needs_bash
def test_the_action_as_a_whole(checkout: Path, repository: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"

    installed = run_step("Install scn", repository, fresh, **{"github.action_path": str(checkout)})
    assert installed.returncode == 0, installed.stderr
    done = check(repository, fresh)

    assert done.returncode == 1, done.stderr
    assert "::error file=our calls/bad.scn,line=6," in done.stdout


def hook(name: str) -> dict[str, Any]:
    (found,) = (each for each in HOOKS if each["id"] == name)
    return found


def run_hook(name: str, repository: Path, *files: str) -> subprocess.CompletedProcess[str]:
    command = hook(name)["entry"].split()
    return subprocess.run(
        [SCRIPTS / command[0], *command[1:], *files],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_hook_checks_and_one_formats() -> None:
    assert [each["id"] for each in HOOKS] == ["scn-check", "scn-fmt"]
    for each in HOOKS:
        assert each["language"] == "python"
        assert each["entry"].split()[1] in COMMANDS
        assert re.search(each["files"], "calls/one.scn")
        assert not re.search(each["files"], "calls/one.scn.txt")


@pytest.mark.slow
def test_the_checking_hook_fails_for_errors(repository: Path) -> None:
    assert run_hook("scn-check", repository, "good.scn", "warned.scn").returncode == 0
    assert run_hook("scn-check", repository, "good.scn", "our calls/bad.scn").returncode == 1


def test_the_formatting_hook_changes_files(repository: Path) -> None:
    (repository / "good.scn").write_text(GOOD.replace("  say:", "say:   "), encoding="utf-8")

    assert run_hook("scn-fmt", repository, "good.scn").returncode == 0
    assert (repository / "good.scn").read_text(encoding="utf-8") == GOOD


@pytest.mark.slow
def test_pre_commit_runs_the_hooks(checkout: Path, repository: Path, tmp_path: Path) -> None:
    (repository / "loose.scn").write_text(GOOD.replace("  say:", "say:   "), encoding="utf-8")
    git(repository, "init", "-q")
    git(repository, "add", "-A")
    config = {"repos": [{"repo": str(checkout), "rev": git(checkout, "rev-parse", "HEAD")}]}
    config["repos"][0]["hooks"] = [{"id": "scn-check"}, {"id": "scn-fmt"}]
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")

    done = subprocess.run(
        [SCRIPTS / "pre-commit", "run", "--all-files", "--color", "never"],
        cwd=repository,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert re.search(r"scn check\.+Failed\n- hook id: scn-check\n- exit code: 1\n", done.stdout), done.stdout
    assert "misspelt-keyword" in done.stdout
    assert re.search(r"scn fmt\.+Failed\n- hook id: scn-fmt\n(- .*\n)*- files were modified", done.stdout), (
        done.stdout
    )
    assert (repository / "loose.scn").read_text(encoding="utf-8") == GOOD
