"""Links, loops and pipes in a folder can't make scn read or write elsewhere, or hide a script."""

import os
from pathlib import Path

import pytest

from support.cli import BROKEN, GOOD, Run, scn

SECRET = "a line of somebody else's\n"


@pytest.fixture
def victim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the checked one, with a file in it."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "precious").write_text(SECRET, encoding="utf-8")
    return outside


def checked(folder: Path) -> Run:
    for number in range(2):
        (folder / f"n{number}.scn").write_text(GOOD.format(number), encoding="utf-8")
    return scn("check", ".", cwd=folder)


@pytest.mark.parametrize("name", [".gitignore", "clean"])
def test_a_link_in_the_folder_of_the_cache_is_not_followed(name: str, folder: Path, victim: Path) -> None:
    (folder / ".scn_cache").mkdir()
    (folder / ".scn_cache" / name).symlink_to(victim / "precious")

    assert checked(folder).returncode == 0

    assert (victim / "precious").read_text(encoding="utf-8") == SECRET


def test_a_link_in_place_of_the_cache_is_not_followed(folder: Path, victim: Path) -> None:
    (folder / ".scn_cache").symlink_to(victim, target_is_directory=True)

    assert checked(folder).returncode == 0

    assert [path.name for path in victim.iterdir()] == ["precious"]


def test_a_pipe_in_place_of_the_cache_blocks_nothing(folder: Path) -> None:
    checked(folder)
    (folder / ".scn_cache" / "clean").unlink()
    os.mkfifo(folder / ".scn_cache" / "clean")

    assert checked(folder).returncode == 0


