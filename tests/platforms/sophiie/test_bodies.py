"""Sophiie: its samples, bodies from fields and blocks, unsupported parts."""

import json
from pathlib import Path
from typing import Any

import pytest

from scn_compiler import Config, check, compile_text
from scn_compiler.platforms.sophiie import payload as contract
from scn_compiler.platforms.sophiie.docs import DOCS
from scn_compiler.platforms.sophiie.vocabulary import EMPTY_PARTS
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS, OPENINGS, FieldKind
from support.cases import every
from support.paths import CORPUS, ROOT
from support.sophiie import TOP, again, made

SAMPLES = sorted((ROOT / "samples").glob("*sophiie*.scn"))
SEED = CORPUS / "sophiie" / "seed-scenario-response.json"
each_sample = every("sample", SAMPLES, ids=lambda path: path.stem)
needs_seed = pytest.mark.skipif(not SEED.is_file(), reason="the platforms' payloads are missing")
TURN = "WHEN a customer asks about prices\n  say: They're on our website.\n"


def told(text: str, target: str | None = None) -> list[tuple[str, Severity]]:
    return [(found.name, found.severity) for found in compile_text(text, target=target).diagnostics]


@each_sample
def test_a_sample_comes_back_equal_and_needs_no_help(sample: Path) -> None:
    values = [one.value for one in compile_text(sample.read_text(encoding="utf-8")).payloads]
    text = again(values if len(values) > 1 else values[0])
    assert " raw:" not in text
    assert "\nsophiie." not in text
    assert [one.value for one in compile_text(text).payloads] == values


@needs_seed
def test_the_seed_is_a_sample_key_by_key_and_reads_as_it() -> None:
    response = json.loads(SEED.read_text(encoding="utf-8"))
    body = {
        key: value
        for key, value in response["scenario"].items()
        if key not in ("id", "createdAt", "updatedAt")
    }
    sample = (ROOT / "samples" / "seed-sophiie.scn").read_text(encoding="utf-8")
    assert json.dumps(made(sample)) == json.dumps(body)
    assert again(response) == sample.partition("\n")[2]


def test_when_is_the_prompt_and_say_the_response() -> None:
    assert made(TOP + TURN) == {
        "name": "A",
        "prompt": "When a customer asks about prices",
        "response": "They're on our website.",
    }


def test_keywords_are_put_into_words() -> None:
    trigger = 'WHEN contains "late" AND (contains "fee" OR contains "cost")\n  say: Hm.\n'
    assert made(TOP + trigger)["prompt"] == 'When the customer says "late" and ("fee" or "cost")'
    assert told(TOP + trigger) == [("unsupported-by-target", Severity.INFO)]


TREE = "  ask: A?\n  answer: B\n  follow_up: C?\n  answer: D\n  ask: E?\n"


def test_questions_nest_by_their_order() -> None:
    assert made(TOP + TURN + TREE)["questions"] == [
        {
            "question": "A?",
            "answerOptions": [{"answer": "B", "followUps": [{"question": "C?"}]}, {"answer": "D"}],
        },
        {"question": "E?"},
    ]


def test_lists_without_entries_are_there_if_the_script_says_so() -> None:
    questions = made(TOP + "empty: answer, follow_up\n" + TURN + TREE)["questions"]

    assert questions[0]["answerOptions"][1] == {"answer": "D", "followUps": []}
    assert questions[1] == {"question": "E?", "answerOptions": []}


@pytest.mark.parametrize(
    "questions",
    [
        [{"question": "A?"}, {"question": "B?", "answerOptions": [{"answer": "C"}]}],
        [
            {"question": "A?", "answerOptions": []},
            {"question": "B?", "answerOptions": [{"answer": "C", "followUps": []}]},
        ],
    ],
)
def test_a_tree_with_or_without_empty_lists_comes_back_without_a_patch(questions: list[Any]) -> None:
    body = {"name": "A", "prompt": "When b", "questions": questions}

    script = again(body)

    assert "sophiie." not in script
    assert made(script) == body


@every(
    ("line", "outcome"),
    [
        ("continueCall", ["continueCall", None, None]),
        ("end", ["end", None, None]),
        ('t("a")', ["t", "a", None]),
        ('t(null, {"b": [1]})', ["t", None, {"b": [1]}]),
        ("t()", ["t", None, None]),
    ],
)
def test_an_outcome_has_a_type_and_two_properties(line: str, outcome: list[Any]) -> None:
    keys = ("type", "property1", "property2")
    assert made(f"{TOP}outcome: {line}\n")["outcome"] == dict(zip(keys, outcome, strict=True))


def test_a_script_can_state_empty_parts() -> None:
    text = TOP + "empty: " + ", ".join(EMPTY_PARTS) + "\n"
    body = {"name": "A", **dict(EMPTY_PARTS.values())}
    assert made(text) == body
    assert again(body) == text


