"""Numbers that change when they are compiled, and half characters."""

import json
import os
import sys
from pathlib import Path

import pytest

from scn_compiler import check, compile_text, decompile
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.cli import scn

HEAD = "target: cekura-suite\nscenario: A\nrole: A caller\nlanguage: en\ntools: end_call\n"
BLOCKS = "FIRST_MESSAGE\n  wait\n"


def said(*lines: str) -> list[str]:
    found = check(HEAD + "\n".join(lines) + "\n" + BLOCKS)
    return [each.message for each in found if each.severity is not Severity.INFO]


@every("number", ["1.10", "1.0", "1e2", "1E2", "-0.50", "1.5e3", "0.0", "9007199254740993", "1" * 40])
@every("holder", ["given", "caller"])
def test_a_number_that_changes_is_a_warning(holder: str, number: str) -> None:
    (message,) = said(f"{holder} version = {number}")

    assert number[:20] in message


@every("number", ["007", "-007", "00", "00.5"])
def test_zeros_before_a_number_make_a_text_of_it(number: str) -> None:
    (found,) = [
        each for each in check(f"{HEAD}given pin = {number}\n{BLOCKS}") if each.name == "bad-field-value"
    ]
    assert found.fix is not None
    assert found.fix.safe
    assert found.fix.title == f'replace with `"{number}"`'

    same = [compile_text(f"{HEAD}given pin = {each}\n{BLOCKS}").payloads for each in (number, f'"{number}"')]
    assert same[0] == same[1]


@every(
    "value",
    ["1.5", "0", "-3", "12", "0.25", "9007199254740992", '"1.10"', '"007"', "1.10 euros", "1.2.3", "2026-11-29", "1e999",
     "10:30", "0x1F", "1_000", "5-3", "{\"price\": 12.50}", "[1.0]"],
)  # fmt: skip
def test_a_number_that_stays_unchanged_is_clean(value: str) -> None:
    assert said(f"given version = {value}") == []


def test_an_id_with_zeros_before_it_is_a_warning_with_a_safe_fix() -> None:
    (found,) = [
        each for each in check(HEAD + "personality: 007\n" + BLOCKS) if each.name == "bad-field-value"
    ]

    assert (found.severity, found.fix and found.fix.title) == (Severity.WARNING, "replace with `7`")


def test_a_text_of_digits_comes_back_in_quotes() -> None:
    payload = compile_text(f'{HEAD}given pin = "007"\n{BLOCKS}').payloads[0].value
    text = decompile(json.dumps(payload)).text or ""

    assert 'given pin = "007"' in text
    assert "bad-field-value" not in {each.name for each in check(text)}


HALVES = {
    "said": ("", '  say raw: "Hi \\ud83d"\n'),
    "improvised": ("", '  say: Hi\nWHEN The agent asks\n  do raw: "Say \\ude00"\n'),
    "trigger": ("", '  say: Hi\nWHEN raw: "The agent says \\ud83d"\n  end call\n'),
    "field": ('role raw: "A \\uD83D caller"\n', "  wait\n"),
    "list": ('tags raw: ["\\ud83d"]\n', "  wait\n"),
    "variable": ('given a = "\\ud83d"\n', "  wait\n"),
    "inside a variable": ('caller a = {"b": ["\\ud83d"]}\n', "  wait\n"),
    "name of a variable": ('given "a\\ud83d" = 1\n', "  wait\n"),
    "mock": ('mock a = {"b": "\\ud83d"}\n', "  wait\n"),
    "platform value": ('cekura.key: "\\ud83d"\n', "  wait\n"),
    "key of a platform value": ('cekura.functions: [{"\\ud83d": 1}]\n', "  wait\n"),
    "patch": ('cekura.patch: [{"op": "add", "path": "/tags", "value": ["\\ud83d"]}]\n', "  wait\n"),
    "wrong order": ('cekura.key: "\\ude00\\ud83d"\n', "  wait\n"),
    "handed over": ("role: A \ud83d caller\n", "  wait\n"),
    "said as handed over": ("", "  say: Hi \udc80\n"),
    "expected call": ('expect_call: f(a="\\ud83d")\n', "  wait\n"),
    "detail": ("", '  say: Hi\n  about raw: "\\ud83d"\n'),
}
HALF_HEAD = HEAD.replace("role: A caller\n", "")


@every(("lines", "blocks"), HALVES.values(), ids=HALVES)
def test_half_of_a_character_is_an_error_at_its_place(lines: str, blocks: str) -> None:
    role = "" if lines.startswith("role") else "role: A caller\n"
    script = f"{HALF_HEAD}{role}{lines}FIRST_MESSAGE\n{blocks}"

    found = [each for each in check(script) if each.name == "half-character"]

    assert len(found) == 1
    line = script[: found[0].span.start].count("\n")
    assert "\\u" in script.split("\n")[line] or not script.split("\n")[line].isascii()
    assert not compile_text(script).ok


@every(
    "line",
    ['cekura.key: "\\ud83d\\ude00"', 'given a = "\\\\ud83d"', "given a = \\ud83d", "notes: \\ud83d", 'cekura.key: "😀"',
     'given a = "\\u00e9"'],
)  # fmt: skip
def test_whole_characters_and_backslashes_are_not_half_characters(line: str) -> None:
    assert "half-character" not in {each.name for each in check(f"{HEAD}{line}\n{BLOCKS}")}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have Windows has no such names")
def test_a_scenario_is_not_named_after_a_file_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.scn")
    (tmp_path / name).write_text(HEAD.replace("scenario: A\n", "") + BLOCKS, encoding="utf-8")
    (tmp_path / os.fsdecode(b"th\xe9.scn")).write_text(HEAD + BLOCKS, encoding="utf-8")

    done = scn("check", ".", "--format", "concise", cwd=tmp_path)

    assert done.returncode == 1
    assert [line.split(" ")[2] for line in done.stdout.splitlines() if "SCN128" in line] == ["half-character"]
    assert scn("compile", ".", "-o", "out/", cwd=tmp_path).returncode == 1
