"""Eqho: what scripts become, that it comes back, and that nothing is lost without a word."""

import json
import subprocess
import sys
import types
import typing
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from scn_compiler import check, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.eqho import vocabulary
from scn_compiler.platforms.eqho.payload import Action, ScenarioBody
from scn_compiler.platforms.matrix import constructs, is_silent
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import FIELDS
from support.paths import CORPUS, ROOT
from support.scripts import HOSTILE, hostile_texts, json_values

SEED = CORPUS / "eqho" / "seed-update-scenario-request.json"
HEAD = "target: eqho\n\nscenario: A call\nreason: You need help\n"
TOLD = f"{HEAD}instructions: Ask for help\n"

many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def body(text: str) -> dict[str, Any]:
    """The only payload of a script without errors."""
    compiled = compile_text(text)
    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    (payload,) = compiled.payloads
    return typing.cast("dict[str, Any]", payload.value)


def steps(blocks: str, head: str = HEAD) -> list[str]:
    """What the caller is told of blocks, a step each."""
    told: str = body(f"{head}\n{blocks}")["lead_scenario"]["instructions"]["task_instructions"]
    return told.rsplit("\n\n", maxsplit=1)[-1].split("\n")


def said(text: str) -> list[tuple[str, Severity]]:
    return [(found.name, found.severity) for found in check(text)]


# --- samples


@pytest.mark.skipif(not SEED.is_file(), reason="the corpus is not here")
def test_the_published_example_is_a_sample_key_by_key() -> None:
    example = SEED.read_text(encoding="utf-8")
    made = body((ROOT / "samples" / "seed-eqho.scn").read_text(encoding="utf-8"))
    script = decompile(example).text or ""

    assert json.dumps(made) == json.dumps(json.loads(example))
    assert " raw:" not in script
    assert [line for line in script.splitlines() if line.startswith("eqho.")] == [
        'eqho.scenario_set_id: "<string>"'
    ]


def test_one_script_is_for_two_platforms() -> None:
    text = (ROOT / "samples" / "both-platforms.scn").read_text(encoding="utf-8")
    compiled = compile_text(text, target="eqho")

    assert check(text) == ()
    assert compiled.diagnostics == ()
    made = compiled.payloads[0].value
    ScenarioBody.model_validate(made)
    assert made["lead_scenario"]["persona"] == "A customer who wants to come by today"
    assert len(made["evaluation_criteria"]["nl_assertions"]) == 2
    assert made["lead_scenario"]["instructions"]["task_instructions"].count("Each time the agent") == 2


# --- fields


def test_fields_stand_where_the_example_has_them() -> None:
    made = body(
        f"{TOLD}role: Ann\nlanguage: sv\nknows: A\nunknown: B\nfolder: F\npurpose: P\nnotes: N\n"
        "direction: outbound\nmedium: chatbot\n"
    )

    assert made == {
        "name": "A call",
        "lead_scenario": {
            "instructions": {
                "task_instructions": "Ask for help",
                "language": "sv",
                "reason_for_call": "You need help",
                "known_info": "A",
                "unknown_info": "B",
            },
            "persona": "Ann",
        },
        "folder": "F",
        "description": {"purpose": "P", "notes": "N"},
        "environment_setup": {"conversation_direction": "outbound", "conversation_medium": "chatbot"},
    }
    assert list(made) == [key for key in vocabulary.TOP_KEYS if key in made]


def test_a_tool_says_what_is_said_of_it_and_no_more() -> None:
    made = body(
        f"{TOLD}caller_tool: a\n  kind: email\ncaller_tool: b\n  kind: text\n  title: B\n  slug: bb\n  async: yes\n"
        "  delayed_after: 2s\n  temperature: 0.5\n  on_failed: Oh\n"
    )["lead_scenario"]["actions"]

    assert made == {
        "a": {"name": "a", "slug": "a", "type": "email"},
        "b": {
            "name": "B",
            "slug": "bb",
            "type": "text",
            "messages": {"failed": "Oh"},
            "delayed_timing_milliseconds": 2000,
            "is_async": True,
            "non_live_llm_settings": {"temperature": 0.5},
        },
    }


