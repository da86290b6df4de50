"""The stub of Cekura's API does what the platform documents for scenarios, and the official client works with it."""

import json
from collections.abc import Iterator
from typing import Any

import cekura
import httpx
import pytest
from cekura._exceptions import APIError, CekuraError

from scn_compiler import compile_text
from scn_dsl.diagnostic import Severity
from support.cekura_stub import (
    CekuraStub,
    Shapes,
    Status,
    make_folder,
)
from support.cekura_stub.requests import (
    ACTIONS,
    ASKED,
    BODY,
    CHAINS,
    FIRST,
    NEXT,
    PLAIN,
    SCENARIOS,
    T,
    client_of,
    made,
    script_in,
)
from support.paths import ROOT


def test_the_official_client_writes_reads_and_deletes(stub: CekuraStub, official: cekura.Cekura) -> None:
    created = official.scenarios.create(**BODY)
    official.scenarios.update(created["id"], tags=["night"])
    [row] = official.scenarios.list(tags="night")["results"]
    detail = official.scenarios.get(created["id"])
    official.scenarios.delete(created["id"])

    assert script_in(created) == script_in(row) == script_in(detail) == CHAINS
    assert "updated_at" in row
    assert "updated_at" not in detail
    assert detail["tags"] == ["night"]
    assert stub.store.scenarios == {}
    with pytest.raises(APIError, match="not found"):
        official.scenarios.get(created["id"])


def test_the_official_client_creates_three_scenarios_when_answers_are_lost(
    stub: CekuraStub, official: cekura.Cekura
) -> None:
    stub.fail(Status(503), "POST", "*/scenarios", times=3, after=True)

    with pytest.raises(CekuraError):
        official.scenarios.create(**BODY)

    assert len(stub.store.created) == 3


def test_the_official_client_takes_a_redirect_for_success(stub: CekuraStub, official: cekura.Cekura) -> None:
    stub.store.shapes.slashes = "redirect"

    answer = official.scenarios.create(**BODY)

    assert answer == {"count": 0, "next": None, "previous": None, "results": []}
    assert [(asked.method, asked.status) for asked in stub.requests] == [("POST", 301), ("GET", 200)]
    assert stub.store.created == []


@pytest.mark.parametrize(("shapes", "status"), [(Shapes(), 404), (Shapes(slashes="redirect"), 301)])
def test_a_path_without_its_last_slash_is_another_path(shapes: Shapes, status: int) -> None:
    with CekuraStub(shapes) as stub, client_of(stub) as client:
        assert client.get(SCENARIOS.rstrip("/")).status_code == status


def rows_and_chains() -> Iterator[Any]:
    """Samples that compile to both forms of conditional actions."""
    for path in sorted((ROOT / "samples").glob("*.scn")):
        rows, chains = (
            compile_text(path.read_text(encoding="utf-8"), path=str(path), target=target)
            for target in ("cekura", "cekura-when")
        )
        problems = (*rows.diagnostics, *chains.diagnostics)
        if not any(each.severity is Severity.ERROR for each in problems):
            for one, other in zip(rows.payloads, chains.payloads, strict=True):
                if "conditional_actions" in one.value:
                    yield pytest.param(one.value, other.value, id=f"{path.stem}-{one.value['name']}")


@pytest.mark.parametrize(("rows", "chains"), [*rows_and_chains()])
def test_rows_with_ids_come_back_as_the_compiler_writes_chains(rows: Any, chains: Any) -> None:
    stub = CekuraStub()
    with client_of(stub, transport=stub.transport) as client:
        answers = [
            client.post(
                SCENARIOS,
                json={
                    **PLAIN,
                    "personality": 14,
                    "scenario_type": "conditional_actions",
                    "instructions": None,
                    "conditional_actions": body["conditional_actions"],
                },
            ).json()
            for body in (rows, chains)
        ]

    expected = chains["conditional_actions"]
    assert script_in(answers[0]) == {"first_message": "", **expected}
    assert script_in(answers[1]) == expected
    assert answers[0]["first_message"] == answers[1]["first_message"]


def test_a_script_that_branches_comes_back_as_it_was_stored(client: httpx.Client) -> None:
    branching = {**ACTIONS, "conditions": [FIRST, ASKED, NEXT, {**NEXT, "id": 3}]}

    created = client.post(SCENARIOS, json={**BODY, "conditional_actions": branching}).json()

    assert script_in(created) == branching


def test_actions_without_their_type_are_dropped_without_a_word(client: httpx.Client) -> None:
    untyped = {key: value for key, value in BODY.items() if key != "scenario_type"}

    created = client.post(SCENARIOS, json=untyped)

    assert created.status_code == 201
    assert created.json()["scenario_type"] == "instruction"
    assert created.json()["instructions"] == ""


