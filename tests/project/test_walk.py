"""The search of a folder skips ignored files, folders of other programs, and links that lead outside."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scn_compiler.project.files import find_files
from scn_compiler.project.walk import walk
from support.cli import BROKEN, GOOD, scn
from support.laws import law


def make(folder: Path, *names: str, text: str = GOOD.format("One")) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(folder: Path, *paths: str, **options: bool) -> list[str]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return [each.path for each in find_files(paths or (".",), ".scn", **options)]  # type: ignore[arg-type]
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    "name",
    [
        ".git/x.scn",
        ".tox/x.scn",
        ".venv/lib/x.scn",
        "node_modules/a/x.scn",
        "venv/x.scn",
        "sub/__pycache__/x.scn",
    ],
)
def test_folders_of_other_programs_are_not_entered(name: str, tmp_path: Path) -> None:
    make(tmp_path, "a.scn", name)

    assert found(tmp_path) == ["a.scn"]
    assert found(tmp_path, name) == [name], "a file that is named is used"
    assert found(tmp_path, str(Path(name).parent)) == [name], "so is a folder"


def test_a_virtual_environment_is_known_by_its_file_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "a.scn", "my-env/pyvenv.cfg", "my-env/lib/x.scn")

    assert found(tmp_path) == ["a.scn"]
    assert found(tmp_path, no_ignore=True) == ["a.scn", "my-env/lib/x.scn"]


@pytest.mark.parametrize("is_repository", [True, False])
def test_what_git_ignores_is_not_searched(is_repository: bool, tmp_path: Path) -> None:
    if is_repository:
        (tmp_path / ".git").mkdir()
    make(tmp_path, "a.scn", "out/x.scn", "sub/wip.scn", "sub/keep.scn", "sub/own/wip.scn", "sub/own/y.scn")
    (tmp_path / ".gitignore").write_text("\ufeff# ours\nout/\nwip.scn\n", encoding="utf-8")
    (tmp_path / "sub/own/.gitignore").write_text("!wip.scn\ny.scn", encoding="utf-8")

    assert found(tmp_path) == ["a.scn", "sub/keep.scn", "sub/own/wip.scn"]
    assert found(tmp_path, "out") == ["out/x.scn"]
    assert found(tmp_path, "sub/wip.scn") == ["sub/wip.scn"]
    assert len(found(tmp_path, no_ignore=True)) == 6
    in_sub = ["sub/keep.scn", "sub/own/wip.scn"]
    assert found(tmp_path, "sub") == (in_sub if is_repository else [*in_sub, "sub/wip.scn"])


def test_the_rules_of_the_repository_apply_in_the_named_folder(tmp_path: Path) -> None:
    (tmp_path / "top" / ".git").mkdir(parents=True)
    make(tmp_path, ".gitignore", text="*.scn\n")
    make(tmp_path, "top/.gitignore", text="/a/b/no.scn\n/no.scn\n")
    make(tmp_path, "top/a/b/no.scn", "top/a/b/yes.scn", "top/a/b/c/no.scn")

    for here, path in (("top/a", "b"), ("top/a/b", "."), ("top", "a/b"), ("top/a/b/c", "..")):
        names = [Path(each).name for each in found(tmp_path / here, path)]
        assert sorted(names) == ["no.scn", "yes.scn"], here


def test_a_gitignore_that_is_a_link_a_pipe_or_broken_blocks_nothing(tmp_path: Path) -> None:
    make(tmp_path, "a.scn", "p/b.scn", "l/c.scn", "x/d.scn", "x/e.scn")
    make(tmp_path, "rules", text="*.scn\n")
    os.mkfifo(tmp_path / "p" / ".gitignore")
    (tmp_path / "l" / ".gitignore").symlink_to(tmp_path / "rules")
    (tmp_path / "x" / ".gitignore").write_bytes(b"!\n\xff\xfe[\n/e.scn\n")

    assert found(tmp_path) == ["a.scn", "l/c.scn", "p/b.scn", "x/d.scn"]


_PATTERNS = st.lists(
    st.sampled_from(
        ["a", "a/", "/a", "*.scn", "!a.scn", "a/*", "**/b", "a/**", "!b/", "/b/*.scn", "a/b", "!a/b/a.scn", "?.scn", "[ab].scn",
         "#a", "a ", "\\!a", "*/a.scn", "b/**/a.scn"]
    ),
    max_size=4,
)  # fmt: skip


@pytest.mark.skipif(not shutil.which("git"), reason="git isn't installed")
@law(100)
@example(rules={".": ["a", "!b/"]})
@example(rules={".": ["a/**", "!a.scn"]})
@example(rules={".": ["*", "!b/", "!a.scn"]})
@given(rules=st.dictionaries(st.sampled_from([".", "a", "b", "a/b"]), _PATTERNS))
def test_the_same_files_are_ignored_as_by_git(
    rules: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("repository")
    make(
        folder,
        *(f"{inside}{name}.scn" for inside in ("", "a/", "b/", "a/b/", "b/a/", "a/b/a/") for name in "ab"),
    )
    for inside, lines in rules.items():
        (folder / inside / ".gitignore").write_text("\n".join(lines), encoding="utf-8")
    git = ("git", "-c", "core.excludesFile=", "-C", str(folder))
    subprocess.run([*git, "init", "-q"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "-co", "--exclude-standard", "*.scn"], check=True, capture_output=True, text=True
    )

    assert sorted(walk(str(folder), ".scn").files) == sorted(
        str(folder / name) for name in listed.stdout.splitlines()
    )


def test_the_configuration_may_say_that_git_does_not_count(tmp_path: Path) -> None:
    make(tmp_path, "a.scn", "out/x.scn", "node_modules/y.scn")
    make(tmp_path, ".gitignore", text="out/\n")
    make(tmp_path, "scn.toml", text="respect-gitignore = false\n")

    assert "in 2 files" in scn("check", ".", cwd=tmp_path).stderr
    assert "in 1 file" in scn("check", ".", "--isolated", cwd=tmp_path).stderr
    assert "in 3 files" in scn("check", ".", "--isolated", "--no-ignore", cwd=tmp_path).stderr


def test_a_folder_with_only_ignored_files_says_how_to_search_it(tmp_path: Path) -> None:
    make(tmp_path, "node_modules/y.scn")

    done = scn("check", ".", cwd=tmp_path)

    assert (done.returncode, "--no-ignore" in done.stderr) == (2, True)


def test_an_excluded_folder_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.scn", "drafts/deep/b.scn")
    make(tmp_path, "scn.toml", text='exclude = ["drafts"]\n')
    entered: list[str] = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (entered.append(str(path)), scan(path))[1])

    assert "in 1 file" in scn("check", ".", cwd=tmp_path).stderr
    assert entered == ["."]


@pytest.mark.parametrize("command", [("check",), ("fmt",), ("compile", "-o", "out/")])
def test_a_link_that_leads_outside_is_skipped_and_reported(command: tuple[str, ...], tmp_path: Path) -> None:
    make(tmp_path, "in/a.scn")
    make(tmp_path, "secret.scn", text=BROKEN)
    (tmp_path / "in" / "link.scn").symlink_to("../secret.scn")

    done = scn(*command, ".", cwd=tmp_path / "in")

    assert done.returncode == 0
    assert f"skipped link.scn: it is a link to {tmp_path / 'secret.scn'}, outside ." in done.stderr
    assert (tmp_path / "secret.scn").read_text(encoding="utf-8") == BROKEN
    assert scn("check", "link.scn", cwd=tmp_path / "in").returncode == 1, "a named file is used"


def test_a_link_inside_of_what_is_searched_is_the_file_that_it_leads_to(tmp_path: Path) -> None:
    make(tmp_path, "in/a.scn", "other/b.scn")
    (tmp_path / "in" / "same.scn").symlink_to("a.scn")
    (tmp_path / "in" / "other.scn").symlink_to("../other/b.scn")

    assert found(tmp_path, "in") == ["in/a.scn"]
    assert found(tmp_path, "in", "other") == ["in/a.scn", "in/other.scn"]
    make(tmp_path, "in/.hidden/c.scn")
    (tmp_path / "in" / "c.scn").symlink_to(".hidden/c.scn")
    assert found(tmp_path, "in") == ["in/a.scn", "in/c.scn"]


def test_a_link_to_nothing_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "a.scn")
    (tmp_path / "b.scn").symlink_to("gone.scn")

    done = scn("check", ".", cwd=tmp_path)

    assert done.returncode == 2
    assert "b.scn: cannot be read: it is a link to gone.scn, which does not exist" in done.stderr


def test_a_pipe_in_a_folder_is_not_opened(tmp_path: Path) -> None:
    make(tmp_path, "a.scn")
    os.mkfifo(tmp_path / "b.scn")

    done = scn("check", ".", cwd=tmp_path)

    assert done.returncode == 0
    assert "skipped b.scn: it is a pipe" in done.stderr


def test_a_folder_may_be_deeper_than_python_nests(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(400):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.scn").write_text(GOOD.format("Deep"), encoding="utf-8")

    assert len(found(tmp_path)) == 1