def test_every_detail_of_a_tool_has_a_place_and_every_place_of_the_contract_a_detail() -> None:
    assert set(vocabulary.TOOL_PATHS) == {
        name for name, spec in FIELDS.items() if "caller_tool" in spec.under
    }
    assert {path[0] for path in vocabulary.TOOL_PATHS.values()} == set(Action.model_fields)


def test_mocks_variables_and_messages() -> None:
    made = body(
        f"{TOLD}mock_error pay = It is down\nmock get = [1, null]\ngiven lead.age = 7\ngiven lead.name = Ann B\n"
        "history: caller: Hello: you\nhistory: agent:\nhistory: tool: []\nhistory: system: S\n"
    )["environment_setup"]

    assert made == {
        "dynamic_variables": {"lead.age": 7, "lead.name": "Ann B"},
        "action_mocks": {
            "pay": {"default_is_error": True, "default_return_value": "It is down"},
            "get": {"default_is_error": False, "default_return_value": [1, None]},
        },
        "message_history": [
            {"role": "user", "content": "Hello: you"},
            {"role": "assistant", "content": ""},
            {"role": "tool", "content": "[]"},
            {"role": "system", "content": "S"},
        ],
    }


@pytest.mark.parametrize(
    ("line", "compared"),
    [
        ("", {}),
        ("compare: all", {"compare_args": None}),
        ("compare: none", {"compare_args": []}),
        ("compare: a, b", {"compare_args": ["a", "b"]}),
        ('compare raw: ["all"]', {"compare_args": ["all"]}),
        ('compare raw: ["none"]', {"compare_args": ["none"]}),
    ],
)
def test_what_is_compared_of_a_call(line: str, compared: dict[str, Any]) -> None:
    text = f"{TOLD}expect_call: f(a=1, b=2)\n  {line}\n"
    made = body(text)
    again = decompile(json.dumps(made)).text or ""

    expected = {"tool_call_id": "call_1", "name": "f", "arguments": {"a": 1, "b": 2}, **compared}
    assert made["evaluation_criteria"]["actions"] == [expected]
    assert line in again
    assert "eqho.patch" not in again


def test_calls_without_an_id_are_numbered_beside_those_with_one() -> None:
    lines = "".join(
        f"expect_call: f()\n{below}" for below in ("", "  call_id: call_1\n", "", "  call_id: call_4\n", "")
    )
    made = body(f"{TOLD}{lines}")["evaluation_criteria"]["actions"]

    assert [call["tool_call_id"] for call in made] == ["call_2", "call_1", "call_3", "call_4", "call_5"]


@pytest.mark.parametrize(
    "word", [*vocabulary.EMPTY_PARTS, *(f"null {word}" for word in vocabulary.EMPTY_PARTS)]
)
def test_a_part_that_holds_nothing_comes_back_with_one_word(word: str) -> None:
    made = body(f"{TOLD}empty: {word}\n")
    path, kind = vocabulary.EMPTY_PARTS[word.removeprefix("null ")]
    inner: Any = made
    for key in path:
        inner = inner[key]

    assert inner == (None if word.startswith("null") else kind())
    assert f"empty: {word}\n" in (decompile(json.dumps(made)).text or "")


PATCHED = f"{HEAD}language: en\ninstructions: Ask for help\n"


@pytest.mark.parametrize(
    ("part", "value", "lines"),
    [
        (
            "environment_setup",
            {"message_history": [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": None, "tool_calls": [{"name": "look_up"}]},
                {"role": "tool", "content": "{}", "tool_call_id": "1"},
            ]},
            ["history: caller: Hi", "history: agent:", "history: tool: {}"],
        ),
        (
            "evaluation_criteria",
            {"actions": [
                {"tool_call_id": "a", "name": "find", "arguments": {"day": 1}},
                {"name": "look_up", "arguments": {"x": 1}, "requestor": None},
                {"tool_call_id": "c", "name": "book", "arguments": None, "weight": 2},
            ]},
            ["expect_call: find(day=1)", "  call_id: a", "expect_call: look_up(x=1)", "expect_call: book()",
             "  call_id: c"],
        ),
    ],
)  # fmt: skip
def test_only_what_a_line_cannot_say_is_left_to_the_patch(part: str, value: Any, lines: list[str]) -> None:
    payload = body(PATCHED) | {part: value}
    script = decompile(json.dumps(payload)).text or ""
    (made,) = compile_text(script).payloads

    assert made.value == payload
    written = script.partition("Ask for help\n")[2].split("eqho.patch")[0]
    assert written.splitlines() == lines


