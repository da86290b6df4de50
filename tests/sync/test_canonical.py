"""The canonical form: equal for what would make an equal call, different for everything else."""

import json
from pathlib import Path

import pytest

from scn_compiler import compile_text
from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.canonical import canonical, fingerprint
from scn_compiler.sync.platforms.cekura import body_of
from support.paths import ROOT

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


@pytest.mark.parametrize("path", BOTH, ids=lambda path: path.name)
def test_both_forms_of_a_script_are_the_same_call(path: Path) -> None:
    for ids, chains in zip(bodies(path, "cekura"), bodies(path, "cekura-when"), strict=True):
        assert (
            canonical(ids, "cekura")
            == canonical(chains, "cekura")
            == canonical(body_of(answered(chains)), "cekura")
        )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
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