def test_the_cache_is_hidden_from_git_and_used(folder: Path) -> None:
    checked(folder)

    assert (folder / ".scn_cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert sorted(path.name for path in (folder / ".scn_cache").iterdir()) == [".gitignore", "clean"]


def test_what_a_killed_run_left_does_not_end_the_cache(folder: Path, victim: Path) -> None:
    (folder / ".scn_cache").mkdir()
    (folder / ".scn_cache" / f"clean.{os.getpid()}").symlink_to(victim / "precious")

    checked(folder)

    assert (victim / "precious").read_text(encoding="utf-8") == SECRET
    assert (folder / ".scn_cache" / "clean").is_file()


@pytest.mark.parametrize("command", [("check",), ("fmt", "--check"), ("compile", "-o", "out/")])
def test_an_entry_that_cannot_be_examined_is_reported_and_hides_no_other(
    command: tuple[str, ...], folder: Path
) -> None:
    (folder / "a-loop.scn").symlink_to("a-loop.scn")
    (folder / "z.scn").write_text(BROKEN, encoding="utf-8")

    done = scn(*command, ".", cwd=folder)

    assert done.returncode == 2
    assert "a-loop.scn" in done.stderr
    assert "z.scn" in done.stdout + done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_reported(folder: Path) -> None:
    locked = folder / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        done = scn("check", ".", cwd=folder)
    finally:
        locked.chmod(0o700)

    assert (done.returncode, "locked" in done.stderr) == (2, True)


def test_a_folder_that_is_refused_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "locked").mkdir()
    scan = os.scandir

    def refuse(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    done = scn("check", ".", cwd=folder)

    assert done.returncode == 2
    assert "locked: cannot be read" in done.stderr


SPELLINGS = {
    "a file twice": ("one.scn", "./one.scn"),
    "a file by its whole path": ("one.scn", "{folder}/one.scn"),
    "a file by way of a folder": ("sub/../one.scn", "one.scn"),
    "a file and its folder": (".", "one.scn", "sub/two.scn"),
    "a folder twice": (".", "{folder}"),
    "a folder and one inside it": ("sub", "."),
}


@pytest.mark.parametrize("words", SPELLINGS.values(), ids=SPELLINGS)
def test_one_file_is_one_file_however_it_is_spelled(words: tuple[str, ...], folder: Path) -> None:
    named = [word.format(folder=folder) for word in words]
    count = 2 if {".", "sub"} & {*named} else 1

    assert f"in {count} file" in scn("check", *named, cwd=folder).stderr
    assert scn("compile", *named, "-o", "out/", cwd=folder).returncode == 0
    assert not list((folder / "out").rglob("*-2.json"))


def test_a_link_to_a_script_that_is_named_too_is_that_script(folder: Path) -> None:
    (folder / "link.scn").symlink_to("one.scn")

    assert "in 1 file" in scn("check", "link.scn", "one.scn", cwd=folder).stderr


OVERWRITES = {
    "a baseline over a script": ("check", "--write-baseline", "one.scn"),
    "a baseline over what is checked": ("check", ".", "--write-baseline", "./sub/two.scn"),
    "a baseline over a configuration": ("check", "one.scn", "--write-baseline", "scn.toml"),
    "a payload over a script": ("compile", "one.scn", "-o", "sub/two.scn"),
    "a source map over a script": ("compile", "one.scn", "--source-map", "sub/two.scn"),
    "a source map over a payload": ("compile", "one.scn", "-o", "out/", "--source-map", "out/one.json"),
    "a source map over the payload": ("compile", "one.scn", "-o", "a.json", "--source-map", "./a.json"),
    "a source map over lines": ("compile", ".", "--jsonl", "-o", "l.jsonl", "--source-map", "l.jsonl"),
    "a baseline over a payload": ("check", ".", "--write-baseline", "payload.json"),
    "a baseline over any file": ("check", ".", "--write-baseline", "notes.txt"),
    "a picture over a script": ("graph", "one.scn", "--format", "svg", "-o", "sub/two.scn"),
    "a payload over a second name of its script": ("compile", "one.scn", "-o", "hard.json"),
    "a picture over a second name of its script": ("graph", "one.scn", "--format", "svg", "-o", "hard.json"),
    "a source map over a second name": ("compile", "one.scn", "-o", "n.json", "--source-map", "hard.json"),
    "a payload in a folder over a link to a script": ("compile", ".", "-o", "out"),
    "a payload over a baseline": ("compile", "one.scn", "-o", "known.json"),
    "a picture over a baseline": ("graph", "one.scn", "--format", "svg", "-o", "./sub/../known.json"),
    "a payload over what is extended": ("compile", "one.scn", "-o", "base.toml"),
    "a payload over the configuration": ("compile", "one.scn", "--config", "base.toml", "-o", "base.toml"),
    "a baseline over what is extended": ("check", "one.scn", "--write-baseline", "base.toml"),
}


@pytest.mark.parametrize("words", OVERWRITES.values(), ids=OVERWRITES)
def test_no_output_takes_the_place_of_a_source_or_of_another_output(
    words: tuple[str, ...], folder: Path
) -> None:
    (folder / "scn.toml").write_text('extends = "base.toml"\nbaseline = "known.json"\n', encoding="utf-8")
    (folder / "base.toml").write_text("strict = false\n", encoding="utf-8")
    (folder / "known.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")
    (folder / "hard.json").hardlink_to(folder / "one.scn")
    (folder / "out").mkdir()
    (folder / "out" / "one.json").hardlink_to(folder / "one.scn")
    (folder / "payload.json").write_text("{}", encoding="utf-8")
    (folder / "notes.txt").write_text("version: 1", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    done = scn(*words, cwd=folder)

    assert (done.returncode, "refusing to " in done.stderr) == (2, True), done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_payload_that_is_not_utf_8_is_overwritten(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "one.json").write_bytes(b"\xff\xfe\x00")

    assert scn("compile", "one.scn", "-o", "out/", cwd=folder).returncode == 0
    assert (folder / "out" / "one.json").read_bytes().startswith(b"{")


def test_a_baseline_is_written_over_an_earlier_one_and_over_an_empty_file(folder: Path) -> None:
    (folder / "known.json").touch()
    for _ in range(2):
        assert scn("check", ".", "--write-baseline", "known.json", cwd=folder).returncode == 0


def test_a_baseline_is_read_with_a_byte_order_mark(folder: Path) -> None:
    (folder / "one.scn").write_text(BROKEN, encoding="utf-8")
    scn("check", ".", "--write-baseline", "known.json", cwd=folder)
    known = folder / "known.json"
    known.write_text("\ufeff" + known.read_text(encoding="utf-8"), encoding="utf-8")

    assert scn("check", ".", "--baseline", "known.json", cwd=folder).returncode == 0
    assert scn("check", ".", "--write-baseline", "known.json", cwd=folder).returncode == 0


def test_decompile_takes_the_place_of_no_other_script(folder: Path) -> None:
    scn("compile", ".", "-o", "out/", cwd=folder)
    assert scn("decompile", "out", "-o", "back", cwd=folder).returncode == 0
    assert scn("decompile", "out", "-o", "back", cwd=folder).returncode == 0, (
        "both orders have the same output"
    )
    edited = folder / "back" / "one.scn"
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    [other, *_] = (folder / "back" / "sub").iterdir()
    other.unlink()

    done = scn("decompile", "out", "-o", "back", cwd=folder)

    assert (done.returncode, "one.scn already exists" in done.stderr) == (2, True)
    assert edited.read_text(encoding="utf-8").endswith("# mine\n")
    assert other.exists(), "the others are written"
    assert scn("decompile", "out/one.json", "-o", "back/one.scn", cwd=folder).returncode == 2
    assert scn("decompile", "out/one.json", "-o", "back/one.scn", "--force", cwd=folder).returncode == 0
    assert not edited.read_text(encoding="utf-8").endswith("# mine\n")