def test_a_response_full_of_nulls_needs_no_json() -> None:
    tool = dict.fromkeys(
        ("instructions", "minimum_execution_time_milliseconds", "execution_order", "non_live_llm_settings")
    )
    tool["messages"] = {}
    payload = {
        "_id": "65f000000000000000000001",
        "name": "A call",
        "lead_scenario": {
            "instructions": {"task_instructions": "Ask", "reason_for_call": "Help", "known_info": None},
            "persona": None,
            "actions": {"end": {"name": "end", "slug": "end", "type": "terminate_call", **tool}},
        },
        "scenario_set_id": None,
        "folder": None,
        "evaluation_criteria": {
            "actions": [
                {"tool_call_id": "call_1", "name": "f", "arguments": {}, "info": None, "compare_args": None},
                {"tool_call_id": "x", "name": "g", "arguments": {}, "info": "why", "compare_args": []},
            ],
            "nl_assertions": [],
        },
    }
    made = decompile(json.dumps(payload))
    text = made.text or ""

    assert [found.name for found in made.diagnostics] == ["read-only-key"]
    assert [line for line in text.splitlines() if " raw:" in line or "eqho." in line] == []
    assert body(text) == {key: value for key, value in payload.items() if key != "_id"}


@pytest.mark.parametrize(
    ("role", "hint"),
    [
        ("Customer", "did you mean `caller`?"),
        ("Agent", "did you mean `agent`?"),
        ("systm", "did you mean `system`?"),
    ],
)
def test_a_role_that_is_nearly_one_is_pointed_at(role: str, hint: str) -> None:
    text = f"{TOLD}history: caller: Hello\nhistory: {role}: Hi\n"
    (found,) = check(text)

    assert (text[found.span.start : found.span.end], found.hint) == (role, hint)
    assert said(f"{TOLD}history: supervisor: Hi\n") == []


@pytest.mark.parametrize("name", ["reason", "instructions"])
def test_a_text_without_its_value_is_reported_once(name: str) -> None:
    other = {"reason": "instructions: Ask", "instructions": "reason: You need help"}[name]

    assert said(f"target: eqho\nscenario: A call\n{name}:\n{other}\n") == [("empty-text", Severity.ERROR)]


# --- what the caller is told


def test_blocks_are_told_as_steps() -> None:
    assert steps(
        "FIRST_MESSAGE\n  say: Hello.\n\n"
        "@ask WHEN The agent asks why.\n  do: Explain it\n"
        "THEN\n  say: Bye\n  end call\n\n"
        'WHEN contains "a" OR contains "b" OR contains "c"\n  say: Say "no"\n\n'
        "AFTER @ask\n  say: Really?\n"
    ) == [
        '1. You speak first: say exactly "Hello."',
        "2. Each time the agent asks why: do this in your own words: Explain it.",
        '3. On your next turn after step 2, whatever the agent says: say exactly "Bye", then end the call.',
        '4. Each time the agent\'s message contains "a", "b" or "c": say exactly “Say "no"”',
        '5. On your next turn after step 2, whatever the agent says: say exactly "Really?"',
    ]


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ('contains "a" AND contains "b"', 'contains "a" and "b"'),
        (
            'contains "a" AND (contains "b" OR contains "c")',
            'contains "a" and ("b" or "c")',
        ),
        (
            '(contains "a" AND contains "b" AND contains "c") OR contains "d"',
            'contains ("a", "b" and "c") or "d"',
        ),
    ],
)
def test_conditions_inside_of_others_keep_their_parentheses(trigger: str, words: str) -> None:
    (step,) = steps(f"WHEN {trigger}\n  say: x\n")
    assert step == f'1. Each time the agent\'s message {words}: say exactly "x"'


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Agent asks why.", "the agent asks why"),
        ("The main agent asks why", "the main agent asks why"),
        ("Main agent's menu ends…", "the main agent's menu ends"),
        ("The Agent asks why", "the agent asks why"),
    ],
)
def test_a_sentence_about_the_agent_needs_no_quotation_marks(sentence: str, told: str) -> None:
    assert steps(f"WHEN {sentence}\n  say: x\n") == [f'1. Each time {told}: say exactly "x"']


