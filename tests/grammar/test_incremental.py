"""A long text that is parsed again after an edit has the nodes of a first parse."""

from dataclasses import astuple
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from scn_dsl.nodes import Script, ScriptItem
from scn_dsl.source import Source, Span
from scn_grammar.fast.incremental import read_again, search_again
from scn_grammar.fast.reader import read_plain
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.effort import counted
from support.growth import long_scenario
from support.laws import many
from support.scripts import scripts

LINES = st.sampled_from(
    [
        "",
        "# a comment",
        "scenario: s",
        "role: r",
        "role:",
        "scn 1",
        "language: en",
        "given x = 1",
        "cekura.x: [1,",
        "FIRST_MESSAGE",
        "  wait",
        "WHEN The agent asks",
        "WHEN",
        'WHEN contains "a" OR contains "b"',
        'WHEN contains "a" OR',
        "  | for a day",
        "  || as it is",
        "  WHEN The agent asks twice",
        "THEN",
        "  THEN",
        "@a",
        "@a THEN",
        "@a WHEN The agent asks again",
        "AFTER @a",
        "AFTER",
        "  say: x",
        "  say:",
        "  sya: x",
        "  do: y",
        "  end call",
        "  ask: q",
        "garbage",
        "```scn",
        "say: ```",
        "```",
    ]
)
texts = st.lists(LINES, max_size=40).map("\n".join)


def edited(text: str, start: int, end: int, new: str) -> str:
    start, end = sorted((start % (len(text) + 1), end % (len(text) + 1)))
    return text[:start] + new + text[end:]


def placed(parts: list[ScriptItem | Span]) -> list[object]:
    """The parts with their places, which comparisons of items ignore."""
    return [part if isinstance(part, Span) else (repr(part), astuple(part)) for part in parts]


def same_as_a_first_parse(text: str, edits: list[tuple[int, int, str]]) -> None:
    read_again.cache_clear()
    read_again(text)
    for edit in edits:
        text = edited(text, *edit)
        assert placed(read_again(text)) == placed(read_plain(text))


places = st.integers(0, 2000)


@many
@given(texts, st.lists(st.tuples(places, places, texts), min_size=1, max_size=4))
def test_edited_lines_are_parsed_like_new_ones(text: str, edits: list[tuple[int, int, str]]) -> None:
    same_as_a_first_parse(text, edits)


@many
@given(texts, st.lists(st.tuples(places, st.sampled_from('x\n |@:#W"')), min_size=1, max_size=6))
def test_typed_letters_are_parsed_like_new_text(text: str, letters: list[tuple[int, str]]) -> None:
    same_as_a_first_parse(text, [(at, at, letter) for at, letter in letters])


@many
@given(scripts, st.lists(st.tuples(places, places, st.text("x\n", max_size=2)), max_size=4))
def test_an_edited_script_is_parsed_like_a_new_one(script: Script, edits: list[tuple[int, int, str]]) -> None:
    same_as_a_first_parse(print_script(script), edits)


few_letters = st.text("ab\n", max_size=12)


@many
@given(few_letters, st.lists(st.tuples(places, places, st.text("ab\n", max_size=2)), min_size=1, max_size=6))
def test_an_edited_text_is_searched_like_a_new_one(text: str, edits: list[tuple[int, int, str]]) -> None:
    searches = [partial(contains, word) for word in ("aa", "ab", "bb\n")]
    for edit in ((0, 0, ""), *edits):
        text = edited(text, *edit)
        for search in searches:
            assert search_again(search, text) == search(text)


def contains(word: str, text: str) -> bool:
    return word in text


def test_after_an_edit_of_a_long_text_only_its_line_is_searched() -> None:
    text = long_scenario(1000)
    searched: list[str] = []

    def search(text: str) -> bool:
        return bool(searched.append(text))

    search_again(search, text)
    search_again(search, text.replace("slot 00300 is", "slot 300 is"))

    assert searched == [text, "  do: Ask politely whether slot 300 is free\n"]


def test_an_edit_of_a_long_scenario_costs_what_its_blocks_cost() -> None:
    text = long_scenario(1000)
    after_edit = text.replace("slot 00300 is", "slot three hundred is")
    read_again.cache_clear()
    read_again(text)

    work = counted(lambda: read_again(after_edit))["calls"]

    assert work <= counted(lambda: read_plain(text))["calls"] / 4
    assert work <= counted(lambda: read_plain(long_scenario(100)))["calls"] + 4 * 500
    assert parse(Source(after_edit)).script == parse(Source(after_edit + "\n")).script
