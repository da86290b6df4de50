"""Values that Cekura accepts, rejects and ignores, according to its documents of 2026-11-29."""

import json

import pytest

from scn_compiler import check, decompile
from scn_compiler.pipeline.compile import compile_text
from scn_dsl.diagnostic import Severity
from support.cases import every

HEAD = "scenario: A\nrole: A caller\nlanguage: en\nagent: 7\npersonality: 3\nexpect: The main agent answers\n"
BLOCKS = "FIRST_MESSAGE\n  say: Hi\nWHEN The agent says goodbye\n  end call\n"
PLAYED = f"{HEAD}{BLOCKS}"
TOLD = "scenario: A\nlanguage: en\nagent: 7\npersonality: 3\ninstructions: You cancel an order.\n"
IN_SUITE = HEAD.replace("agent: 7\n", 'cekura.key: "a"\n')


def line(text: str, script: str = PLAYED) -> str:
    return script.replace("language: en\n", f"language: en\n{text}\n", 1)


def said(words: str) -> str:
    return f"{HEAD}FIRST_MESSAGE\n  wait\nWHEN The agent asks for a day\n  say: {words}\nTHEN\n  end call\n"


def suite(text: str) -> str:
    return f"target: cekura-suite\n{line(text, f'{IN_SUITE}{BLOCKS}')}"


def personality(written: str) -> str:
    return suite(f"cekura.personality: {written}").replace("personality: 3\n", "")


def triggered(sentence: str) -> str:
    return PLAYED.replace("The agent says goodbye", f'raw: "{sentence}"')


def function(mapping: str) -> str:
    config = f'{{"url": "https://shop.example", "response_mapping": {mapping}}}'
    return line(f'cekura.functions: [{{"name": "f", "type": "rest_api", "config": {config}}}]')


def mocked(entry: str) -> str:
    return line(f"cekura.generated_mock_tool_entries: [{entry}]")


def worst(script: str) -> tuple[str, str] | None:
    """The severity and name of the most severe finding, if it is more than an info."""
    found = sorted(check(script), key=lambda each: -each.severity)
    found = [each for each in found if each.severity > Severity.INFO]
    return (found[0].severity.word, found[0].name) if found else None


TAKEN = {
    "a smart caller": line('cekura.scenario_type: "real_world_smart"', TOLD),
    "a fixed caller": line('cekura.scenario_type: "real_world_fixed"', TOLD),
    "a smart caller in a suite": "target: cekura-suite\n"
    + line('cekura.type: "real_world_smart"', TOLD.replace("agent: 7\n", "")),
    "every tool": line("tools: dtmf, receive_dtmf, send_sms, call_hold, end_call, end_call_only_on_transfer"),
    "tools by their ids": line('cekura.tool_ids: ["RECEIVE_DTMF", "SEND_SMS_TOOL_CALL", "CALL_HOLD"]'),
    "a mock without an id": mocked('{"tool_name": "lookup", "new_entry": {"input": {}, "output": {"a": 1}}}'),
    "a mock with an id": mocked('{"tool_id": 5, "tool_name": "lookup", "new_entry": {"input": {}, "output": {}}}'),
    "Kazakh": PLAYED.replace("language: en", "language: kk"),
    "Uzbek": PLAYED.replace("language: en", "language: uz"),
    "a voice that says its text": said('<voice provider="cartesia" id="0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b" text="Hi" /> yes'),
    "a voice around words": said('<voice provider="cartesia" id="0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b">Hi</voice> yes'),
    "a ratio": said('<speed ratio="0.9" /> Monday'),
    "a first message that is told": line('cekura.first_message: "Hello"', TOLD),
    "a path with an index": function('{"a": "$.items[0].name", "b": "$.items[-1]", "c": "items[\\"a*b\\"].x"}'),
    "a stored profile in a suite": suite("profile: 12"),
    "a personality written out": personality(
        '{"base": 3, "name": "Dana", "end_call_enabled": true, "voice_model": "eleven_flash_v2_5"}'
    ),
}  # fmt: skip


@every("script", TAKEN.values(), ids=TAKEN)
def test_values_that_the_platform_accepts_are_clean(script: str) -> None:
    assert worst(script) is None


