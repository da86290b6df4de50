"""The grammar is LALR without conflicts, and the source of truth for both readers."""

import pickle
from importlib.resources import files
from pathlib import Path

import pytest
from lark import Lark
from lark import __version__ as lark_version

from scn_dsl.source import Source
from scn_grammar.lalr import engine as syntax
from scn_grammar.lalr.engine import TABLES, lark, parse_trigger, parse_whole
from scn_grammar.parser import parse
from support.cases import every
from support.paths import CLINIC, SAMPLES

GRAMMAR = files("scn_grammar").joinpath("scn.lark").read_text(encoding="utf-8")


def test_the_grammar_is_lalr_and_its_terminals_never_collide() -> None:
    Lark(GRAMMAR, parser="lalr", lexer="contextual", start=["script", "item", "trigger"], strict=True)


def test_there_are_samples_to_read() -> None:
    assert SAMPLES


@every("sample", [*SAMPLES, *CLINIC], ids=lambda path: path.stem)
def test_a_sample_read_whole_and_item_by_item_is_the_same_script(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")

    assert parse_whole(text) == parse(Source(text)).script


@every(
    "slip",
    [
        'Contains "a"',
        "contains a",
        '"a" OR "b"',
        "“a”",
        "not contains x",
        'The agent says contains "x"',
        'the message Contains: "x"',
        "(contains a",
        "matches help",
        "and the agent asks",
        "includes “refund”",
        '[contains "a"]',
        "{agent asks}",
    ],
)
def test_a_near_miss_is_not_a_sentence(slip: str) -> None:
    assert parse_trigger(slip) is None


@pytest.mark.slow
def test_thousands_of_parentheses_are_refused_without_recursion() -> None:
    deep = "(" * 3_000 + 'contains "a"' + ")" * 3_000
    nested = 'contains "a" AND (contains "b" OR (' * 500 + 'contains "c"' + "))" * 500

    for trigger in (deep, nested):
        parsed = parse(Source(f"FIRST_MESSAGE\n  wait\nWHEN {trigger}\n  end call\n"))
        assert len(parsed.diagnostics) <= 1


def test_fifty_broken_lines_of_ten_thousand_give_fifty_reports() -> None:
    block = 'WHEN contains "word" OR The agent\n  say: hello\n'
    good = "WHEN The agent asks for part {0}\n  say: Part {0}, please\n\n"
    lines = ["FIRST_MESSAGE", "  wait", ""]
    for number in range(3333):
        lines += (block if number % 67 == 0 and number < 3350 else good.format(number)).splitlines()
    text = "\n".join(lines) + "\n"

    parsed = parse(Source(text))

    assert text.count("\n") > 9_000
    assert len(parsed.diagnostics) == text.count(block) == 50


def test_the_tables_that_were_made_with_the_package_are_those_of_the_grammar() -> None:
    """After a change of `scn.lark`, `uv sync` builds them again."""
    file = files("scn_grammar").joinpath(TABLES)
    assert file.is_file()

    assert pickle.loads(file.read_bytes())[0] == (lark_version, GRAMMAR)


def test_a_grammar_loaded_from_its_tables_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(syntax, "_build")
    lark.cache_clear()

    assert parse_trigger('contains "a" OR contains "b"') is not None