@pytest.mark.parametrize("end", [".", "!", "?", "…", "।", "。", "？", "؟", ".)", '."'])
def test_words_that_end_a_sentence_get_no_other_end(end: str) -> None:
    assert steps(f"WHEN The agent waits\n  do: Go on{end}\n") == [
        f"1. Each time the agent waits: do this in your own words: Go on{end}"
    ]


def test_numbers_of_steps_are_said_to_be_no_order() -> None:
    blocks = "WHEN The agent asks who calls\n  say: x\n\nWHEN The agent asks why\n  say: y\n"
    told = body(f"{HEAD}\n{blocks}")["lead_scenario"]["instructions"]["task_instructions"]

    assert "The numbers are only names" in told.splitlines()[0]
    assert "Where no step fits" in told.splitlines()[0]


def test_the_agent_may_speak_first_and_other_languages_are_quoted() -> None:
    assert steps("FIRST_MESSAGE\n  wait\n\nWHEN Der Agent fragt\n  say: Ja\n") == [
        "1. Let the agent speak first, and then answer.",
        '2. Each time this fits what the agent says, "Der Agent fragt": say exactly "Ja"',
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('One <silence time="1s" />, two [laughter]!', 'say exactly "One, two!"'),
        ("Bye <endcall />", 'say exactly "Bye", then end the call.'),
        ('Code: <dtmf digits="12#" /> done', 'say exactly "Code:", then press the keys 12#, then say exactly "done"'),
        ('<send_sms text="Hi" />', 'send the text message "Hi"'),
        ('<ivr text="Press <silence time=\'1s\' /> 1" />',
         'say exactly, like a recorded phone menu that nobody can interrupt: "Press 1"'),
        ('<speed ratio="0.9" text="slow words" /> now', 'say exactly "slow words now"'),
        ("<spell>AB</spell> <x>", 'say exactly "AB <x>"'),
        ('<hold time="5s" />', "say nothing."),
    ],
)  # fmt: skip
def test_tags_become_deeds_or_are_left_out_with_a_warning(words: str, told: str) -> None:
    blocks = f"WHEN The agent waits\n  say: {words}\n"
    found = check(f"{HEAD}\n{blocks}")

    assert steps(blocks) == [f"1. Each time the agent waits: {told}"]
    assert {each.severity for each in found} <= {Severity.WARNING}
    assert found or "endcall" in words


def test_deeds_use_the_tools_of_the_caller() -> None:
    tools = "".join(
        f"caller_tool: {slug}\n  kind: {kind}\n"
        for slug, kind in (
            ("keys", "send_dtmf"),
            ("sms", "text"),
            ("bye", "terminate_call"),
            ("find", "webhook"),
        )
    )
    blocks = (
        'WHEN The agent waits\n  say: <dtmf digits="1" /> <send_sms text="Hi" /> <function name="find" />\n\n'
        "WHEN The agent says goodbye\n  end call\n"
    )

    assert check(f"{HEAD}{tools}\n{blocks}") == ()
    first = (
        "1. Each time the agent waits: press the keys 1 with your tool `keys`, "
        'then send the text message "Hi" with your tool `sms`, then use your tool `find`.'
    )
    assert steps(blocks, HEAD + tools) == [
        first,
        "2. Each time the agent says goodbye: end the call with your tool `bye`.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        '<audio id="1" />',
        '<client_message t="a" />',
        '<function name="f" />',
        "{{function.f.x}}",
        "{{test_profile.x}}",
    ],
)
def test_what_would_make_another_call_is_an_error(words: str) -> None:
    assert ("unsupported-by-target", Severity.ERROR) in said(
        f"{HEAD}\nWHEN The agent waits\n  say: A {words}\n"
    )


def test_variables_of_the_caller_are_known_and_filled_in() -> None:
    text = (
        f"{HEAD}knows: Much\ncaller order_id = 12\ngiven city = Rome\nexpect: {{{{test_profile.city}}}} is named\n"
        "\nWHEN The agent asks\n"
        '  say: {{test_profile.order_id}}, {{test_profile["city"]}}, {{city}}, {{transcript}}\n'
    )
    made = body(text)

    assert check(text) == ()
    assert made["lead_scenario"]["instructions"]["known_info"] == "Much\nYour order id is 12."
    assert made["evaluation_criteria"]["nl_assertions"] == ["Rome is named"]
    assert made["lead_scenario"]["instructions"]["task_instructions"].endswith(
        'say exactly "12, Rome, {{city}}, {{transcript}}"'
    )


