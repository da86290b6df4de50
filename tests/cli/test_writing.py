"""Files are written whole or not at all, keep their attributes, and never replace a version that wasn't read."""

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scn_compiler import api
from scn_compiler.cli.output import atomic
from support.cli import GOOD, scn

UGLY = GOOD.format("Ugly").replace("  say:", "say:")
NEAT = GOOD.format("Ugly")
SLIP = NEAT.replace("say:", "sya:")

COMMANDS = {"fmt": (("fmt",), UGLY), "fix": (("check", "--fix"), SLIP)}
each_command = pytest.mark.parametrize(("words", "before"), COMMANDS.values(), ids=COMMANDS)


def script(folder: Path, name: str = "a.scn", text: str = UGLY) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]


@each_command
def test_a_file_that_changes_meanwhile_is_not_written(
    words: tuple[str, ...], before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, "b.scn", before)
    path = script(tmp_path, text=before)
    edited = before + "# a line that was saved meanwhile\n"

    def slowly(name: str) -> Callable[..., object]:
        work = getattr(api, name)

        def run(text: str, *rest: object, **more: object) -> object:
            done = work(text, *rest, **more)
            if path.read_text(encoding="utf-8") == text:
                path.write_text(edited, encoding="utf-8")
            return done

        return run

    for name in ("format_text", "fix_text"):
        monkeypatch.setattr(api, name, slowly(name), raising=False)
    done = scn(*words, "a.scn", "b.scn", cwd=tmp_path)

    assert done.returncode == 2
    assert "a.scn: changed" in done.stderr
    assert path.read_text(encoding="utf-8") == edited
    assert (tmp_path / "b.scn").read_text(encoding="utf-8") == NEAT, "the others are written"


def test_a_file_that_is_deleted_meanwhile_stays_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(tmp_path)
    format_text = api.format_text
    monkeypatch.setattr(
        api, "format_text", lambda text, **more: (path.unlink(), format_text(text, **more))[1], raising=False
    )

    done = scn("fmt", ".", cwd=tmp_path)

    assert (done.returncode, "a.scn: was deleted" in done.stderr) == (2, True)
    assert not path.exists()


def test_each_file_is_written_before_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [script(tmp_path, f"{number}.scn") for number in range(3)]
    written: list[int] = []
    format_text = api.format_text

    def count(text: str, wrap: int) -> object:
        written.append(sum(path.read_text(encoding="utf-8") == NEAT for path in paths))
        return format_text(text, wrap=wrap)

    monkeypatch.setattr(api, "format_text", count, raising=False)
    scn("fmt", ".", cwd=tmp_path)

    assert written == [0, 1, 2]


@each_command
def test_a_second_name_of_a_file_stays_one(words: tuple[str, ...], before: str, tmp_path: Path) -> None:
    path = script(tmp_path, text=before)
    os.link(path, tmp_path / "other")

    assert scn(*words, "a.scn", cwd=tmp_path).returncode == 0

    assert (tmp_path / "other").read_text(encoding="utf-8") == NEAT
    assert path.stat().st_nlink == 2
    assert not hidden(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_keeps_its_owner_and_permissions(tmp_path: Path) -> None:
    path = script(tmp_path)
    os.chown(path, 1234, 1235)
    path.chmod(0o640)

    scn("fmt", ".", cwd=tmp_path)

    state = path.stat()
    assert (state.st_uid, state.st_gid, state.st_mode & 0o777) == (1234, 1235, 0o640)
    assert path.read_text(encoding="utf-8") == NEAT


def test_a_file_of_somebody_else_is_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(tmp_path)
    number = path.stat().st_ino

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "not permitted")

    monkeypatch.setattr(atomic, "_take_over", refuse)
    scn("fmt", ".", cwd=tmp_path)

    assert (path.read_text(encoding="utf-8"), path.stat().st_ino) == (NEAT, number)
    assert not hidden(tmp_path)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes")
def test_a_file_keeps_its_extended_attributes(tmp_path: Path) -> None:
    path = script(tmp_path)
    try:
        os.setxattr(path, "user.note", b"mine")
    except OSError:
        pytest.skip("this disk has no extended attributes")

    scn("fmt", ".", cwd=tmp_path)

    assert os.getxattr(path, "user.note") == b"mine"
    assert path.read_text(encoding="utf-8") == NEAT


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EXDEV, errno.EPERM])
def test_where_nothing_can_be_renamed_the_file_itself_is_written(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path)

    def refuse(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "replace", refuse)
    assert scn("fmt", ".", "--no-cache", cwd=tmp_path).returncode == 0

    assert path.read_text(encoding="utf-8") == NEAT
    assert not hidden(tmp_path)


