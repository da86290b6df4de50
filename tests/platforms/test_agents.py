"""Scripts and payloads of agents and notes: messages in an agent's terms, empty values from servers, payload detection."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from scn_compiler import check, compile_text, decompile
from scn_compiler.cli.group import cli
from scn_compiler.platforms import PLATFORMS
from scn_dsl.diagnostic import Diagnostic, Severity
from support.cases import every

BIMPE = "target: bimpe\n\nscenario: Shop\nrole: You answer\n\n"
SOPHIIE = "target: sophiie\n\nscenario: Shop\n\n"
of_agents = pytest.mark.parametrize("head", [BIMPE, SOPHIIE], ids=["bimpe", "sophiie"])


def shown(text: str, found: Diagnostic) -> str:
    return text[found.span.start : found.span.end]


def hint_of(text: str, name: str) -> str:
    return next(found.hint or "" for found in check(text) if found.name == name)


# An agent's terms.


@of_agents
def test_a_block_without_words_is_one_in_which_the_agent_does_nothing(head: str) -> None:
    (found,) = check(f"{head}WHEN a customer asks\n")

    assert (found.name, found.hint) == ("missing-action", "add `say: …` below this line")
    assert found.message == "this block doesn't say what the agent does"


@of_agents
@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("WHEN refund\n  say: a b\n", "bare-string-trigger"),
        ("WHEN a customer asks\n  say: a b\n  say: c d\n", "two-actions"),
        ('WHEN a customer asks\n  say raw: ""\n', "empty-text"),
        ('WHEN raw: ""\n  say: a b\n', "empty-text"),
    ],
)
def test_no_hint_sends_the_author_of_an_agent_to_what_only_callers_do(
    head: str, block: str, name: str
) -> None:
    hint = hint_of(head + block, name)

    assert hint
    assert not any(
        word in hint for word in ("THEN above", "end call", "do:", "wait", "what the agent", "The agent")
    )


def test_an_agent_that_cannot_wait_gets_no_hint_about_callers() -> None:
    (found,) = check(f"{BIMPE}WHEN a customer asks\n  wait\n")

    assert (found.message, found.severity) == (
        "`wait` has no equivalent in a Bimpe workflow",
        Severity.WARNING,
    )
    assert found.related == ()


def test_tags_in_any_text_of_a_bimpe_agent_are_reported_at_their_place() -> None:
    text = (
        f'{BIMPE}faq: Is {{{{x}}}} open?\n  answer: Yes <silence/>\n\nWHEN contains "a"\n  say: Hello\n'
        "  follow_up: And\n    | [sigh] then?\n"
    )

    assert [shown(text, found) for found in check(text)] == ["{{x}}", "<silence/>", "[sigh]"]


@every(
    ("text", "place"),
    [
        (f"{BIMPE}empty: tags, rulez\n", "rulez"),
        (f"{SOPHIIE}empty: ask,\n  | respons\n", "respons"),
        ('target: sensay\nempty raw: ["topic", "x"]\n', '"x"'),
        (f"{BIMPE}tags: a\nempty: rules, tags\n", "tags"),
    ],
)
def test_what_is_wrong_in_empty_is_shown_at_its_entry(text: str, place: str) -> None:
    found = next(each for each in check(text) if each.name == "bad-field-value")

    assert shown(text, found) == place
    assert found.span.start > text.index("empty")


def test_a_keyword_without_words_is_reported_at_its_place() -> None:
    text = f'{BIMPE}WHEN contains "a" OR contains " "\n  say: Hello\n'
    (found,) = check(text)

    assert (found.message, shown(text, found)) == ("this keyword is empty", 'contains " "')


# Ids of rules.

ALIKE = (
    "WHEN The price is $5\n  say: a b\n",
    "WHEN The price is 5\n  say: c d\n",
    "WHEN A refund is due\n  say: e f\n  only_if: The order is young\n",
    "WHEN A refund is due\n  say: g h\n  only_if: The order is old\n",
)


def rules_of(text: str) -> list[dict[str, Any]]:
    (payload,) = compile_text(text).payloads
    return list(payload.value["rules"])


def test_ids_of_rules_that_read_alike_do_not_depend_on_their_order() -> None:
    ids = {
        frozenset((rule["id"], rule["response"]) for rule in rules_of(BIMPE + "\n".join(blocks)))
        for blocks in itertools.permutations(ALIKE)
    }

    assert len(ids) == 1
    assert len({id_ for id_, _ in ids.pop()}) == len(ALIKE)


def test_the_order_of_two_equal_rules_is_reported_to_matter() -> None:
    block = "WHEN A refund is due\n  say: a b\n"
    (found,) = check(BIMPE + block + block)

    assert (found.name, found.severity) == ("duplicate-id", Severity.WARNING)
    assert found.hint == "give each rule a label or a `slug:`"
    assert check(f"{BIMPE}@one {block}@two {block}") == ()


# Payloads.


def test_what_a_server_left_null_is_left_out_and_the_script_compiles() -> None:
    sophiie = {"id": 1, "name": "a", "prompt": "p", "response": None, "questions": None, "outcome": None}
    note = {"uuid": "u", "messageCount": 2, "summary": "s", "commonQuestions": None, "commonTopics": ["t"]}

    for payload, kept in (
        (sophiie, {"name": "a", "prompt": "p", "outcome": None}),
        (note, {"summary": "s", "commonTopics": ["t"]}),
    ):
        made = decompile(json.dumps(payload))
        assert {found.name for found in made.diagnostics} == {"read-only-key"}
        assert made.text is not None
        compiled = compile_text(made.text)
        assert compiled.ok
        assert compiled.payloads[0].value == kept


def test_a_workflow_with_whatever_a_server_fills_it_up_with_compiles() -> None:
    acts = {
        "id": "q",
        "name": "Q",
        "trigger": "It is late",
        "response": None,
        "action": "call",
        "enabled": True,
    }
    blank = {"id": "r", "name": "", "trigger": "", "response": "", "enabled": False}
    sent = {
        "system_prompt": "s",
        "guide": [],
        "faq": {},
        "tags": [[]],
        "rules": [[], blank, acts],
        "flows": [{"name": ""}],
    }

    made = decompile(json.dumps({"message": "ok", "data": sent}))

    assert {found.name for found in made.diagnostics} == {"read-only-key", "empty-entry"}
    assert made.text is not None
    assert "patch" not in made.text
    compiled = compile_text(made.text)
    assert compiled.diagnostics == ()
    assert compiled.payloads[0].value == {"system_prompt": "s", "rules": [{**acts, "response": ""}]}


@pytest.mark.parametrize("payload", [{"prompt": "p", "response": None}, {"commonTopics": None}])
def test_null_in_a_request_is_reported(payload: Any) -> None:
    assert "wrong-type" in {found.name for found in decompile(json.dumps(payload)).diagnostics}


def test_a_note_with_a_key_of_a_newer_version_is_read() -> None:
    made = decompile(json.dumps({"summary": "s", "commonTopics": ["t"], "sentiment": "good"}))

    assert made.target == "sensay"
    assert made.text is not None
    assert 'sensay.sentiment: "good"' in made.text
    assert compile_text(made.text).payloads[0].value == {
        "summary": "s",
        "commonTopics": ["t"],
        "sentiment": "good",
    }


def test_a_workflow_in_an_envelope_without_a_message_is_read() -> None:
    assert decompile('{"data": {"id": "w", "name": "n", "rules": []}}').target == "bimpe"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f'{BIMPE}bimpe.faq: []\nbimpe.rules: []\nbimpe.other: 1\n', ["system_prompt", "rules", "faq", "name", "other"]),
        (f"{SOPHIIE}active: yes\nsophiie.questions: []\nsophiie.prompt: \"p\"\n", ["name", "prompt", "isActive", "questions"]),
    ],
)  # fmt: skip
def test_passthrough_values_are_at_the_platforms_place(text: str, keys: list[str]) -> None:
    assert list(compile_text(text).payloads[0].value) == keys


def test_an_unknown_payload_is_answered_with_the_keys_of_each_platform() -> None:
    (found,) = decompile('{"name": "a", "description": "b"}').diagnostics

    assert found.hint
    assert all(f"`{platform.known_by}`" in found.hint for platform in PLATFORMS)
    assert "add `--from sophiie`, `--from bimpe` or `--from sensay`" in found.hint


@pytest.mark.parametrize(
    ("source", "key"), [("sophiie", "isActive"), ("bimpe", "rules"), ("sensay", "commonTopics")]
)
def test_a_few_keys_are_enough_for_each_platform_that_the_hint_names(source: str, key: str) -> None:
    assert decompile(json.dumps({key: []}), source=source).target == source


@pytest.mark.parametrize(
    ("source", "key"),
    [("cekura-when-conditions", "conditions"), ("eqho", "lead_scenario"), ("tau2", "user_scenario")],
)
def test_an_unknown_payload_of_a_named_form_is_answered_with_its_key(source: str, key: str) -> None:
    (found,) = decompile('{"role": "A patient"}', source=source).diagnostics

    assert found.hint == f"check the keys: expected `{key}`"


@every("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_what_a_platform_is_known_by_makes_a_payload_its(platform: Any) -> None:
    value: Any = {"conditions": [], "lead_scenario": {}}.get(platform.known_by, "text")

    assert decompile(json.dumps({platform.known_by: value})).target in {
        target.name for target in platform.targets
    }


def test_a_payload_that_does_not_fit_its_named_source_is_refused() -> None:
    (found,) = decompile('{"a": 1}', source="sophiie").diagnostics

    assert found.message == "not a `sophiie` payload"


# The command line, and checks.


def test_only_platforms_that_have_suites_are_offered_one(tmp_path: Path) -> None:
    script = tmp_path / "a.scn"
    script.write_text(
        "target: sophiie\nscenario: A\nactive: yes\n\nscenario: B\nactive: no\n", encoding="utf-8"
    )

    said = CliRunner().invoke(cli, ["compile", str(script)]).output

    assert "--jsonl" in said
    assert "suite" not in said


@every("target", ["cekura", "sophiie", "bimpe", "sensay"])
def test_the_example_of_a_patch_fits_the_payload(target: str) -> None:
    text = f"target: {target}\nscenario: A\nrole: r\nsummary: s\n{target}.patch: 7\n"
    found = next(each for each in check(text) if each.name == "bad-platform-value")
    (payload,) = compile_text(text).payloads

    assert found.hint
    assert any(f'"path": "/{key}"' in found.hint for key in payload.value)


def test_two_findings_of_one_line_come_in_one_order_from_check_and_compile() -> None:
    text = "tar:teg sophiie\n\nscenario: A\nactive: yes\n\nscenario: B\nactive: no\n"

    assert check(text) == compile_text(text).diagnostics
