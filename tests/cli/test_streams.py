"""Outputs other than files: standard output under each of its names, pipes, devices; the same bytes on every system."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scn_compiler.cli.output.streams import is_standard_output
from support.cli import BROKEN, GOOD, scn, scn_bytes, scn_process
from support.laws import sweep
from support.paths import PROGRAMS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such paths")


@pytest.fixture
def payload(folder: Path) -> str:
    """The output of `scn compile one.scn`."""
    (folder / "p.json").write_text(scn("compile", "one.scn", cwd=folder).stdout, encoding="utf-8")
    return (folder / "p.json").read_text(encoding="utf-8")


def shell(command: str, folder: Path) -> bytes:
    done = subprocess.run(
        ["bash", "-c", re.sub(r"(?<![.\w])scn ", f"{PROGRAMS}/scn ", command)],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "command",
    sweep(
        [
            "scn compile one.scn -o /dev/stdout | cat",
            "scn compile one.scn -o -",
            "scn compile one.scn -o >(cat); sleep 0.5",
            "scn compile one.scn -o /dev/fd/3 3>&1",
            "scn compile one.scn -o /proc/self/fd/1",
            "ln -s /dev/stdout out && scn compile one.scn -o out | cat",
            "scn compile one.scn -o /dev/stderr 2>&1 >/dev/null",
            "mkfifo pipe && (scn compile one.scn -o pipe & cat pipe)",
        ]
    ),
)
def test_a_payload_goes_where_the_output_leads(command: str, folder: Path, payload: str) -> None:
    assert shell(command, folder).decode() == payload
    assert not (folder / "-").exists()


@pytest.mark.parametrize("name", sweep(["-", "/dev/stdout", "/dev/fd/1"]))
def test_output_is_appended_at_the_position_of_the_stream(name: str, folder: Path, payload: str) -> None:
    shell(f"{{ echo before; scn compile one.scn -o {name}; echo after; }} > all", folder)

    assert (folder / "all").read_text(encoding="utf-8") == f"before\n{payload}after\n"


OUTPUTS = {
    "a payload": ("compile", "one.scn", "-o", "OUT"),
    "lines": ("compile", ".", "--jsonl", "-o", "OUT"),
    "a script": ("decompile", "p.json", "-o", "OUT"),
    "a picture": ("graph", "one.scn", "--format", "svg", "-o", "OUT"),
    "a source map": ("compile", "one.scn", "-o", "x.json", "--source-map", "OUT"),
    "a baseline": ("check", ".", "--write-baseline", "OUT"),
    "a first script": ("new", "OUT"),
}


@pytest.mark.parametrize("what", OUTPUTS)
def test_a_hyphen_is_standard_output_for_every_output(what: str, folder: Path, payload: str) -> None:
    assert payload
    words = OUTPUTS[what]
    suffix = {"new": "made.scn"}.get(words[0], "made")
    printed = scn_bytes(*("-" if word == "OUT" else word for word in words), cwd=folder)
    scn_bytes(*(suffix if word == "OUT" else word for word in words), cwd=folder)

    assert printed.returncode == 0
    assert printed.stdout == (folder / suffix).read_bytes()
    assert not list(folder.glob("-*"))


def test_a_folder_of_that_name_is_named_with_its_folder(folder: Path) -> None:
    scn("compile", "one.scn", "-o", "./-", cwd=folder)

    assert (folder / "-").is_file()
    assert not is_standard_output("./-")


def test_two_documents_do_not_share_standard_output(folder: Path) -> None:
    for words in (("one.scn", "--source-map", "-"), (".", "-o", "-")):
        done = scn("compile", *words, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")


def test_a_closed_descriptor_is_reported(folder: Path) -> None:
    done = scn_process("compile", "one.scn", "-o", "/dev/fd/99", cwd=folder)

    assert (done.returncode, "/dev/fd/99: cannot be written" in done.stderr) == (2, True)
    assert scn("compile", "one.scn", "-o", "/dev/null", cwd=folder).returncode == 0


def test_a_script_under_another_name_of_the_log_is_not_a_command(folder: Path) -> None:
    hostile = {"conditional_actions": {"role": "##[stop-commands]x", "conditions": [
        {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True}
    ]}}  # fmt: skip
    (folder / "h.json").write_text(json.dumps(hostile), encoding="utf-8")

    for name in ("-", "/dev/stdout", "/dev/stderr", "/dev/fd/2"):
        done = scn("decompile", "h.json", "-o", name, cwd=folder, env={"GITHUB_ACTIONS": "true"})
        assert done.returncode == 2
        assert "##[" not in done.stdout + done.stderr


CRLF = GOOD.format("One").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("command", "stdin", "printed"),
    [
        (("fmt", "-"), CRLF.replace("  say", "say"), CRLF),
        (("check", "--fix", "-"), CRLF.replace("say:", "sya:"), CRLF),
        (("fmt", "-"), GOOD.format("One"), GOOD.format("One")),
    ],
)
def test_line_ends_stay_where_a_text_stream_would_change_them(
    command: tuple[str, ...], stdin: str, printed: str, folder: Path
) -> None:
    assert scn_bytes(*command, cwd=folder, stdin=stdin, newline="\r\n").stdout == printed.encode()


def test_documents_and_differences_have_their_own_line_ends(folder: Path) -> None:
    (folder / "crlf.scn").write_bytes(BROKEN.replace("\n", "\r\n").encode())
    for words in (
        ("check", "--diff", "crlf.scn"),
        ("compile", "one.scn"),
        ("graph", "one.scn"),
        ("check", "--format", "json", "crlf.scn"),
    ):
        unix = scn_bytes(*words, cwd=folder).stdout
        assert scn_bytes(*words, cwd=folder, newline="\r\n").stdout == unix

    diff = scn_bytes("check", "--diff", "crlf.scn", cwd=folder, newline="\r\n").stdout
    assert b"-  sya: Hello Broken <endcall />\r\n+  say: Hello Broken <endcall />\r\n" in diff


WITHOUT_PYDANTIC = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pydantic", "pydantic_core"):
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Without())
from scn_compiler.cli import program
program()
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "p.scn"), 1),
        (("check", "p.scn", "q.scn"), 1),
        (("compile", "p.scn"), 1),
        (("check", "one.scn"), 0),
    ],
)
def test_a_contract_that_cannot_be_checked_is_reported_once(
    words: tuple[str, ...], said: int, folder: Path
) -> None:
    for name in ("p", "q"):
        text = GOOD.format(name).replace("\n\n", '\ncekura.functions: [{"name": 1}]\n\n', 1)
        (folder / f"{name}.scn").write_text(text, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYDANTIC, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert done.stderr.count("pydantic isn't installed") == said


def test_a_reader_that_stops_ends_the_run_quietly(folder: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [PROGRAMS / "scn", "compile", "one.scn", "-o", f"/dev/fd/{write}"],
        cwd=folder, pass_fds=[write], capture_output=True, check=False,
    )  # fmt: skip
    os.close(write)

    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr


def test_a_written_payload_is_reported(folder: Path) -> None:
    done = scn("compile", "one.scn", "-o", "one.json", cwd=folder)

    assert (done.stdout, done.stderr) == ("", "wrote one.json\n")
