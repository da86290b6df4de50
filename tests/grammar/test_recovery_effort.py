"""The work for a mistake: scn diagnoses a wrong line once, and calls the grammar as rarely as possible."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scn_dsl.source import Source
from scn_grammar.lalr import engine
from scn_grammar.parser import parse, read_item
from scn_grammar.recovery import recover, understand


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Counts of diagnosed lines and of calls to Lark."""
    found: Counter[str] = Counter()

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            found[name] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(understand, "wrong_keyword", counted("diagnoses", understand.wrong_keyword))
    monkeypatch.setattr(engine, "accept_item", counted("parses", engine.accept_item))
    for cached in (understand.understand, read_item, recover._accepted):
        cached.cache_clear()
    yield found
    for cached in (understand.understand, read_item, recover._accepted):
        cached.cache_clear()


def test_one_mistyped_keyword_is_diagnosed_once_and_parsed_at_most_three_times(calls: Counter[str]) -> None:
    found = parse(Source("FIRST_MESSAGE\n  sya: Hello\n")).diagnostics

    assert [each.name for each in found] == ["misspelt-keyword"]
    assert calls["diagnoses"] == 1
    assert calls["parses"] <= 3


def test_further_mistakes_cost_no_more_than_the_first(calls: Counter[str]) -> None:
    block = "WHEN The agent asks for day {0}\n  sya: On day {0}\n\n"
    found = parse(Source("".join(block.format(number) for number in range(50)))).diagnostics

    assert len(found) == 50
    assert calls["diagnoses"] == 50
    assert calls["parses"] <= 150


def test_the_same_lines_are_understood_once_however_often_they_are_read(calls: Counter[str]) -> None:
    text = "FIRST_MESSAGE\n  sya: Hello\n"

    for _ in range(3):
        parse(Source(text))

    assert calls["diagnoses"] == 1
