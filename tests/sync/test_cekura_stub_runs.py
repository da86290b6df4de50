"""The stub of Cekura's API starts calls, which go as planned, and tells of them as the platform documents it."""

import json
from typing import Any

import cekura
import httpx
import pytest
from cekura._exceptions import APIError

from support.cekura_stub import (
    BROKEN,
    FAILED_CHECKS,
    TIMED_OUT,
    CekuraStub,
    Outcome,
    Status,
    advance,
    make_folder,
)
from support.cekura_stub.requests import (
    CHAINS,
    SCENARIOS,
    T,
    made,
    started,
)


@pytest.mark.parametrize(
    ("outcome", "terminal", "succeeded", "failed"),
    [
        (Outcome(), "completed", "1", "0"),
        (FAILED_CHECKS, "completed", "0", "1"),
        (TIMED_OUT, "timeout", "0", "0"),
        (BROKEN, "failed", "0", "0"),
    ],
)
def test_a_result_walks_to_its_end(
    stub: CekuraStub, client: httpx.Client, outcome: Outcome, terminal: str, succeeded: str, failed: str
) -> None:
    stub.store.plans = [outcome]
    start = started(client)
    looks = [client.get(f"{T}/v2/results/{start['id']}/").json() for _ in range(7)]
    runs = [look["runs"][str(start["runs"][0]["id"])] for look in looks]

    waiting = ["pending", "in_queue", "running", "evaluating"]
    first = len(waiting) + (terminal == "completed")
    assert [look["status"] for look in looks][:4] == waiting
    assert {look["status"] for look in looks[first:]} == {terminal}
    assert {run["success"] for run in runs[:first]} == {None}
    assert [run["status"] for run in runs][4:] == [terminal] * 3
    assert looks[-1]["success_runs_count"] == succeeded
    assert looks[-1]["failed_runs_count"] == failed
    assert looks[-1]["total_runs_count"] == "1"


def test_one_pass_and_two_timeouts_are_completed_without_a_failure(
    stub: CekuraStub, client: httpx.Client
) -> None:
    stub.store.plans = [Outcome(), TIMED_OUT, TIMED_OUT]
    start = started(client, frequency=3)
    advance(stub.store, start["id"], 9)

    result = client.get(f"{T}/v2/results/{start['id']}/").json()

    counts = [result[f"{name}_runs_count"] for name in ("total", "completed", "success", "failed")]
    assert (result["status"], counts) == ("completed", ["3", "1", "1", "0"])


def test_ended_calls_are_cancelled_and_a_new_evaluation_reopens_a_result(
    stub: CekuraStub, client: httpx.Client
) -> None:
    first, second = started(client)["id"], started(client)["id"]
    client.post(f"{T}/v2/results/{first}/end_calls/")
    advance(stub.store, second, 9)
    client.post(f"{T}/v2/results/{second}/evaluate_metrics/", json={})

    states = [client.get(f"{T}/v2/results/{each}/").json()["status"] for each in (first, second)]
    assert states == ["cancelled", "evaluating"]


def test_transcripts_are_scripted_empty_or_encrypted(stub: CekuraStub, client: httpx.Client) -> None:
    call = ("Function Call", {"id": "1", "name": "now", "arguments": "{}"})
    stub.store.plans = [
        Outcome(transcript=(("Testing Agent", "Hi"), call)),
        Outcome(encrypted=True),
        TIMED_OUT,
    ]
    stub.store.shapes.scenario_as_object = True
    start = started(client, frequency=3)
    numbers = ",".join(str(run["id"]) for run in start["runs"])
    early = client.get(f"{T}/v2/runs/bulk/", params={"run_ids": numbers}).json()
    advance(stub.store, start["id"], 9)

    said, hidden, silent = client.get(f"{T}/v2/runs/bulk/", params={"run_ids": numbers}).json()

    assert [run["transcript_object"] for run in early] == [[]] * 3
    assert said["transcript"].splitlines()[0] == "[00:00] Testing Agent: Hi"
    assert [turn["role"] for turn in said["transcript_object"]] == ["Testing Agent", "Function Call"]
    assert json.loads(said["scenario_instructions"]) == CHAINS
    assert said["scenario"] == {"id": start["runs"][0]["scenario"], "name": "One"}
    assert "__encrypted__" in hidden["transcript_object"]
    assert (silent["transcript"], silent["transcript_object"]) == ("", [])
    assert client.get(f"{T}/v2/runs/bulk/", params={"ids": numbers}).status_code == 400


@pytest.mark.parametrize(
    ("suffix", "wrapped", "more", "status"),
    [
        ("", False, {}, 201),
        ("_text", False, {}, 201),
        ("_sip", False, {"sip_endpoint": "sip:a@example.com"}, 200),
        ("_vapi_webrtc", False, {"vapi_assistant_id": "a"}, 200),
        ("_livekit_v2", True, {}, 200),
        ("_pipecat_v2", True, {}, 200),
        ("_with_websockets", True, {"frequency": 1}, 201),
    ],
)
def test_each_start_wants_its_own_shape(
    client: httpx.Client, suffix: str, wrapped: bool, more: Any, status: int
) -> None:
    one = made(client)
    path, bare, objects = f"{SCENARIOS}run_scenarios{suffix}/", [one], [{"scenario": one}]
    right, wrong = (objects, bare) if wrapped else (bare, objects)

    assert client.post(path, json={"scenarios": right, **more}).status_code == status
    assert client.post(path, json={"scenarios": wrong, **more}).status_code == 400
    if more:
        assert client.post(path, json={"scenarios": right}).status_code == 400


def test_runs_multiply_and_are_chosen_by_tags_and_folders(stub: CekuraStub, client: httpx.Client) -> None:
    make_folder(stub.store, 1, "Night")
    made(client, tags=["a"], folder_path="Night")
    made(client, tags=["a"])

    by_tags = started(client, tags=["a"], frequency=2, personality_ids=[11, 12])
    by_folder = started(client, folder_path="Night", project_id=1)

    assert (len(by_tags["runs"]), len(by_folder["runs"])) == (8, 1)
    assert client.get(f"{T}/v2/results/").json()["count"] == 2


def test_the_official_client_starts_three_paid_runs_and_waits_for_the_last(
    stub: CekuraStub, official: cekura.Cekura, client: httpx.Client
) -> None:
    one = made(client)
    stub.fail(Status(502), "POST", "*/run_scenarios", times=2, after=True)

    start = official.scenarios.run(scenarios=[one], agent_id=21)
    result = official.results.wait(start["id"], poll_interval=0)

    assert len(stub.store.results) == 3
    assert (result["status"], result["success_runs_count"]) == ("completed", "1")
    with pytest.raises(APIError, match="400"):
        official.results.get_runs([run["id"] for run in start["runs"]])
