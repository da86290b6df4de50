"""A bug in scn at one file is reported there and doesn't stop the other files."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scn_compiler import api
from support.cli import BROKEN, GOOD, scn

UNLUCKY = GOOD.format("Unlucky")
ACTION = "WHEN The agent says goodbye"


def failing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function fail for texts that contain "unlucky"."""

    def wrapped(text: str, *args: Any, **options: Any) -> Any:
        if "Unlucky" in text:
            raise ZeroDivisionError("out of luck")
        return function(text, *args, **options)

    return wrapped


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bad script, one that crashes scn, and a good one that isn't formatted."""
    for name in ("find", "compile_text", "format_text", "decompile", "fix_text"):
        monkeypatch.setattr(api, name, failing(getattr(api, name)), raising=False)
    (tmp_path / "a.scn").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "b.scn").write_text(UNLUCKY, encoding="utf-8")
    (tmp_path / "c.scn").write_text(GOOD.format("Lucky").replace("  say", "      say"), encoding="utf-8")
    return tmp_path


def test_check_reports_the_others(folder: Path) -> None:
    done = scn("check", ".", cwd=folder)

    assert done.returncode == 101
    assert "a.scn:6:3" in done.stdout
    assert "scn: b.scn: this is a bug in scn, not in your file: ZeroDivisionError in wrapped" in done.stderr
    assert "1 file could not be processed" in done.stderr
    assert (
        done.stderr.rstrip()
        .splitlines()[-1]
        .startswith("scn: report this bug, and include the line above, b.scn")
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "options", [("--fix",), ("--diff",), ("--strict",), ("--write-baseline", "known.json")]
)
def test_check_goes_on_whatever_it_is_asked_for(folder: Path, options: tuple[str, ...]) -> None:
    done = scn("check", ".", *options, cwd=folder)

    assert done.returncode == 101
    assert "scn: b.scn: this is a bug in scn" in done.stderr
    if options == ("--fix",):
        assert "sya" not in (folder / "a.scn").read_text(encoding="utf-8")
        assert (folder / "b.scn").read_text(encoding="utf-8") == UNLUCKY


def test_reports_for_programs_stay_whole(folder: Path) -> None:
    read = json.loads(scn("check", ".", "--format", "json", cwd=folder).stdout)
    sarif = json.loads(scn("check", ".", "--format", "sarif", cwd=folder).stdout)["runs"][0]
    cases = ET.fromstring(scn("check", ".", "--format", "junit", cwd=folder).stdout)
    github = scn("check", ".", "--format", "github", cwd=folder).stdout

    assert [each["file"] for each in read["diagnostics"]] == ["a.scn"]
    assert [each["file"] for each in read["unreadable"]] == ["b.scn"]
    assert "bug in scn" in sarif["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert [each.attrib["name"] for each in cases.iter("testcase") if each.find("error") is not None] == [
        "b.scn"
    ]
    assert "file=b.scn::this is a bug in scn" in github


def test_compile_writes_the_others_if_it_keeps_going(folder: Path) -> None:
    (folder / "a.scn").unlink()
    stopped = scn("compile", ".", "-o", "out/", cwd=folder)
    assert (stopped.returncode, (folder / "out").exists()) == (101, False)

    done = scn("compile", ".", "-o", "out/", "--keep-going", cwd=folder)

    assert done.returncode == 101
    assert [path.name for path in (folder / "out").glob("*.json")] == ["c.json"]
    assert "scn: b.scn: this is a bug in scn" in done.stderr


def test_fmt_formats_the_others(folder: Path) -> None:
    done = scn("fmt", ".", cwd=folder)

    assert done.returncode == 101
    assert "      say" not in (folder / "c.scn").read_text(encoding="utf-8")
    assert "scn: b.scn: this is a bug in scn" in done.stderr


def test_decompile_writes_the_others(folder: Path) -> None:
    payloads = folder / "payloads"
    payloads.mkdir()
    for name in ("Lucky", "Unlucky", "Last"):
        text = scn("compile", "-", cwd=folder, stdin=GOOD.format("Payload")).stdout
        (payloads / f"{name}.json").write_text(text.replace("Payload", name), encoding="utf-8")

    done = scn("decompile", "payloads", "-o", "made/", cwd=folder)

    assert done.returncode == 101
    assert sorted(path.name for path in (folder / "made").iterdir()) == ["Last.scn", "Lucky.scn"]
    assert "Unlucky.json: this is a bug in scn" in done.stderr


@pytest.mark.slow
def test_several_processes_go_on_as_well(tmp_path: Path) -> None:
    for number in range(60):
        text = UNLUCKY if number == 30 else BROKEN
        (tmp_path / f"{number:02}.scn").write_text(text, encoding="utf-8")
    code = (
        "import os, sys; from scn_compiler import api; from scn_compiler.cli import main\n"
        "find, here = api.find, os.getpid()\n"
        "def broken(text, **options):\n"
        "    if 'Unlucky' in text: {}\n"
        "    return find(text, **options)\n"
        "api.find = broken\n"
        "sys.argv = ['scn', 'check', '.', '--jobs', '2', '--format', 'concise']; main()\n"
    )
    ways = {
        "raise ZeroDivisionError": 101,
        "os._exit(9) if os.getpid() != here else 1 / 0": 101,  # killed, e.g. because it used too much memory
    }
    for way, exit_code in ways.items():
        done = subprocess.run(
            [sys.executable, "-c", code.format(way)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == exit_code, done.stderr
        assert len(done.stdout.splitlines()) == 59
        assert "scn: 30.scn: this is a bug in scn" in done.stderr
