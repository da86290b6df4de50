"""Echoed text from scripts, payloads, names, configurations and arguments can't steer a terminal or a runner."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scn_compiler.inert_text import inert, inert_json, inert_markup, line_with_command, one_line
from scn_dsl.catalog import CATALOG
from support.cases import every
from support.cli import GOOD, RunBytes, scn, scn_bytes
from support.laws import law
from support.paths import ROOT
from support.runners import CONTROLS, commands

SIGNS = [
    "##[stop-commands]x",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[x]",
    "::error file=x::y",
    "::add-mask::a",
    " ::group::g",
    *"#[]:\n\r\t\x07\x0b\x1b\x85\x9b\u2028\u202e\u2066\u061c\u200b\u200d\ufeff\u0301\ufe0f ",
    "\x1b[31m",
    "a",
    '"',
    "\\",
    "%0A",
    "é",
    "\U000e0001",
]
hostile = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)
RUNNERS = ({}, {"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"}, {"TEAMCITY_VERSION": "2026"})

COMMANDS = """
check NAME | check --format concise NAME | check --format json NAME | check --format github NAME | check --format sarif NAME
check --format junit NAME | check --diff NAME | check --fix - | check WORD | check --select WORD NAME
check --baseline WORD NAME | check --config WORD NAME | check --write-baseline KNOWN NAME | check --format WORD | check . --strict
check --config CONFIG NAME | check -t WORD | check --WORD | check bytes.scn
fmt --check NAME | fmt --diff NAME | fmt - | fmt WORD | compile NAME | compile --jsonl NAME | compile -t WORD NAME
compile NAME -o OUT/ | compile GOOD -o OUT/ | compile GOOD | compile GOOD --source-map OUT | decompile PAYLOAD
decompile PAYLOAD -o OUT | decompile WORD | decompile NAME | graph NAME | graph --format svg NAME | graph --format html NAME
graph --format dot NAME | graph --scenario WORD NAME | graph NAME -o OUT | explain WORD | new OUT | WORD | targets --WORD
""".replace("\n", "|").split("|")


def script(text: str) -> str:
    lines = text.replace("\n", "\n  say: ")
    return (
        f"scenario: {lines}\nrole: {lines}\nlanguage: en\nnotes: {lines}\n{text}\n\nFIRST_MESSAGE\n  say: Hi {lines}\n"
        f"\nWHEN {lines}\n  sya: {lines} <zing a='{lines}' />\n\nWHEN contains {lines}\n  say: x\n{lines}"
    )


def laid_out(folder: Path, text: str) -> dict[str, str]:
    """Fill a folder in which everything contains `text`; returns the values for the words of `COMMANDS`."""
    name = text.replace("/", "").replace("\0", "")[:60]
    words = {"NAME": f"./{name}.scn", "GOOD": f"./{name}-good.scn", "PAYLOAD": f"./{name}.json", "OUT": f"./{name}-out",
             "CONFIG": f"./{name}.toml", "KNOWN": f"./{name}-known", "WORD": text}  # fmt: skip
    raw = json.dumps(f"Hello {text}")
    (folder / words["NAME"]).write_text(script(text), encoding="utf-8", newline="")
    (folder / words["GOOD"]).write_text(
        GOOD.format("One")
        .replace("say: Hello One ", f"say raw: {raw}")
        .replace("<endcall />", "\n  end call"),
        encoding="utf-8",
    )
    (folder / "bytes.scn").write_bytes(text.encode() + b"\xff\n::error::x")
    payload = {"name": text, "first_message": text, text: text, "conditional_actions": {"role": text, "conditions": [
        {"id": 0, "condition": "FIRST_MESSAGE", "action": text, "type": "standard", text: 1},
        {"id": 1, "condition": text, "action": f"<zing x='{text}' />", "type": text},
    ]}}  # fmt: skip
    (folder / words["PAYLOAD"]).write_text(json.dumps(payload), encoding="utf-8")
    key = json.dumps(text, ensure_ascii=True)
    (folder / words["CONFIG"]).write_text(f"{key} = 1\ntarget = {key}\nignore = [{key}]\n", encoding="utf-8")
    return words


def run(command: str, words: dict[str, str], text: str, folder: Path, env: dict[str, str]) -> RunBytes:
    arguments = [re.sub("|".join(words), lambda word: words[word[0]], part) for part in command.split()]
    done = scn_bytes(*arguments, cwd=folder, stdin=script(text), env=env, merged=True)
    assert done.returncode in (0, 1, 2), done.stdout
    return done


@law(1500)
@given(st.sampled_from(COMMANDS), hostile, st.sampled_from(RUNNERS[1:]))
@example("fmt --diff NAME", " ::error::x\n  ::error::y", RUNNERS[1])
def test_no_printed_line_is_a_command_and_nothing_steers_a_terminal(
    tmp_path_factory: pytest.TempPathFactory, command: str, text: str, env: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    done = run(command, laid_out(folder, text), text, folder, env)

    printed = done.stdout.decode()
    assert commands(printed, annotations="GITHUB_ACTIONS" in env or "github" in command) == []
    if not is_script(command):
        assert CONTROLS.findall(printed) == []


def is_script(command: str) -> bool:
    """Whether the command prints a script, whose characters are its author's."""
    return " - " in f"{command} " or command.strip() == "decompile PAYLOAD"


@law(300)
@given(st.sampled_from(COMMANDS), hostile)
def test_messages_are_inert_wherever_they_are_printed(
    tmp_path_factory: pytest.TempPathFactory, command: str, text: str
) -> None:
    """A container in a build doesn't know that a runner reads its output."""
    folder = tmp_path_factory.mktemp("hostile")
    done = run(command, laid_out(folder, text), text, folder, {name: "" for env in RUNNERS for name in env})

    if not is_script(command) and "--diff" not in command:
        assert commands(done.stdout.decode(), annotations="github" in command) == []


