"""The table of how a line may start: it agrees with the grammar's terminals, and splits lines."""

import re

import pytest

from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS
from scn_grammar.items import record_above
from scn_grammar.lalr.terminals import terminals
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, LineShape
from scn_grammar.lines import LineParts, classify, head_of, parts_of
from support.cases import every

NAMES = {"VARIABLE": ("order_id", '"order id"', "x-1"), "PLATFORM_KEY": ("cekura.key", "eqho.a.b$c-d_e")}
BEHIND = {"VERSION": " 1"}
FORMS = [(shape, raw) for shape in LINE_SHAPES for raw in ((False, True) if shape.raw else (False,))]


def heads(shape: LineShape, *, raw: bool) -> list[str]:
    """Every start of a line for which a shape has a keyword."""
    found: list[str] = []
    for word in shape.words or NAMES[shape.terminal]:
        for name in NAMES[shape.terminal] if shape.words and shape.named else ("",):
            words = " ".join(part for part in (word, name, "raw" if raw else "") if part)
            found.append(f"{words}{' ' * (shape.sign == '=')}{shape.sign}{BEHIND.get(shape.terminal, '')}")
    return found


@every(("shape", "raw"), FORMS, ids=lambda each: getattr(each, "terminal", str(each)))
def test_a_shape_matches_the_same_lines_as_its_terminal(shape: LineShape, raw: bool) -> None:
    terminal = re.compile(terminals()[shape.terminal + "_RAW" * raw])

    for head in heads(shape, raw=raw):
        assert terminal.fullmatch(head), head
        assert head_of(head) == head
        if raw or shape.raw is None:
            continue
        assert not terminal.fullmatch(head.replace(":", " raw:"))


@pytest.mark.parametrize("terminal", ["DETAIL", "DETAIL_RAW"])
def test_the_grammar_lists_the_details_that_the_vocabulary_has(terminal: str) -> None:
    listed = re.match(r"\(\?:([a-z_|]+)\)", terminals()[terminal])

    assert listed
    assert set(listed[1].split("|")) == set(DETAILS)


def test_each_word_of_the_vocabulary_begins_a_line_of_its_kind() -> None:
    for name in FIELDS:
        kind = (
            LineKind.TITLE if name == "scenario" else LineKind.DETAIL if name in DETAILS else LineKind.SETTING
        )
        assert classify(f"{name}: x") is kind
    for holder in HOLDERS:
        assert classify(f"{holder} x = y") is LineKind.SETTING


@every("label", ["@a\u2003b", "@a\x0bb", "@a\u2028b", "@a:b", "@"])
def test_a_label_ends_before_the_space_of_its_keyword(label: str) -> None:
    parts = parts_of(f"{label}\xa0 WHEN The agent asks")

    assert parts
    assert (parts.label, parts.keyword, parts.rest) == (label, "WHEN", "The agent asks")


@every(
    ("above", "record"),
    [
        (("title", "caller_tool"), "caller_tool"),
        (("caller_tool",), "caller_tool"),
        (("answer", "caller_tool"), ""),
        (("title", "role"), ""),
        ((), ""),
    ],
)
def test_a_field_outside_the_record_ends_the_record(above: tuple[str, ...], record: str) -> None:
    assert record_above(above) == record


PARTS = {
    '@day  WHEN  contains "a"': LineParts("@day", "WHEN", "", "", False, 'contains "a"', 12),
    'WHEN raw : "x"': LineParts("", "WHEN", "", "", True, '"x"', 11),
    "WHEN raw materials are mentioned": LineParts(
        "", "WHEN", "", "", False, "raw materials are mentioned", 5
    ),
    "AFTER  @x": LineParts("", "AFTER", "", "", False, "@x", 7),
    "say: raw: x": LineParts("", "say", "", ":", False, "raw: x", 5),
    'say/do raw : "x"': LineParts("", "say/do", "", ":", True, '"x"', 13),
    "end   call": LineParts("", "end call", "", "", False, "", 10),
    'given "a b"= 3': LineParts("", "given", '"a b"', "=", False, "3", 13),
    "cekura.draw: 1": LineParts("", "cekura.draw", "", ":", False, "1", 13),
    "expect raw:[]": LineParts("", "expect", "", ":", True, "[]", 11),
    "scn 1": LineParts("", "scn 1", "", "", False, "", 5),
}


@every("line", PARTS)
def test_a_line_comes_apart_into_label_word_name_and_rest(line: str) -> None:
    assert parts_of(line) == PARTS[line]


@every("line", ["", "# say: x", "| say: x", "sya: x", "draw raw: 1", "wait: 2"])
def test_a_line_without_a_keyword_has_no_parts(line: str) -> None:
    assert parts_of(line) is None
