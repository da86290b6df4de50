"""Bimpe: workflows from blocks and fields; its samples and the published example."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from scn_compiler import check, compile_text, decompile
from scn_compiler.jsondoc.codec import dump, load, same_json, without_surrogates
from scn_compiler.platforms.bimpe.ids import ids_of
from scn_compiler.platforms.bimpe.payload import CreateWorkflow, UpdateWorkflow
from scn_compiler.platforms.bimpe.shapes import LIST_SHAPES
from scn_compiler.platforms.bimpe.vocabulary import FIELD_KEYS as KEYS_OF_FIELDS
from scn_compiler.platforms.bimpe.vocabulary import KEY_ORDER
from scn_dsl.diagnostic import Severity
from support.bimpe import AGENT, made_of, said_of
from support.cases import every
from support.effort import lines_of
from support.laws import many
from support.paths import CORPUS, ROOT, SHARED
from support.workflows import workflows

SAMPLES = sorted({*(ROOT / "samples").glob("bimpe-*.scn"), ROOT / "samples" / "seed-bimpe.scn"})
SCHEMA = SHARED / "platforms" / "bimpe.schema.json"
SEED = CORPUS / "bimpe" / "seed-update-response.json"
READ_ONLY = ("id", "visibility", "is_owner", "created_at", "updated_at")
by_name = every("sample", SAMPLES, ids=lambda path: path.stem)


# Samples.


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 4


@by_name
def test_what_a_sample_compiles_to_comes_back_equal_without_a_patch(sample: Path) -> None:
    for payload in compile_text(sample.read_text(encoding="utf-8"), path=sample.name).payloads:
        again = decompile(json.dumps(payload.value))
        assert again.text is not None
        assert "bimpe." not in again.text
        assert " raw:" not in again.text
        assert same_json(made_of(again.text), payload.value)


def validator(part: str) -> Any:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{part}"})


# The published example.


@pytest.mark.skipif(not SEED.is_file(), reason="the published example is missing")
def test_the_seed_compiles_to_the_published_example_key_by_key() -> None:
    example = json.loads(SEED.read_text(encoding="utf-8"))["data"]
    wanted = {key: value for key, value in example.items() if key not in READ_ONLY}

    made = made_of((ROOT / "samples" / "seed-bimpe.scn").read_text(encoding="utf-8"))

    assert json.dumps(made) == json.dumps(wanted)


@pytest.mark.skipif(not SEED.is_file(), reason="the published example is missing")
def test_the_published_response_becomes_a_plain_script() -> None:
    made = decompile(SEED.read_text(encoding="utf-8"))

    assert made.text is not None
    assert made.target == "bimpe"
    assert [found.name for found in made.diagnostics] == ["read-only-key"]
    assert " raw:" not in made.text
    assert "bimpe." not in made.text


@pytest.mark.skipif(not SCHEMA.is_file(), reason="the platforms' schemas are missing")
@many
@given(workflows)
def test_random_workflows_fit_the_published_schema_and_the_contract(workflow: Any) -> None:
    assert list(validator("UpdateWorkflow").iter_errors(workflow)) == []
    UpdateWorkflow.model_validate(load(without_surrogates(dump(workflow))))


def test_the_contract_and_the_tables_have_the_same_keys() -> None:
    assert tuple(UpdateWorkflow.model_fields) == KEY_ORDER
    assert tuple(CreateWorkflow.model_fields) == KEY_ORDER
    assert set(KEYS_OF_FIELDS.values()) | {"rules", "flows"} == set(KEY_ORDER)
    models = {"rules": "Rule", "flows": "Flow", "faq": "Question", "trigger_keywords": "Keyword"}
    definitions = UpdateWorkflow.model_json_schema()["$defs"]
    for name, model in {**models, "conversation_steps": "Step"}.items():
        assert set(LIST_SHAPES[name]) == set(definitions[model]["properties"])
        needed = {key for key, part in LIST_SHAPES[name].items() if part.required}
        assert needed == set(definitions[model].get("required", ()))


# Rules.


def test_a_sentence_makes_a_rule_with_all_its_parts() -> None:
    script = (
        AGENT
        + "@refund WHEN The customer asks for a refund\n  say: Of course.\n  title: Refunds\n"
        + "  only_if: The order is young\n  run: open_refund\n  enabled: no\n"
    )

    assert made_of(script)["rules"] == [
        {
            "id": "refund",
            "name": "Refunds",
            "trigger": "The customer asks for a refund",
            "condition": "The order is young",
            "response": "Of course.",
            "action": "open_refund",
            "enabled": False,
        }
    ]


@every(
    ("head", "id_", "name"),
    [
        ("@late-parcel WHEN A parcel is late", "late-parcel", "Late parcel"),
        ("@7 WHEN A parcel is late", "7", "A parcel is late"),
        ("WHEN A parcel is late", "a-parcel-is-late", "A parcel is late"),
        ("WHEN Où est mon colis ?", "ou-est-mon-colis", "Où est mon colis ?"),
        ("WHEN पार्सल कहाँ है", "rule-bee414ea", "पार्सल कहाँ है"),
    ],
)
def test_id_and_name_of_a_rule_are_made_of_what_the_script_says(head: str, id_: str, name: str) -> None:
    rule = made_of(f"{AGENT}{head}\n  say: Sorry.\n")["rules"][0]

    assert (rule["id"], rule["name"]) == (id_, name)


def test_the_id_of_a_rule_stays_when_others_come_and_go() -> None:
    late = "WHEN A parcel is late\n  say: Sorry.\n"
    others = 'WHEN The customer greets the agent\n  say: Hello!\n\nWHEN contains "a"\n  say: b\n\n'

    alone = made_of(AGENT + late)["rules"][0]
    below = made_of(AGENT + others + late)["rules"][1]
    above = made_of(AGENT + late + "\n" + others)["rules"][0]

    assert alone == below == above


def test_ids_are_unique_also_where_two_sentences_are_the_same() -> None:
    late = "WHEN A parcel is late\n  say: Sorry.\n"
    labelled = "@a-parcel-is-late WHEN Something else is late\n  say: Sorry.\n"

    ids = [rule["id"] for rule in made_of(AGENT + late + late + labelled)["rules"]]

    assert ids == ["a-parcel-is-late-2", "a-parcel-is-late-3", "a-parcel-is-late"]


def test_the_ids_of_many_rules_that_say_the_same_cost_no_more_each() -> None:
    def lines(size: int) -> int:
        text = "role: r\n" + "WHEN The agent asks\n  say: x\n" * size
        return lines_of(lambda: compile_text(text, target="bimpe"), ids_of)

    assert lines(200) <= 2.2 * lines(100)


@every("id_", ["Rule_1", "my rule", "550e8400-e29b-41d4-a716-446655440000", "", "07", "é"])
def test_an_id_that_is_not_a_label_comes_back(id_: str) -> None:
    rule = {"id": id_, "name": "Late", "trigger": "A parcel is late", "response": "Sorry.", "enabled": True}
    payload = {"system_prompt": "You answer", "rules": [rule]}

    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert "bimpe." not in made.text
    assert made_of(made.text) == payload


@pytest.mark.parametrize(("ids", "labelled"), [(["1", "2"], True), (["2", "1"], False), (["1", "x"], False)])
def test_numbers_are_labels_where_they_ascend(ids: list[str], labelled: bool) -> None:
    rules = [
        {"id": id_, "name": "A", "trigger": "A parcel is late", "response": "b", "enabled": True}
        for id_ in ids
    ]
    payload = {"system_prompt": "You answer", "rules": rules}

    made = decompile(json.dumps(payload))

    assert made.text is not None
    assert ("@1 WHEN" in made.text) is labelled
    assert made_of(made.text) == payload


# Flows.


def test_keywords_make_a_flow_and_each_block_below_is_a_step() -> None:
    script = (
        AGENT
        + '@order WHEN contains "order" OR contains "parcel" OR contains "order"\n  say: Which one?\n'
        + "  title: Orders\n  about: Finds an order\n  group: support\n  priority: 5\n  enabled: no\n"
        + "  weights: parcel low, order high\n  follow_up: Its number?\n"
        + 'THEN\n  run: look_up\n\nWHEN contains "x"\n  say: y\n\nAFTER @order\n  say: z\n'
    )
    compiled = compile_text(script)
    assert "branching-followup" in {found.name for found in compiled.diagnostics}

    script = script.replace("AFTER @order\n  say: z\n", "")
    assert made_of(script)["flows"][0] == {
        "name": "Orders",
        "description": "Finds an order",
        "category": "support",
        "priority": 5,
        "is_active": False,
        "trigger_keywords": [
            {"keyword": "order", "weight": "high"},
            {"keyword": "parcel", "weight": "low"},
            {"keyword": "order"},
        ],
        "conversation_steps": [
            {"type": "text_response", "content": "Which one?", "followup": "Its number?"},
            {"type": "text_response", "action": "look_up"},
        ],
    }


def test_a_flow_may_go_on_below_other_blocks() -> None:
    script = (
        AGENT
        + '@order WHEN contains "order"\n  say: Which one?\n\nWHEN A parcel is late\n  say: Sorry.\n\n'
        + "AFTER @order\n  say: Thanks.\n  kind: closing\n"
    )

    assert made_of(script)["flows"][0]["conversation_steps"] == [
        {"type": "text_response", "content": "Which one?"},
        {"type": "closing", "content": "Thanks."},
    ]


def test_rules_and_flows_keep_the_order_of_the_script() -> None:
    script = AGENT + "".join(
        f'WHEN Sentence {number} is said\n  say: a\n\nWHEN contains "word {number}"\n  say: b\n\n'
        for number in (2, 1, 3)
    )

    made = made_of(script)

    assert [rule["trigger"][9] for rule in made["rules"]] == ["2", "1", "3"]
    assert [flow["name"][5] for flow in made["flows"]] == ["2", "1", "3"]


@every(
    ("weights", "message"),
    [
        ("refnd high", "the trigger doesn't contain `refnd`"),
        ("refund hgih", "unknown weight `hgih`"),
        ("refund", "the `refund` keyword needs a weight"),
        ("money back", "the `money back` keyword needs a weight"),
        ("high", "`high` isn't a keyword with a weight"),
        ("refund high, refund low", "the `refund` keyword has 2 weights"),
    ],
)
def test_weights_must_fit_the_trigger(weights: str, message: str) -> None:
    script = AGENT + f'WHEN contains "refund" OR contains "money back"\n  say: a\n  weights: {weights}\n'

    found = check(script)

    assert [each.message for each in found] == [message]
    assert found[0].span.start >= script.index("weights: ") + len("weights: ")
    assert script[found[0].span.start : found[0].span.end] == weights.rpartition(", ")[2]


# Fields.


def test_a_guide_with_a_video_alone_has_no_steps() -> None:
    assert made_of(AGENT + "guide_video: https://example.com\n")["guide"] == {
        "youtubeUrl": "https://example.com",
        "steps": [],
    }


def test_parts_may_be_there_and_empty() -> None:
    parts = "rules, flows, tags, integrations, channels, actions, guide, faq, setup"

    made = made_of(f"{AGENT}empty: {parts}\n")

    assert made.pop("guide") == {"steps": []}
    assert [key for key, value in made.items() if value == []] == [
        "rules", "flows", "tags", "integrations", "channels", "actions", "faq", "setup_steps",
    ]  # fmt: skip


def test_creating_needs_a_name_and_a_role_and_changing_does_not() -> None:
    script = "target: bimpe\n\nscenario:\ncategory: support\n"

    assert made_of(script) == {"category": "support"}
    assert said_of(script, "bimpe-create") == [
        "this workflow has no name, and Bimpe can't create a workflow without one",
        "this workflow has no role, and Bimpe can't create a workflow without one",
    ]


def test_lines_above_the_first_scenario_apply_to_each() -> None:
    script = "target: bimpe\n\nchannels: a\n\nscenario: A\nrole: r\n\nscenario: B\nrole: r\nchannels: b\n"

    assert [each.value["channels"] for each in compile_text(script).payloads] == [["a"], ["a", "b"]]


@every(
    ("line", "message"),
    [
        (f"scenario: {'x' * 256}", "the name has 256 characters; Bimpe accepts at most 255"),
        (f"purpose: {'x' * 2001}", "`purpose:` has 2001 characters; Bimpe accepts at most 2000"),
        (f"category: {'x' * 101}", "`category:` has 101 characters; Bimpe accepts at most 100"),
        ("setup_time: -1", "`setup_time:` can't be less than 0"),
        ('role raw: " "', "the role is blank"),
        ('scenario raw: " "', "the name is blank"),
        ("empty: flow", "`empty:` doesn't accept `flow` in a workflow"),
        ("empty: rules\nWHEN A parcel is late\n  say: b", "`rules` can't be empty: another line sets it"),
    ],
)
def test_a_value_that_a_workflow_refuses_is_an_error(line: str, message: str) -> None:
    script = line if line.startswith("scenario") else f"scenario: A\n{line}"
    found = check(f"target: bimpe\n\n{script}\n")

    assert [(each.message, each.severity) for each in found] == [(message, Severity.ERROR)]


def test_a_value_that_is_passed_through_is_checked_and_kept() -> None:
    script = AGENT + 'bimpe.setup_steps: [{"a": 1}]\nbimpe.patch: [{"op": "add", "path": "/x", "value": 1}]\n'

    assert made_of(script)["setup_steps"] == [{"a": 1}]
    assert made_of(script)["x"] == 1
    assert said_of(script) == ["unknown Bimpe key `x`; it goes into the payload unchanged"]
