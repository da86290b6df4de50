"""Sophiie: scripts of its agents to bodies and back; what a body cannot say is said."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scn_compiler import Config, check, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms.sophiie import payload as contract
from scn_compiler.platforms.sophiie.docs import DOCS
from scn_compiler.platforms.sophiie.read import read
from scn_compiler.platforms.sophiie.vocabulary import EMPTY_PARTS
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS, OPENINGS, FieldKind
from support.paths import CORPUS, ROOT
from support.scripts import hostile_texts, json_values

SAMPLES = sorted((ROOT / "samples").glob("*sophiie*.scn"))
SEED = CORPUS / "sophiie" / "seed-scenario-response.json"

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
needs_seed = pytest.mark.skipif(not SEED.is_file(), reason="the platforms' payloads are not here")

law = settings(max_examples=100, deadline=None)

TOP = "target: sophiie\n\nscenario: A\n"
TURN = "WHEN a customer asks about prices\n  say: They are on our page.\n"


def made(text: str, target: str | None = None) -> Any:
    compiled = compile_text(text, target=target)
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    return compiled.payloads[0].value


def told(text: str, target: str | None = None) -> list[tuple[str, Severity]]:
    return [(found.name, found.severity) for found in compile_text(text, target=target).diagnostics]


def again(payload: Any, source: str | None = None) -> str:
    back = decompile(json.dumps(payload), source=source)
    assert back.text is not None
    return back.text


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
        "response": "They are on our page.",
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


@pytest.mark.parametrize(
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


def test_what_is_empty_can_be_said_in_the_script() -> None:
    text = TOP + "empty: " + ", ".join(EMPTY_PARTS) + "\n"
    body = {"name": "A", **dict(EMPTY_PARTS.values())}
    assert made(text) == body
    assert again(body) == text


def test_what_stands_above_counts_for_each_scenario_and_gives_way_to_its_own() -> None:
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
    """Whether what was added changes the payload, or is reported."""
    old, new = compile_text(before), compile_text(after)
    return bool(new.diagnostics) or old.payloads[0].value != new.payloads[0].value


@pytest.mark.parametrize(
    "name", [name for name, spec in FIELDS.items() if not spec.of_file and not spec.under]
)
def test_no_field_is_dropped_in_silence(name: str) -> None:
    value = "ask" if name == "empty" else VALUES.get(FIELDS[name].kind, "word")
    before = TOP if name != "scenario" else "target: sophiie\n\nscenario:\n"
    after = f"{TOP}{name}: {value}\n" if name != "scenario" else TOP
    assert says_or_reports(before, after)


@pytest.mark.parametrize("holder", HOLDERS)
def test_no_variable_is_dropped_in_silence(holder: str) -> None:
    assert says_or_reports(TOP, f"{TOP}{holder} a = 1\n")


@pytest.mark.parametrize("name", sorted(DETAILS))
def test_no_detail_is_dropped_in_silence(name: str) -> None:
    before = BODY + BELOW.get(name, "")
    assert says_or_reports(before, f"{before}  {name}: {VALUES.get(FIELDS[name].kind, 'word')}\n")


@pytest.mark.parametrize("opening", [*OPENINGS, 'WHEN contains "a"', "WHEN a customer asks", "AFTER @a"])
def test_no_second_block_is_dropped_in_silence(opening: str) -> None:
    first = BODY.replace("WHEN", "@a WHEN")
    found = compile_text(f"{first}\n{opening}\n  say: More.\n").diagnostics
    assert Severity.ERROR in {each.severity for each in found}


@pytest.mark.parametrize("line", ["do: Smile", "end call", "wait", "say/do: Hello"])
def test_no_other_action_is_dropped_in_silence(line: str) -> None:
    found = compile_text(f"{TOP}FIRST_MESSAGE\n  {line}\n").diagnostics
    assert Severity.ERROR in {each.severity for each in found}


@pytest.mark.parametrize("mark", ['<silence time="2s" />', "[laughter]", "{{name}}"])
@pytest.mark.parametrize(
    "line", ["instructions: {}\n", "WHEN the customer {}\n  say: a\n", "WHEN it rains\n  ask: {}\n",
             "FIRST_MESSAGE\n  say: b {}\n"]
)  # fmt: skip
def test_marks_are_named_where_they_stand(line: str, mark: str) -> None:
    text = TOP + line.format(mark)
    found = compile_text(text).diagnostics
    assert [(each.name, each.severity) for each in found] == [("unsupported-by-target", Severity.WARNING)]
    assert f"`{mark}`" in found[0].message
    assert text[found[0].span.start : found[0].span.end] == mark


def test_the_editor_is_told_of_each_key() -> None:
    named = (each for key in DOCS.keys.values() for each in key.split(", "))
    keys = {key.partition(".")[0] for key in named}
    assert keys | {"response"} == set(contract.UpdateScenario.model_fields)


# What is read


@pytest.mark.parametrize("source", ["sophiie", "sophiie-create"])
def test_a_body_that_says_nothing_is_read_where_the_target_is_named(source: str) -> None:
    assert again({}, source) == f"target: {source}\n\nscenario:\n"
    assert again({"name": "A"}, source) == f"target: {source}\n\nscenario: A\n"


def test_a_page_of_the_list_becomes_a_script_of_several_scenarios() -> None:
    entries = [{"id": 1, "name": "A", "isActive": True}, {"id": 2, "name": "B", "isActive": False}]
    page = {"scenarios": entries, "totalPages": 1, "currentPage": 1, "totalCount": 2}
    assert again(page) == "target: sophiie\n\nscenario: A\nactive: yes\n\nscenario: B\nactive: no\n"


@pytest.mark.parametrize(
    "payload",
    [
        {}, [], None, 5, "prompt", {"name": "A"}, {"id": 1, "name": "A"}, [{"name": "A"}], {"scenario": {}},
        {"scenario": []}, {"scenarios": []}, {"scenarios": [{"name": "A"}]}, {"prompt": "a", "model": "b"},
        {"name": "A", "system_prompt": "b"}, {"name": "A", "questions": [], "steps": []},
        {"summary": "a"}, [{"prompt": "a"}, {"conditions": []}], {"scenario": {"prompt": "a"}, "more": 1},
        {"name": "A", "instructions": "b", "scenario_type": "instruction"},
    ],
)  # fmt: skip
def test_what_may_be_another_platforms_is_left_to_it(payload: Any) -> None:
    assert read(payload) is None


def test_a_key_that_is_not_known_goes_through() -> None:
    body = {"name": "A", "prompt": "p", "response": "r", "isActive": True, "mood": ["calm"]}
    text = again(body)
    assert 'sophiie.mood: ["calm"]' in text
    assert compile_text(text).payloads[0].value == body


filled = hostile_texts.filter(bool)
properties = st.none() | json_values
questions = st.lists(
    st.fixed_dictionaries(
        {"question": filled},
        optional={
            "answerOptions": st.lists(
                st.fixed_dictionaries(
                    {"answer": filled},
                    optional={"followUps": st.lists(st.fixed_dictionaries({"question": filled}), max_size=2)},
                ),
                max_size=2,
            )
        },
    ),
    max_size=2,
)
outcomes = st.none() | st.fixed_dictionaries(
    {"type": st.sampled_from(["continueCall", "a b", "x(1)", "", " "]) | hostile_texts},
    optional={"property1": properties, "property2": properties},
)
prompts = hostile_texts | hostile_texts.map("When ".__add__) | st.just("When a customer calls")
bodies: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "name": filled.filter(lambda name: bool(name.strip())),
        "prompt": prompts,
        "response": hostile_texts,
        "isActive": st.booleans(),
        "questions": questions,
        "outcome": outcomes,
        "tradeServiceId": st.none() | st.integers(),
    },
)


@law
@given(bodies, st.sampled_from(["sophiie", "sophiie-create"]))
def test_what_is_read_compiles_to_the_same(body: dict[str, Any], source: str) -> None:
    made = compile_text(again(body, source)).payloads
    assert len(made) == 1
    assert same_json(made[0].value, body)


@law
@given(bodies)
def test_what_is_read_twice_says_the_same(body: dict[str, Any]) -> None:
    once = again(body, "sophiie")
    assert again(compile_text(once).payloads[0].value, "sophiie") == once


@law
@given(st.lists(bodies, min_size=1, max_size=3))
def test_a_list_compiles_to_the_same(page: list[dict[str, Any]]) -> None:
    text = again({"scenarios": page, "totalPages": 1, "currentPage": 1, "totalCount": 9}, "sophiie")
    made = compile_text(text).payloads
    assert [same_json(one.value, body) for one, body in zip(made, page, strict=True)] == [True] * len(page)


mangled = st.one_of(
    json_values,
    st.builds(
        lambda body, more: {**body, **more},
        bodies,
        st.dictionaries(
            st.sampled_from(["name", "prompt", "response", "isActive", "questions", "outcome", "id", "new"])
            | st.just("tradeServiceId"),
            json_values
            | st.lists(st.dictionaries(st.sampled_from(["question", "answerOptions"]), json_values)),
            max_size=3,
        ),
    ),
)


@law
@given(mangled, st.sampled_from([None, "sophiie"]))
def test_any_json_is_read_or_refused(payload: Any, source: str | None) -> None:
    for each in (payload, [payload], {"scenario": payload}, {"scenarios": [payload], "totalCount": 1}):
        decompile(json.dumps(each), source=source)


lines = st.sampled_from(
    ["active: no", "trade_service: 4", 'outcome: t("a")', "empty: outcome", "empty: ask",
     "instructions: Be kind", "role: x", "notes: y", "given a = 1", "sophiie.prompt: 5", "sophiie.mood: 1"]
)  # fmt: skip
inner = st.sampled_from(
    ["say: Hello", "ask: A?", "answer: B", "follow_up: C?", "title: T", "wait", "end call", "do: D"]
)
openers = st.sampled_from(["FIRST_MESSAGE", "WHEN a customer asks", 'WHEN contains "a"', "THEN"])
blocks = st.builds(lambda opener, rest: "\n  ".join([opener, *rest]), openers, st.lists(inner, max_size=5))
scripts = st.builds(
    lambda above, below: TOP + "\n".join([*above, *below]) + "\n",
    st.lists(lines, max_size=4),
    st.lists(blocks, max_size=2),
)


@law
@given(scripts)
def test_what_a_script_compiles_to_reads_as_what_it_says(text: str) -> None:
    compiled = compile_text(text)
    if compiled.ok:
        body = compiled.payloads[0].value
        assert same_json(compile_text(again(body, "sophiie")).payloads[0].value, body)
        contract.UpdateScenario.model_validate({key: body[key] for key in body if key != "mood"})


def test_a_payload_that_another_platform_has_words_for_is_not_taken_for_one_of_sophiie() -> None:
    payload = {
        "name": "A",
        "lead_scenario": {"instructions": {"task_instructions": "b", "reason_for_call": "c"}},
        "folder": "d",
    }

    made = decompile(json.dumps(payload), source="sophiie")

    assert made.text is None
    assert [found.message for found in made.diagnostics] == ["this is no `sophiie`: it reads as `eqho`"]
