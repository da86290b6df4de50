"""`||` starts a line of a text and keeps it exactly; wrapping long lines changes no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, compile_text, fix_text, format_text
from scn_dsl.nodes import (
    Block,
    Detail,
    Do,
    Field,
    Say,
    Scenario,
    Script,
    Sentence,
    Text,
    Undecided,
    Variable,
    When,
)
from scn_dsl.source import Source, Span
from scn_grammar.continuation import text_of
from scn_grammar.fast.reader import plain_item
from scn_grammar.lalr.engine import accept_item, parse_whole
from scn_grammar.parser import parse
from scn_grammar.plain_text import WIDTH, is_plain
from scn_grammar.printer import print_script
from support.cases import every
from support.laws import many

TYPED = st.lists(
    st.sampled_from(
        ["a", "bb", " ", "  ", "\n", "|", "||", "|||", "#", "\t", "\u00a0", '"', "'", ":", "<x a='b c'/>", "{{ a b }}",
        "[clears throat]", "contains", "THEN", "say: b", "{", "[1, 2]", "é→", "word " * 30, "-", "\n\n", "12"]
    ),
    min_size=1,
    max_size=20,
).map("".join)  # fmt: skip
"""Texts of characters that can be typed."""

LINES = st.lists(
    st.sampled_from(
        ["say: a", "say:", "do: | q", "| b", "|", "|| c", "||", "||  d  ||", "||e||", "| f ||", "| ||", "# k", "", "role: x",
        "role:", "given x = 1", "given x = [1,", "|| 2]", "THEN", "WHEN The a", "WHEN", "end call", "notes:",
        "cekura.x: [1", "| 2]", "||\t", "   ||   ", "||| z", "about: g", "| w w w w w w w w w w w w w w", "@x THEN"]
    ),
    min_size=2,
    max_size=9,
).map(lambda lines: "\n".join(lines) + "\n")  # fmt: skip
"""Scripts of random lines."""


def _script(text: str) -> Script:
    value = Text(value=text)
    actions = (Say(text=value), Do(text=value), Undecided(text=value))
    opening = When(trigger=Sentence(text=value))
    block = Block(opening=opening, actions=actions, details=(Detail(name="about", value=value),))
    settings = (Field(name="role", value=value), Variable(holder="given", name="x", value=value))
    return Script(scenarios=(Scenario(settings=settings, blocks=(block,)),))


@every(
    ("typed", "value"),
    [
        ("a\n|| b", "a\nb"),
        ("a\n||b", "a\nb"),
        ("a\n||   b", "a\n  b"),
        ("a\n||\tb", "a\n\tb"),
        ("a\n||\n|| b", "a\n\nb"),
        ("a\n|| b  ", "a\nb"),
        ("a\n|| b  ||", "a\nb  "),
        ("a\n|| b  || \r", "a\nb  "),
        ("a\n|| b||||", "a\nb||"),
        ("a\n||  ||", "a\n "),
        ("a\n|| ||", "a\n"),
        ("a\n||", "a\n"),
        ("\n||\n|| a", "\na"),
        ("\n||   a", "  a"),
        ("\n|\n|| a", "a"),
        ("a\n|\n|| b", "a\n\nb"),
        ("a\n|| b\n| c\n|  d", "a\nb c d"),
        ("a\n||\n| c", "a\nc"),
        ("a\n|| b\n| c  ||", "a\nb c  "),
        ("a\n|| b ||\n| c", "a\nb  c"),
        ("a\n|| b\n| ||\n| c", "a\nb c"),
        ("a\n|| b\n|\n| c ||", "a\nb\nc ||"),
        ("a\n| b ||", "a b ||"),
        ("a\n\n# why\n|| b\n  # so\n| c", "a\nb c"),
        ("a\r\n||  b\r\n|| c  ||\r\n", "a\n b\nc  "),
        ("a\n|| | b | c |", "a\n| b | c |"),
        ("a\n|| # b", "a\n# b"),
    ],
)
def test_a_line_after_two_bars_is_kept_exactly(typed: str, value: str) -> None:
    assert text_of(typed, 0).value == value


@many
@given(TYPED)
def test_every_text_that_can_be_typed_is_printed_without_raw_and_read_back(text: str) -> None:
    script = _script(text)
    printed = print_script(script)

    assert is_plain(text)
    assert parse(Source(printed)) == type(parse(Source("")))(script)
    assert parse_whole(printed) == script
    assert parse(Source(printed.replace("\n", "\r\n"))).script == script
    assert " raw:" not in printed.replace("WHEN raw:", "")


@many
@given(TYPED)
def test_wrapping_depends_on_the_text_alone(text: str) -> None:
    printed = print_script(_script(text))
    narrow, middle = format_text(printed, wrap=40).text, format_text(printed, wrap=60).text

    assert format_text(printed).text == format_text(printed, wrap=WIDTH).text == printed
    assert format_text(narrow, wrap=WIDTH).text == printed
    assert format_text(narrow, wrap=60).text == middle
    assert format_text(narrow, wrap=40).text == narrow
    assert parse(Source(narrow)).script == _script(text)


@many
@given(LINES)
def test_formatting_random_lines_twice_changes_nothing_more(text: str) -> None:
    once, wrapped = format_text(text).text, format_text(text, wrap=20).text

    assert format_text(once).text == once
    assert format_text(wrapped, wrap=20).text == wrapped
    assert format_text(wrapped, wrap=99).text == format_text(text, wrap=99).text


@many
@given(LINES)
def test_the_fast_reader_reads_what_the_grammar_reads(text: str) -> None:
    plain = plain_item(text)

    if plain is not None:
        item = accept_item(text.lstrip("\n"))
        assert plain == item or item is None or text.lstrip() != text


def test_each_place_of_such_a_text_is_found_again() -> None:
    typed = "do:\n  ||  one  ||\n  ||\n  || two <x>\n  | three\n  ||"
    text = text_of(typed[3:], 3)

    assert text.value == " one  \n\ntwo <x> three\n"
    assert [text.value[start:end] for start, end in text.lines] == [" one  ", "", "two <x>", "three", ""]
    assert text.span == Span(typed.index("||"), len(typed))
    assert text.begins_exactly
    for start, character in enumerate(text.value):
        if not character.isspace():
            span = text.locate(start, start + 1)
            assert typed[span.start : span.end] == character
    assert not text_of("a\n|| b", 3).begins_exactly


def test_a_finding_in_such_a_text_points_at_its_words() -> None:
    script = 'FIRST_MESSAGE\n  say:\n    ||   Hi  ||\n    || <silense time="2s" />  ||\n'
    (found,) = [each for each in check(script) if each.name == "unknown-tag"]
    fixed = compile_text(fix_text(script, unsafe=True).text).payloads[0].value

    assert Source(script).position(found.span.start).line == 4
    assert script[found.span.start : found.span.end] == '<silense time="2s" />'
    assert fixed["conditional_actions"]["conditions"][0]["action"] == '  Hi  \n<silence time="2s" />  '


@every(
    ("lines", "name", "hint", "fixed"),
    [
        ("  say: || a\n", "stray-line", "next line", "  say: \n    || a\n"),
        ("  say: |\n    a\n    b\n", "stray-line", "`|| b`", "  say: a\n    || b\n"),
        ("  say: a\n    ||| b\n", "stray-line", "`||`", "  say: a\n    || b\n"),
        (
            "  say: a\n    ||| b | c |\n",
            "stray-line",
            "if the text starts with `|`",
            "  say: a\n    || | b | c |\n",
        ),
        ("  || a\n", "stray-line", "`say:`", "  say: a\n"),
        ("  end call\n    || a\n", "extra-words", "above", "  say: a\n  end call\n"),
        ("  say:\n    ||\n", "empty-text", "end call", None),
    ],
)
def test_a_near_miss_of_such_a_line_is_reported(lines: str, name: str, hint: str, fixed: str | None) -> None:
    script = "role: r\nFIRST_MESSAGE\n  wait\nTHEN\n" + lines
    found = [each for each in check(script) if each.span.start >= script.index("THEN") and each.name == name]

    assert hint in (found[0].hint or "")
    if fixed:
        assert fix_text(script, unsafe=True).text.endswith("THEN\n" + fixed)


@pytest.mark.parametrize("head", ["cekura.x:", "tags raw:"])
def test_json_continues_after_one_bar(head: str) -> None:
    script = f'{head} ["a",\n  || "b"]\nFIRST_MESSAGE\n  wait\n'
    (found,) = [each for each in check(script) if each.name == "bad-json"]

    assert (found.message, script[found.span.start : found.span.end]) == (
        "this line continues the JSON above, so it must start with `|`, not `||`", "||",
    )  # fmt: skip
    assert fix_text(script, unsafe=True).text.startswith(f'{head} ["a",\n  | "b"]\n')


@pytest.mark.parametrize("trigger", ['contains "a"', 'contains "a" OR contains "c"'])
def test_two_bars_in_a_trigger_are_an_or(trigger: str) -> None:
    script = f'role: r\nFIRST_MESSAGE\n  wait\nWHEN {trigger}\n  || contains "b"\n  end call\n'

    assert [each.name for each in check(script) if each.severity.name == "ERROR"] == ["wrong-operator"]
    assert f'WHEN {trigger} OR contains "b"\n' in fix_text(script).text


def test_a_sentence_may_have_such_lines_but_no_condition_in_one() -> None:
    script = "role: r\nFIRST_MESSAGE\n  wait\nWHEN The agent asks\n  || who calls\n  end call\n"

    assert compile_text(script).payloads[0].value["conditional_actions"]["conditions"][1]["condition"] == (
        "The agent asks\nwho calls"
    )
    broken = check(script.replace("|| who calls", '|| contains "b"'))
    assert [each.name for each in broken if each.severity.name == "ERROR"] == ["expression-prose-mix"]


def test_old_line_breaks_are_formatted_as_new_ones_and_mean_the_same() -> None:
    old = "notes: a\n  |\n  |\n  | b ||\n  # c\n  | d\n  |\nTHEN\n  say: | e\n    |\n    | f\n"

    assert format_text(old).text == (
        "notes: a\n  ||\n  || b ||||\n# c\n  | d\n  |\n\nTHEN\n  say: | e\n    |\n    | f\n"
    )