BAD_VALUE, BAD_KEY = ("error", "bad-field-value"), ("error", "bad-platform-value")
REFUSED = {
    "a type that does not exist": (line('cekura.scenario_type: "scripted"', TOLD), BAD_KEY),
    "blocks of another type": (
        line('cekura.patch: [{"op": "replace", "path": "/scenario_type", "value": "instruction"}]'),
        BAD_KEY,
    ),
    "a mock without a name": (mocked('{"tool_id": 5, "new_entry": {"input": {}, "output": {}}}'), BAD_KEY),
    "a mock with an empty name": (mocked('{"tool_name": " ", "new_entry": {"input": {}, "output": {}}}'), BAD_KEY),
    "a mock that answers text": (mocked('{"tool_name": "a", "new_entry": {"input": {}, "output": "found"}}'), BAD_KEY),
    "a mock that is asked text": (mocked('{"tool_name": "a", "new_entry": {"input": "x", "output": {}}}'), BAD_KEY),
    "a wildcard": (function('{"a": "$.items[*].name"}'), BAD_KEY),
    "any depth": (function('{"a": {"path": "$..name"}}'), BAD_KEY),
    "a filter": (function('{"a": "$.items[?(@.x>1)]"}'), BAD_KEY),
    "a range": (function('{"a": "$.items[0:2]"}'), BAD_KEY),
    "a mapping that is text": (function('"$.a"'), BAD_KEY),
    "a mapping that is a list": (function('["$.a"]'), BAD_KEY),
    "a mapping that is a number": (function("5"), BAD_KEY),
    "a voice with text and a block": (
        said('<voice provider="cartesia" id="0b0b0b0b-0b0b-0b0b-0b0b-0b0b0b0b0b0b" text="Hi">yes</voice>'),
        ("error", "bad-attribute-value"),
    ),
    "a speed without its first digit": (said('<speed ratio=".9" /> Monday'), ("error", "bad-attribute-value")),
    "a volume without its first digit": (said('<volume ratio=".5" /> Monday'), ("error", "bad-attribute-value")),
    "a suite's personality of no id": (suite("").replace("personality: 3", "personality: 0"), BAD_VALUE),
    "a suite's profile of no id": (suite("profile: 0"), BAD_VALUE),
    "an empty profile": (suite("cekura.test_profile: {}"), BAD_KEY),
    "a long name of a profile": (suite(f"profile: {'x' * 256}"), ("error", "name-too-long")),
    "a long name of a profile as JSON": (suite(f'cekura.test_profile: {{"name": "{"x" * 256}"}}'), BAD_KEY),
    "an unknown voice model": (personality('{"base": 3, "voice_model": "x"}'), BAD_KEY),
    "a plan of speaking": (personality('{"base": 3, "message_plan": {}}'), BAD_KEY),
    "blocks without their type": (suite('cekura.patch: [{"op": "remove", "path": "/type"}]'), BAD_KEY),
    "one name twice": (
        f"target: cekura-suite\n{(HEAD + BLOCKS).replace('agent: 7', '') * 2}",
        ("error", "duplicate-scenario-name"),
    ),
    "a key that is another's name": (
        f"target: cekura-suite\n{HEAD}{BLOCKS}".replace("agent: 7\n", "")
        + f'{HEAD}cekura.key: "A"\n{BLOCKS}'.replace("agent: 7\n", "").replace("scenario: A", "scenario: B"),
        ("error", "duplicate-field"),
    ),
}  # fmt: skip


@every(("script", "finding"), REFUSED.values(), ids=REFUSED)
def test_values_that_the_platform_refuses_are_errors(script: str, finding: tuple[str, str]) -> None:
    assert worst(script) == finding


QUESTIONABLE = {
    "a noise behind words": (said('<background_noise sound="office">Monday</background_noise>'), "unknown-sound"),
    "a sound of one list alone": (said('<background_noise sound="off">Monday</background_noise>'), "unknown-sound"),
    "a background as a noise": (said('<noise sound="coffee-shop" /> Monday'), "unknown-sound"),
    "a volume of noise": (said('<noise sound="beep" volume=".5" /> Monday'), "bad-attribute-value"),
    "a first message beside blocks": (line('cekura.first_message: "Hello"'), "unsupported-by-target"),
    "a first message beside blocks in a suite": (suite('cekura.first_message: "Hello"'), "unsupported-by-target"),
    "an old tool id": (line('cekura.tool_ids: ["TOOL_END_CALL_ON_TRANSFER"]'), "unknown-tool"),
    "a negated expression": (triggered('not contains \\"no\\"'), "broken-expression"),
    "a negated part": (triggered('(contains \\"bye\\") AND not contains \\"no\\"'), "broken-expression"),
    "small operators": (triggered('contains \\"bye\\" or contains \\"ciao\\"'), "broken-expression"),
}  # fmt: skip


@every(("script", "name"), QUESTIONABLE.values(), ids=QUESTIONABLE)
def test_values_that_its_documents_disagree_on_are_warnings(script: str, name: str) -> None:
    assert worst(script) == ("warning", name)


def test_a_language_in_the_defaults_alone_is_a_warning() -> None:
    patch = '[{"op": "remove", "path": "/scenarios/0/language"}]'
    script = f"target: cekura-suite\nlanguage: en\ncekura.patch: {patch}\n{HEAD}{BLOCKS}"
    script = script.replace("agent: 7\n", "").replace("A caller\nlanguage: en", "A caller")

    assert worst(script) == ("warning", "missing-language")


def test_a_caller_who_is_told_keeps_the_type_that_is_passed_through() -> None:
    told = compile_text(line('cekura.scenario_type: "real_world_smart"', TOLD))

    assert told.ok
    assert told.payloads[0].value["scenario_type"] == "real_world_smart"
    assert not compile_text(line('cekura.scenario_type: "real_world_smart"')).ok


def test_a_number_is_fixed_to_the_intended_one() -> None:
    for written, meant in ((".9", "0.9"), ("0,9", "0.9"), ("0.9x", "0.9"), ("90%", "0.9")):
        found = check(said(f'<speed ratio="{written}" /> Monday'))
        fix = next(each.fix for each in found if each.name == "bad-attribute-value")
        assert fix is not None
        assert fix.title == f'replace with `ratio="{meant}"`'


@pytest.mark.parametrize("operator", ["OR", "AND"])
def test_a_trigger_of_very_many_keywords_is_sent_and_comes_back(operator: str) -> None:
    trigger = f" {operator} ".join(f'contains "word{number}"' for number in range(300))
    compiled = compile_text(PLAYED.replace("The agent says goodbye", trigger))

    assert compiled.ok
    assert compiled.payloads[0].value["conditional_actions"]["conditions"][1]["condition"] == trigger
    assert f"WHEN {trigger}" in " ".join(
        (decompile(json.dumps(compiled.payloads[0].value)).text or "").split()
    ).replace("| ", "")


def test_a_documented_expression_as_json_is_clean() -> None:
    assert worst(triggered('contains \\"bye\\" OR contains \\"see you\\"')) is None
