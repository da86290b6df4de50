"""Running `scn` from a test, in this process or another, and scripts to run it on."""

import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest

from scn_compiler.cli import main
from support.paths import PROGRAMS

GOOD = "scenario: {0}\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello {0} <endcall />\n"
GOING_ON = GOOD.replace(" <endcall />", "").replace("en\n", "en\ntools: end_call\n")
"""`GOOD` without its end, for tests that add lines."""
BROKEN = GOOD.replace("say:", "sya:").format("Broken")

Run = subprocess.CompletedProcess[str]
RunBytes = subprocess.CompletedProcess[bytes]


def scn(*words: str | bytes, cwd: Path, stdin: str | bytes = "", env: Mapping[str, str] | None = None) -> Run:
    """Run `scn` in this process, which takes a tenth of the time of a new one.

    Args:
        env: Additional environment variables.
    """
    return _text(scn_bytes(*words, cwd=cwd, stdin=stdin, env=env))


def scn_process(
    *words: str | bytes, cwd: Path, stdin: str | bytes = "", env: Mapping[str, str] | None = None
) -> Run:
    """Run `scn` as a program, for tests of loaded modules, streams, signals or workers."""
    done = subprocess.run(
        [PROGRAMS / "scn", *words],
        cwd=cwd,
        input=_bytes(stdin),
        env=os.environ | (env or {}),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    return _text(done)


def scn_bytes(
    *words: str | bytes,
    cwd: Path,
    stdin: str | bytes = "",
    env: Mapping[str, str] | None = None,
    merged: bool = False,
    newline: str | None = None,
) -> RunBytes:
    """Run `scn` in this process; returns its output as bytes.

    Args:
        merged: Send standard error to standard output.
        newline: The line break that standard output writes; CRLF on Windows.
    """
    out = io.BytesIO()
    err = out if merged else io.BytesIO()
    arguments = [os.fsdecode(word) for word in words]
    with _as_a_program(arguments, cwd, _bytes(stdin), env or {}, out, err, newline):
        code = _exit_code()
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    return RunBytes(["scn", *arguments], code, out.getvalue(), b"" if merged else err.getvalue())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as done:
        if isinstance(done.code, str):
            sys.stderr.write(f"{done.code}\n")
            return 1
        return done.code or 0
    return 0


@contextmanager
def _as_a_program(
    words: list[str],
    cwd: Path,
    stdin: bytes,
    env: Mapping[str, str],
    out: io.BytesIO,
    err: io.BytesIO,
    newline: str | None,
) -> Iterator[None]:
    """Give `main` the state of a new process; restore everything afterwards."""
    before, thresholds, program = Path.cwd(), gc.get_threshold(), sys.modules["__main__"]
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"),
        "stdout": io.TextIOWrapper(out, encoding="utf-8", newline=newline),
        "stderr": io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace"),
    }
    os.chdir(cwd)
    sys.modules["__main__"] = ModuleType("__main__")  # click takes the program's name from here
    try:
        with (
            patch.multiple(sys, argv=["scn", *words], **streams),
            patch.dict(os.environ, env),
        ):
            yield
    finally:
        os.chdir(before)
        sys.modules["__main__"] = program
        gc.set_threshold(*thresholds)
        for name in ("stdout", "stderr"):
            streams[name].detach()


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _text(done: RunBytes) -> Run:
    return Run(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One script, and a folder with another."""
    (tmp_path / "one.scn").write_text(GOOD.format("One"), encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.scn").write_text(
        GOOD.format("Two") + "\n" + GOOD.format("Three"), encoding="utf-8"
    )
    return tmp_path
