"""Configurations that extend others: inheritance, relative paths, mistakes."""

import os
from pathlib import Path

import pytest

from scn_compiler.project.config_file import Misconfigured, load_config
from scn_compiler.project.project_config import ProjectConfig
from support.cli import BROKEN, GOOD, scn


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def loaded(path: Path) -> ProjectConfig:
    found = load_config(str(path), required=True)
    assert found
    return found


BASE = """\
target = "cekura-suite"
select = ["SCN4"]
ignore = ["unknown-tag"]
strict = true
respect-gitignore = false
cekura-rules = "2026-05"
[fields]
language = "en"
tags = ["a"]
project = 1
"""


def test_keys_that_the_nearer_one_does_not_set_are_inherited(tmp_path: Path) -> None:
    write(tmp_path, base_toml=BASE, in__scn_toml='extends = "../base.toml"\n')

    base, own = (loaded(tmp_path / name).config for name in ("base.toml", "in/scn.toml"))

    assert [(each.name, each.value) for each in own.fields] == [
        (each.name, each.value) for each in base.fields
    ]
    for name in ("target", "select", "ignore", "strict", "respect_gitignore", "rules"):
        assert getattr(own, name) == getattr(base, name), name


def test_the_nearer_one_wins_and_lists_of_fields_are_extended(tmp_path: Path) -> None:
    own = (
        'extends = "../base.toml"\ntarget = "eqho"\nselect = ["ALL"]\nignore = []\nstrict = false\n'
        'respect-gitignore = true\ncekura-rules = "2026-09"\n[fields]\nlanguage = "de"\ntags = ["b"]\n'
    )
    write(tmp_path, base_toml=BASE, in__scn_toml=own)

    config = loaded(tmp_path / "in" / "scn.toml").config

    assert (config.target, config.select, config.ignore) == ("eqho", ("ALL",), ())
    assert (config.strict, config.respect_gitignore) == (False, True)
    assert config.rules == (("cekura", "2026-09-30"),)
    assert {each.name: each.value for each in config.fields} == {
        "language": "de", "tags": ("a", "b"), "project": 1,
    }  # fmt: skip


def test_a_chain_and_a_table_of_a_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_toml="strict = true\n",
        b__pyproject_toml='[tool.scn]\nextends = "../a.toml"\ntarget = "eqho"\n',
        b__c__scn_toml='extends = "../pyproject.toml"\n',
    )

    config = loaded(tmp_path / "b" / "c" / "scn.toml").config

    assert (config.strict, config.target) == (True, "eqho")


def test_globs_and_baselines_count_from_where_they_are_written(tmp_path: Path) -> None:
    write(
        tmp_path,
        base_toml='exclude = ["in/drafts"]\nbaseline = "known.json"\n',
        in__scn_toml='extends = "../base.toml"\n',
        in__own__scn_toml='extends = "../../base.toml"\nexclude = ["x.scn"]\n',
        in__drafts__a=BROKEN,
    )
    for name in ("in/drafts/a.scn", "in/b.scn", "in/own/x.scn", "in/own/drafts/y.scn"):
        write(tmp_path, **{name.replace("/", "__"): BROKEN})
    assert scn("check", ".", "--write-baseline", "../known.json", cwd=tmp_path / "in").returncode == 0

    done = scn("check", ".", cwd=tmp_path / "in")

    assert (done.returncode, "in 2 files; 2 in the baseline" in done.stderr) == (0, True), done.stderr


def test_the_one_that_the_command_line_names_may_extend_another(tmp_path: Path) -> None:
    write(tmp_path, scn_toml='ignore = ["SCN1"]\n', staging_toml='extends = "scn.toml"\nstrict = true\n')
    (tmp_path / "a.scn").write_text(GOOD.format("A").replace(" <endcall />", ""), encoding="utf-8")

    assert scn("check", ".", cwd=tmp_path).returncode == 0
    assert scn("check", ".", "--config", "staging.toml", cwd=tmp_path).returncode == 1


MISTAKES = {
    "missing": ("extends = 'gone.toml'", "1:11: `gone.toml` does not exist"),
    "a folder": ("extends = '../x.toml'", "1:11: `../x.toml` is not a file"),
    "itself": ("extends = 'scn.toml'", "1:11: circular `extends`: scn.toml → scn.toml"),
    "in a circle": ("extends = '../circle.toml'", "circular `extends`: "),
    "not a name": ("extends = ['a.toml']", "1:11: `extends` must be a file name, not a list"),
    "empty": ("extends = ''", "1:11: `extends` must be a file name, not an empty string"),
    "another ending": (
        "extends = '/etc/passwd'",
        "1:11: expected a .toml file name, not `/etc/passwd`",
    ),
    "no table": ("extends = '../pyproject.toml'", "`../pyproject.toml` has no [tool.scn] table"),
    "a link outside": ("strict = true\nextends = 'link.toml'", "2:11: `link.toml` is a link to "),
    "by a link outside": ("extends = 'way/secret.toml'", "1:11: `way/secret.toml` is a link to "),
    "a pipe": ("extends = 'pipe.toml'", "1:11: `pipe.toml` is not a file"),
    "wrong inside": ("extends = '../wrong.toml'", "wrong.toml:1:10: `strict` must be true or false"),
    "not TOML": ("extends = '../broken.toml'", "broken.toml:1:1: not valid TOML"),
}


