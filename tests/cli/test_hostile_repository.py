"""Whatever a repository contains, no command reads or writes a file outside the requested folders."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.cli import BROKEN, GOOD, Run, scn

SECRET = "token hunter2"
UGLY = GOOD.format("Ugly").replace("  say:", "say:")

COMMANDS = [
    ("check", "."),
    ("check", ".", "--no-ignore"),
    ("check", ".", "--fix"),
    ("check", ".", "--fix", "--unsafe-fixes"),
    ("check", ".", "--diff"),
    ("check", ".", "--isolated", "--write-baseline", "known.json"),
    ("check", ".", "--baseline", "known.json"),
    ("fmt", "."),
    ("fmt", ".", "--isolated"),
    ("fmt", "--check", "."),
    ("compile", ".", "-o", "out/"),
    ("compile", ".", "-o", "out/", "--prune"),
    ("compile", ".", "-o", "out/", "--keep-going", "--isolated"),
    ("compile", ".", "-o", "out/", "--jsonl", "--isolated", "--keep-going"),
    ("compile", ".", "-t", "cekura-suite", "-o", "out/", "--isolated"),
    ("decompile", "payloads", "-o", "back/"),
    ("decompile", "payloads", "-o", "back/", "--force"),
    ("graph", "a000.scn"),
    ("new", "first"),
]

OURS = [
    "z.scn",
    "first.scn",
    "scn.toml",
    "pyproject.toml",
    "base.toml",
    "sub/scn.toml",
    ".gitignore",
    "sub/.gitignore",
    ".scn_cache",
    ".scn_cache/clean",
    ".scn_cache/.gitignore",
    ".scn_cache/.scn-write-0123456789abcdef.tmp",
    ".scn-write-0123456789abcdef.tmp",
    ".scn-backup-0123456789abcdef-0123456789abcdef.tmp",
    "known.json",
    "out/.scn-compiled",
    "out/.scn-write-0123456789abcdef.tmp",
    "out/a000.json",
    "out/sub",
    "out/suite.json",
    "out/scenarios.jsonl",
    "back/p.scn",
    "payloads/q.json",
]
"""Every name that scn reads or writes."""


def to_file(path: Path, victims: Path) -> None:
    path.symlink_to(victims / "file.scn")


def to_folder(path: Path, victims: Path) -> None:
    path.symlink_to(victims)


def to_nothing(path: Path, victims: Path) -> None:
    path.symlink_to(victims / "new-file")


def to_itself(path: Path, victims: Path) -> None:
    path.symlink_to(path.name)


def to_a_device(path: Path, victims: Path) -> None:
    path.symlink_to("/dev/zero")


def a_pipe(path: Path, victims: Path) -> None:
    os.mkfifo(path)


def a_second_name(path: Path, victims: Path) -> None:
    os.link(victims / "file.scn", path)


HOSTILE = [to_file, to_folder, to_nothing, to_itself, to_a_device, a_pipe, a_second_name]


def repository(folder: Path) -> None:
    """Some clean scripts, one to format, one to fix, and a payload."""
    for number in range(3):
        (folder / f"a{number:03}.scn").write_text(GOOD.format(number), encoding="utf-8")
    (folder / "b.scn").write_text(UGLY, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "c.scn").write_text(BROKEN, encoding="utf-8")
    (folder / "payloads").mkdir()
    (folder / "payloads" / "p.json").write_text(
        scn("compile", "a001.scn", cwd=folder).stdout, encoding="utf-8"
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    repository(folder)
    return folder


def state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        path.name: (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in [folder, *folder.iterdir()]
    }


def tried(
    folder: Path, victims: Path, name: str, make: Callable[[Path, Path], None], words: tuple[str, ...]
) -> Run:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    if name == "base.toml":
        (folder / "scn.toml").write_text('extends = "base.toml"\n', encoding="utf-8")
    make(path, victims)
    return scn(*words, cwd=folder)


def holds(
    words: tuple[str, ...], name: str, make: Callable[[Path, Path], None], prepared: Path, place: Path
) -> None:
    """Run one command in a repository with one hostile name."""
    folder, victims = place / "project", place / "victims"
    shutil.copytree(prepared, folder)
    victims.mkdir()
    (victims / "file.scn").write_text(SECRET, encoding="utf-8")
    before = state(victims)

    done = tried(folder, victims, name, make, words)

    about = f"{' '.join(words)}, where {name} is {make.__name__}: {done.stderr[-500:]}"
    # Scripts and outputs keep their hard links, which Git doesn't store.
    is_own_name = make is a_second_name and name.endswith((".scn", ".json", ".jsonl"))
    assert state(victims) == before or is_own_name, about
    assert done.returncode in (0, 1, 2), about
    if make is not a_second_name:
        assert "hunter2" not in done.stdout + done.stderr, about
    shutil.rmtree(place)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_outside_is_written_read_or_waited_for(
    words: tuple[str, ...], prepared: Path, tmp_path: Path
) -> None:
    """An ordinary run tries each command on two names of one kind, a slow run on all."""
    make = HOSTILE[COMMANDS.index(words) % len(HOSTILE)]
    start = (COMMANDS.index(words) + HOSTILE.index(make)) % len(OURS)
    for name in (OURS[start], OURS[(start + 11) % len(OURS)]):
        holds(words, name, make, prepared, tmp_path / name.replace("/", "-"))


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", OURS)
def test_nothing_outside_is_written_read_or_waited_for_by_any_command(
    name: str, make: Callable[[Path, Path], None], prepared: Path, tmp_path: Path
) -> None:
    for number, words in enumerate(COMMANDS):
        holds(words, name, make, prepared, tmp_path / str(number))