def test_changed_actions_replace_all_others(client: httpx.Client) -> None:
    one = made(client)
    actions = {"role": "A host", "conditions": [FIRST, ASKED]}

    changed = client.patch(f"{SCENARIOS}{one}/", json={"conditional_actions": actions}).json()

    assert "functions" not in script_in(changed)
    assert script_in(changed)["role"] == "A host"
    assert changed["name"] == "One"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", SCENARIOS, {**BODY, "name": ""}, {"name": ["This field is required."]}),
        ("POST", SCENARIOS, {**BODY, "conditional_actions": {**ACTIONS, "conditions": [ASKED]}},
         {"conditional_actions": ["the first condition must have condition='FIRST_MESSAGE'"]}),
        ("POST", SCENARIOS, {**BODY, "conditional_actions": {**CHAINS, "conditions": [{"when": "x", "say": " "}]}},
         {"conditional_actions": ["conditions[0].say: is required."]}),
        ("POST", SCENARIOS, {**PLAIN, "instructions": ACTIONS}, {"instructions": ["Not a valid string."]}),
        ("POST", SCENARIOS, {**PLAIN, "agent": 22}, {"agent": ['Invalid pk "22" - object does not exist.']}),
        ("POST", SCENARIOS, {**PLAIN, "folder_path": "A.B"}, {"folder_path": ['Folder "A.B" does not exist.']}),
        ("POST", SCENARIOS, {**PLAIN, "personality": 13, "scenario_type": "conditional_actions",
                             "instructions": json.dumps(ACTIONS), "scenario_language": "en"},
         {"scenario_language": ["The personality speaks de, not en."]}),
        ("POST", f"{SCENARIOS}run_scenarios/", {"scenarios": [1001], "personality_ids": [13]},
         ["Invalid personalities provided."]),
        ("POST", f"{SCENARIOS}run_scenarios/", {"scenarios": [9]},
         {"scenarios": ["Invalid scenario IDs or scenarios not found"]}),
        ("POST", f"{SCENARIOS}validate_scenarios_json/",
         {"agent_id": 21, "spec": {"version": "1", "scenarios": [{"name": "A"}]}},
         {"errors": {"scenarios[0].instructions": ["This field is required."]}}),
    ],
)  # fmt: skip
def test_refusals_have_the_documented_shapes(
    client: httpx.Client, method: str, path: str, body: Any, expected: Any
) -> None:
    made(client)

    answer = client.request(method, path, json=body)

    assert (answer.status_code, answer.json()) == (400, expected)


def test_without_credits_a_start_is_refused_and_a_validation_is_not(
    stub: CekuraStub, client: httpx.Client
) -> None:
    suite = {"agent_id": 21, "spec": {"version": "1", "scenarios": [{"name": "A", "instructions": "Ask"}]}}
    stub.store.credits = 0

    refused = [
        client.post(f"{SCENARIOS}run_scenarios/", json={"scenarios": [made(client)]}),
        client.post(f"{SCENARIOS}run_scenarios_json/?dry_run=true", json=suite),
    ]
    valid = client.post(f"{SCENARIOS}validate_scenarios_json/", json=suite)
    stub.store.shapes.validates = False

    assert [each.json() for each in refused] == [{"detail": "Insufficient balance for this operation"}] * 2
    assert valid.json()["plan"]["total_runs"] == 1
    assert client.post(f"{SCENARIOS}validate_scenarios_json/", json=suite).status_code == 404
    assert stub.store.results == {}


def test_history_is_kept_named_and_restored(client: httpx.Client) -> None:
    one = made(client)
    client.patch(
        f"{SCENARIOS}{one}/", json={"name": "Renamed", "conditional_actions": {**CHAINS, "role": "B"}}
    )
    history = f"{SCENARIOS}{one}/history/"
    newest, oldest = client.get(history).json()["results"]

    client.patch(f"{history}edit/", json={"history_id": oldest["history_id"], "version_name": "good"})
    restored = client.post(f"{SCENARIOS}{one}/restore/", json={"history_id": oldest["history_id"]}).json()

    assert [row["history_type"] for row in (newest, oldest)] == ["~", "+"]
    assert (restored["name"], script_in(restored)) == ("One", CHAINS)
    names = [row["version_name"] for row in client.get(history).json()["results"]]
    assert names == ["", "", "good"]


