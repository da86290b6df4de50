"""Bugs of scn that were found once: each has its test."""

import json
from typing import Any

import pytest

from scn_compiler import check, compile_text, decompile, format_text
from scn_compiler.jsondoc.codec import same_json
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source
from support.cases import every
from support.laws import with_edits

OF_SUITE = 'cekura.key: "a"\nexpect: The main agent answers\n'
HEAD = "tools: end_call\nrole: r\nlanguage: en\npersonality: 3\nFIRST_MESSAGE\n  wait\n"


def _rows(text: str) -> Any:
    compiled = compile_text(HEAD + text)
    assert compiled.ok, compiled.diagnostics
    return compiled.payloads[0].value["conditional_actions"]["conditions"]


def test_a_comment_between_the_lines_of_a_trigger_is_not_part_of_it() -> None:
    rows = _rows('WHEN contains "a"\n  # say "hi" = b\n  | OR contains "b"\n  say: x\n')

    assert rows[1]["condition"] == 'contains "a" OR contains "b"'


def test_a_comment_after_a_variables_name_is_not_part_of_it() -> None:
    text = "target: cekura-suite\nscenario: A\n" + HEAD.replace("FIRST", "given x =\n# a = b\n  | 1\nFIRST")

    suite = compile_text(text).payloads[0].value

    assert suite["scenarios"][0]["test_profile"] == {"agent_variables": {"x": 1}}


def test_a_comment_after_a_label_is_not_part_of_it() -> None:
    rows = _rows(
        "@a WHEN The agent asks\n  say: x\nWHEN The agent waits\n  say: y\nAFTER @a\n  # c\n  |\n  say: z\n"
    )

    assert rows[3]["condition"] == 1


def test_an_empty_bar_after_a_json_string_means_nothing() -> None:
    assert _rows('WHEN raw: "b"\n  |\n  say raw: "a"\n  |\n')[1]["action"] == "a"


@every(
    "text",
    [
        "WHEN x\n  says: bye\n  | <endcall>\n",
        "WHEN x\n  say bye\n  | now <endcall>\n",
        "WHEN x\n  say: bye <endcall\n  | >\n",
        "WHEN x\n  say: [laugh\n  | ter]\n",
        'cekura.name: "x"\n]\n',
        "WHEN x\n  say: a\n  | <spell>b\n  | c</spell >\n",
    ],
)
def test_spans_and_edits_stay_in_the_text_and_safe_fixes_help(text: str) -> None:
    whole = HEAD + text
    for found in check(whole):
        edits = found.fix.edits if found.fix else ()
        for span in (found.span, *(edit.span for edit in edits)):
            assert 0 <= span.start <= span.end <= len(whole)
        fixed = whole
        for edit in sorted(edits, key=lambda edit: -edit.span.start):
            fixed = fixed[: edit.span.start] + edit.text + fixed[edit.span.end :]
        if found.fix and found.fix.safe:
            assert found.message not in [other.message for other in check(fixed)], fixed
            assert fixed.count("\n") >= whole.count("\n")


BODY = {
    "name": "n",
    "personality": 3,
    "scenario_type": "conditional_actions",
    "conditional_actions": {
        "role": "r",
        "conditions": [
            {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True}
        ],
    },
}


@pytest.mark.parametrize("payload", [[BODY], {"results": [BODY]}])
def test_a_list_of_one_body_is_read_as_that_body(payload: Any) -> None:
    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert [each.value for each in compile_text(made.text).payloads] == [BODY]


@every("payload", [{"tags": ["a"]}, {"personality": 1}, {"name": "x"}, {"agent": 1, "tags": ["a"]}])
def test_an_update_of_fields_alone_comes_back_equal(payload: Any) -> None:
    made = decompile(json.dumps(payload))

    assert made.text is not None
    compiled = compile_text(made.text)
    assert compiled.ok
    assert same_json(compiled.payloads[0].value, payload)


