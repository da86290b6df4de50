"""`scn check` answers for files that it knows to be clean before it loads anything else, and never too late."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from scn_compiler.cli import parallel
from scn_compiler.cli.cache import dependencies
from scn_compiler.cli.cache.clean import FOLDER, CleanCache
from scn_compiler.findings.selectors import Findings
from scn_compiler.installed_plugins import all_plugins
from scn_compiler.project.project_config import OWN_FILE, SHARED_FILE
from support import cli
from support.paths import ROOT

GOOD, BAD = (text.replace("{0}", "number {0}") for text in (cli.GOOD, cli.BROKEN.replace("Broken", "{0}")))


def scn(folder: Path, *words: str) -> cli.Run:
    """Check files in `folder`."""
    return cli.scn("check", *words, cwd=folder)


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A project with a clean script in a folder."""
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "one.scn").write_text(GOOD.format(1), encoding="utf-8")
    return tmp_path


def is_known(folder: Path, *paths: str) -> bool:
    """Return whether the cache has the answer."""
    with patch("scn_compiler.cli.plain._run", side_effect=LookupError) as run:
        cli.scn("check", *(paths or ["calls/one.scn"]), cwd=folder)
        return not run.called


def test_the_cache_reads_the_files_that_configure_scn() -> None:
    assert dependencies._CONFIGURATIONS == (OWN_FILE, SHARED_FILE)


def test_a_clean_file_is_known_after_its_first_check(one: Path) -> None:
    assert not is_known(one)
    first = scn(one, "calls/one.scn")

    assert is_known(one)
    again = scn(one, "calls/one.scn")
    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, first.stderr)
    assert first.stderr == "no problems in 1 file\n"
    assert scn(one, "calls/one.scn", "./calls/one.scn").stderr == first.stderr


def test_standard_input_is_not_taken_for_a_file_named_like_it(one: Path) -> None:
    (one / "-").write_text(GOOD.format(1), encoding="utf-8")
    scn(one, "./-")

    assert is_known(one, "./-")
    assert cli.scn("check", "-", cwd=one, stdin=BAD.format(1)).returncode == 1


def test_packages_in_a_zip_file_have_no_lasting_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "_state", [])
    monkeypatch.setattr(dependencies.scn_dsl, "__path__", ["/packages.zip/scn_dsl"])
    first = dependencies.state_of_program()
    dependencies._state.clear()

    assert dependencies.state_of_program() != first


