"""scn gives all the advice of Cekura's references, and finds everything that Cekura's offline check of suites finds."""

import copy
import json
from typing import Any

from scn_compiler import check, compile_text, decompile, fix_text
from support.cases import every
from support.payloads import ROW

HEAD = """\
scenario: n
role: A customer
language: en
personality: 3
"""
BYE = """\
WHEN The agent says goodbye
  end call
"""


def _script(*blocks: str, head: str = HEAD, first: str = "say: Hi") -> str:
    return head + f"FIRST_MESSAGE\n  {first}\n" + "".join(f"{block}\n" for block in blocks) + BYE


def _answer(text: str) -> str:
    return f"WHEN The agent asks for a day\n  say: {text}"


def _then(text: str) -> str:
    return f"{_answer('Friday')}\nTHEN\n  say: {text}"


def _trigger(*triggers: str) -> str:
    return _script(*(f"WHEN {trigger}\n  say: Friday {number}" for number, trigger in enumerate(triggers)))


def _with(*lines: str, text: str = "Friday") -> str:
    return _script(_answer(text), head=HEAD + "".join(f"{line}\n" for line in lines))


def _expecting(*statements: str, text: str = "Friday") -> str:
    return _with(*(f"expect: {statement}" for statement in statements), text=text)


def _cases(count: int) -> str:
    return "".join(_script(head=HEAD.replace("scenario: n", f"scenario: n{case}")) for case in range(count))


SUITE = "target: cekura-suite\n"
MENU = "say: <ivr text='Press 1' />"
NAMED = "De The Copper Pot, thank you"
ENGLISH = "Hello, what would you need to know, please?"
OTHER_VOICE = 'cekura.personality: {"base": 3, "language": "es"}'
CALLED = 'cekura.functions: [{"name": "f", "type": "rest_api", "config": {"url": "%s", "response_mapping": {"a": "$.a"}}}]'
ADVICE: list[tuple[str, str, str]] = [
    ("others, anything else", _script("WHEN anything else\n  say: x"), "catch-all-trigger"),
    ("trigger is a quotation", _trigger('The agent says "How may I help you today?"'), "quoted-trigger"),
    ("trigger in the first person", _trigger("I am asked for a day"), "quoted-trigger"),
    ("trigger of one word", _trigger("greeting"), "bare-string-trigger"),
    ("trigger names silence", _trigger("The agent is silent"), "silence-trigger"),
    ("trigger names elapsed time", _trigger("The agent says nothing for 5 seconds"), "silence-trigger"),
    ("trigger names a retry count", _trigger("The agent asks for the third time"), "silence-trigger"),
    ("once already", _trigger("Once the agent has already asked for a day"), "silence-trigger"),
    ("trigger joins two behaviors", _trigger("The agent asks for a day and offers a discount"), "compound-trigger"),
    ("two triggers of one wording", _trigger("The agent asks for a day", "The agent asks for a day"), "duplicate-trigger"),
    ("two triggers alike", _trigger("The agent asks for a good day", "The agent asks you for a good day"), "similar-triggers"),
    ("more than 15 steps", _trigger(*(f'contains "word{step:02}x"' for step in range(16))), "too-many-conditions"),
    ("role mentions the main agent",
     _script(head=HEAD.replace("customer", "customer. The main agent should greet")), "role-describes-agent"),
    ("role wants, and mentions the main agent",
     _script(head=HEAD.replace("customer", "customer who wants a day. The agent should greet")), "role-describes-agent"),
    ("no reachable endcall", _script().replace(BYE, ""), "no-endcall"),
    ("step after endcall", _script(_answer("Bye <endcall /> Bye")), "step-after-endcall"),
    ("pause after endcall", _script(_answer("Bye <endcall /> <hold time='1s' />")), "pause-after-endcall"),
    ("followup of an endcall step", _script(_answer("Bye <endcall />") + "\nTHEN\n  say: x"), "followup-of-endcall"),
    ("long silence in a followup", _script(_then("Hm <silence time='9s' />")), "long-silence-in-followup"),
    ("leading silence in the first message", _script(first="say: <silence time='1s' /> Hi"), "leading-silence"),
    ("ivr in the first message of an inbound test", _script(_answer("<dtmf digits='1' /> x"), first=MENU), "ivr-in-inbound-test"),
    ("pure dtmf turn", _script(_answer("<dtmf digits='1' />")), "dtmf-alone"),
    ("interruption of 0 s", _script(_then("<interruption time='0s' /> Wait")), "zero-interruption"),
    ("speed outside 0.8-1.2", _script(_answer("<speed ratio='1.3' /> x")), "bad-attribute-value"),
    ("volume above 1", _script(_answer("<volume ratio='1.3' /> x")), "loud-volume"),
    ("literal data that a profile holds", _with("caller id = A-4471", text="It is A-4471"), "hard-coded-profile-data"),
    ("placeholder missing from the profile",
     _with("caller id = A-4471", text="{{test_profile.idd}}"), "unknown-profile-variable"),
    ("function output without default", _with(CALLED % "https://shop.example", text="{{function.f.a}}"), "missing-default"),
    ("private URL", _with(CALLED % "http://10.0.0.7/a"), "private-url"),
    ("non-English language with an English verbatim action",
     _script(_answer(ENGLISH), head=HEAD.replace("en\n", "es\n")), "language-mismatch"),
    ("language is not the personality's", _script(head=HEAD.replace("personality: 3", OTHER_VOICE)), "language-mismatch"),
    ("at most 2 actions", _expecting("The main agent asks for a day, offers a time and confirms it"), "compound-expectation"),
    ("only the labels main agent, testing agent", _expecting("The bot asks for a day"), "wrong-speaker"),
    ("begins with the main agent", _expecting("The caller confirms a day"), "wrong-speaker"),
    ("no subjective adverbs", _expecting("The main agent politely asks for a day"), "unseen-expectation"),
    ("no farewell grading", _expecting("The main agent says goodbye"), "farewell-expectation"),
    ("2-6 lines", _expecting(*(f"The main agent names day {day}" for day in range(7))), "many-expectations"),
    ("suite of more than 12 cases", SUITE + _cases(13), "large-suite"),
    ("missing key", SUITE + _script(), "missing-key"),
    ("name not unique", SUITE + _script() + _script(), "duplicate-scenario-name"),
]  # fmt: skip
"""Scripts that each ignore one piece of advice from the platform's references."""