@every(
    "patch",
    [
        [{"op": "remove", "path": 5}],
        [{"op": "replace", "path": "", "value": 5}],
        [{"op": "remove", "path": "/conditional_actions/conditions/-1"}],
        [{"op": "add", "path": "/conditional_actions/conditions/99", "value": 1}],
        [{"op": "move", "path": "/name"}],
        [5],
        {"op": "remove"},
    ],
)
@every("target", ["cekura", "cekura-instructions", "cekura-suite", "cekura-rows"])
def test_a_patch_that_does_not_fit_is_a_finding(patch: Any, target: str) -> None:
    text = f"cekura.patch: {json.dumps(patch)}\n{HEAD}"

    assert not compile_text(text, target=target, path="x.scn").ok


def test_the_limits_of_a_suite_are_checked_in_every_suite() -> None:
    for line in ("tags: " + ", ".join(f"t{n}" for n in range(40)), "tags: " + "x" * 70, "metrics: Foo-Bar",
                 "metrics: " + ", ".join(map(str, range(70)))):  # fmt: skip
        text = f"target: cekura-suite\nscenario: A\n{OF_SUITE}{line}\n{HEAD}"
        assert [found.severity for found in check(text)] == [Severity.ERROR]


def test_a_suite_without_a_scenario_line_keeps_its_name() -> None:
    compiled = compile_text(f"target: cekura-suite\nsuite: S\npurpose: P\n{OF_SUITE}{HEAD}", path="x.scn")

    assert compiled.diagnostics == ()
    assert compiled.payloads[0].value["suite"] == {"name": "S", "description": "P"}


def test_a_long_id_comes_back() -> None:
    rows = BODY["conditional_actions"]["conditions"]  # type: ignore[index]
    more = [{**rows[0], "id": 1_000_000_000, "condition": "The agent asks"},
            {**rows[0], "id": 1_000_000_001, "condition": 1_000_000_000, "type": "action_followup"}]  # fmt: skip
    payload = {"role": "r", "conditions": [*rows, *more]}

    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert compile_text(made.text).payloads[0].value == payload


@pytest.mark.parametrize(
    "text",
    [
        '<interruption time="1s" /><endcall />',
        "<ivr text=\"Press 1 <silence time='x' />\" />",
        '<dtmf digits="{{function.f.x}}" />',
    ],
)
def test_invisible_characters_in_a_tag_are_found(text: str) -> None:
    assert not compile_text(f"{HEAD}THEN\n  say: {text}\n").ok


def test_a_label_alone_above_a_then_is_formatted_without_harm() -> None:
    text = HEAD + "WHEN x y\n  say: a\n@b\n\nTHEN\n  say: c\n"

    once = format_text(text).text

    assert format_text(once).text == once


def test_an_action_in_a_trigger_is_found_after_any_text() -> None:
    for bar in ("| say: x", "|say: x"):
        assert any(found.name == "extra-words" for found in check(f"{HEAD}WHEN The agent\n  {bar}\n"))


def test_deep_json_is_refused_and_not_a_crash() -> None:
    deep = "[" * 900 + "]" * 900

    assert decompile('{"role": "r", "conditions": [], "x": ' + deep + "}").text is None
    assert not compile_text(f"cekura.x: {deep}\n{HEAD}").ok


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "WHEN contains" + " " * 20_000 + "y",
        "WHEN x contains" + " " * 20_000 + "y",
        "THEN" + " " * 20_000 + "b",
        "WHEN " + 'contains "a OR ' * 2_000,
        "WHEN a" + " " * 20_000 + "b",
    ],
)
def test_a_line_that_once_took_hours_is_read_to_its_end(line: str) -> None:
    assert check(HEAD + line + "\n  say: x\n", path="a.scn") == check(
        HEAD + line + "\n  say: x\n", path="a.scn"
    )


def test_a_payload_of_another_target_than_asked_for_is_refused() -> None:
    made = decompile(json.dumps(BODY), source="cekura-suite")

    assert made.text is None
    assert [found.name for found in made.diagnostics] == ["unknown-payload"]


def test_a_package_file_is_not_a_payload() -> None:
    assert decompile('{"name": "my-app", "version": "1.0.0", "scripts": {}}').text is None


