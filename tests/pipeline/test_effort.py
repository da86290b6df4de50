"""The work that a line costs, counted instead of timed, so the numbers are the same on every machine."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from scn_compiler import compile_text, decompile, format_text
from scn_compiler.jsondoc.codec import dump
from scn_dsl.source import Source
from scn_dsl.vocabulary import PLATFORM_NAMES
from scn_grammar.fast.incremental import read_again
from scn_grammar.fast.reader import read_plain
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.effort import calls_of, counted, forget
from support.growth import long_scenario, nested_keywords
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
    forget()
    found = counted(lambda: compile_text(text))
    return {name: found[name] / text.count("\n") for name in ("calls", "matches")}


def test_a_line_costs_few_calls_and_hardly_a_match() -> None:
    cost = per_line(script(50))

    assert cost["calls"] <= CALLS_PER_LINE
    assert cost["matches"] <= MATCHES_PER_LINE


def test_a_line_of_a_long_script_costs_no_more_than_one_of_a_short_script() -> None:
    assert per_line(script(400))["calls"] <= per_line(script(50))["calls"] * 1.05


@pytest.mark.parametrize("build", [long_scenario, nested_keywords])
def test_a_block_of_a_long_scenario_costs_no_more_than_one_of_a_short_scenario(
    build: Callable[[int], str],
) -> None:
    few, many = (counted(partial(compile_text, build(blocks)))["calls"] / blocks for blocks in (100, 1000))

    assert many <= few


def test_nodes_at_the_same_place_of_their_items_share_their_span() -> None:
    blocks = parse(Source(long_scenario(1000))).script.scenarios[0].blocks
    spans = {id(value.span) for block in blocks for value in (block, block.opening, *block.actions)}

    assert len(spans) <= 10


def test_parsing_takes_little_memory() -> None:
    text = long_scenario(2000)
    parse(Source(text))
    read_again.cache_clear()

    tracemalloc.start()
    parse(Source(text))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak <= 8 * len(text)


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


RUNS = {
    "check": "check.run import CheckOptions as Options, run_check as run",
    "fmt": "fmt.run import FmtOptions as Options, run_fmt as run",
    "fmt --check": "fmt.run import FmtOptions as Options, run_fmt as run",
    "compile": "compile.run import CompileOptions as Options, run_compile as run",
}
"""How a command runs without options, or with `--check`, in which case click isn't needed."""

NOWHERE = (
    "click lark pydantic dataclasses typing inspect difflib tempfile pathlib hashlib socket http urllib pygls asyncio "
    "multiprocessing scn_compiler.pipeline.decompile scn_compiler.project.config_file scn_grammar.lalr "
    "scn_grammar.recovery.recover scn_grammar.recovery.understand"
).split()
"""Modules that no command may load for a plain script."""

ONLY_ELSEWHERE = {
    "check": ["json", "scn_grammar.formatter", "scn_grammar.lines", "scn_compiler.cli.output.files"],
    "fmt": [
        "json",
        "scn_compiler.lint",
        "scn_compiler.platforms",
        "scn_compiler.pipeline.compile",
        "scn_grammar.recovery",
    ],
    "compile": ["scn_grammar.formatter", "scn_grammar.lines", "scn_compiler.cli.output.files"],
}
ONLY_ELSEWHERE["fmt --check"] = [*ONLY_ELSEWHERE["fmt"], "scn_compiler.cli.output.files"]


@pytest.mark.parametrize("command", RUNS)
@pytest.mark.parametrize("sample", ["appointment.scn", "spanish-delivery.scn", "change-of-mind.scn"])
def test_a_plain_script_needs_nothing_that_only_others_need(
    command: str, sample: str, tmp_path: Path
) -> None:
    """No contracts, no network, no editor, no parser that the script doesn't need, and not even click."""
    options = "only_check=True" if command == "fmt --check" else ""
    code = (
        f"import sys; from scn_compiler.cli.{RUNS[command]}\n"
        "from scn_compiler.project.discovery import ConfigDiscovery\n"
        f"run((sys.argv[1],), ConfigDiscovery(), Options({options}))\n"
        "print('', *sys.modules, sep='\\n')"
    )
    path = tmp_path / sample
    text = (ROOT / "samples" / sample).read_text(encoding="utf-8")
    text = text.replace("  say:", "    say:") if command == "fmt" else text
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    loaded = set(done.stdout.splitlines())

    assert "scn_grammar.fast.reader" in loaded, done.stderr
    assert not loaded.intersection([*NOWHERE, *ONLY_ELSEWHERE[command]])
    others = {f"scn_compiler.platforms.{name}.emit" for name in PLATFORM_NAMES if name != "cekura"}
    assert not loaded & others
    assert (path.read_text(encoding="utf-8") == text) is (command != "fmt")


def test_a_formatted_script_is_read_once_and_not_proven() -> None:
    text = format_text(script(20)).text
    cost = counted(lambda: format_text(text))

    assert calls_of(lambda: format_text(text), read_plain, parse) == [1, 0]
    assert cost["calls"] / text.count("\n") <= CALLS_PER_LINE
    assert cost["matches"] / text.count("\n") <= 2 * MATCHES_PER_LINE


def test_a_new_layout_is_read_again_to_prove_it() -> None:
    text = script(20).replace("  say:", "    say:")

    assert calls_of(lambda: format_text(text), parse) == [2]