def test_fields_above_the_first_scenario_apply_to_each_and_its_own_override_them() -> None:
    text = "target: sophiie\nactive: yes\ntrade_service: 3\n\nscenario: A\nactive: no\n\nscenario: B\n"
    assert [one.value for one in compile_text(text).payloads] == [
        {"name": "A", "isActive": False, "tradeServiceId": 3},
        {"name": "B", "isActive": True, "tradeServiceId": 3},
    ]


def test_creating_needs_a_name_and_updating_does_not() -> None:
    assert made("target: sophiie\n\nscenario:\nactive: yes\n") == {"isActive": True}
    assert told("target: sophiie-create\n\nscenario:\nactive: yes\n") == [("missing-name", Severity.ERROR)]


def test_a_test_callers_script_is_not_compiled_by_mistake() -> None:
    text = "scenario: A\nFIRST_MESSAGE\n  say: Hi\n\nscenario: B\nFIRST_MESSAGE\n  say: Ho\n"
    for script in (text, "target: cekura-when\n\n" + text):
        found = compile_text(script, target="sophiie").diagnostics
        assert [each.severity for each in found] == [Severity.ERROR, Severity.ERROR]
        assert found == check(script, target="sophiie")
    assert told("target: sophiie-create\n\n" + text, "sophiie") == []


def test_a_project_of_agents_needs_no_target_line() -> None:
    text = "scenario: A\nFIRST_MESSAGE\n  say: Hi\n"
    config = Config(target="sophiie")
    assert compile_text(text, config=config).ok
    assert compile_text(text, target="sophiie-create", config=config).ok
    assert check(text, target="sophiie", config=config) == ()


BODY = TOP + TURN
VALUES = {
    FieldKind.CHOICE: "yes",
    FieldKind.INTEGER: "12",
    FieldKind.MILLISECONDS: "2s",
    FieldKind.DURATION: "2m",
    FieldKind.NUMBER: "0.5",
    FieldKind.JSON: "{}",
}
BELOW = {"answer": "  ask: A?\n", "follow_up": "  ask: A?\n  answer: B\n"}


def says_or_reports(before: str, after: str) -> bool:
    """Whether the addition changes the payload or is reported."""
    old, new = compile_text(before), compile_text(after)
    return bool(new.diagnostics) or old.payloads[0].value != new.payloads[0].value


@every("name", [name for name, spec in FIELDS.items() if not (spec.under or spec.of_file or spec.of_scn)])
def test_no_field_is_dropped_silently(name: str) -> None:
    value = "ask" if name == "empty" else VALUES.get(FIELDS[name].kind, "word")
    before = TOP if name != "scenario" else "target: sophiie\n\nscenario:\n"
    after = f"{TOP}{name}: {value}\n" if name != "scenario" else TOP
    assert says_or_reports(before, after)


@every("holder", HOLDERS)
def test_no_variable_is_dropped_silently(holder: str) -> None:
    assert says_or_reports(TOP, f"{TOP}{holder} a = 1\n")


@every("name", sorted(DETAILS))
def test_no_detail_is_dropped_silently(name: str) -> None:
    before = BODY + BELOW.get(name, "")
    assert says_or_reports(before, f"{before}  {name}: {VALUES.get(FIELDS[name].kind, 'word')}\n")


@every("opening", [*OPENINGS, 'WHEN contains "a"', "WHEN a customer asks", "AFTER @a"])
def test_no_second_block_is_dropped_silently(opening: str) -> None:
    first = BODY.replace("WHEN", "@a WHEN")
    found = compile_text(f"{first}\n{opening}\n  say: More.\n").diagnostics
    assert Severity.ERROR in {each.severity for each in found}


@every("line", ["do: Smile", "end call", "wait", "say/do: Hello"])
def test_no_other_action_is_dropped_silently(line: str) -> None:
    found = compile_text(f"{TOP}FIRST_MESSAGE\n  {line}\n").diagnostics
    assert Severity.ERROR in {each.severity for each in found}


@every("mark", ['<silence time="2s" />', "[laughter]", "{{name}}"])
@every(
    "line", ["instructions: {}\n", "WHEN the customer {}\n  say: a\n", "WHEN it rains\n  ask: {}\n",
             "FIRST_MESSAGE\n  say: b {}\n"]
)  # fmt: skip
def test_marks_are_reported_at_their_place(line: str, mark: str) -> None:
    text = TOP + line.format(mark)
    found = compile_text(text).diagnostics
    assert [(each.name, each.severity) for each in found] == [("unsupported-by-target", Severity.WARNING)]
    assert f"`{mark}`" in found[0].message
    assert text[found[0].span.start : found[0].span.end] == mark


def test_the_editor_explains_each_key() -> None:
    named = (each for key in DOCS.keys.values() for each in key.split(", "))
    keys = {key.partition(".")[0] for key in named}
    assert keys | {"response"} == set(contract.UpdateScenario.model_fields)
