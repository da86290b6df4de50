"""The layout of tables, and of the names with arguments of fragments and inserts."""

import pytest

from scn_compiler import format_text
from scn_dsl.source import Source
from scn_grammar.layout.tables import cell_spans, space_call, without_layout
from scn_grammar.parser import parse
from scn_grammar.plain_text import WIDTH
from scn_grammar.printer import print_script
from support.cases import every

TABLE = """\
scenario: $day
examples: day |   answer |count
row: Tuesday\t|\tFine. | 5
row: Wed | 日本語 is  fine. | 10
row: | | c |
row raw: ["a | b",1]
row: Sunday |
  | Not today. | 1

scenario: Another
examples: a | b
row: 1 | 2
"""
ALIGNED = """\
scenario: $day
examples: day | answer |count
row: Tuesday  | Fine.         | 5
row: Wed      | 日本語 is  fine. | 10
row:          |               | c |
row raw: ["a | b",1]
row: Sunday |
  | Not today. | 1

scenario: Another
examples: a | b
row: 1      | 2
"""


@pytest.mark.parametrize("wrap", [0, 20])
def test_the_cells_of_each_table_are_aligned(wrap: int) -> None:
    assert format_text(TABLE, wrap=wrap).text == ALIGNED
    assert format_text(ALIGNED, wrap=wrap).text == ALIGNED


def test_a_printed_table_is_aligned() -> None:
    table = TABLE.replace(" |\n  | ", " | ").replace("\t", " ")

    assert print_script(parse(Source(table)).script) == format_text(table).text


def test_a_table_too_wide_to_read_has_one_space_around_each_bar() -> None:
    long = "x" * (WIDTH - 10)
    text = f"examples: a   |   b | c\nrow: {long}   | 1   | 2\n"

    assert format_text(text).text == f"examples: a | b | c\nrow: {long} | 1 | 2\n"


def test_a_wide_last_cell_is_no_reason_to_keep_the_others_apart() -> None:
    long = "x" * WIDTH
    text = f"examples: a | b\nrow: 1 | {long}\n"

    assert format_text(text).text == f"examples: a | b\nrow: 1      | {long}\n"


@every(
    ("words", "cells"),
    [
        ("a", ["a"]),
        ("a | b", ["a", "b"]),
        ("a|b | c", ["a|b", "c"]),
        (" a  |\tb ", ["a", "b"]),
        ("| b", ["", "b"]),
        ("a |", ["a", ""]),
        ("a | | b", ["a", "", "b"]),
        ("a || b", ["a || b"]),
        ("a\n| b", ["a", "b"]),
        ("", [""]),
    ],
)
def test_a_bar_with_spaces_around_it_separates_cells(words: str, cells: list[str]) -> None:
    assert [words[start:end] for start, end in cell_spans(words)] == cells


@every(
    ("typed", "spaced"),
    [
        ("verify", "verify"),
        ("verify( )", "verify()"),
        ("verify (code,name=Dana  Reyes)", "verify(code, name = Dana  Reyes)"),
        ('verify( code="a,  b=c" , n = f( 1 ))as   id', 'verify(code = "a,  b=c", n = f( 1 )) as id'),
        ('verify("AB\\"12"  ) as @id', 'verify("AB\\"12") as @id'),
        ("verify as id", "verify as id"),
        ("verify(a,,b)", "verify(a,,b)"),
        ("verify(a,)", "verify(a,)"),
        ("verify(a", "verify(a"),
        ("verify: a=b", "verify: a=b"),
        ("verify(a  b: c)", "verify(a  b: c)"),
    ],
)
def test_arguments_get_their_spaces_unless_the_line_has_a_mistake(typed: str, spaced: str) -> None:
    assert format_text(f"insert:{typed}\n").text == f"insert: {spaced}\n"
    assert space_call(spaced) == spaced


def test_inserts_are_a_group_of_their_own_between_blocks() -> None:
    text = """\
let a=b
fragment:f(x=1)
WHEN The agent asks
  say: Yes
insert: f
insert: f(2)
THEN
  say: No
insert: f
WHEN The agent greets
  say: Hello
"""
    laid_out = """\
let a = b

fragment: f(x = 1)

WHEN The agent asks
  say: Yes

insert: f
insert: f(2)
THEN
  say: No

insert: f

WHEN The agent greets
  say: Hello
"""
    assert format_text(text).text == laid_out
    assert print_script(parse(Source(text)).script) == laid_out


@every(
    ("one", "other", "same"),
    [
        ("row: a | b", "row:  a   |  b", True),
        ("row: a | b", "row: a|b", False),
        ("row: a  b | c", "row: a b | c", False),
        ("insert: f(a = 1,b)", "insert: f(a=1, b)", True),
        ('insert: f("a,b")', 'insert: f("a, b")', False),
        ("import: a,b.scn", "import: a, b.scn", False),
    ],
)
def test_only_scripts_that_say_the_same_are_equal(one: str, other: str, same: bool) -> None:
    scripts = [without_layout(parse(Source(text)).script) for text in (one, other)]

    assert (scripts[0] == scripts[1]) is same
