"""The laws of the language, for random scripts and payloads."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import check, compile_text, decompile, format_text
from scn_compiler.jsondoc.codec import same_json
from scn_dsl.diagnostic import Severity
from scn_dsl.nodes import Script
from scn_dsl.source import Source
from scn_grammar.lalr.engine import parse_whole
from scn_grammar.layout.tables import without_layout
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.laws import many, wild_texts
from support.scripts import bodies, id_payloads, near_payloads, scripts, when_payloads


@many
@given(scripts)
def test_what_is_printed_reads_as_the_same_script(script: Script) -> None:
    parsed = parse(Source(print_script(script)))

    assert parsed.diagnostics == ()
    assert without_layout(parsed.script) == without_layout(script)


@many
@given(scripts)
def test_printing_again_changes_nothing(script: Script) -> None:
    once = print_script(script)

    assert print_script(parse(Source(once)).script) == once


@many
@given(scripts)
def test_whole_file_and_piece_by_piece_reading_agree(script: Script) -> None:
    text = print_script(script)

    assert parse_whole(text) == parse(Source(text)).script


@many
@given(scripts)
def test_what_is_printed_is_formatted_already(script: Script) -> None:
    text = print_script(script)

    assert format_text(text).text == text


@many
@given(wild_texts)
def test_formatting_twice_is_formatting_once_and_keeps_script_and_comments(text: str) -> None:
    once = format_text(text).text

    assert format_text(once).text == once
    assert without_layout(parse(Source(once)).script) == without_layout(parse(Source(text)).script)
    assert _comments(once) == _comments(text)


@many
@given(scripts)
def test_the_layout_is_the_same_whichever_parser_reads_the_script(script: Script) -> None:
    text = print_script(script).replace("\n  ", "\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scn_grammar.formatter.plain_items", lambda _text: None)
        patch.setattr("scn_grammar.parser.reader.plain_item", lambda _text: None)
        by_the_grammar = format_text(text)

    assert format_text(text) == by_the_grammar


def _comments(text: str) -> list[str]:
    return [line.text for line in split(text, body_start(text)) if line.kind is LineKind.COMMENT]


@many
@given(wild_texts)
def test_any_text_gives_diagnostics_on_lines_of_their_own(text: str) -> None:
    source = Source(text)

    lines = [source.position(found.span.start).line for found in check(text)]

    assert len(lines) == len(set(lines))


@many
@given(st.text())
def test_any_text_at_all_gives_diagnostics(text: str) -> None:
    check(text)
    decompile(text)


@many
@given(
    wild_texts, st.sampled_from(["cekura", "cekura-when", "cekura-suite", "cekura-rows", "cekura-conditions"])
)
def test_check_finds_whatever_compile_refuses(text: str, target: str) -> None:
    compiled = compile_text(text, target=target)

    refused = any(found.severity is Severity.ERROR for found in compiled.diagnostics)
    assert compiled.ok is not refused
    assert check(text, target=target) == compiled.diagnostics


@many
@given(scripts)
def test_line_ends_bom_and_spaces_change_nothing_in_the_output(script: Script) -> None:
    text = print_script(script)
    plain = [payload.value for payload in compile_text(text).payloads]

    for variant in (
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        text.replace("\n  ", "\n\t"),
        text.replace("\n", " \t\u00a0\n"),
        text.removesuffix("\n"),
        text.replace("\n", "\n\n# a comment\n"),
    ):
        assert [payload.value for payload in compile_text(variant).payloads] == plain


def _returns(payload: Any) -> None:
    """A payload comes back equal; so does one with half a character, which is an error."""
    made = decompile(json.dumps(payload))
    assert made.text is not None
    compiled = compile_text(made.text)
    half = bool(re.search("[\ud800-\udfff]", json.dumps(_opened(payload), ensure_ascii=False)))

    assert any(found.severity is Severity.ERROR for found in made.diagnostics) is half
    assert {found.name for found in compiled.diagnostics if found.severity is Severity.ERROR} == (
        {"half-character"} if half else set()
    )
    assert len(compiled.payloads) == 1
    assert same_json(_opened(compiled.payloads[0].value), _opened(payload))
    assert format_text(made.text).text == made.text


def _opened(payload: Any) -> Any:
    if isinstance(payload.get("instructions"), str):
        return {**payload, "instructions": json.loads(payload["instructions"])}
    return payload


@many
@given(id_payloads())
def test_an_id_based_payload_comes_back_equal(payload: Any) -> None:
    _returns(payload)


@many
@given(when_payloads())
def test_a_when_say_then_payload_comes_back_equal(payload: Any) -> None:
    _returns(payload)


@many
@given(bodies)
def test_a_request_body_comes_back_equal(payload: Any) -> None:
    _returns(payload)


@many
@given(near_payloads)
def test_any_json_gives_a_script_or_a_reason(payload: Any) -> None:
    made = decompile(json.dumps(payload))

    assert made.text is not None or made.diagnostics
    if made.text is not None:
        check(made.text)