def test_a_file_in_a_folder_that_takes_no_other_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path)
    open_new = atomic._open_new

    def refuse(new: str, mode: int) -> object:
        if Path(new).parent == tmp_path:
            raise PermissionError(errno.EACCES, "no")
        return open_new(new, mode)

    monkeypatch.setattr(atomic, "_open_new", refuse)
    assert scn("fmt", ".", "--no-cache", cwd=tmp_path).returncode == 0

    assert path.read_text(encoding="utf-8") == NEAT


@pytest.mark.parametrize("length", [200, 251, 255])
def test_a_name_may_be_as_long_as_the_disk_allows(length: int, tmp_path: Path) -> None:
    path = script(tmp_path, "n" * (length - 4) + ".scn")

    assert scn("fmt", ".", "--no-cache", cwd=tmp_path).returncode == 0
    assert path.read_text(encoding="utf-8") == NEAT


@pytest.mark.parametrize("linked", [False, True], ids=["renamed", "in place"])
def test_a_full_disk_changes_nothing(linked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(tmp_path)
    if linked:
        os.link(path, tmp_path / "other")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic, "_fill", full)
    done = scn("fmt", ".", cwd=tmp_path)
    new = scn("new", "first", cwd=tmp_path)

    assert (done.returncode, "no space left" in done.stderr) == (2, True)
    assert (new.returncode, "no space left" in new.stderr) == (2, True)
    assert path.read_text(encoding="utf-8") == UGLY
    assert {each.name for each in tmp_path.iterdir()} <= {"a.scn", "other"}


def test_a_file_that_would_be_larger_than_a_file_may_be_leaves_nothing(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = NEAT
    path = script(tmp_path, text=before)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            atomic.replace_file(str(path), before.encode() * 2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert path.read_text(encoding="utf-8") == before
    assert hidden(tmp_path) == []


def test_writing_in_place_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(tmp_path)
    os.link(path, tmp_path / "other")
    overwrite = atomic._overwrite
    calls: list[bytes] = []

    def fail_once(stream: object, data: bytes) -> None:
        calls.append(data)
        overwrite(stream, data[:10] if len(calls) == 1 else data)  # type: ignore[arg-type]
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(atomic, "_overwrite", fail_once)

    assert scn("fmt", ".", cwd=tmp_path).returncode == 2
    assert path.read_text(encoding="utf-8") == UGLY
    assert not hidden(tmp_path)


def test_what_a_killed_run_left_is_removed_and_what_a_running_one_uses_is_not(tmp_path: Path) -> None:
    script(tmp_path, text=NEAT)
    left, used = (tmp_path / f".scn-write-{digit * 16}.tmp" for digit in "ab")
    left.write_text("half a scr", encoding="utf-8")
    other = script(tmp_path, ".scn-write-mine.tmp")

    with used.open("w", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        scn("fmt", ".", "--no-cache", cwd=tmp_path)

    assert sorted(hidden(tmp_path)) == sorted([used.name, other.name])


@pytest.mark.parametrize("now", ["before", "after"])
def test_a_copy_that_a_killed_run_left_is_removed_if_the_file_is_whole(now: str, tmp_path: Path) -> None:
    path = script(tmp_path, text={"before": UGLY, "after": NEAT}[now])
    stream, _ = atomic._keep(str(path), UGLY.encode(), NEAT.encode())
    stream.close()
    assert hidden(tmp_path)

    assert scn("fmt", ".", "--no-cache", cwd=tmp_path).returncode == 0
    assert not hidden(tmp_path)


def test_a_file_that_may_be_half_written_is_named_with_the_copy_of_it(tmp_path: Path) -> None:
    path = script(tmp_path)
    os.link(path, tmp_path / "other")
    stream, backup = atomic._keep(str(path), UGLY.encode(), NEAT.encode())
    stream.close()
    torn = NEAT[:-9] + "sa"
    path.write_text(torn, encoding="utf-8")

    done = scn("fmt", ".", cwd=tmp_path)

    assert done.returncode == 2
    assert (
        f"a.scn: an earlier run was interrupted while writing this file; its old content is in {backup}"
        in done.stderr
    )
    assert path.read_text(encoding="utf-8") == torn
    assert Path(backup).read_text(encoding="utf-8") == UGLY
