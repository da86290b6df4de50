"""Reading payloads of Cekura: by their strongest evidence, each scenario in its own form, without hiding anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from scn_compiler import Decompiled, check, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.cli import scn
from support.payloads import ROW

ASKED = {"id": 1, "condition": "The agent asks for a name", "action": "Dana <endcall />", "type": "standard",
         "fixed_message": True}  # fmt: skip
NEXT = {"id": 2, "condition": 1, "action": "Bye", "type": "action_followup", "fixed_message": True}
IDS = {"role": "A guest", "conditions": [ROW, ASKED]}
WHEN = {"role": "A guest", "first_message": "Hi",
        "conditions": [{"when": "The agent asks for a name", "say": "Dana <endcall />"}]}  # fmt: skip
TYPED = {"scenario_type": "conditional_actions", "scenario_language": "en", "name": "One"}
OBJECT = {**TYPED, "conditional_actions": IDS}
STRING = {**TYPED, "name": "Two", "instructions": json.dumps(IDS)}
WHEN_OBJECT = {**TYPED, "name": "Three", "conditional_actions": WHEN}
WHEN_STRING = {**TYPED, "name": "Four", "instructions": json.dumps(WHEN)}
UNSCRIPTED = {"name": "Five", "scenario_type": "instruction", "instructions": "Ask for a table."}


def _errors(made: Decompiled) -> set[str]:
    return {found.name for found in made.diagnostics if found.severity is Severity.ERROR}


def _ordered(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _compiled(made: Decompiled) -> list[Any]:
    assert made.text is not None
    return [payload.value for payload in compile_text(made.text).payloads]


@every("key", ["action", "condition", "when", "say", "type", "id", "results"])
@every("body", [OBJECT, STRING, WHEN_OBJECT], ids=["object", "string", "when"])
def test_a_stray_key_does_not_change_what_a_payload_is(body: dict[str, Any], key: str) -> None:
    made = decompile(json.dumps({key: "x", **body}))

    assert made.text is not None
    assert "WHEN The agent asks for a name" in made.text
    assert "patch" not in made.text
    assert made.diagnostics or any(found.severity is not Severity.INFO for found in check(made.text))


@pytest.mark.parametrize(
    "beside", [{"destination": 1, "rubric": []}, {"spec": {"scenarios": []}}, {"data": {"rubric": 1}}]
)
def test_blocks_are_stronger_evidence_than_other_keys(beside: Any) -> None:
    assert _compiled(decompile(json.dumps({**beside, **OBJECT}))) == [{**beside, **OBJECT}]


@every("key", ["scenario_type", "action", "instructions", "name"])
def test_conditions_are_read_as_such_beside_a_stray_key(key: str) -> None:
    made = decompile(json.dumps({**IDS, key: "x"}))

    assert made.target == "cekura-conditions"
    assert _compiled(made) == [{**IDS, key: "x"}]


@every(
    "bodies",
    [[OBJECT, STRING], [STRING, OBJECT, UNSCRIPTED], [WHEN_OBJECT, OBJECT], [UNSCRIPTED, WHEN_STRING, STRING],
     [OBJECT, STRING, WHEN_OBJECT, WHEN_STRING, OBJECT]],
)  # fmt: skip
def test_scenarios_of_several_forms_make_a_script_each(bodies: list[Any]) -> None:
    made = decompile(json.dumps(bodies))

    assert made.text is None
    assert _errors(made) == {"mixed-forms"}
    returned = [payload for part in made.parts for payload in _compiled(part)]
    assert sorted(map(_ordered, returned)) == sorted(map(_ordered, bodies))
    assert len({part.target for part in made.parts}) == len(made.parts)
    assert all("patch" not in str(part.text) for part in made.parts)


@every("body", [OBJECT, STRING, WHEN_OBJECT, WHEN_STRING], ids=lambda body: body["name"])
def test_an_unscripted_scenario_fits_any_form(body: Any) -> None:
    for bodies in ([UNSCRIPTED, body], [body, UNSCRIPTED]):
        made = decompile(json.dumps(bodies))

        assert _errors(made) == set()
        assert _compiled(made) == bodies


def test_several_forms_are_written_to_several_files(folder: Path) -> None:
    (folder / "page.json").write_text(
        json.dumps({"results": [OBJECT, WHEN_STRING, OBJECT]}), encoding="utf-8"
    )

    assert scn("decompile", "page.json", cwd=folder).returncode == 1
    assert scn("decompile", "page.json", "-o", "out/", cwd=folder).returncode == 0

    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    assert set(written) == {"page-cekura.scn", "page-cekura-when-instructions.scn"}
    assert [each.value for each in compile_text(written["page-cekura.scn"]).payloads] == [OBJECT, OBJECT]


def test_a_suite_of_two_forms_is_refused() -> None:
    entries = [{"name": name, "type": "conditional_actions", "language": "en", "conditional_actions": actions}
               for name, actions in (("a", IDS), ("b", WHEN))]  # fmt: skip

    made = decompile(json.dumps({"version": "1", "scenarios": entries}))

    assert made.text is None
    assert _errors(made) == {"mixed-forms"}


@every("lost", [7, "x", None, [], {"kind": "of another platform"}])
def test_an_invalid_entry_in_a_list_of_scenarios_is_named(lost: Any) -> None:
    for payload in ([OBJECT, lost], {"results": [lost, OBJECT]}):
        assert "wrong-type" in _errors(decompile(json.dumps(payload)))


@every("lost", [7, "x", None, []])
def test_an_invalid_entry_in_a_list_of_rows_is_named(lost: Any) -> None:
    for rows in ([ASKED, lost], [lost, ASKED], [*WHEN["conditions"], lost]):
        assert "wrong-type" in _errors(decompile(json.dumps(rows)))


def test_the_first_message_of_an_unscripted_scenario_is_kept() -> None:
    sent = {"id": 7, "agent_name": "Reception", **UNSCRIPTED, "first_message": "Hello?"}

    made = decompile(json.dumps(sent))

    assert _compiled(made) == [{**UNSCRIPTED, "first_message": "Hello?"}]


@every("key", ["id", "condition", "action", "type", "fixed_message"])
@every("row", [ASKED, NEXT], ids=["standard", "followup"])
def test_a_key_that_a_row_lacks_is_named_in_every_form(row: dict[str, Any], key: str) -> None:
    lacking = {name: value for name, value in row.items() if name != key}
    forms = [
        lacking,
        [ASKED, lacking],
        {"conditions": [ASKED, lacking]},
        {"role": "A guest", "conditions": [ROW, ASKED, lacking]},
    ]

    for payload in forms:
        made = decompile(json.dumps(payload))
        assert _errors(made), payload
        assert "patch" not in str(made.text)


@every(
    ("key", "value"),
    [("type", "banana"), ("id", -1), ("id", "1"), ("id", True), ("condition", 3.5), ("condition", ""), ("action", 7),
     ("action", " "), ("action", '<interruption time="2s" /> Hi'), ("fixed_message", "yes")],
)  # fmt: skip
def test_a_wrong_value_in_a_row_is_named_in_every_form(key: str, value: Any) -> None:
    wrong = {**ASKED, key: value}

    for payload in (
        wrong,
        [wrong],
        [ROW, wrong],
        {"conditions": [wrong]},
        {"role": "A guest", "conditions": [ROW, wrong]},
    ):
        assert _errors(decompile(json.dumps(payload))), payload


@pytest.mark.parametrize("form", [lambda row: row, lambda row: [row], lambda row: {"conditions": [row]}])
def test_an_unknown_key_of_a_row_is_kept_and_reported(form: Any) -> None:
    payload = form({**ASKED, "note": "slowly"})

    made = decompile(json.dumps(payload))

    assert _errors(made) == set()
    assert same_json(_compiled(made)[0], payload)
    assert "unknown-platform-key" in {found.name for found in check(str(made.text))}


@every("key", ["A key", "patch", "Name", "a[b]"])
def test_a_key_that_no_line_can_hold_is_named_as_it_is(key: str) -> None:
    payload = {**UNSCRIPTED, key: [{"op": "remove", "path": "/name"}]}

    made = decompile(json.dumps(payload))

    assert _compiled(made) == [payload]
    assert [found.message for found in check(str(made.text)) if found.name == "unknown-platform-key"] == [
        f"unknown Cekura key `{key}`; it goes into the payload unchanged"
    ]


@pytest.mark.parametrize(
    "payload",
    [{**OBJECT, "scenario_type": "instruction"}, {**STRING, "scenario_type": "real_world_smart"},
     {"role": "A guest", "conditions": [{**ROW, "condition": ""}, ASKED]}],
)  # fmt: skip
def test_a_script_that_says_something_else_is_an_error(payload: Any) -> None:
    assert _errors(decompile(json.dumps(payload)))


@pytest.mark.parametrize("first", [{"say": "Hi"}, {"say": "Hi", "then": []}, {"say": "Hi", "then": ["Bye"]}])
def test_a_first_message_that_is_an_object_comes_back_and_may_be_edited(first: Any) -> None:
    payload = {**WHEN, "first_message": first}

    made = decompile(json.dumps(payload))

    assert _compiled(made) == [payload]
    edited = compile_text(str(made.text).replace("say: Hi", "say: Hello"))
    assert edited.payloads[0].value["first_message"]["say"] == "Hello"


@every(
    "operation",
    [
        {"op": "replace", "path": "/conditional_actions/conditions", "value": []},
        {"op": "remove", "path": "/conditional_actions/conditions/1"},
        {"op": "add", "path": "/conditional_actions/conditions/-", "value": {"id": 9}},
        {"op": "replace", "path": "/conditional_actions/conditions/1/action", "value": "x"},
        {"op": "replace", "path": "/conditional_actions/role", "value": "x"},
        {"op": "add", "path": "/name", "value": "x"},
    ],
    ids=lambda operation: operation["path"],
)
def test_a_patch_of_what_lines_say_is_reported(operation: Any) -> None:
    text = str(decompile(json.dumps(OBJECT)).text)

    found = check(text.replace("role:", f"cekura.patch: [{json.dumps(operation)}]\nrole:"))

    messages = [each.message for one in found for each in (one, *one.related)]
    assert any(f"`{operation['path']}`" in message for message in messages)


@pytest.mark.parametrize("name", ["a\ud800", "\udfff", "a\u200bb"])
def test_a_variable_with_an_unseen_character_comes_back(name: str) -> None:
    profile = {"agent_variables": {name: "x\ud800"}}
    payload = {"version": "1", "scenarios": [{**UNSCRIPTED, "test_profile": profile, "type": "instruction"}]}
    del payload["scenarios"][0]["scenario_type"]  # type: ignore[attr-defined]

    made = decompile(json.dumps(payload))

    assert made.text is not None
    made.text.encode()
    assert same_json(_compiled(made)[0], payload)


@every("held", ["1", "[]", "null", '"Ask"', '[{"when": "The agent greets", "say": "Hi"}]', '"{}"'])
def test_instructions_of_a_scripted_scenario_hold_an_object(held: str) -> None:
    made = decompile(json.dumps({"name": "a", "scenario_type": "conditional_actions", "instructions": held}))

    assert "wrong-type" in {found.name for found in made.diagnostics}


@every("held", ["Ask", "[1]", "1"])
@every(
    "typed",
    [
        'cekura.scenario_type: "conditional_actions"',
        'cekura.patch: [{"op": "replace", "path": "/scenario_type", "value": "conditional_actions"}]',
    ],
)
def test_no_line_makes_plain_instructions_those_of_blocks(held: str, typed: str) -> None:
    found = check(f"scenario: a\nlanguage: en\ninstructions: {held}\n{typed}\n")

    assert "bad-platform-value" in {each.name for each in found}


@every("place", ["", "/conditions", "/conditions/0", "/conditions/0/then", "/first_message"])
@every("to", ["/x", "/conditional_actions_"])
def test_a_patch_that_moves_away_what_lines_say_is_reported(place: str, to: str) -> None:
    patch = json.dumps([{"op": "move", "from": f"/conditional_actions{place}", "path": to}])

    found = check(
        f"target: cekura-when\nscenario: a\nrole: r\nlanguage: en\ncekura.patch: {patch}\n\n"
        "FIRST_MESSAGE\n  say: Hi\n\nWHEN The agent greets\n  say: Hello\n\nTHEN\n  end call\n"
    )

    assert {each.name for each in found} & {"covering-patch", "bad-platform-value"}


def test_a_text_that_a_patch_wraps_is_still_there() -> None:
    payload = {"role": "r", "first_message": {"say": "Hi", "then": []}}

    made = decompile(json.dumps(payload))

    assert "move" in str(made.text)
    assert "covering-patch" not in {each.name for each in check(str(made.text))}
    assert [each.value for each in compile_text(str(made.text)).payloads] == [payload]


@every("around", ["", "defaults", "scenario"])
@every("key", ["foo", "tool_ids", "scenario_language", "expected_outcome_prompt", "frequencies"])
def test_a_suite_takes_no_key_that_its_schema_does_not_name(around: str, key: str) -> None:
    entry = {"name": "a", "type": "instruction", "instructions": "Ask"}
    suite = {"version": "1", "scenarios": [entry]}
    places = {"": suite, "defaults": suite.setdefault("defaults", {"frequency": 2}), "scenario": entry}
    places[around][key] = 1

    made = decompile(json.dumps(suite))

    assert Severity.ERROR in {found.severity for found in made.diagnostics}
    assert Severity.ERROR in {found.severity for found in check(str(made.text))}
