"""`--set` with a name that no script uses: scn says so on standard error."""

from pathlib import Path

import pytest

from support.cli import GOOD, scn

SCRIPT = GOOD.format("Visit")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the script `visit.scn`."""
    (tmp_path / "visit.scn").write_text(SCRIPT)
    return tmp_path


MISSPELT = "scn: --set visitr: no script uses this value: did you mean `visitor`?\n"


@pytest.mark.parametrize("command", ["check", "compile", "list", "expand", "graph"])
def test_a_value_that_no_script_uses_is_told(folder: Path, command: str) -> None:
    (folder / "visit.scn").write_text(f"import: who.scn\n{SCRIPT}")
    (folder / "who.scn").write_text("let visitor = Dana\n")

    misspelt = scn(command, "visit.scn", "--set", "visitr=Sam", cwd=folder)
    right = scn(command, "visit.scn", "--set", "visitor=Sam", cwd=folder)

    assert MISSPELT in misspelt.stderr
    assert misspelt.returncode == right.returncode == 0
    assert "--set" not in right.stderr


def test_a_value_that_one_of_the_scripts_or_the_environment_has_is_not_misspelt(folder: Path) -> None:
    (folder / "scn.toml").write_text('environment = "staging"\n[environments.staging.let]\nspoken = "en"\n')
    (folder / "other.scn").write_text(SCRIPT.replace("language: en", "language: $tongue"))

    for name in ("spoken", "tongue"):
        assert "--set" not in scn("check", ".", "--set", f"{name}=de", cwd=folder).stderr


def test_a_value_that_nothing_resembles_is_told_how_to_use(folder: Path) -> None:
    done = scn("check", "visit.scn", "--set", "visitor=Sam", cwd=folder)

    assert (
        "scn: --set visitor: no script uses this value: write `$visitor` where its value belongs\n"
        in done.stderr
    )


def test_standard_input_is_read_once_and_says_nothing_about_values(folder: Path) -> None:
    done = scn("check", "-", "--set", "visitor=Sam", cwd=folder, stdin=SCRIPT)

    assert (done.returncode, done.stderr.count("--set")) == (0, 0)