def test_the_valid_script_raises_nothing() -> None:
    assert check(_script(_then("At nine"))) == ()
    assert check(_expecting("The main agent should ask for a day", "The main agent confirms it")) == ()


@every(("advice", "script", "name"), ADVICE, ids=[advice for advice, _, _ in ADVICE])
def test_disregarded_advice_is_named(advice: str, script: str, name: str) -> None:
    assert name in {found.name for found in compile_text(script, path="n.scn").findings.reported}, advice


UNENDED = _script().replace(BYE, "")
PEACE: list[tuple[str, str]] = [
    *((f"no speaker in: {statement}", _expecting(statement)) for statement in (
        "The customer support agent names the fee",
        "The customer service agent offers a refund",
        "The customer is told the price",
        "The caller is transferred to billing",
        "Caller ID is confirmed by the main agent",
        "Customer data is not read aloud",
        "Customer names are not read aloud",
        "The user account is locked",
    )),
    ("a caller with the tool to hang up", UNENDED.replace("FIRST", "tools: end_call\nFIRST")),
    ("a caller that hangs up when transferred", UNENDED.replace("FIRST", "tools: end_call_only_on_transfer\nFIRST")),
    ("a tool by its id", UNENDED.replace("FIRST", 'cekura.tool_ids: ["TOOL_END_CALL"]\nFIRST')),
    ("a phone menu does not hang up", UNENDED.replace("Hi", "<ivr text='Press 1' />")),
    ("a voicemail does not hang up", UNENDED.replace("Hi", "<voicemail />")),
    ("an end within a text", UNENDED.replace("Hi", "Wrong number. <endcall />")),
    ("a part of a scenario", "target: cekura-row\nWHEN The agent asks for a day\n  say: Friday\n"),
    ("a long silence in a WHEN", _script(_answer("Hm <silence time='20s' />"))),
    ("a hold in a followup", _script(_then("Hm <hold time='20s' />"))),
    ("a silence of 8 s in a followup", _script(_then("Hm <silence time='8s' />"))),
    ("a pause before the end", _script(_answer("Bye <silence time='1s' /> <endcall />"))),
    ("a pause within the first message", _script(first="say: Hi <silence time='1s' /> there")),
    ("keys and words", _script(_answer("<dtmf digits='1' /> Done"))),
    ("keys with the end", _script(_answer("<dtmf digits='1' />") + "\n  end call")),
    ("a profile that only the platform knows", _with("profile: 3", text="{{test_profile.id}}")),
    ("words that are no data", _with("caller mood = calm", text="I am calm")),
    ("digits beside words", _script('WHEN contains "4471" OR contains "order"\n  say: x')),
    ("keys that the agent presses", _script('WHEN contains "DTMF: 2"\n  say: x')),
    ("an English name in a Spanish text", _script(_answer(NAMED), head=HEAD.replace("en\n", "es\n"))),
    ("several languages", _script(_answer(ENGLISH), head=HEAD.replace("en\n", "multi\n"))),
    ("a role with an agent in it", _script(head=HEAD.replace("customer", "customer who calls a travel agent"))),
    *((f"a caller's trait: {role}", _script(head=HEAD.replace("A customer", role))) for role in (
        "A customer who thinks the agent must be a robot",
        "A customer who insists that the agent should call the manager",
        "A customer in a hurry. He expects that the agent has to know him",
    )),
    *((f"no code: {name}", _script(f'WHEN contains "{name}"\n  say: x')) for name in ("covid-19", "A1C", "401k", "911")),
    ("one action with three objects", _expecting("The main agent repeats the day, the time and the name")),
    ("the caller's things", _expecting("The caller's name is repeated by the main agent")),
    ("what belongs to an agent", _expecting("The agent's desk is named", "The bot’s desk is named")),
    ("a word with a bot in it", _expecting("The bot-like voice is heard", "AI agent-like words are heard")),
    ("an assistant that is none", _expecting("The assistant manager is called", "AI assistant-like words are heard")),
    ("a template with its own name as value", _with("caller name1 = name1", text="{{test_profile.name1}}")),
    ("a value in a tag", _with("caller pin = 44711", text='<dtmf digits="44711" /> Done')),
    ("a longer number", _with("caller zip = 12345", text="It is 12345-6789 for 12345.50 or 1.12345 or 6-12345")),
    ("an address in the open", _with(CALLED % "https://10.example.com/local")),
]  # fmt: skip
"""Right scripts that are close to the advice. (A request body has no place for variables.)"""


