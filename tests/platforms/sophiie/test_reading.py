"""Sophiie: bodies become scripts and come back equal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms.sophiie import payload as contract
from scn_compiler.platforms.sophiie.read import read
from support.cases import every
from support.laws import many
from support.scripts import hostile_texts, json_values
from support.sophiie import TOP, again

filled = hostile_texts.filter(bool)
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


# Reading


@pytest.mark.parametrize("source", ["sophiie", "sophiie-create"])
def test_a_body_that_says_nothing_is_read_where_the_target_is_named(source: str) -> None:
    assert again({}, source) == f"target: {source}\n\nscenario:\n"
    assert again({"name": "A"}, source) == f"target: {source}\n\nscenario: A\n"


def test_a_page_of_the_list_becomes_a_script_of_several_scenarios() -> None:
    entries = [{"id": 1, "name": "A", "isActive": True}, {"id": 2, "name": "B", "isActive": False}]
    page = {"scenarios": entries, "totalPages": 1, "currentPage": 1, "totalCount": 2}
    assert again(page) == "target: sophiie\n\nscenario: A\nactive: yes\n\nscenario: B\nactive: no\n"


@every(
    "payload",
    [
        {}, [], None, 5, "prompt", {"name": "A"}, {"id": 1, "name": "A"}, [{"name": "A"}], {"scenario": {}},
        {"scenario": []}, {"scenarios": []}, {"scenarios": [{"name": "A"}]}, {"prompt": "a", "model": "b"},
        {"name": "A", "system_prompt": "b"}, {"name": "A", "questions": [], "steps": []},
        {"summary": "a"}, [{"prompt": "a"}, {"conditions": []}], {"scenario": {"prompt": "a"}, "more": 1},
        {"name": "A", "instructions": "b", "scenario_type": "instruction"},
    ],
)  # fmt: skip
def test_a_payload_that_may_be_another_platforms_is_left_to_it(payload: Any) -> None:
    assert read(payload) is None


def test_a_key_that_is_not_known_goes_through() -> None:
    body = {"name": "A", "prompt": "p", "response": "r", "isActive": True, "mood": ["calm"]}
    text = again(body)
    assert 'sophiie.mood: ["calm"]' in text
    assert compile_text(text).payloads[0].value == body


properties = st.none() | json_values
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


@many
@given(bodies, st.sampled_from(["sophiie", "sophiie-create"]))
def test_a_script_that_was_read_compiles_to_the_same(body: dict[str, Any], source: str) -> None:
    made = compile_text(again(body, source)).payloads
    assert len(made) == 1
    assert same_json(made[0].value, body)


@many
@given(bodies)
def test_reading_twice_gives_the_same(body: dict[str, Any]) -> None:
    once = again(body, "sophiie")
    assert again(compile_text(once).payloads[0].value, "sophiie") == once


@many
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


@many
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


@many
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
    assert [found.message for found in made.diagnostics] == ["this payload is `eqho`, not `sophiie`"]
