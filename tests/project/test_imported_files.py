"""Which files scripts may import, and what is said about the others."""

import os
import pickle
from pathlib import Path

import pytest

from scn_compiler.config import Config
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.reuse.library import UnreadableFile
from support.cli import scn

FRAGMENT = "fragment: end\nAFTER 1\n  say: Bye <endcall />\n"
SCRIPT = """\
import: {0}

scenario: One
role: A caller
language: en

FIRST_MESSAGE
  say: Hello
WHEN The agent greets
  say: Hi
AFTER 1
  say: Bye <endcall />
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a configuration and a shared file, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "team/scn.toml": "",
        "team/shared/identity.scn": FRAGMENT,
        "team/suites/one.scn": SCRIPT.format("../shared/identity.scn"),
        "secret.scn": FRAGMENT,
    }.items():
        write(tmp_path / name, text)
    return tmp_path / "team"


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def config(script: str = "team/suites/one.scn") -> Config:
    return ConfigDiscovery().config_for(script).config


def read(path: str, script: str = "team/suites/one.scn") -> str:
    reader = config(script).read
    assert reader
    return reader(path)


def problem(path: str, script: str = "team/suites/one.scn") -> tuple[str, str | None, str | None]:
    with pytest.raises(UnreadableFile) as raised:
        read(path, script)
    return str(raised.value), raised.value.hint, raised.value.near


def test_a_script_imports_files_of_its_project(project: Path) -> None:
    assert read("team/shared/identity.scn") == FRAGMENT
    assert "bad-import" not in scn("check", "team/suites/one.scn", cwd=project.parent).stderr
    assert "bad-import" not in scn("check", "one.scn", cwd=project / "suites").stderr


def test_a_project_is_the_folder_of_the_configuration(project: Path) -> None:
    assert problem("secret.scn") == (
        "`secret.scn` is outside of the project, which is the folder `team`",
        "a project is the folder of its `scn.toml`: put one into the folder that has both files",
        None,
    )


def test_a_project_without_a_configuration_is_its_repository(project: Path) -> None:
    (project / "scn.toml").unlink()
    assert (
        "is outside of the project, which is the folder `team/suites`"
        in problem("team/shared/identity.scn")[0]
    )

    (project / ".git").mkdir()
    assert read("team/shared/identity.scn") == FRAGMENT
    assert "is outside of the project, which is the folder `team`" in problem("secret.scn")[0]


def test_a_configuration_that_extends_one_above_belongs_to_its_project(project: Path) -> None:
    write(project / "suites" / "scn.toml", "")
    assert "which is the folder `team/suites`" in problem("team/shared/identity.scn")[0]

    write(project / "suites" / "scn.toml", 'extends = "../scn.toml"\n')
    assert read("team/shared/identity.scn") == FRAGMENT
    assert "which is the folder `team`" in problem("secret.scn")[0]


def test_a_configuration_does_not_extend_the_project_beyond_the_repository(project: Path) -> None:
    write(project.parent / "scn.toml", "")
    write(project / "scn.toml", 'extends = "../scn.toml"\n')
    assert read("secret.scn") == FRAGMENT

    (project / ".git").mkdir()
    assert "which is the folder `team`" in problem("secret.scn")[0]
    assert read("team/shared/identity.scn") == FRAGMENT


def test_a_configuration_elsewhere_does_not_make_a_project(project: Path) -> None:
    write(project.parent / "other" / "scn.toml", "")
    named = ConfigDiscovery("other/scn.toml").config_for("team/suites/one.scn").config.read
    assert named
    with pytest.raises(UnreadableFile, match="which is the folder `team/suites`"):
        named("team/shared/identity.scn")


def test_a_link_leads_only_to_files_of_the_project(project: Path) -> None:
    (project / "shared" / "inside.scn").symlink_to("identity.scn")
    (project / "shared" / "outside.scn").symlink_to(project.parent / "secret.scn")
    (project / "away").symlink_to(project.parent)
    (project / "shared" / "circle.scn").symlink_to("circle.scn")

    assert read("team/shared/inside.scn") == FRAGMENT
    assert "is a link to" in problem("team/shared/outside.scn")[0]
    assert "outside of the project" in problem("team/away/secret.scn")[0]
    assert "cannot be read" in problem("team/shared/circle.scn")[0]


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (
            b"say: \xff",
            "`team/odd.scn:1:6` cannot be read: byte 0xff is not valid UTF-8",
            "save the file as UTF-8",
        ),
        ("import".encode("utf-16"), "`team/odd.scn:1:1` cannot be read: it is UTF-16", "save it as UTF-8"),
        (b"\x7fELF\xff\0", "`team/odd.scn:1:1` cannot be read: this is a binary file, not text", None),
    ],
)
def test_a_file_is_utf_8(project: Path, content: bytes, message: str, hint: str | None) -> None:
    write(project / "odd.scn", content)
    assert problem("team/odd.scn") == (message, hint, None)


def test_a_file_is_a_regular_file_of_a_sensible_size(project: Path) -> None:
    os.mkfifo(project / "pipe.scn")
    with (project / "huge.scn").open("wb") as huge:
        huge.truncate(1 << 40)

    assert problem("team/shared")[:2] == ("`team/shared` is a folder", "write the path of a file")
    assert problem("team/pipe.scn")[0] == "`team/pipe.scn` cannot be read: it is not a regular file"
    assert problem("team/huge.scn")[0] == "`team/huge.scn` is larger than 16 MB"
    assert problem("team/a\0.scn")[0] == "this isn't a valid file name"
    assert "cannot be read" in problem(f"team/{'a' * 300}.scn")[0]


def test_of_other_files_than_scripts_and_rows_no_line_is_printed(project: Path) -> None:
    write(project / ".env", "TOKEN: secret")
    (project / "link.scn").symlink_to(".env")
    for path in ("team/.env", "team/link.scn"):
        assert problem(path) == (f"`{path}` is neither a script nor a file of rows", None, None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read_is_reported(project: Path) -> None:
    (project / "shared" / "identity.scn").chmod(0)
    assert "permission denied" in problem("team/shared/identity.scn")[0]


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("team/shared/identty.scn", "identity.scn"),
        ("team/sharde/identity.scn", "../shared/identity.scn"),
        ("team/shared/identity", "identity.scn"),
        ("team/suites/identity.scn", "../shared/identity.scn"),
        ("team/suites/deep/identity", "../../shared/identity.scn"),
        ("team/shared/identity.scn/more.scn", None),
        ("team/shared/weather.scn", None),
    ],
)
def test_a_missing_file_names_the_one_that_is_meant(project: Path, path: str, near: str | None) -> None:
    assert problem(path) == (f"can't find `{path}`", None, near)


def test_upper_and_lower_case_matter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = (
        "can't find `team/Shared/identity.scn`: upper and lower case of `../shared/identity.scn` differ",
        None,
        "../shared/identity.scn",
    )
    assert problem("team/Shared/identity.scn") == expected

    # a file system that finds the file all the same
    (project / "Shared").mkdir()
    write(project / "Shared" / "identity.scn", FRAGMENT)
    assert read("team/Shared/identity.scn") == FRAGMENT
    monkeypatch.setattr("scn_compiler.project.imported_files._IGNORES_CASE", True)
    assert read("team/Shared/identity.scn") == FRAGMENT
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: _without_upper_case(scandir(folder)))
    assert problem("team/Shared/identity.scn") == expected


class _without_upper_case:  # noqa: N801
    def __init__(self, entries: object) -> None:
        self.entries = entries

    def __enter__(self) -> list[os.DirEntry[str]]:
        return [each for each in self.entries if each.name.islower()]  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        self.entries.close()  # type: ignore[attr-defined]


def test_the_search_for_a_missing_file_ends(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scn_compiler.project.imported_files._MAX_SEARCHED", 3)
    for number in range(10):
        write(project / "many" / f"{number}.scn", "")
    assert problem("team/many/9")[2] is None


def test_what_is_typed_is_relative_to_the_importing_script(project: Path) -> None:
    write(project / "suites" / "one.scn", SCRIPT.format("../shared/identty.scn"))
    done = scn("check", "suites/one.scn", cwd=project)
    assert "can't find `shared/identty.scn`" in done.stdout
    assert "did you mean `../shared/identity.scn`?" in done.stdout


def test_a_file_is_read_once_in_a_run(project: Path) -> None:
    first = config().read
    assert first
    assert first("team/shared/identity.scn") == FRAGMENT
    write(project / "shared" / "identity.scn", "changed")

    copy = pickle.loads(pickle.dumps(first))
    assert first("team/shared/identity.scn") == copy("team/shared/identity.scn") == FRAGMENT
    assert read("team/shared/identity.scn") == "changed"
