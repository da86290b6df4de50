"""The canonical form: equal for what would make an equal call, different for everything else."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scn_compiler import compile_text
from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.canonical import canonical, fingerprint
from scn_compiler.sync.platforms.bimpe import body_of as of_bimpe
from scn_compiler.sync.platforms.cekura import body_of
from scn_compiler.sync.platforms.eqho import body_of as of_eqho
from scn_compiler.sync.platforms.sensay import body_of as of_sensay
from scn_compiler.sync.platforms.sophiie import body_of as of_sophiie
from support.cases import every
from support.paths import ROOT
from support.platform_stubs import bimpe_answer, eqho_answer, sensay_answer, sophiie_answer

SAMPLES = [
    path
    for path in sorted((ROOT / "samples").glob("*.scn"))
    if not path.name.endswith(".test.scn") and "target:" not in path.read_text(encoding="utf-8")
]
BOTH = [
    path
    for path in SAMPLES
    if compile_text(path.read_text(encoding="utf-8"), path=str(path), target="cekura-when").ok
]


def bodies(path: Path, target: str) -> list[dict[str, Json]]:
    return [
        each.value
        for each in compile_text(path.read_text(encoding="utf-8"), path=str(path), target=target).payloads
    ]


def answered(body: dict[str, Json]) -> dict[str, Json]:
    """A body as the platform answers with it: other keys, nothing left out, blocks as text."""
    lists: dict[str, Json] = {key: [] for key in ("metrics", "tags", "tool_ids")}
    empty = lists | dict.fromkeys(("folder_path", "max_duration", "test_profile"))
    phone = {"phone_number": "+15550100", "outbound_phone_number_data": {"id": body.get("phone_number")}}
    own = {"id": 7, "agent_name": "Desk", "updated_at": "2026-01-01"}
    actions = body.get("conditional_actions")
    rest = {key: value for key, value in body.items() if key != "conditional_actions"}
    told = {} if actions is None else {"instructions": json.dumps(actions), "first_message": "Hi"}
    return {**empty, **own, **rest, **phone, **told}


@every("path", BOTH, ids=lambda path: path.name)
def test_both_forms_of_a_script_are_the_same_call(path: Path) -> None:
    for ids, chains in zip(bodies(path, "cekura"), bodies(path, "cekura-when"), strict=True):
        assert (
            canonical(ids, "cekura")
            == canonical(chains, "cekura")
            == canonical(body_of(answered(chains)), "cekura")
        )


def test_empty_parts_of_a_script_say_nothing() -> None:
    body: dict[str, Json] = {"name": "A", "scenario_type": "conditional_actions"}
    script: dict[str, Json] = {"role": "A guest", "first_message": "Hi"}
    filled = {**script, "conditions": [], "functions": []}

    assert canonical(body | {"conditional_actions": filled}, "cekura") == canonical(
        body | {"conditional_actions": script}, "cekura"
    )


@every("path", SAMPLES, ids=lambda path: path.name)
def test_any_other_word_is_another_call(path: Path) -> None:
    for body in bodies(path, "cekura"):
        text = json.dumps(body, ensure_ascii=False)
        said = (body.get("conditional_actions") or {}).get("conditions") or [
            {"action": body.get("instructions")}
        ]
        word = next(word for row in said for word in str(row["action"]).split() if word.isalpha())
        other = json.loads(text.replace(word, f"{word}x"))

        assert fingerprint(canonical(other, "cekura")) != fingerprint(canonical(body, "cekura"))


def test_a_body_that_no_script_can_say_is_compared_as_it_is() -> None:
    body: dict[str, Json] = {"name": "A", "conditional_actions": {"role": 7}, "tags": []}

    assert canonical(body, "cekura") == {"name": "A", "conditional_actions": {"role": 7}}


ANSWERS = {
    "eqho": (eqho_answer, of_eqho),
    "sophiie": (sophiie_answer, of_sophiie),
    "bimpe": (bimpe_answer, of_bimpe),
    "sensay": (sensay_answer, of_sensay),
}
OTHERS = [
    (target.group(1).partition("-")[0], path)
    for path in sorted((ROOT / "samples").glob("*.scn"))
    if (target := re.search(r"^target: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    and target.group(1).partition("-")[0] in ANSWERS
]


def bodies_for(platform: str, path: Path) -> list[dict[str, Json]]:
    return [
        each.value for each in compile_text(path.read_text(encoding="utf-8"), path=str(path)).payloads
    ] or pytest.fail(f"{path.name} says nothing to {platform}")


def turned(value: Json) -> Json:
    """A value whose objects have their keys in the opposite order."""
    if isinstance(value, list):
        return [turned(each) for each in value]
    return {key: turned(value[key]) for key in reversed(value)} if isinstance(value, dict) else value


def test_every_other_platform_has_samples() -> None:
    assert {platform for platform, _ in OTHERS} == ANSWERS.keys()


@every(("platform", "path"), OTHERS, ids=lambda value: getattr(value, "name", value))
def test_a_body_is_the_same_as_the_platform_answers_it(platform: str, path: Path) -> None:
    answer, read = ANSWERS[platform]
    for body in bodies_for(platform, path):
        said, stored = canonical(body, platform), canonical(read(turned(answer(body))), platform)

        assert {name: stored.get(name) for name in said} == said
        assert fingerprint(stored, said) == fingerprint(said)


@every(("platform", "path"), OTHERS, ids=lambda value: getattr(value, "name", value))
def test_any_other_text_number_or_entry_is_another_body(platform: str, path: Path) -> None:
    for body in bodies_for(platform, path):
        said = fingerprint(canonical(body, platform))
        for place, other in others_of(body):
            assert fingerprint(canonical(other, platform)) != said, place


def others_of(body: Json) -> Iterator[tuple[str, Json]]:
    """Yield copies of a value in each of which one text, number or switch is another, or one entry is missing."""
    items = enumerate(body) if isinstance(body, list) else body.items() if isinstance(body, dict) else ()
    for key, value in items:
        for place, other in others_of(value):
            copied = body.copy()
            copied[key] = other
            yield f"{key}.{place}", copied
        if isinstance(body, list):
            yield f"without {key}", [*body[:key], *body[key + 1 :]]
    match body:
        case bool():
            yield "", not body
        case str():
            yield "", f"{body}x"
        case int() | float():
            yield "", body + 1


@every(
    ("platform", "one", "other", "is_same"),
    [
        ("eqho", {"arguments": {"a": None}}, {"arguments": {}}, False),
        ("eqho", {"compare_args": []}, {"compare_args": None}, False),
        ("eqho", {"compare_args": None, "info": None, "requestor": "assistant"}, {}, True),
        ("eqho", {"requestor": "user"}, {}, False),
    ],
)
def test_only_what_the_contract_fills_in_is_left_out(
    platform: str, one: dict[str, Json], other: dict[str, Json], is_same: bool
) -> None:
    both = [{"evaluation_criteria": {"actions": [{"name": "book", **each}]}} for each in (one, other)]

    assert (canonical(both[0], platform) == canonical(both[1], platform)) is is_same


def test_a_value_that_is_not_in_the_contract_counts() -> None:
    assert canonical({"outcome": {"type": "a", "property3": None}, "new": 1}, "sophiie") == {
        "new": 1,
        "outcome": {"property3": None, "type": "a"},
    }