@every(("what", "script"), PEACE, ids=[what for what, _ in PEACE])
def test_near_misses_of_the_advice_raise_nothing(what: str, script: str) -> None:
    found = {each.name for each in compile_text(script, path="n.scn").findings.reported}

    assert found - {"unsupported-by-target"} == set(), what


@every("text", ["12345.", "12345-", "No.12345", "(12345)", "{{test_profile.zip}} 12345"])
def test_a_value_beside_marks_is_found(text: str) -> None:
    names = [found.name for found in check(_with("caller zip = 12345", text=text))]

    assert names.count("hard-coded-profile-data") == 1


@every(
    "who",
    ["The bot", "AI", "The AI agent", "the AI assistant", "The assistant", "Assistant", "The voice agent"],
)
@every("does", ["asks for a day", "should ask for a day", "never says a day", "is asked for a day"])
def test_whoever_may_be_either_agent_is_renamed(who: str, does: str) -> None:
    fixed = fix_text(_expecting(f"{who} {does}"), unsafe=True)

    assert fixed.text == _expecting(f"The main agent {does}")


CASE: dict[str, Any] = {
    "name": "n",
    "key": "k",
    "type": "conditional_actions",
    "language": "en",
    "expected_outcome": "The main agent confirms the day",
    "conditional_actions": {
        "role": "r",
        "conditions": [
            ROW,
            {**ROW, "id": 1, "condition": "The agent asks for a day", "action": "Friday"},
            {**ROW, "id": 2, "condition": 1, "action": "Bye <endcall />", "type": "action_followup"},
        ],
    },
}
UNSCRIPTED = {
    "name": "n",
    "key": "k",
    "instructions": "x",
    "expected_outcome": "The main agent confirms the day",
}