@pytest.fixture
def mistaken(tmp_path: Path) -> Path:
    """A repository, surrounded by files that its configuration may point to."""
    write(
        tmp_path,
        circle_toml='extends = "in/scn.toml"\n',
        pyproject_toml="[project]\n",
        wrong_toml="strict = 1\n",
        broken_toml="= 1\n",
        outside__secret_toml='token = "hunter2"\n',
        in__a=GOOD.format("A"),
    )
    inside = tmp_path / "in"
    (tmp_path / "x.toml").mkdir()
    (inside / ".git").mkdir()
    (inside / "link.toml").symlink_to(tmp_path / "outside" / "secret.toml")
    (inside / "way").symlink_to(tmp_path / "outside")
    os.mkfifo(inside / "pipe.toml")
    (inside / "a").rename(inside / "a.scn")
    return inside


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_at_its_place(text: str, message: str, mistaken: Path) -> None:
    (mistaken / "scn.toml").write_text(text + "\n", encoding="utf-8")

    done = scn("check", ".", cwd=mistaken)

    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert "hunter2" not in done.stderr
    assert "token" not in done.stderr


def test_a_chain_has_an_end(tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path, **{f"c{number}_toml": f'extends = "c{number + 1}.toml"\n'})

    with pytest.raises(Misconfigured, match="more than 20 configurations"):
        load_config(str(tmp_path / "c0.toml"), required=True)


def test_a_problem_of_an_inherited_field_is_reported_where_it_is_inherited(tmp_path: Path) -> None:
    write(
        tmp_path,
        base_toml='\n\n\n[fields]\nlanguage = "xx"\n',
        in__scn_toml='# ours\nextends = "../base.toml"\n',
    )
    script = GOOD.format("A").replace("language: en\n", "")
    (tmp_path / "in" / "a.scn").write_text(script, encoding="utf-8")

    done = scn("check", ".", "--format", "concise", cwd=tmp_path / "in")

    assert "scn.toml:2:11: " in done.stdout
    assert "Cekura doesn't support the language `xx`" in done.stdout


@pytest.mark.parametrize("name", ["scn.toml", "pyproject.toml"])
def test_a_configuration_that_is_a_link_outside_is_not_read(name: str, mistaken: Path) -> None:
    (mistaken / name).symlink_to(mistaken.parent / "outside" / "secret.toml")

    done = scn("check", ".", cwd=mistaken)

    assert (done.returncode, f"{name} is a link to" in done.stderr) == (2, True)
    assert "token" not in done.stderr
    assert "token" in scn("check", ".", "--config", "scn.toml", cwd=mistaken).stderr or name != "scn.toml"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_configured_baseline_is_a_file_of_the_project(kind: str, mistaken: Path) -> None:
    (mistaken / "scn.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    known = mistaken / "known.json"
    if kind == "link":
        known.symlink_to(mistaken.parent / "outside" / "secret.toml")
    elif kind == "pipe":
        os.mkfifo(known)
    else:
        known.mkdir()

    done = scn("check", ".", cwd=mistaken)

    assert (done.returncode, "known.json" in done.stderr) == (2, True)


def test_from_another_drive_paths_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    write(
        other,
        base_toml='exclude = ["drafts"]\nbaseline = "known.json"\n',
        ok_toml='extends = "base.toml"\n',
        bad_toml="strict = 1\n",
    )
    here = tmp_path / "here"
    (here / "drafts").mkdir(parents=True)
    for name in ("a.scn", "drafts/b.scn"):
        (here / name).write_text(BROKEN, encoding="utf-8")
    relpath = os.path.relpath

    def by_drive(path: str, start: str = os.curdir) -> str:
        ends = [os.path.abspath(each).startswith(str(other)) for each in (path, start)]  # noqa: PTH100
        if ends[0] != ends[1]:
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return relpath(path, start)

    monkeypatch.setattr(os.path, "relpath", by_drive)
    words = ("check", ".", "--config")

    written = scn(*words, str(other / "base.toml"), "--write-baseline", str(other / "known.json"), cwd=here)
    assert written.returncode == 0, written.stderr
    assert scn(*words, str(other / "ok.toml"), cwd=here).returncode == 0
    assert f"{other / 'bad.toml'}:1:10" in scn(*words, str(other / "bad.toml"), cwd=here).stderr
