"""The cache of clean files knows which files a script imports: its answers are never stale."""

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from scn_compiler.cli.cache.dependencies import _MAX_IMPORTED
from scn_compiler.project import imported_files
from support.cli import Run, scn
from support.team import LIBRARY, MISTAKE, SCRIPT, VALUES, team, write

ONE = "suites/0.scn"


def is_known(folder: Path, path: str = ONE, env: dict[str, str] | None = None) -> bool:
    """Return whether the cache has the answer for a script."""
    with patch("scn_compiler.cli.plain._run", side_effect=LookupError) as run:
        scn("check", path, cwd=folder, env=env)
        return not run.called


def checked(folder: Path, path: str = ONE) -> Run:
    return scn("check", path, cwd=folder)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """A project with a script that the cache knows to be clean."""
    team(tmp_path)
    assert checked(tmp_path).stderr == "no problems in 1 file\n"
    assert is_known(tmp_path)
    return tmp_path


def test_a_clean_script_with_imports_is_known_after_its_first_check(known: Path) -> None:
    assert checked(known).stderr == "no problems in 1 file\n"
    with patch("scn_compiler.cli.check.files.api.find", side_effect=AssertionError):
        assert scn("check", "suites/0.scn", "--select", "ALL", "--no-cache", cwd=known).returncode == 101
        assert checked(known).returncode == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shared/verify.scn", MISTAKE),
        ("shared/values.scn", VALUES.replace("clinic", "klinik")),
        ("suites/days.csv", "day\nTuesday\nFriday,Monday\n"),
        (ONE, SCRIPT.format("0").replace("code =", "kode =")),
    ],
)
def test_a_changed_file_changes_the_answer(known: Path, name: str, text: str) -> None:
    before = (known / name).read_text(encoding="utf-8")
    write(known, {name: text})
    assert not is_known(known)
    assert checked(known).returncode == 1

    write(known, {name: before})
    assert is_known(known)


def test_a_file_that_is_created_or_deleted_changes_the_answer(known: Path) -> None:
    (known / "shared" / "values.scn").unlink()
    assert not is_known(known)
    assert "can't find `shared/values.scn`" in checked(known).stdout

    write(known, {"shared/values.scn": VALUES})
    assert is_known(known)


def test_a_link_that_leads_elsewhere_changes_the_answer(known: Path) -> None:
    (known / "shared" / "values.scn").rename(known / "shared" / "real.scn")
    (known / "shared" / "values.scn").symlink_to("real.scn")
    assert not is_known(known)
    assert checked(known).returncode == 0
    assert is_known(known)

    outside = known.parent / f"{known.name}-outside.scn"
    outside.write_text(VALUES, encoding="utf-8")
    (known / "shared" / "values.scn").unlink()
    (known / "shared" / "values.scn").symlink_to(outside)
    assert not is_known(known)
    assert "outside of the project" in checked(known).stdout


def test_the_place_of_the_configuration_changes_the_answer(known: Path) -> None:
    (known / "scn.toml").rename(known / "suites" / "scn.toml")
    assert not is_known(known)
    assert "outside of the project" in checked(known).stdout


def test_the_environment_changes_the_answer(known: Path) -> None:
    write(known, {"scn.toml": "[environments.production.let]\nclinic = 'Riverside'\n"})
    assert checked(known).returncode == 0
    assert is_known(known)
    assert not is_known(known, env={"SCN_ENV": "production"})


def test_a_moved_script_imports_other_files(known: Path) -> None:
    write(
        known,
        {"other/deep/0.scn": (known / ONE).read_text(), "other/deep/days.csv": "day\nTuesday\nFriday\n"},
    )
    write(known, {"other/shared/verify.scn": MISTAKE, "other/shared/values.scn": VALUES})
    assert not is_known(known, "other/deep/0.scn")
    assert checked(known, "other/deep/0.scn").returncode == 1


def test_a_file_that_changes_while_it_is_checked_is_not_known_with_the_new_text(tmp_path: Path) -> None:
    team(tmp_path)
    read = imported_files.ImportedFiles.read

    def and_change(self: imported_files.ImportedFiles, path: str, top: str) -> str:
        text = read(self, path, top)
        write(tmp_path, {"shared/verify.scn": MISTAKE})
        return text

    with patch.object(imported_files.ImportedFiles, "read", and_change):
        assert checked(tmp_path).returncode == 0
    assert not is_known(tmp_path)
    assert checked(tmp_path).returncode == 1


def test_a_script_whose_imports_are_not_seen_is_never_known(tmp_path: Path) -> None:
    """The cache looks for lines, and doesn't know that a path may continue on the next one."""
    write(
        tmp_path,
        {"two words/values.scn": VALUES, "odd.scn": "import: two\n  | words/values.scn\nlet a = $clinic\n"},
    )
    assert checked(tmp_path, "odd.scn").returncode == 0
    assert not is_known(tmp_path, "odd.scn")

    write(tmp_path, {"two words/values.scn": ""})
    assert checked(tmp_path, "odd.scn").returncode == 1


def test_a_script_with_very_many_imports_is_never_known(tmp_path: Path) -> None:
    lines = [f"import: {number}.scn\n" for number in range(_MAX_IMPORTED + 1)]
    files = {f"{number}.scn": f"let v{number} = 1\n" for number in range(_MAX_IMPORTED + 1)}
    write(tmp_path, {"many.scn": "".join(lines) + "let all = 1\n", **files})
    assert checked(tmp_path, "many.scn").returncode == 0
    assert not is_known(tmp_path, "many.scn")
    assert is_known(tmp_path, "1.scn") is False


def test_formatting_does_not_depend_on_imports(known: Path) -> None:
    for _ in range(2):
        assert scn("fmt", ONE, cwd=known).returncode == 0
    write(known, {"shared/verify.scn": LIBRARY + "\n"})
    with patch("scn_compiler.cli.fmt.files.api.format_text", side_effect=AssertionError):
        assert scn("fmt", ONE, cwd=known).returncode == 0


@pytest.mark.parametrize(
    "odd", ["import:\0", "import: " + "a/" * 3000, "rows: \udce9".encode("utf-8", "surrogateescape")]
)
def test_odd_paths_are_no_bug(tmp_path: Path, odd: str | bytes) -> None:
    content = odd if isinstance(odd, bytes) else odd.encode()
    (tmp_path / "odd.scn").write_bytes(content + b"\n")
    for _ in range(2):
        assert scn("check", "odd.scn", cwd=tmp_path).returncode in (1, 2)


def test_imports_are_read_once_for_many_known_scripts(tmp_path: Path) -> None:
    team(tmp_path, 20)
    scn("check", ".", cwd=tmp_path)
    opened: list[str] = []
    real_open = open

    def spy(path: object, *rest: object, **more: object) -> object:
        opened.append(os.fspath(path) if isinstance(path, str) else "")
        return real_open(path, *rest, **more)  # type: ignore[call-overload]

    scripts = [f"suites/{number}.scn" for number in range(20)]
    with patch("builtins.open", spy):
        assert scn("check", *scripts, cwd=tmp_path).stderr == "no problems in 20 files\n"
    assert opened.count("shared/verify.scn") == 1