def _case(**changes: Any) -> dict[str, Any]:
    return {"version": "1", "scenarios": [{**copy.deepcopy(CASE), **changes}]}


def _without_key(case: dict[str, Any], key: str) -> dict[str, Any]:
    return {"version": "1", "scenarios": [{name: case[name] for name in case if name != key}]}


def _condition(index: int, **changes: Any) -> dict[str, Any]:
    suite = _case()
    suite["scenarios"][0]["conditional_actions"]["conditions"][index].update(changes)
    return suite


def _spelled() -> dict[str, Any]:
    suite = _condition(1, action="<spell>AB</spell>")
    suite["scenarios"][0]["expected_outcome"] = "The main agent spells the name"
    return suite


def _many(count: int) -> dict[str, Any]:
    cases = [{**UNSCRIPTED, "name": f"n{case}", "key": f"k{case}"} for case in range(count)]
    return {"version": "1", "scenarios": cases}


LOSS = "<network_simulation packet_loss='1'"
LINTED: list[tuple[str, Any, str]] = [
    ("ivr in capitals", _condition(1, action='<IVR text="x" />'), "unknown-tag"),
    ("ivr as a block", _condition(1, action="<ivr>x</ivr>"), "unclosed-tag"),
    ("ivr twice", _condition(1, action='<ivr text="x" /><ivr text="y" />'), "tag-must-stand-alone"),
    ("ivr with words beside it", _condition(1, action='<ivr text="x" /> y'), "tag-must-stand-alone"),
    ("hold in ivr", _condition(1, action="<ivr text=\"x <hold time='1s' />\" />"), "bad-nesting"),
    ("action over 16 KiB", _condition(1, action="x" * 16385), "action-too-long"),
    ("interruption malformed", _condition(2, action='<interruption time="1" /> x <endcall />'), "bad-attribute-value"),
    ("interruption behind words", _condition(2, action='x <interruption time="1s" /> x <endcall />'), "tag-must-be-first"),
    ("interruption outside a followup", _condition(1, action='<interruption time="1s" /> x'), "tag-only-in-followup"),
    ("interruption of 0 s", _condition(2, action='<interruption time="0s" /> x <endcall />'), "zero-interruption"),
    ("speed as a block", _condition(1, action='<speed ratio="1">x</speed>'), "unclosed-tag"),
    ("speed without ratio", _condition(1, action="<speed /> x"), "missing-attribute"),
    ("speed out of range", _condition(1, action='<speed ratio="2.1" /> x'), "bad-attribute-value"),
    ("volume out of range", _condition(1, action='<volume ratio="2.1" /> x'), "bad-attribute-value"),
    ("speed behind words", _condition(1, action='x <speed ratio="1.1" /> x'), "tag-must-be-first"),
    ("network_simulation as a block", _condition(1, action=f"{LOSS}>x</network_simulation>"), "unclosed-tag"),
    ("network_simulation with another attribute", _condition(1, action='<network_simulation loss="1" /> x'), "unknown-attribute"),
    ("network_simulation not a number", _condition(1, action='<network_simulation jitter="1s" /> x'), "bad-attribute-value"),
    ("network_simulation out of range", _condition(1, action=LOSS.replace("1", "101") + " /> x"), "bad-attribute-value"),
    ("dtmf digits", _condition(1, action='<dtmf digits="x" /> x'), "bad-attribute-value"),
    ("unknown sound", _condition(1, action='<noise sound="bep" /> x'), "unknown-sound"),
    ("audio", _condition(1, action='<audio id="x" />'), "managed-tag"),
    ("condition is a verbatim quote", _condition(1, condition='The agent says "How may I help you?"'), "quoted-trigger"),
    ("spelling asserted", _spelled(), "asr-fragile-literal"),
    ("pause after endcall", _condition(2, action='Bye <endcall /> <silence time="1s" />'), "pause-after-endcall"),
    ("condition is no object", _case(conditional_actions={"role": "r", "conditions": [ROW, "x"]}), "wrong-type"),
    ("negative id", _condition(1, id=-1), "missing-id"),
    ("duplicate id", _condition(2, id=1), "duplicate-id"),
    ("ids out of order", _condition(1, id=7), "id-not-ascending"),
    ("unknown type of condition", _condition(1, type="x"), "missing-type"),
    ("fixed_message false", _condition(1, fixed_message=False), "improvised-in-suite"),
    ("first id not 0", _condition(0, id=5), "first-message-not-first"),
    ("first condition another", _condition(0, condition="x"), "no-first-message"),
    ("first message improvised", _condition(0, fixed_message=False), "improvised-first-message"),
    ("followup of a string", _condition(2, condition="1"), "bad-reference"),
    ("followup of a later one", _condition(2, condition=3), "bad-reference"),
    ("standard without a trigger", _condition(1, condition=" "), "empty-text"),
    ("empty action", _condition(1, action=" "), "empty-text"),
    ("personality of another kind", _case(personality="x"), "bad-platform-value"),
    ("personality with a forbidden key", _case(personality={"base": 3, "interruption_level": 1}), "bad-platform-value"),
    ("personality with an unknown key", _case(personality={"base": 3, "mood": "x"}), "bad-platform-value"),
    ("personality without base", _case(personality={"prompt": "x"}), "bad-platform-value"),
    ("metrics no list", _case(metrics="x"), "wrong-type"),
    ("metric no slug", _case(metrics=["Foo-Bar"]), "bad-field-value"),
    ("metric below 1", _case(metrics=[0]), "bad-field-value"),
    ("agent_id", {**_case(), "agent_id": 3}, "removed-key"),
    ("name missing", _without_key(CASE, "name"), "missing-name"),
    ("name too long", _case(name="x" * 81), "name-too-long"),
    ("key missing", _without_key(CASE, "key"), "missing-key"),
    ("key blank", _case(key=" "), "bad-field-value"),
    ("unknown type of case", _case(type="x"), "missing-scenario-type"),
    ("role missing", _case(conditional_actions={"conditions": CASE["conditional_actions"]["conditions"]}), "missing-role"),
    ("conditions missing", _case(conditional_actions={"role": "r"}), "missing-condition"),
    ("language missing", _without_key(CASE, "language"), "missing-language"),
    ("instructions beside conditions", _case(instructions="x"), "unsupported-by-target"),
    ("instructions missing", _without_key(UNSCRIPTED, "instructions"), "bad-platform-value"),
    ("expected_outcome missing", _without_key(CASE, "expected_outcome"), "missing-expectation"),
    ("unknown tool", _case(tools=["x"]), "unknown-tool"),
    ("unknown key of a test profile", _case(test_profile={"x": {}}), "bad-platform-value"),
    ("version", {**_case(), "version": "2"}, "bad-platform-value"),
    ("unknown key of defaults", {**_case(), "defaults": {"x": 1}}, "unknown-platform-key"),
    ("no scenarios", {"version": "1", "scenarios": []}, "wrong-type"),
    ("over 12 cases", _many(13), "large-suite"),
    ("over 200 cases", _many(201), "too-many-scenarios"),
    ("over 1 MB", _case(expected_outcome="The main agent confirms. " * 50_000), "too-many-scenarios"),
    ("names twice", {"version": "1", "scenarios": [CASE, {**CASE, "key": "other"}]}, "duplicate-scenario-name"),
    ("keys twice", {"version": "1", "scenarios": [CASE, {**CASE, "name": "other"}]}, "duplicate-field"),
]  # fmt: skip
"""Problems that the platform's offline check of suites finds (infra test suite skill, 2026-09-10), each once."""


def _kept(payload: Any) -> set[str]:
    made = decompile(json.dumps(payload))
    found = compile_text(made.text or "", path="n.scn").findings.reported
    return {each.name for each in (*made.diagnostics, *found)}


def test_a_suite_is_clean_until_something_is_wrong_with_it() -> None:
    assert _kept(_case()) == set()
    assert _kept({"version": "1", "scenarios": [UNSCRIPTED]}) == set()


@every(("what", "payload", "name"), LINTED, ids=[what for what, _, _ in LINTED])
def test_what_the_platforms_own_check_finds_is_found(what: str, payload: Any, name: str) -> None:
    assert name in _kept(payload), what
