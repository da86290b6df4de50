"""Many files are formatted the same way, with any number of processes and any cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scn_compiler.cli import parallel
from scn_compiler.cli.cache.clean import FOLDER
from support import cli
from support.laws import sweep

GOOD = "scenario: number {0}\nrole: caller {0}\n\nFIRST_MESSAGE\n  say: hello {0} <endcall />\n"
MESSY = GOOD.replace("  say:", "say:")
BROKEN = GOOD + "\nWEHN The agent asks\n  say: yes\n"
COUNT = 60


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.scn")}


def write_all(folder: Path) -> Path:
    """Write enough files for several processes: formatted, messy and broken ones, and one that can't be read."""
    folder.mkdir(exist_ok=True)
    for number in range(COUNT):
        text = MESSY if number % 10 == 0 else BROKEN if number % 10 == 5 else GOOD
        (folder / f"{number:03}.scn").write_text(text.format(number), encoding="utf-8")
    (folder / "050.scn").write_bytes(b"\xff\xff\xff")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_all(tmp_path / "scripts")


@pytest.mark.parametrize("options", sweep([(), ("--check",), ("--diff",)]), ids=" ".join)
def test_several_processes_do_the_same_as_one(tmp_path: Path, options: tuple[str, ...]) -> None:
    ways = {"one": ("--jobs", "1"), "three": ("--jobs", "3"), "cache": ("--cache",)}
    runs, after = {}, {}
    for name, way in ways.items():
        folder = write_all(tmp_path / name)
        cache = () if name == "cache" else ("--no-cache",)
        done = cli.scn_process("fmt", *options, *way, *cache, cwd=folder)
        runs[name] = done.returncode, done.stdout, done.stderr
        after[name] = texts(folder)
        assert (folder / FOLDER).exists() is (name == "cache")

    assert runs["one"] == runs["three"] == runs["cache"]
    assert after["one"] == after["three"] == after["cache"]
    assert runs["one"][0] == 2
    assert runs["one"][2].count("misspelt-keyword") == 6
    assert "5 files" in runs["one"][2]


def test_a_formatted_file_is_not_formatted_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cli.scn("fmt", "--check", cwd=folder)
    looked_at: list[str] = []
    decode = parallel.decode
    monkeypatch.setattr(
        parallel, "decode", lambda source, data: looked_at.append(source.path) or decode(source, data)
    )

    again = cli.scn("fmt", "--check", cwd=folder)

    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, first.stderr)
    assert {int(Path(path).stem) % 5 for path in looked_at} == {0}


def test_the_cache_knows_which_layout_was_asked_for(folder: Path) -> None:
    long = GOOD.format(7).replace("hello", "hello " * 20)
    (folder / "007.scn").write_text(long, encoding="utf-8")
    assert "007.scn" not in cli.scn("fmt", "--check", cwd=folder).stdout
    assert "007.scn" in cli.scn("fmt", "--check", "--wrap", "60", cwd=folder).stdout
    (folder / "scn.toml").write_text("wrap = 60\n", encoding="utf-8")

    assert "007.scn" in cli.scn("fmt", "--check", cwd=folder).stdout


def test_a_clean_file_need_not_be_formatted_nor_a_formatted_file_clean(folder: Path) -> None:
    unused = GOOD.replace("FIRST", "@unused WHEN The agent asks\n  say: yes\n\nFIRST")
    (folder / "008.scn").write_text(unused.format(8), encoding="utf-8")
    (folder / "009.scn").write_text(MESSY.format(9), encoding="utf-8")

    for _ in range(2):
        assert "008.scn" in cli.scn("check", cwd=folder).stdout
        assert "009.scn" in cli.scn("fmt", "--check", cwd=folder).stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("link", [os.link, os.symlink], ids=["another name", "a link"])
def test_a_file_with_two_names_is_written_once(folder: Path, link: object) -> None:
    link(folder / "010.scn", folder / "zzz.scn")  # type: ignore[operator]

    done = cli.scn_process("fmt", ".", "--jobs", "3", "--no-cache", cwd=folder)

    assert "during this run" not in done.stderr
    assert (folder / "zzz.scn").read_text(encoding="utf-8") == GOOD.format(10)


@pytest.mark.slow
def test_a_worker_that_dies_and_a_bug_at_one_file_stop_no_other(folder: Path) -> None:
    code = (
        "import os, sys; from scn_compiler import api; from scn_compiler.cli import main\n"
        "format_text, here = api.format_text, os.getpid()\n"
        "def broken(text, **options):\n"
        "    if 'caller 30' in text: os._exit(9) if os.getpid() != here else 1 / 0\n"
        "    return format_text(text, **options)\n"
        "api.format_text = broken\n"
        "sys.argv = ['scn', 'fmt', '.', '--jobs', '2']; main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 101, done.stderr
    assert "scn: 030.scn: this is a bug in scn" in done.stderr
    assert "4 files reformatted" in done.stderr
    assert (folder / "040.scn").read_text(encoding="utf-8") == GOOD.format(40)