def test_what_only_the_caller_knows_is_filled_in_in_calls_and_earlier_messages() -> None:
    text = (
        f"{TOLD}caller plan = Gold\nhistory: caller: I have {{{{test_profile.plan}}}}\n"
        'expect_call: find(plan="{{test_profile.plan}}", tags=["{{other}}", 1])\n'
    )
    made = body(text)
    assert check(text) == ()
    assert made["environment_setup"]["message_history"][0]["content"] == "I have Gold"
    assert made["evaluation_criteria"]["actions"][0]["arguments"] == {
        "plan": "Gold",
        "tags": ["{{other}}", 1],
    }

    unknown = text.replace("caller plan = Gold\n", "")
    assert [found.message for found in check(unknown)] == [
        "Eqho has no test profiles, and nothing in the script says what `plan` is"
    ] * 2


def test_triggers_are_filled_in_as_texts_are() -> None:
    text = (
        f"{HEAD}caller plan.name = Gold\n\n"
        "WHEN The agent asks for {{test_profile.plan.name}}\n  say: x\n\n"
        'WHEN contains "a" OR contains "{{test_profile.plan.name}}"\n  say: y\n'
    )
    told = body(text)["lead_scenario"]["instructions"]
    assert told["known_info"] == "Your plan name is Gold."
    assert "the agent asks for Gold:" in told["task_instructions"]
    assert 'contains "a" or "Gold":' in told["task_instructions"]

    unknown = text.replace("test_profile.plan.name", "test_profile.pin")
    found = [each for each in check(unknown) if each.severity is Severity.ERROR]
    assert [unknown[each.span.start : each.span.end] for each in found] == [
        "{{test_profile.pin}}",
        'contains "{{test_profile.pin}}"',
    ]


def test_blocks_follow_the_instructions_that_introduce_them() -> None:
    made = body(f"{TOLD}\nWHEN The agent asks\n  say: Yes\n")["lead_scenario"]["instructions"]
    assert made["task_instructions"].startswith("Ask for help\n\nFollow these steps")


# --- losses


REPORTED_WHOLE = ("Lines of `faq:`",)
"""Lines of records that have no place: the record itself is reported."""


@pytest.mark.parametrize(
    "construct",
    [each for each in constructs() if each.group not in REPORTED_WHOLE],
    ids=lambda each: f"{each.group}-{each.name}",
)
def test_no_part_of_the_language_is_dropped_in_silence(construct: Any) -> None:
    assert not is_silent(TARGETS["eqho"], construct)


def test_what_is_set_above_the_first_scenario_counts_for_each() -> None:
    text = (
        "target: eqho\nreason: Help\nmock f = 1\nexpect: A\nexpect_call: f()\ncaller_tool: t\n  kind: text\n\n"
        "scenario: One\ninstructions: X\n\nscenario: Two\ninstructions: Y\nexpect: B\nexpect_call: g(a=x)\n"
    )
    compiled = compile_text(text)
    one, two = (payload.value for payload in compiled.payloads)

    assert one["environment_setup"] == two["environment_setup"]
    assert one["lead_scenario"]["actions"] == two["lead_scenario"]["actions"]
    assert two["evaluation_criteria"]["nl_assertions"] == ["A", "B"]
    (found,) = compiled.diagnostics
    assert text[found.span.start : found.span.end] == "x"


def test_a_whole_part_can_be_passed_through() -> None:
    lead = '{"instructions": {"task_instructions": "A", "reason_for_call": "B"}}'
    text = f"target: eqho\n\nscenario: A call\neqho.lead_scenario: {lead}\n"

    assert check(text) == ()
    assert body(text)["lead_scenario"] == json.loads(lead)


