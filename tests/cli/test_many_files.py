"""Many files give the same results in the same order, with any number of processes and any cache."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.cli import parallel as many
from scn_compiler.cli.cache.clean import FOLDER, CleanCache, key_of
from scn_compiler.cli.check.files import CheckedFile, check_each
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from support import cli

GOOD = "scenario: number {0}\nrole: caller {0}\nlanguage: en\n\nFIRST_MESSAGE\n  say: hello {0} <endcall />\n"
BAD = GOOD.replace(" <endcall />", "") + "\nWEHN The agent asks\n  say: yes\n  end call\n"


def scn(folder: Path, *words: str) -> cli.Run:
    """Check `folder`; if several processes do it, they are all separate from this one."""
    run = cli.scn_process if "--jobs" in words else cli.scn
    return run("check", *words, cwd=folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Enough files for several processes; every tenth is bad, and one can't be read."""
    for number in range(120):
        text = (BAD if number % 10 == 0 else GOOD).format(number)
        (tmp_path / f"{number:03}.scn").write_text(text, encoding="utf-8")
    (tmp_path / "050.scn").write_bytes(b"\xff\xff\xff")
    return tmp_path


def test_several_processes_give_the_same_results_as_one(folder: Path) -> None:
    one = scn(folder, "--no-cache", "--jobs", "1")
    three = scn(folder, "--no-cache", "--jobs", "3")

    assert one.stdout.count("misspelt-keyword") == 11
    assert "050.scn" in one.stderr
    assert (
        (three.returncode, three.stdout, three.stderr)
        == (one.returncode, one.stdout, one.stderr)
        != (0, "", "")
    )
    assert not (folder / FOLDER).exists()


def test_the_cache_changes_no_result(folder: Path) -> None:
    fresh = scn(folder, "--no-cache")
    first = scn(folder)
    again = scn(folder, "--jobs", "2")

    for other in (first, again):
        assert (other.returncode, other.stdout, other.stderr) == (
            fresh.returncode,
            fresh.stdout,
            fresh.stderr,
        )
    assert (folder / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_file_that_changed_is_checked_again_even_if_size_and_time_are_the_same(folder: Path) -> None:
    scn(folder)
    path = folder / "007.scn"
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("FIRST_MESSAGE", "FIRST_MESSAGF"), encoding="utf-8")
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert "007.scn:5:1" in scn(folder).stdout


def test_a_file_is_checked_again_if_anything_else_relevant_changed(folder: Path) -> None:
    scn(folder)

    assert "unsupported-by-target" in scn(folder, "--target", "cekura-rows").stdout
    (folder / "scn.toml").write_text(
        '[fields]\nlanguage = "en"\nexpect = "x"\nproject = -1\n', encoding="utf-8"
    )
    assert scn(folder).stdout == scn(folder, "--no-cache").stdout


def test_clean_files_are_not_checked_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    inputs = [Input(path.name, path.name) for path in sorted(folder.glob("*.scn"))]

    def run() -> list[tuple[str, int]]:
        every = check_each(inputs, ConfigDiscovery(), None, workers=1, cache=True)
        return [(each.input.path, len(each.findings.reported)) for each in every]

    before = run()
    looked_at: list[str] = []
    monkeypatch.setattr(many, "decode", lambda source, data: looked_at.append(source.path) or data.decode())
    (folder / "050.scn").unlink()
    del inputs[50]

    assert run() == before[:50] + before[51:]
    assert [int(Path(path).stem) % 10 for path in looked_at] == [0] * 11


@pytest.mark.parametrize("data", [b"", b"x", b"0123456789abcdef", b"\0" * 160_001])
def test_a_damaged_cache_is_ignored(folder: Path, data: bytes) -> None:
    fresh = scn(folder, "--no-cache")
    scn(folder)
    (folder / FOLDER / "clean").write_bytes(data)

    assert scn(folder).stdout == fresh.stdout


def test_an_unwritable_folder_does_not_fail_the_check(folder: Path) -> None:
    (folder / FOLDER).write_text("a file in the way", encoding="utf-8")

    done = scn(folder)

    assert done.returncode == 2
    assert "bug" not in done.stderr


def test_a_key_depends_on_all_that_the_answer_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "z").mkdir()
    plain, chosen = CleanCache.load().base_key("a/b.scn"), CleanCache.load("cekura").base_key("a/b.scn")
    (tmp_path / "a" / "scn.toml").write_text('ignore = ["unknown-tag"]\n', encoding="utf-8")
    configured = CleanCache.load().base_key("a/b.scn")
    keys = {
        key_of("a/b.scn", b"text", plain),
        key_of("a/b.scn", b"texT", plain),
        key_of("a/c.scn", b"text", plain),
        key_of("a/b.scn", b"text", chosen),
        key_of("a/b.scn", b"text", configured),
    }

    assert len(keys) == 5
    assert key_of("z/b.scn", b"text", CleanCache.load().base_key("z/b.scn")) in keys


def test_a_file_that_changes_while_it_is_checked_is_cached_by_the_checked_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    path = folder / "010.scn"
    bad = path.read_text(encoding="utf-8")
    inputs = [Input(each.name, each.name) for each in sorted(folder.glob("*.scn"))]
    process_all = many._process_all

    def mended_meanwhile(*arguments: Any) -> Iterator[CheckedFile]:
        path.write_text(bad.replace("WEHN", "WHEN"), encoding="utf-8")
        return process_all(*arguments)

    monkeypatch.setattr(many, "_process_all", mended_meanwhile)
    assert not list(check_each(inputs, ConfigDiscovery(), None, workers=1, cache=True))[10].findings.reported
    path.write_text(bad, encoding="utf-8")

    monkeypatch.setattr(many, "_process_all", process_all)
    assert list(check_each(inputs, ConfigDiscovery(), None, workers=1, cache=True))[10].findings.reported


class _Refused:
    """A replacement for the function that starts processes."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, *_: object, **__: object) -> None:
        raise self.error


NO_PROCESSES = {
    "no semaphores": ("concurrent.futures.process._check_system_limits", NotImplementedError("too few")),
    "no shared memory": ("multiprocessing.synchronize.SemLock.__init__", PermissionError(13, "denied")),
    "a system without them": (
        "concurrent.futures.process._check_system_limits",
        ImportError("no semaphores"),
    ),
    "no more processes": ("os.fork", BlockingIOError(11, "again")),
}


@pytest.mark.parametrize("why", NO_PROCESSES)
def test_if_no_process_can_be_started_one_does_everything(
    why: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = scn(folder, "--no-cache")
    place, error = NO_PROCESSES[why]
    monkeypatch.setattr(place, _Refused(error))

    alone = cli.scn("check", "--no-cache", "--jobs", "3", cwd=folder)

    assert (alone.returncode, alone.stdout, alone.stderr) == (one.returncode, one.stdout, one.stderr)


def test_windows_gets_as_many_processes_as_it_waits_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def refuse(count: int, **_: object) -> None:
        asked.append(count)
        raise OSError(22, "no")

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    monkeypatch.setattr(many.sys, "platform", "win32")
    cli.scn("check", "--no-cache", "--jobs", "64", cwd=folder)

    assert asked == [61]


# A few files: `scn check FILE` asks the cache before it loads anything else