def test_an_invalid_payload_leaves_no_patch() -> None:
    rows = [{"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True},
            {"id": 1, "condition": 2, "action": "x", "type": "action_followup", "fixed_message": True},
            {"id": 2, "condition": "A asks", "action": "x", "type": "standard", "fixed_message": True}]  # fmt: skip

    made = decompile(json.dumps({"role": "R", "conditions": rows}))

    assert made.text is not None
    assert "cekura.patch" not in made.text


def test_a_first_message_is_not_lost_where_the_target_has_no_place_for_it() -> None:
    assert not compile_text(HEAD + "WHEN x y\n  say: z\n", target="cekura-when-rows").ok


@pytest.mark.parametrize("trigger", [": The agent asks", "- The agent asks", ': contains "x"'])
def test_a_sign_before_a_trigger_is_a_slip(trigger: str) -> None:
    assert [found.name for found in check(f"{HEAD}WHEN {trigger}\n  say: x\n", path="a.scn")] == [
        "misspelt-keyword"
    ]
    assert [found.name for found in check(f"{HEAD}WHEN{trigger}\n  say: x\n", path="a.scn")] == [
        "misspelt-keyword"
    ]


def test_positions_past_the_end_are_the_end() -> None:
    assert Source("ab\nc").position(99) == (2, 2)


def test_a_first_message_that_is_a_list_of_nothing_is_a_finding() -> None:
    made = decompile('{"first_message": [[], null, null]}')

    assert any(found.name == "wrong-type" for found in made.diagnostics)


def test_a_second_byte_order_mark_is_a_character_of_the_first_line() -> None:
    assert format_text("\t\n\ufeff").text == "\ufeff\ufeff\n"


@every("name", ['"a\\q"', '"a\x01b"', '"a\tb"', "the first\x01 two"])
def test_a_variables_name_that_json_cannot_hold_is_a_finding(name: str) -> None:
    text = f"given {name} = 1\n{HEAD}"

    [found] = check(text, path="a.scn")

    assert (found.name, found.fix is not None) == ("bad-field-value", True)
    assert found.fix
    assert compile_text(with_edits(text, found.fix.edits), path="a.scn").ok


@every("text", ["", "{", '{"role": ', "[1,\n", "\ufeff["])
def test_the_place_of_a_value_that_is_missing_at_the_end_is_in_the_text(text: str) -> None:
    [found] = decompile(text).diagnostics

    assert found.span.end <= len(text)


def test_an_unknown_target_above_several_scenarios_is_reported_on_its_line() -> None:
    text = f"target: cekuro\nscenario: a\n{HEAD}scenario: b\n{HEAD}"

    [found] = check(text)

    assert (found.name, found.span) == ("unknown-target", (8, 14))


@every("key", ["say:name", "a key", "", "é", "a\nb"])
def test_a_key_that_no_line_can_hold_comes_back_by_a_patch(key: str) -> None:
    payload = {**BODY, key: "x"}

    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert same_json(compile_text(made.text).payloads[0].value, payload)
    assert format_text(made.text).text == made.text


def test_a_line_that_begins_with_a_fields_name_does_not_take_its_block_away() -> None:
    text = f"{HEAD}@a WHEN The\n    agent asks for a number\n  say: x\nAFTER @a\n  say: y\n"

    assert [found.name for found in check(text, path="a.scn")] == ["stray-line"]


@pytest.mark.parametrize(
    "line", ["W\u200bHEN The agent asks", "@b\u00ad WHEN The agent", "@b WH\u2060EN The agent"]
)
def test_a_keyword_with_an_invisible_character_is_that_keyword(line: str) -> None:
    text = f"{HEAD}{line}\n  s\u200bay: x\n"

    found = check(text, path="a.scn")

    assert [each.name for each in found if each.severity is Severity.ERROR] == ["invisible-character"] * 2
    assert all(
        each.fix and len(with_edits(text, each.fix.edits)) == len(text) - 1 for each in found if each.fix
    )


def test_an_opening_is_recognised_though_a_colon_follows() -> None:
    text = f'{HEAD}WHHEN The agent sent DTMF: 0\n  say: x\nWEN raw: "a b"\n  say: x\n'

    assert [found.hint for found in check(text, path="a.scn")] == ["write `WHEN`"] * 2


def test_an_empty_statement_is_one_report_and_no_statement() -> None:
    assert [found.name for found in check(f"expect:\nexpect: a b\n{HEAD}", path="a.scn")] == ["empty-text"]


def test_a_misspelt_label_is_noted_where_the_right_one_is() -> None:
    text = f"{HEAD}@offer WHEN The agent asks\n  say: x\nAFTER @ofer\n  say: y\n"

    [found] = check(text, path="a.scn")

    assert [text[each.span.start : each.span.end] for each in found.related] == ["@offer"]


def test_a_message_that_quotes_several_lines_is_one_line() -> None:
    text = "WHEN contains\nWHEN \r\n\t|"

    assert all("\n" not in found.message for found in check(text))
    assert format_text(text).text


def test_a_carriage_return_inside_a_text_is_found_in_each_scenario() -> None:
    text = "scenario: \u00a0a\nrole: b\nscenario: c\nWHEN 1\r1 is said\n"

    assert check(text) == compile_text(text).diagnostics


@pytest.mark.parametrize("text", ["---", "scenarios:"])
def test_the_last_line_end_makes_no_script_yaml(text: str) -> None:
    assert format_text(text).text == text


def test_formatting_does_not_make_a_file_binary() -> None:
    text = "role: a\nWEHN x" + "\0" * 14 + "a" * 388 + "\n" + " \n" * 300
    assert format_text(text).text


@every(
    "line",
    [
        "say: a\rb",
        "do: a\rb",
        'WHEN contains "a\rb"',
        "WHEN The\ragent asks",
        "expect: a\rb",
        "given x = a\rb",
    ],
)
def test_a_carriage_return_in_the_middle_of_a_line_is_found(line: str) -> None:
    is_field = line.startswith(("expect", "given"))
    block = "" if is_field else f"WHEN It rings\n  {line}\n" if line[0] in "sd" else f"{line}\n  say: a\n"
    script = "role: a\nlanguage: en\nFIRST_MESSAGE\n  wait\n" + block
    texts = [f"{line}\n{script}", f"{line}\nscenario: a\n{script}"] if is_field else [script]

    for text in texts:
        assert "invisible-character" in {found.name for found in compile_text(text).findings.reported}
        assert check(text) == compile_text(text).diagnostics


def test_text_above_several_scenarios_is_checked_once() -> None:
    scenario = "scenario: {}\ntools: end_call\nlanguage: en\nFIRST_MESSAGE\n  wait\n"
    text = "role: a\u200bb\n" + scenario.format("a") + scenario.format("b")

    assert [found.name for found in check(text)] == ["invisible-character"]
    assert check(text) == compile_text(text).diagnostics


@pytest.mark.parametrize("above", ["", "# a script\r", "\ufeff\r"])
def test_a_file_with_carriage_returns_as_line_ends_is_reported_once(above: str) -> None:
    text = above + "scenario: a\rrole: a\rlanguage: en\rFIRST_MESSAGE\r  wait\r"

    assert [found.message for found in check(text)] == ["this file uses CR line endings"]


def test_a_misspelt_target_in_a_scenario_counts_for_the_whole_file() -> None:
    text = "scenario: a\ntagt:t\nscenario: b\n"

    assert check(text) == compile_text(text).diagnostics


def test_a_line_that_goes_on_is_quoted_without_its_carriage_return() -> None:
    text = "say: \r\n\t<endcall />\r\n| contains"

    assert all("\r" not in found.message for found in check(text))
    assert format_text("  say: \r\n\t<endcall />\n| contains").text


def test_a_carriage_return_between_a_label_and_its_block_is_layout() -> None:
    assert format_text("@a\xa0\rFIRST_MESSAGE\nsay:0\n").text == "@a FIRST_MESSAGE\n  say: 0\n"