def test_a_check_does_not_load_the_contract() -> None:
    program = (
        "import sys; from scn_compiler.api import check; "
        f"check({TOLD!r} + 'expect_call: f(a=1)\\n'); print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- laws


def _drawn(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the contract."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _drawn(inner[0]).filter(bool)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(_drawn, inner))
    if origin is list:
        return st.lists(_drawn(inner[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(texts, _drawn(inner[1]), max_size=2)
    if origin is Literal:
        return st.sampled_from(inner)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _drawn_model(kind)
    return SIMPLE[kind]


def _drawn_model(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {name: _drawn(_whole(field)) for name, field in model.model_fields.items()}
    required = {name: each for name, each in fields.items() if model.model_fields[name].is_required()}
    optional = {name: each for name, each in fields.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def _whole(field: Any) -> Any:
    return typing.Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


texts = st.one_of(
    st.sampled_from(["a", "call_1", "all", "none", "agent", "caller", "", "b c"]), hostile_texts
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-5, 10**6),
    float: st.floats(-10, 10) | st.integers(-5, 5),
    bool: st.booleans(),
    type(None): st.none(),
    Any: json_values,
}
payloads = _drawn_model(ScenarioBody)


@many
@given(payloads)
def test_a_payload_comes_back_equal(payload: dict[str, Any]) -> None:
    made = decompile(json.dumps(payload))

    assert made.target == "eqho"
    (again,) = compile_text(made.text or "").payloads
    assert same_json(again.value, json.loads(json.dumps(payload)))


@many
@given(st.lists(payloads, min_size=1, max_size=3))
def test_a_list_of_payloads_is_a_script_of_several_scenarios(bodies: list[dict[str, Any]]) -> None:
    made = decompile(json.dumps(bodies))

    assert same_json([each.value for each in compile_text(made.text or "").payloads], bodies)


words = st.text(alphabet="ab (): {}\"'<>é,.1", min_size=1, max_size=12).map(str.strip).filter(bool)
names = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
values = st.one_of(words, st.integers(0, 99).map(str), st.just("true"), st.just('"q"'))
one_line = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["role", "knows", "unknown", "folder", "purpose", "notes"]), words),
    st.builds("given {} = {}".format, names, values.filter(lambda value: value[:1] not in "[{")),
    st.builds("caller {} = {}".format, names, values),
    st.builds("mock {} = {}".format, names.map("m_{}".format), values),
    st.builds("mock_error {} = {}".format, names.map("e_{}".format), values),
    st.builds("history: {}: {}".format, st.sampled_from(["caller", "agent", "system", "x"]), words),
    st.builds("expect: {}".format, words),
    st.builds("expect_call: {}(a={})\n  {}".format, names, st.integers(0, 9),
              st.sampled_from(["by: agent", "by: caller", "compare: all", "compare: none", "info: x", ""])),
    st.builds("caller_tool: {}\n  kind: text\n  {}".format, names,
              st.sampled_from(["async: no", "order: 3", "on_start: Hm", "settings: {}", "verbosity: low"])),
)  # fmt: skip


@many
@given(st.lists(one_line, max_size=8, unique_by=lambda line: line.partition("=")[0].partition("(")[0]), words)
def test_what_a_script_says_is_said_again_without_json(lines: list[str], told: str) -> None:
    text = "\n".join([HEAD + f"instructions: {told}", *lines]) + "\n"
    compiled = compile_text(text)
    (payload,) = compiled.payloads
    made = decompile(json.dumps(payload.value))

    assert made.text is not None
    assert "eqho.patch" not in made.text
    assert same_json(compile_text(made.text).payloads[0].value, payload.value)


@many
@given(payloads, st.data())
def test_a_damaged_payload_is_read_or_refused_and_nothing_falls_over(
    payload: dict[str, Any], data: st.DataObject
) -> None:
    _damage(payload, data)
    made = decompile(json.dumps(payload))

    if made.text is not None and made.target == "eqho" and not made.diagnostics:
        assert same_json([each.value for each in compile_text(made.text).payloads], [payload])


def _damage(value: Any, data: st.DataObject) -> None:
    """Put something else into one place of a payload."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(value[key], dict | list) or not value[key] or data.draw(st.booleans()):
            value[key] = data.draw(json_values)
            return
        value = value[key]


@many
@given(st.text(alphabet=HOSTILE + "()=", max_size=20))
def test_any_words_of_a_record_are_said_to_be_wrong_or_taken(record: str) -> None:
    for found in check(f"{TOLD}expect_call: {record}\nhistory: {record}\nempty: {record}\n"):
        assert found.message
