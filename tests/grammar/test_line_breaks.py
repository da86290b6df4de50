"""Line breaks in texts: a `|` followed by nothing is one, in every text, and the printer writes it for one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, compile_text, decompile, format_text
from scn_compiler.ide.cursor.line import cursor_line_at
from scn_compiler.ide.semantic_tokens.tokens import tokens
from scn_dsl.nodes import Action, Block, Do, Field, Say, Script, Sentence, Text, Undecided, Variable, When
from scn_dsl.source import Source, Span
from scn_grammar.continuation import json_of, text_of
from scn_grammar.parser import parse
from scn_grammar.plain_text import is_plain
from scn_grammar.printer import print_script
from support.cases import every
from support.laws import many

PARTS = st.text(alphabet="ab .:#|\"'<→", max_size=6).map(str.strip)
BROKEN = st.lists(PARTS, min_size=2, max_size=5).map("\n".join)


def _read(text: str) -> Script:
    parsed = parse(Source(text))
    assert parsed.diagnostics == ()
    return parsed.script


def _settings(text: str) -> list[Any]:
    return [setting.value.value for setting in _read(text).scenarios[0].settings]  # type: ignore[union-attr]


def _block(text: str) -> Block:
    return _read(text).scenarios[0].blocks[0]


@every(
    ("typed", "value"),
    [
        ("a\n| b", "a b"),
        ("a\n|\n| b", "a\nb"),
        ("a\n|\n|\n| b", "a\n\nb"),
        ("a\n  | \t\u00a0\r\n  | b", "a\nb"),
        ("a\n|\n\n# why\n|\n# so\n| b", "a\n\nb"),
        ("a\n| b\n|\n| c\n| d", "a b\nc d"),
        ("a\n|\n|", "a"),
        ("a\n|\n# end\n", "a"),
        ("\n|\n|\n| a", "a"),
        ("a\n|\n| | b", "a\n| b"),
    ],
)
def test_each_empty_bar_between_words_is_a_line_break(typed: str, value: str) -> None:
    assert text_of(typed, 0).value == value


def test_every_text_may_have_a_line_break() -> None:
    text = "scenario: a\n|\n| b\nrole: c\n|\n| d\ninstructions: e\n|\n|\n| f\ngiven x = g\n|\n| h\n"
    scenario = _read(text).scenarios[0]

    assert scenario.title is not None
    assert scenario.title.value.value == "a\nb"
    assert _settings(text) == ["c\nd", "e\n\nf", "g\nh"]


def test_a_trigger_and_every_action_may_have_a_line_break() -> None:
    block = _block("WHEN The a\n|\n| b\nsay: c\n|\n| d\ndo: e\n|\n| f\nsay/do: g\n|\n| h\n")

    assert isinstance(block.opening, When)
    assert isinstance(block.opening.trigger, Sentence)
    assert block.opening.trigger.text.value == "The a\nb"
    assert [each.text.value for each in block.actions if isinstance(each, Say | Do | Undecided)] == [
        "c\nd",
        "e\nf",
        "g\nh",
    ]


def test_an_empty_bar_means_nothing_in_an_expression() -> None:
    assert (
        _block('WHEN contains "a"\n  |\n  | OR\n  |\n  | contains "b"\n  say: x\n').opening
        == _block('WHEN contains "a" OR contains "b"\n  say: x\n').opening
    )


@pytest.mark.parametrize("head", ["cekura.x:", "tags raw:", "scenario raw:"])
def test_in_json_bars_are_whitespace(head: str) -> None:
    item = _read(f'{head} ["a\n  |\n  | b",\n  |\n  | "c"]\n').scenarios[0]
    written = item.title or item.settings[0]

    assert (written.json if not isinstance(written, Field) else written.value).value == '["a b", "c"]'  # type: ignore[union-attr]


def test_a_broken_expression_over_several_lines_is_an_error() -> None:
    found = check(
        'role: r\nFIRST_MESSAGE\n  wait\nWHEN The message starts\n  |\n  | and contains\n  |\n  | "a"\n  end call\n'
    )

    assert [each.name for each in found if each.severity.name == "ERROR"] == ["expression-prose-mix"]


def test_a_trigger_that_is_kept_as_a_sentence_keeps_its_line_breaks() -> None:
    text = 'WHEN contains "a" and the agent\n  |\n  |\n  | asks for contains "b"\n  say: x\n'
    hints = [each.hint or "" for each in check(text)]

    assert any(r"the agent\n\nasks for" in hint for hint in hints), hints


TYPED = "role: one\n  |\n  |\n  | two <x>\n  | three\n"


def test_each_place_of_a_broken_text_is_found_again() -> None:
    text = text_of(TYPED[6:], 6)

    assert text.value == "one\n\ntwo <x> three"
    assert [text.value[start:end] for start, end in text.lines] == ["one", "two <x>", "three"]
    assert text.span == Span(6, len(TYPED) - 1)
    for start in range(len(text.value)):
        if text.value[start] not in "\n ":
            span = text.locate(start, start + 1)
            assert TYPED[span.start : span.end] == text.value[start]
    assert text.locate(3, 4) == text.locate(4, 5) == Span(9, 10)
    assert text.locate(0, 8) == Span(6, TYPED.index("two") + 3)


@every(
    ("words", "unbroken"),
    [("one", True), ("two <x>", True), ("one\n", False), ("one\n\ntwo", False), ("<x> three", False)],
)
def test_a_text_with_a_line_break_is_not_printed_on_one_line(words: str, unbroken: bool) -> None:
    text = text_of(TYPED[6:], 6)
    start = text.value.index(words)

    assert text.is_unbroken(start, start + len(words)) is unbroken


@many
@given(st.text(alphabet="a \n|#\u00a0", max_size=30).map("a".__add__))
def test_the_lines_of_any_text_are_at_their_places(typed: str) -> None:
    for text in (text_of(typed, 0), json_of(typed, 0)):
        lines = [text.value[start:end] for start, end in text.lines]

        assert [
            typed[offset : offset + len(line)] for (_, offset), line in zip(text.places, lines, strict=True)
        ] == lines
        assert not [line for line in lines if "\n" in line]


def test_a_printed_text_has_its_line_breaks_after_two_bars() -> None:
    said: tuple[Action, ...] = (Say(text=Text(value="a\nb")), Do(text=Text(value="c\n\nd")))
    block = Block(opening=When(trigger=Sentence(text=Text(value="The e\nf"))), actions=said)
    script = _read("role: g\n|\n| h\ngiven x = i\n|\n| j\n")
    scenario = script.scenarios[0]
    made = Script(scenarios=(type(scenario)(settings=scenario.settings, blocks=(block,)),))

    assert print_script(made) == (
        "role: g\n  || h\ngiven x = i\n  || j\n\n"
        "WHEN The e\n  || f\n  say: a\n    || b\n  do: c\n    ||\n    || d\n"
    )


@every(
    "text",
    ["", "a\r\nb", "a\rb", "a\n\u200bb", "\u2028", "a\x1bb", "\ud800"],
)
def test_characters_that_cannot_be_typed_are_written_raw(text: str) -> None:
    assert not is_plain(text)


def test_a_sentence_that_would_be_an_expression_over_its_lines_is_written_raw() -> None:
    when = When(trigger=Sentence(text=Text(value='contains\n"a"')))
    scenario = type(_read("role: a\n").scenarios[0])(blocks=(Block(opening=when),))

    assert print_script(Script(scenarios=(scenario,))) == 'WHEN raw: "contains\\n\\"a\\""\n'


@many
@given(BROKEN)
def test_every_text_with_line_breaks_is_read_as_it_was_printed(value: str) -> None:
    text = Text(value=value)
    block = Block(opening=When(trigger=Sentence(text=text)), actions=(Say(text=text), Do(text=text)))
    settings = (
        (Field(name="role", value=text), Variable(holder="given", name="x", value=text))
        if is_plain(value)
        else ()
    )
    scenario = type(_read("role: a\n").scenarios[0])(settings=settings, blocks=(block,))
    printed = print_script(Script(scenarios=(scenario,)))

    assert parse(Source(printed)).script == Script(scenarios=(scenario,))
    assert format_text(printed).text == printed
    assert "raw" not in printed.partition("say")[2] or not is_plain(value)


def test_the_formatter_writes_line_breaks_after_two_bars() -> None:
    text = "role:  a\n|\n   |  \n| b\nWHEN The c\n|\n      | d\nsay: e\n|\n| f\n"

    assert format_text(text).text == ("role: a\n  ||\n  || b\n\nWHEN The c\n  || d\n  say: e\n    || f\n")


def test_a_payload_with_paragraphs_needs_no_raw() -> None:
    payload = {
        "name": "a\nb",
        "scenario_language": "en",
        "expected_outcome_prompt": "One is true.\nTwo is.\n\nSo is three.",
        "scenario_type": "conditional_actions",
        "conditional_actions": {
            "role": "A caller.\n\nA patient one.",
            "conditions": [
                {
                    "id": 0,
                    "condition": "FIRST_MESSAGE",
                    "action": "Hi.\nHello.",
                    "type": "standard",
                    "fixed_message": True,
                },
                {
                    "id": 1,
                    "condition": "The agent\nasks",
                    "action": "Say:\n- a\n- b",
                    "type": "standard",
                    "fixed_message": False,
                },
            ],
        },
    }
    made = decompile(json.dumps(payload)).text

    assert made is not None
    assert "raw" not in made
    assert "expect: One is true.\nexpect: Two is.\n  ||\n  || So is three.\n" in made
    assert compile_text(made).payloads[0].value == payload


def test_variables_of_a_suite_keep_their_line_breaks() -> None:
    text = "target: cekura-suite\nscenario: A\nlanguage: en\nrole: r\ngiven x = two\n  |\n  | lines\nFIRST_MESSAGE\n  wait\n"
    value = compile_text(text).payloads[0].value
    made = decompile(json.dumps(value)).text

    assert value["scenarios"][0]["test_profile"] == {"agent_variables": {"x": "two\nlines"}}
    assert made is not None
    assert "given x = two\n  || lines\n" in made


def test_empty_bars_have_a_colour_and_marks_after_them_are_found() -> None:
    text = 'WHEN The a\n  say: b\n    |\n    | <silence time="2s" />\n'

    assert [text[each.start : each.end] for each in tokens(text)] == [
        "WHEN",
        "say",
        "|",
        "|",
        "silence",
        "time",
        '"2s"',
    ]


def test_an_editor_reads_the_text_before_the_cursor_over_line_breaks() -> None:
    text = "WHEN The a\n  say: b\n    |\n    |\n    | c d"

    assert cursor_line_at(text, len(text) - 1).value_before == "b\n\nc "
    assert cursor_line_at(text, text.index("b") + 1).value_after == "c d"


@pytest.mark.parametrize("join", ["\n  |\n  | ", "\n  |\n  |\n  | "])
def test_rules_look_through_line_breaks(join: str) -> None:
    text = f"role: r\nlanguage: en\nexpect: The main{join}agent stays{join}polite\nFIRST_MESSAGE\n  wait\n"
    text += f"WHEN The agent{join}is{join}silent for long\n  end call\n"
    found = {each.name: each.span for each in check(text)}

    assert text[found["silence-trigger"].start : found["silence-trigger"].end].split()[-1] == "silent"
    assert text[found["unseen-expectation"].start : found["unseen-expectation"].end].split()[-1] == "polite"


def test_a_message_about_a_broken_text_is_one_line() -> None:
    found = check("max_duration: ten\n  |\n  | minutes\ninstructions: x\nlanguage: en\n")

    assert [each.message for each in found] == ["`max_duration:` can't be `ten minutes`"]


def test_details_of_blocks_and_records_may_have_line_breaks() -> None:
    text = (
        "faq: Hours\n  answer: a\n    |\n    | b\n\n"
        "WHEN The agent asks\n  say: c\n  about: d\n    |\n    |\n    | e\n"
        '  weights raw: {"f":\n    |\n    | 1}\n'
    )
    scenario = _read(text).scenarios[0]

    assert [setting.value.value for setting in scenario.settings] == ["Hours", "a\nb"]  # type: ignore[union-attr]
    assert [each.value.value for each in scenario.blocks[0].details] == ["d\n\ne", '{"f": 1}']
    laid_out = text.replace("a\n    |\n    | b", "a\n    || b").replace(
        "d\n    |\n    |\n    | e", "d\n    ||\n    || e"
    )
    assert format_text(text).text == laid_out
    assert print_script(_read(text)) == laid_out.replace(":\n    |\n    | 1}", ": 1}")