@pytest.mark.parametrize(("module", "matters"), [("lint/rule.py", True), ("lsp/app.py", False)])
def test_a_new_version_of_a_module_matters_if_findings_can_depend_on_it(
    module: str, matters: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A contract in pyproject.toml keeps checks from importing the modules that don't matter."""
    copy = tmp_path / "scn_compiler"
    shutil.copytree(
        ROOT / "compiler" / "scn_compiler", copy, ignore=shutil.ignore_patterns("site", "__pycache__")
    )
    monkeypatch.setattr(dependencies.scn_compiler, "__path__", [str(copy)])
    monkeypatch.setattr(dependencies, "_state", [])
    first = dependencies.state_of_program()
    dependencies._state.clear()
    (copy / module).write_text("", encoding="utf-8")

    assert (dependencies.state_of_program() != first) is matters


def test_several_files_are_known_if_all_of_them_are_clean(one: Path) -> None:
    (one / "two.scn").write_text(GOOD.format(2), encoding="utf-8")
    (one / "bad.scn").write_text(BAD.format(3), encoding="utf-8")
    scn(one, ".")

    assert is_known(one, "calls/one.scn", "two.scn")
    assert not is_known(one, "calls/one.scn", "bad.scn")
    assert scn(one, "calls/one.scn", "two.scn").stderr == "no problems in 2 files\n"


CHANGES = {
    "its text": ("calls/one.scn", BAD.format(1)),
    "a configuration beside it": ("calls/scn.toml", 'target = "eqho"\n'),
    "a configuration above it": ("scn.toml", "strict = true\n"),
    "a shared configuration": ("pyproject.toml", "[tool.scn]\nstrict = true\n"),
    "the configuration that another extends": ("base/scn.toml", 'target = "sensay"\n'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_is_no_longer_known_if_anything_relevant_changed(change: str, one: Path) -> None:
    (one / "base").mkdir()
    (one / "base" / "scn.toml").write_text("strict = false\n", encoding="utf-8")
    (one / "calls" / "pyproject.toml").write_text(
        '[tool.scn]\nextends = "../base/scn.toml"\n', encoding="utf-8"
    )
    scn(one, "calls/one.scn")
    assert is_known(one)
    path, text = CHANGES[change]
    (one / path).write_text(text, encoding="utf-8")

    assert not is_known(one)


def test_a_file_with_another_name_or_another_version_of_scn_is_not_known(
    one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scn(one, "calls/one.scn")
    (one / "calls" / "two.scn").write_bytes((one / "calls" / "one.scn").read_bytes())
    assert not is_known(one, "calls/two.scn")

    monkeypatch.setattr(dependencies, "_state", ["another state"])
    assert not is_known(one)


@pytest.mark.parametrize("extends", ['"ba\\u0073e.toml"', '"""base.toml"""'])
def test_a_file_is_never_known_if_its_configurations_are_not_found_without_parsing(
    extends: str, one: Path
) -> None:
    (one / "base.toml").write_text("strict = false\n", encoding="utf-8")
    (one / "scn.toml").write_text(f"extends = {extends}\n", encoding="utf-8")

    assert scn(one, "calls/one.scn").returncode == 0
    assert not is_known(one)


def test_a_run_with_a_baseline_is_not_answered_by_the_cache(one: Path) -> None:
    (one / "scn.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    scn(one, "calls/one.scn", "--write-baseline", "known.json")

    first = scn(one, "calls/one.scn")
    assert scn(one, "calls/one.scn").stderr == first.stderr
    assert not is_known(one)


@pytest.mark.parametrize("key", ['"base\\u006cine"', '"\\U00000062aseline"'])
def test_a_baseline_is_found_however_its_key_is_written(key: str, one: Path) -> None:
    scn(one, "calls/one.scn", "--write-baseline", "known.json")
    (one / "scn.toml").write_text(f"{key} = 'known.json'\n", encoding="utf-8")

    first = scn(one, "calls/one.scn")
    assert "in the baseline" in first.stderr
    assert scn(one, "calls/one.scn").stderr == first.stderr


@pytest.mark.parametrize("place", ["scn.toml", "calls/scn.toml"])
def test_a_configuration_that_changes_while_scripts_are_searched_leaves_nothing_in_the_cache(
    place: str, one: Path
) -> None:
    (one / "scn.toml").write_text("", encoding="utf-8")
    load = parallel._load_cache

    def changed(*arguments: Any) -> CleanCache:
        (one / place).write_text('target = "eqho"\n', encoding="utf-8")
        return load(*arguments)

    with patch.object(parallel, "_load_cache", changed):
        scn(one, "calls/one.scn")

    assert not is_known(one)


def test_a_configuration_that_changes_during_a_check_leaves_nothing_in_the_cache(one: Path) -> None:
    (one / "scn.toml").write_text("", encoding="utf-8")

    def changed(*arguments: object, **more: object) -> Findings:
        (one / "scn.toml").write_text("strict = true\n", encoding="utf-8")
        return Findings()

    with patch("scn_compiler.api.find", changed):
        scn(one, "calls/one.scn")
    (one / "scn.toml").write_text("", encoding="utf-8")

    assert not is_known(one)


@pytest.mark.parametrize("place", [FOLDER, f"{FOLDER}/clean"])
def test_a_linked_cache_is_not_read(place: str, one: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    scn(one, "calls/one.scn")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "moved"
    (one / place).rename(elsewhere)
    (one / place).symlink_to(elsewhere, target_is_directory=elsewhere.is_dir())

    assert not is_known(one)


def test_a_cache_that_comes_with_a_repository_is_not_believed(one: Path, tmp_path: Path) -> None:
    (one / "calls" / "one.scn").write_text(BAD.format(1), encoding="utf-8")
    with patch("scn_compiler.api.find", return_value=Findings()):
        scn(one, "calls/one.scn")
    assert is_known(one)
    cloned = tmp_path / "cloned"
    shutil.copytree(one / FOLDER, cloned / FOLDER)
    shutil.copytree(one / "calls", cloned / "calls")

    assert not is_known(cloned)
    assert scn(cloned, "calls/one.scn").returncode == 1


def test_a_linked_configuration_is_never_known(one: Path) -> None:
    (one / "real.toml").write_text("", encoding="utf-8")
    (one / "scn.toml").symlink_to("real.toml")
    scn(one, "calls/one.scn")

    assert not is_known(one)


def test_on_a_runner_the_report_is_made_as_usual(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scn(one, "calls/one.scn")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert not is_known(one)


def test_an_unchanged_file_is_answered_without_loading_the_language(one: Path) -> None:
    all_plugins.cache_clear()  # with plugins, the answer depends on them
    scn(one, "calls/one.scn")
    code = "import sys; from scn_compiler.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "calls/one.scn"],
        cwd=one,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name for name in done.stdout.split() if name.startswith("scn_")}

    assert done.stderr == "no problems in 1 file\n"
    assert not {"re", "typing", "enum", "hashlib", "pathlib"} & set(done.stdout.split())
    assert len(loaded) <= 12, loaded