@pytest.mark.parametrize(
    "words", [("check", "WORD"), ("WORD",), ("check", "--WORD"), ("compile", "-t", "WORD"), ("check", "--format", "WORD"),
              ("explain", "WORD"), ("check", "--select", "WORD")],
)  # fmt: skip
def test_an_argument_that_is_wrong_is_shown_on_one_line(words: tuple[str, ...], folder: Path) -> None:
    word = "x\x1b[31m\n::error::y\x1b]0;z\x07"
    done = scn(*(part.replace("WORD", word) for part in words), cwd=folder)

    (message,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert done.returncode == 2
    assert r"\n::error::y" in message
    assert CONTROLS.search(done.stderr) is None


def test_a_script_on_standard_output_is_whole_or_not_printed(folder: Path) -> None:
    text = GOOD.format("##[stop-commands]x").replace("\n", "\r\n")
    laid = text.encode()

    for command in (("fmt", "-"), ("check", "--fix", "-")):
        assert scn_bytes(*command, cwd=folder, stdin=text, env={"GITHUB_ACTIONS": ""}).stdout == laid
        refused = scn_bytes(*command, cwd=folder, stdin=text, env={"GITHUB_ACTIONS": "true"})
        assert (refused.returncode, refused.stdout) == (2, b"")
        assert b"refusing to print <stdin>: the CI runner would run line 1 as a command" in refused.stderr


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for each in inner for text in texts_of(each)]
    return [str(value)]


def test_a_document_of_json_stays_equal(folder: Path) -> None:
    say = "Hello ##[x]y \x9b\u202e ##vso[z]"
    (folder / "a.scn").write_text(
        GOOD.format("A").replace("say: Hello A <endcall />", f"say raw: {json.dumps(say)}\n  end call"),
        encoding="utf-8",
    )

    printed = scn_bytes("compile", "a.scn", cwd=folder, env={"GITHUB_ACTIONS": "true"}).stdout
    scn("compile", "a.scn", "-o", "a.json", cwd=folder)

    assert any(say in text for text in texts_of(json.loads(printed)))
    assert (folder / "a.json").read_bytes() == printed


@law(500)
@given(hostile)
def test_what_is_escaped_stays_readable_and_equal(text: str) -> None:
    assert CONTROLS.search(inert(text)) is None
    assert "\n" not in one_line(text)
    assert commands(inert(text)) == []
    assert (commands(text) != []) <= (line_with_command(text) is not None)
    encoded = json.dumps(text, ensure_ascii=False)
    assert json.loads(inert_json(encoded)) == text
    assert commands(inert_json(encoded)) == []
    legal = re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]", "", text)
    element = ET.Element("a")
    element.text = legal
    markup = inert_markup(ET.tostring(element, encoding="unicode"))
    assert (ET.fromstring(markup).text or "") == legal
    assert commands(markup) == []


@every(
    "plain",
    [
        "a.scn:1:2",
        "C::D",
        "## [a link]",
        "#[x]",
        "Bonjour\xa0: «\u202foui\u202f»",
        "می\u200cخواهم",
        "👩\u200d💻",
        "### Title",
    ],
)
def test_harmless_text_stays_unchanged(plain: str) -> None:
    assert one_line(plain) == inert(plain) == plain


def test_only_the_console_and_documents_print() -> None:
    printing = re.compile(r"click\.(secho|echo|echo_via_pager)\(|\bprint\(|std(out|err)\.(write|buffer)\b")
    allowed = {"project/console.py", "project/config_file.py", "cli/plain.py"}  # the last prints fixed words
    folder = ROOT / "compiler" / "scn_compiler"
    found = {
        path.relative_to(folder).as_posix()
        for part in ("cli", "project", "pipeline", "platforms", "lint", "jsondoc")
        for path in (folder / part).rglob("*.py")
        if printing.search(path.read_text(encoding="utf-8"))
    }

    assert found <= allowed


NAMES = [
    "our calls.scn", "b\tc.scn", 'quo"te.scn', "back\\slash.scn", "li\nne ::error::x.scn", "esc\x1b[31m.scn",
    "caf\udce9.scn", "café.scn", "##[x].scn", "a (b).scn", "bidi\u202e.scn",
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("command", [("fmt", "--diff"), ("check", "--diff")])
@pytest.mark.parametrize("tool", ["patch -p0 --binary", "git apply -p0"])
def test_a_diff_can_be_applied_whatever_the_name(
    name: str, command: tuple[str, str], tool: str, tmp_path: Path
) -> None:
    before = GOOD.format("One").replace("  say:", "sya:   " if command[0] == "check" else "say:  ")
    (tmp_path / name).write_text(before, encoding="utf-8")

    diff = scn_bytes(*command, name, cwd=tmp_path, env={"GITHUB_ACTIONS": ""}).stdout
    applied = subprocess.run(tool.split(), cwd=tmp_path, input=diff, capture_output=True, check=False)

    assert applied.returncode == 0, (diff, applied)
    assert (tmp_path / name).read_text(encoding="utf-8") != before
    assert scn_bytes(*command, name, cwd=tmp_path).stdout == b""
    assert CONTROLS.search(diff.decode().split("\n@@")[0].replace("\t", "")) is None


def test_the_messages_of_the_catalog_need_no_escape() -> None:
    for kind in CATALOG.values():
        assert one_line(kind.summary) == kind.summary