def test_deleted_scenarios_are_gone_for_good(stub: CekuraStub, client: httpx.Client) -> None:
    one, two, three = (made(client, name=name) for name in ("A", "B", "C"))

    assert client.delete(f"{SCENARIOS}{one}/").status_code == 204
    assert client.delete(f"{SCENARIOS}{one}/").status_code == 404
    assert client.post(f"{SCENARIOS}delete_scenarios/", json={"scenarios": [two, one]}).status_code == 400
    assert client.post(f"{SCENARIOS}delete_scenarios/", json={"scenarios": [two]}).status_code == 204
    assert list(stub.store.scenarios) == [three]


def test_folders_are_addressed_by_their_paths(stub: CekuraStub, client: httpx.Client) -> None:
    make_folder(stub.store, 1, "Sales")
    created = client.post(
        f"{SCENARIOS}create_folder/", json={"project_id": 1, "parent_path": "Sales", "name": "In"}
    )
    one = made(client, folder_path="Sales.In")

    client.post(f"{SCENARIOS}rename_folder/", json={"project_id": 1, "path": "Sales", "name": "Shop"})

    assert created.json().keys() == {"name", "path", "created_at", "updated_at"}
    assert client.get(f"{SCENARIOS}{one}/").json()["folder_path"] == "Shop.In"
    paths = [row["path"] for row in client.get(f"{SCENARIOS}folders/?project_id=1").json()["results"]]
    assert paths == ["Shop", "Shop.In"]
    assert client.get(SCENARIOS, params={"folder_path": ""}).json()["count"] == 0


def test_a_key_sees_its_own_project_and_appears_in_no_log(stub: CekuraStub, client: httpx.Client) -> None:
    one = made(client)
    with client_of(stub, stub.other_key) as other, client_of(stub, "wrong") as stranger:
        unseen = [other.get(SCENARIOS).json()["count"], other.get(f"{SCENARIOS}{one}/").status_code]
        unknown = stranger.get(SCENARIOS).status_code
    bearer = {"Authorization": f"Bearer {stub.user_token}"}
    unfiltered, filtered = (
        httpx.get(stub.url + SCENARIOS, headers=bearer, params=params) for params in ({}, {"project_id": 1})
    )

    assert (unseen, unknown) == ([0, 404], 401)
    assert (unfiltered.status_code, filtered.json()["count"]) == (400, 1)
    assert client.get(f"{T}/billing/info/").status_code == 403
    assert all(key not in repr(stub.requests) for key in stub.store.keys)
    assert all(asked.keyed for asked in stub.requests)


def test_pages_are_bounded_and_lead_to_each_other_by_whole_addresses(
    stub: CekuraStub, client: httpx.Client
) -> None:
    for number in range(7):
        stub.store.create({"name": f"S{number}", "tags": ["odd"] if number % 2 else []})
    stub.store.shapes.longest_page = 3
    names, address = [], f"{stub.url}{SCENARIOS}?page_size=100&tags="
    while address:
        page = client.get(address).json()
        names += [row["name"] for row in page["results"]]
        address = page["next"]
        assert address is None or address.startswith(f"{stub.url}{SCENARIOS}?")

    assert (len(stub.requests), names) == (3, [f"S{number}" for number in reversed(range(7))])
    assert client.get(SCENARIOS, params={"page": 9}).status_code == 404
    assert client.get(SCENARIOS, params={"tags": "odd", "tag_filter_type": "not"}).json()["count"] == 4


@pytest.mark.parametrize("shape", ["array", "page", "nested"])
def test_test_profiles_come_in_three_shapes(stub: CekuraStub, client: httpx.Client, shape: Any) -> None:
    stub.store.shapes.profiles = shape
    answer = client.get(f"{T}/v1/test-profiles/").json()
    while isinstance(answer, dict):
        answer = answer["results"]

    assert [row["name"] for row in answer] == ["Returning patient"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/v1/personalities/?language=en", ["Normal caller", "Impatient caller"]),
        ("/v2/metrics/", ["Expected Outcome", "Politeness"]),
        ("/v1/metrics/basic_list/", ["Expected Outcome", "Politeness"]),
        ("/v2/aiagents/short_list/?q=recep", ["Reception"]),
        ("/v2/aiagents/?q=21", ["Reception"]),
        ("/v1/phone-numbers/", ["Front desk"]),
        ("/v1/tools/", ["find_slot"]),
        ("/../user/v1/projects/", ["Clinic"]),
    ],
)
def test_things_with_names_are_listed(
    stub: CekuraStub, client: httpx.Client, path: str, names: list[str]
) -> None:
    answer = client.get(f"{T}{path}".replace("/test_framework/..", "")).json()
    rows = answer if isinstance(answer, list) else answer["results"]

    assert [row.get("name", row.get("agent_name")) for row in rows] == names
