"""The work that a line costs, counted instead of timed, so the numbers are the same on every machine."""

import subprocess
import sys

import pytest

from scn_compiler import compile_text, decompile
from scn_compiler.jsondoc.codec import dump
from scn_dsl.source import Source
from scn_dsl.vocabulary import PLATFORM_NAMES
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.effort import calls_of, counted
from support.paths import ROOT

CALLS_PER_LINE = 40
MATCHES_PER_LINE = 1


def script(scenarios: int) -> str:
    """A script of different scenarios with all common constructs."""
    one = """\
scenario: Caller {0} moves an appointment
role: A caller with the number {0}, in a hurry
language: en
expect: The main agent moves appointment {0}

FIRST_MESSAGE
  say: Hi, this is caller {0} <silence time="1.5s" /> about an appointment

WHEN contains "date {0}" OR contains "day {0}"
  say: Thursday at {0}, if you have it [laughter]
THEN
  do: Ask politely whether slot {0} is free

@done WHEN The agent confirms appointment {0}
  say: Thank you, caller {0} says!
AFTER @done
  end call

"""
    return "".join(one.format(number) for number in range(scenarios))


def per_line(text: str) -> dict[str, float]:
    compile_text("role: warmed up")
    found = counted(lambda: compile_text(text))
    return {name: found[name] / text.count("\n") for name in ("calls", "matches")}


def test_a_line_costs_few_calls_and_hardly_a_match() -> None:
    cost = per_line(script(50))

    assert cost["calls"] <= CALLS_PER_LINE
    assert cost["matches"] <= MATCHES_PER_LINE


def test_a_line_of_a_long_script_costs_no_more_than_one_of_a_short_script() -> None:
    assert per_line(script(400))["calls"] <= per_line(script(50))["calls"] * 1.05


def test_reading_a_plain_script_does_not_call_the_grammar() -> None:
    text = script(20)
    calls = counted(lambda: parse(Source(text)))["calls"]

    assert calls / text.count("\n") <= CALLS_PER_LINE / 3


@pytest.mark.parametrize(("extra", "times"), [({}, 1), ({"Not a key": 1}, 2)], ids=["plain", "with a patch"])
def test_a_payload_is_printed_and_compiled_once_and_again_only_for_a_patch(
    extra: dict[str, int], times: int
) -> None:
    [payload] = compile_text(script(1)).payloads
    text = dump({**payload.value, **extra})

    made = decompile(text)

    assert ("cekura.patch" in (made.text or "")) is bool(extra)
    assert calls_of(lambda: decompile(text), print_script, compile_text) == [times, times]


@pytest.mark.parametrize("command", [["check"], ["fmt", "--check"]], ids=lambda words: words[0])
@pytest.mark.parametrize("sample", ["appointment.scn", "spanish-delivery.scn", "change-of-mind.scn"])
def test_a_plain_script_is_checked_without_what_only_others_need(command: list[str], sample: str) -> None:
    """No contracts, no network, no editor, and no parser that the script doesn't need."""
    code = (
        "import sys; from scn_compiler.cli import main\ntry: main()\nfinally: print('\\n'.join(sys.modules))"
    )
    path = str(ROOT / "samples" / sample)
    done = subprocess.run(
        [sys.executable, "-c", code, *command, path], capture_output=True, text=True, check=False, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()} | set(done.stdout.split())

    assert "scn_grammar.fast.reader" in loaded, done.stderr
    assert not loaded & {
        "pydantic",
        "socket",
        "http",
        "urllib.request",
        "pygls",
        "asyncio",
        "multiprocessing",
    }
    if command == ["check"]:
        assert not loaded & {"click", "lark", "difflib", "json", "tempfile", "dataclasses"}
        assert not loaded & {
            "scn_compiler.pipeline.decompile",
            "scn_grammar.formatter",
            "scn_grammar.recovery.recover",
        }
        others = {f"scn_compiler.platforms.{name}.emit" for name in PLATFORM_NAMES if name != "cekura"}
        assert not loaded & others
